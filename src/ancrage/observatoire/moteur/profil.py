"""The profile of a territory: the records of `resultats` built from the tables of values."""

import hashlib
from collections.abc import Mapping
from typing import Any

import polars as pl

from ancrage import __version__
from ancrage.observatoire.catalogue.modeles import Indicateur, Source
from ancrage.observatoire.moteur.agregation import Aires
from ancrage.observatoire.moteur.aires import aire_codes, aires_of, reference_parents
from ancrage.observatoire.moteur.comparaisons import compare
from ancrage.observatoire.moteur.esperances import judge_expectancies
from ancrage.observatoire.moteur.libelles import libelle_aire
from ancrage.observatoire.moteur.magasin import Magasin
from ancrage.observatoire.moteur.membres import find_membres, to_membre
from ancrage.observatoire.moteur.multiplicite import (
    count_latest_tests,
    flag_valeurs,
)
from ancrage.observatoire.moteur.plan import build_plan
from ancrage.observatoire.moteur.repartitions import positions
from ancrage.observatoire.moteur.resultats import (
    Comparaison,
    FichierCite,
    Geographie,
    Position,
    Profil,
    SourceCitee,
    TerritoireDecrit,
    Valeur,
)
from ancrage.observatoire.moteur.semblables import repartitions_around
from ancrage.observatoire.moteur.valeurs import compute_valeurs
from ancrage.observatoire.territoires.aires import Territoire
from ancrage.observatoire.territoires.referentiel import communes

Ligne = dict[str, Any]
_VALEUR_DE = {
    "bassin_de_vie": "Valeur du bassin de vie",
    "departement": "Valeur du département",
    "region": "Valeur de la région",
    "france": "Valeur nationale",
}
REFERENCES = ("departement", "region", "france")


def build_profil(
    magasin: Magasin,
    territoire: Territoire,
    indicateurs: Mapping[str, Indicateur],
    sources: Mapping[str, Source],
    *,
    periode: str | None = None,
    references: tuple[str, ...] = REFERENCES,
) -> Profil:
    """Return every indicateur of the territory; awaited ones are there, missing, with no period."""
    aires = aires_of([territoire])
    plan = build_plan(indicateurs.values(), sources)
    facts = facts_around(magasin, aires)
    rows = compute_valeurs(facts, plan, aires)
    if periode:
        rows = rows.filter(periode=periode)
    parents = reference_parents(aires, references)
    silent = {i.code: i.sans_verdict for i in indicateurs.values() if i.sans_verdict}
    compared = compare(rows, parents, magasin.valeurs_of(aire_codes(parents)), silent)
    rows, compared = magasin.complete(rows, compared, aires, parents)
    compared = judge_expectancies(rows, compared)
    if periode:  # a deposit answers for its own pooled years
        rows = rows.filter(periode=periode)
    placed = positions(rows, repartitions_around(magasin, territoire))
    membres = find_membres(facts, rows, aires)
    assembly = _Assembly(magasin, territoire, indicateurs, sources, compared, placed, membres)
    entries = assembly.entries(rows)
    run = hashlib.sha256(
        "\n".join([magasin.edition, __version__, territoire.code, *territoire.communes]).encode()
    ).hexdigest()[:16]
    return Profil(
        territoire=describe(territoire),
        millesime=territoire.millesime,
        run=run,
        edition=magasin.edition,
        indicateurs=entries,
        tests=count_latest_tests(entries),
    )


def facts_around(magasin: Magasin, aires: Aires) -> pl.DataFrame:
    """Keep the counts that can answer: the area, its members and the larger areas around."""
    codes = pl.concat(
        [
            aires.table["code"],
            aires.communes["membre"],
            aires.epci["membre"],
            aires.departements["membre"],
            aires.parents["code"],
            aires.bassins["membre"],
            aires.quartiers["membre"],
        ]
    )
    return magasin.comptes_of(codes.unique(maintain_order=True))


def describe(territoire: Territoire) -> TerritoireDecrit:
    """Return the plain description of a territory, with the labels of its surroundings."""
    held = communes().filter(pl.col("code").is_in(list(territoire.communes)))

    def names(level: str) -> tuple[str, ...]:
        codes = held[level].drop_nulls().unique().sort().to_list()
        return tuple(libelle_aire(f"{level}:{code}") for code in codes)

    return TerritoireDecrit(
        code=territoire.code,
        libelle=territoire.libelle,
        niveau=territoire.niveau,
        communes=territoire.communes,
        epci=names("epci"),
        departements=names("departement"),
        regions=names("region"),
    )


class _Assembly:
    """Join the side tables of one territory by key, once, then build the records."""

    def __init__(
        self,
        magasin: Magasin,
        territoire: Territoire,
        indicateurs: Mapping[str, Indicateur],
        sources: Mapping[str, Source],
        compared: pl.DataFrame,
        placed: pl.DataFrame,
        membres: pl.DataFrame,
    ) -> None:
        self.magasin, self.territoire = magasin, territoire
        self.indicateurs, self.sources = indicateurs, sources
        self.compared = _by_key(compared)
        self.placed = _by_key(placed)
        self.membres = _by_key(membres)
        self.files = magasin.files
        self.cited: dict[tuple[str, int, str], SourceCitee] = {}

    def entries(self, rows: pl.DataFrame) -> tuple[Valeur, ...]:
        """Return the records in the order of codes, periods and sexes, awaited ones included."""
        found = [self._valeur(row) for row in rows.iter_rows(named=True)]
        present = {valeur.code for valeur in found}
        awaited = [
            self._awaited(indicateur)
            for code, indicateur in self.indicateurs.items()
            if code not in present
        ]
        ordered = sorted(found + awaited, key=lambda v: (v.code, v.periode or "", v.sexe))
        return flag_valeurs(ordered)

    def _valeur(self, row: Ligne) -> Valeur:
        indicateur = self.indicateurs[row["indicateur"]]
        key = _key(row)
        geo = (
            row["geo"]
            if ":" in row["geo"] or row["geo"] == "france"
            else (f"{row['niveau']}:{row['geo']}")
        )
        own = row["origine"] != "emprunte"
        name = self.territoire.libelle if own else libelle_aire(geo)
        place = self.placed.get(key)
        return Valeur(
            code=row["indicateur"],
            libelle=indicateur.libelle,
            periode=row["periode"],
            sexe=row["sexe"],
            value=row["value"],
            numerator=row["numerator"],
            denominator=row["denominator"],
            lower=row["lower"],
            upper=row["upper"],
            method=row["method"],
            unit=indicateur.unite,
            status=row["status"],
            niveau=row["niveau"],
            geographie=Geographie(row["niveau"], self.territoire.code if own else geo, name),
            comparaisons=tuple(_comparaison(item) for item in self.compared.get(key, [])),
            source=self._source(row),
            position=Position(place[0]["ensemble"], place[0]["effectif"], place[0]["quintile"])
            if place
            else None,
            reliability=row["reliability"],
            reparti=row["reparti"],
            borne=indicateur.series[row["serie"]].borne,
            motif=_motif(row, name),
            membres=tuple(to_membre(item) for item in self.membres.get(key, []))
            if row["origine"] == "non_additif"
            else (),
            rupture=_rupture(indicateur, row["periode"]),
        )

    def _source(self, row: Ligne) -> SourceCitee:
        """Return the source of a value: one record for both sexes."""
        key = row["indicateur"], row["serie"], row["periode"]
        if key not in self.cited:
            source = self.sources[self.indicateurs[key[0]].series[key[1]].source]
            files = self.files.get(key, ())
            self.cited[key] = SourceCitee(
                code=source.code,
                producteur=source.producteur,
                titre=source.titre,
                licence=source.licence,
                millesime=files[0].millesime if files else "",
                fichiers=tuple(FichierCite(item.fichier, item.sha256) for item in files),
            )
        return self.cited[key]

    def _awaited(self, indicateur: Indicateur) -> Valeur:
        wait = indicateur.attente
        motif = (
            f"Source attendue : {wait.fichier} ({wait.producteur})."
            if wait
            else "Aucune valeur publiée pour ce territoire dans les fichiers chargés."
        )
        return Valeur(
            code=indicateur.code,
            libelle=indicateur.libelle,
            periode=None,
            sexe="ensemble",
            value=None,
            numerator=None,
            denominator=None,
            lower=None,
            upper=None,
            method=indicateur.method.value,
            unit=indicateur.unite,
            status="manquant",
            niveau=self.territoire.niveau,
            geographie=Geographie(
                self.territoire.niveau, self.territoire.code, self.territoire.libelle
            ),
            motif=motif,
        )


def _key(row: Ligne) -> tuple[str, int, str, str]:
    return row["indicateur"], row["serie"], row["periode"], row["sexe"]


def _by_key(table: pl.DataFrame) -> dict[tuple[str, int, str, str], list[Ligne]]:
    grouped: dict[tuple[str, int, str, str], list[Ligne]] = {}
    for row in table.iter_rows(named=True):
        grouped.setdefault(_key(row), []).append(row)
    return grouped


def _comparaison(row: Ligne) -> Comparaison:
    return Comparaison(
        reference=row["reference"],
        code=row["ref_aire"],
        libelle=libelle_aire(row["ref_aire"]),
        value=row["ref_value"],
        verdict=row["verdict"],
        motif=row["motif_verdict"],
        hors_territoire=row["hors_territoire"],
    )


def _motif(row: Ligne, name: str) -> str | None:
    if row["origine"] == "emprunte" and row["status"] == "secret":
        return f"{_VALEUR_DE[row['niveau']]} ({name}) : sous secret statistique."
    if row["origine"] == "emprunte":
        return f"{_VALEUR_DE[row['niveau']]} ({name}), montrée faute de donnée plus fine."
    motif: str | None = row["motif"]
    return motif


def _rupture(indicateur: Indicateur, periode: str) -> str | None:
    """Return the reason of a break declared in the first year of the period."""
    year = periode[:4]
    for rupture in indicateur.ruptures:
        if year == str(rupture.annee):
            return rupture.motif
    return None
