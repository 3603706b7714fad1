"""The door of the engine: all that publication, platform, command line and notebooks may use."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Literal

import polars as pl

from ancrage.observatoire.catalogue.chargement import (
    cadres,
    find_indicateur,
    indicateurs,
    sources,
    themes,
)
from ancrage.observatoire.catalogue.depots import DepotRestreint, Usage
from ancrage.observatoire.catalogue.modeles import (
    Attente,
    Cadre,
    Indicateur,
    Methode,
    Partie,
    Rupture,
    Serie,
    Source,
    StatutDiffusion,
    Theme,
)
from ancrage.observatoire.catalogue.schema import MODELES, json_schema
from ancrage.observatoire.erreurs import CodeSortie, Erreur
from ancrage.observatoire.moteur import admission
from ancrage.observatoire.moteur.aires import aires_of
from ancrage.observatoire.moteur.analyses import (
    comparer,
    demographie_medicale,
    entonnoir,
    evolutions,
    gradient,
    lissages,
    semblables,
    typologie,
)
from ancrage.observatoire.moteur.bilans import Bilan, LigneBilan
from ancrage.observatoire.moteur.cartes import DonneesCarte, ZoneCarte, build_cartes
from ancrage.observatoire.moteur.communes import CommuneSituee, list_communes
from ancrage.observatoire.moteur.comparatifs import Comparatif, LigneComparatif
from ancrage.observatoire.moteur.comptage_depot import BilanComptage, count_records
from ancrage.observatoire.moteur.construction import Rapport, load_sources
from ancrage.observatoire.moteur.demographie_medicale import DemographieMedicale, SerieProfession
from ancrage.observatoire.moteur.depots import (
    FICTIF,
    DepotEnregistre,
    describe_depot,
    find_depot,
    list_depots,
    remove_depot,
)
from ancrage.observatoire.moteur.depots_profil import lay_depots
from ancrage.observatoire.moteur.entonnoirs import DonneesEntonnoir
from ancrage.observatoire.moteur.evolutions import EditionChiffre, Evolution, compare_editions
from ancrage.observatoire.moteur.gradients import GradientSocial
from ancrage.observatoire.moteur.libelles import libelle_aire
from ancrage.observatoire.moteur.magasin import Magasin, open_magasin
from ancrage.observatoire.moteur.multiplicite import count_tests, flags
from ancrage.observatoire.moteur.pairs import Semblables
from ancrage.observatoire.moteur.plan import build_plan
from ancrage.observatoire.moteur.profil import REFERENCES, build_profil, describe, facts_around
from ancrage.observatoire.moteur.quartiers import QuartierPrioritaire, list_quartiers
from ancrage.observatoire.moteur.recuperation import Recuperation, fetch_all, how_to_get
from ancrage.observatoire.moteur.reglages import reglages
from ancrage.observatoire.moteur.repartitions import Repartitions
from ancrage.observatoire.moteur.resultats import (
    Comparaison,
    FichierCite,
    Geographie,
    Membre,
    Multiplicite,
    Position,
    Profil,
    SourceCitee,
    TerritoireDecrit,
    Valeur,
)
from ancrage.observatoire.moteur.resultats_lissages import (
    Autocorrelation,
    CommuneLissee,
    LissageCommunal,
)
from ancrage.observatoire.moteur.semblables import (
    Ensemble,
    build_repartitions,
    ensemble_of,
    list_ensembles,
)
from ancrage.observatoire.moteur.tendances import SegmentTendance, Tendance
from ancrage.observatoire.moteur.typologies import TypologieTerritoires
from ancrage.observatoire.moteur.usages_depots import explain_silence, tell_refusals
from ancrage.observatoire.moteur.valeurs import compute_valeurs
from ancrage.observatoire.territoires.aires import (
    Territoire,
    departements_of,
    epci_of,
    region_of,
)
from ancrage.observatoire.territoires.anciennes import communes_at
from ancrage.observatoire.territoires.contours import anneaux, contours, is_contiguous
from ancrage.observatoire.territoires.millesimes import MILLESIME_COURANT, MILLESIMES
from ancrage.observatoire.territoires.recherche import Resultat, chercher, fold
from ancrage.observatoire.territoires.suivi import SuiviCommune, follow_communes
from ancrage.observatoire.territoires.territoire import liste, parse_territoire

__all__ = [
    "FICTIF",
    "MILLESIMES",
    "MILLESIME_COURANT",
    "Attente",
    "Autocorrelation",
    "Bilan",
    "BilanComptage",
    "Cadre",
    "CodeSortie",
    "CommuneLissee",
    "CommuneSituee",
    "Comparaison",
    "Comparatif",
    "DemographieMedicale",
    "DepotEnregistre",
    "DepotRestreint",
    "DonneesCarte",
    "DonneesEntonnoir",
    "EditionChiffre",
    "Ensemble",
    "Erreur",
    "Evolution",
    "FichierCite",
    "Geographie",
    "GradientSocial",
    "Indicateur",
    "LigneBilan",
    "LigneComparatif",
    "LissageCommunal",
    "Membre",
    "Methode",
    "Multiplicite",
    "Partie",
    "Position",
    "Profil",
    "QuartierPrioritaire",
    "Rapport",
    "Recuperation",
    "Repartitions",
    "Resultat",
    "Rupture",
    "SegmentTendance",
    "Semblables",
    "Serie",
    "SerieProfession",
    "Source",
    "SourceCitee",
    "StatutDiffusion",
    "SuiviCommune",
    "Tendance",
    "Territoire",
    "TerritoireDecrit",
    "Theme",
    "TypologieTerritoires",
    "Usage",
    "Valeur",
    "ZoneCarte",
    "add_depot",
    "anneaux",
    "cadres",
    "carte",
    "cartes",
    "catalogue_schemas",
    "chercher",
    "communes_at",
    "communes_of",
    "compare_editions",
    "comparer",
    "contours",
    "count_records",
    "count_tests",
    "demographie_medicale",
    "departements_of",
    "describe",
    "describe_depot",
    "distribution",
    "ensemble_of",
    "entonnoir",
    "epci_of",
    "evolutions",
    "fetch_sources",
    "find_depot",
    "find_indicateur",
    "flags",
    "fold",
    "follow_communes",
    "gradient",
    "how_to_get",
    "indicateurs",
    "is_contiguous",
    "libelle_aire",
    "lissages",
    "list_depots",
    "list_ensembles",
    "liste",
    "load",
    "parse_territoire",
    "profile",
    "profile_table",
    "quartiers_of",
    "region_of",
    "remove_depot",
    "repartitions",
    "semblables",
    "sources",
    "sources_dir",
    "store_infos",
    "themes",
    "typologie",
]


def _territoire(territoire: Territoire | str) -> Territoire:
    return parse_territoire(territoire) if isinstance(territoire, str) else territoire


def _laid(usage: str) -> tuple[Magasin, Mapping[str, Indicateur], Mapping[str, Source]]:
    """Return the store, indicateurs and sources with the deposits that may serve this use."""
    return lay_depots(open_magasin(), indicateurs(), sources(), usage)


def profile(
    territoire: Territoire | str,
    period: str | None = None,
    references: Sequence[str] = REFERENCES,
    usage: Usage | Literal["ouvert"] = "interne",
) -> Profil:
    """Return every indicateur of a territory, with limits, comparisons, status and source.

    `territoire` is a code ("epci:244500468", unions with "+", a file of commune codes) or a
    `Territoire`. `period` keeps one period. `usage` says what the figures serve: a restricted
    deposit answers only for the uses of its agreement, and never for « ouvert ». Raises `Erreur`
    for an unknown territory.
    """
    magasin, catalogue, cited = _laid(usage)
    return build_profil(
        magasin,
        _territoire(territoire),
        catalogue,
        cited,
        periode=period,
        references=tuple(references),
    )


def profile_table(
    territoires: Sequence[Territoire | str],
    usage: Usage | Literal["ouvert"] = "ouvert",
    indicateurs: Sequence[str] | None = None,
) -> pl.DataFrame:
    """Return the values of many territories in one vectorised pass, one row per value.

    A deposit answers for the uses of its agreement; for another one, a row without figure says so.
    `indicateurs` keeps some codes only, and computes those alone.
    """
    magasin, catalogue, cited = _laid(usage)
    aires = aires_of([_territoire(t) for t in territoires])
    kept = catalogue if indicateurs is None else {code: catalogue[code] for code in indicateurs}
    plan = build_plan(kept.values(), cited)
    rows = compute_valeurs(facts_around(magasin, aires), plan, aires)
    told = tell_refusals(magasin.lay(rows, aires), aires, usage)
    return told.filter(pl.col("indicateur").is_in(list(kept)))


def carte(
    territoire: Territoire | str,
    indicateur: str,
    niveau: str = "commune",
    periode: str | None = None,
    sexe: str = "ensemble",
    usage: Usage | Literal["ouvert"] = "ouvert",
) -> DonneesCarte | None:
    """Return the values and contours of a map, or None when nothing can be shown.

    Raises `Erreur` where a deposit would answer, and its agreement does not permit this use.
    """
    find_indicateur(indicateur)
    found = cartes(territoire, [indicateur], niveau, periode, sexe, usage).get(indicateur)
    if found is None:
        explain_silence(indicateur, usage)
    return found


def cartes(
    territoire: Territoire | str,
    indicateurs: Sequence[str],
    niveau: str = "commune",
    periode: str | None = None,
    sexe: str = "ensemble",
    usage: Usage | Literal["ouvert"] = "ouvert",
) -> dict[str, DonneesCarte]:
    """Return the maps of many indicateurs in one pass, by code, without those with no value."""
    magasin, _, cited = _laid(usage)
    return build_cartes(
        magasin,
        _territoire(territoire),
        list(dict.fromkeys(indicateurs)),
        cited,
        niveau=niveau,
        periode=periode,
        sexe=sexe,
    )


def communes_of(territoire: Territoire | str) -> tuple[CommuneSituee, ...]:
    """Return the communes of a territory with population and shape, by name."""
    return list_communes(open_magasin(), _territoire(territoire))


def quartiers_of(territoire: Territoire | str) -> tuple[QuartierPrioritaire, ...]:
    """Return the quartiers prioritaires (2015) that lie in the communes of a territory."""
    return list_quartiers(open_magasin(), _territoire(territoire))


def distribution(
    territoire: Territoire | str,
    indicateur: str,
    periode: str,
    sexe: str = "ensemble",
    usage: Usage | Literal["ouvert"] = "ouvert",
) -> tuple[str, list[float], int]:
    """Return the name of the comparable set, its sorted values (unnamed), how many are masked.

    Raises `Erreur` where a deposit would answer, and its agreement does not permit this use.
    """
    ensemble = ensemble_of(_territoire(territoire))
    if ensemble is None:
        return "", [], 0
    found = repartitions(ensemble, usage).of(indicateur, periode, sexe)
    if not found[1]:
        explain_silence(indicateur, usage)
    return found


def repartitions(ensemble: Ensemble, usage: Usage | Literal["ouvert"] = "ouvert") -> Repartitions:
    """Return every distribution of a set of comparable areas; kept with the store in use."""
    magasin, _, _ = _laid(usage)
    return build_repartitions(magasin, ensemble)


def load(
    dossier: Path, progress: Callable[[str, int, int], None] = lambda _s, _d, _t: None
) -> Rapport:
    """Load the official files found under a folder and replace the store."""
    return load_sources(dossier, sources(), indicateurs(), progress)


def store_infos(usage: Usage | Literal["ouvert"] = "interne") -> dict[str, object]:
    """Return the edition of the store in use, its files and its warnings.

    The edition names the deposits that answer for `usage`.
    """
    magasin, _, _ = _laid(usage)
    return {"dossier": str(magasin.dossier), **magasin.infos}


def add_depot(extrait: Path, description: Path) -> DepotEnregistre:
    """Check, protect and keep a restricted extract described by a « depot.toml »."""
    return admission.add_depot(extrait, description, indicateurs())


def sources_dir(dossier: Path | None = None) -> Path:
    """Return the folder of official files: the given one, else `ANCRAGE_SOURCES_DIR`."""
    chosen = dossier or reglages().sources_dir
    if chosen is None:
        raise Erreur(
            "dossier_non_dit",
            "Aucun dossier de fichiers officiels n'est indiqué.",
            attendu="un dossier, ou la variable ANCRAGE_SOURCES_DIR",
            remede="ajoutez « --depuis <dossier> »",
            sortie=CodeSortie.USAGE,
        )
    return chosen


def fetch_sources(
    codes: Sequence[str],
    dossier: Path | None = None,
    progress: Callable[[str, int, int], None] = lambda _s, _d, _t: None,
    *,
    keep_changed: bool = False,
) -> list[Recuperation]:
    """Download the files of the named sources (all by default) from their producers."""
    known = sources()
    for code in codes:
        if code not in known:
            raise Erreur(
                "source_inconnue",
                f"Aucune source ne porte le code « {code} ».",
                remede="lancez « ancrage sources liste »",
                sortie=CodeSortie.USAGE,
            )
    wanted = {code: known[code] for code in codes} if codes else known
    folder = sources_dir(dossier)
    return fetch_all(wanted, folder, progress, client=None, keep_changed=keep_changed)


def catalogue_schemas() -> dict[str, dict[str, object]]:
    """Return the JSON Schemas of the catalogue's files, by kind."""
    return {nom: json_schema(nom) for nom in MODELES}
