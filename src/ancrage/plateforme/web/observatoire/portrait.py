"""The figures of one territory: its map, a series, a place among others, an origin."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from ancrage.plateforme.observations import profils
from ancrage.plateforme.observations.places import strip_of
from ancrage.plateforme.observations.profils import (
    Indicateur,
    Territoire,
    Valeur,
)
from ancrage.plateforme.web.observatoire.references import against_words
from ancrage.plateforme.web.socle.figures import FigureVue, show_figure
from ancrage.publication.cartes import build_carte
from ancrage.publication.documents.dls.contexte import Contexte
from ancrage.publication.documents.dls.figures import build_serie, label_with_sex
from ancrage.publication.documents.dls.tableaux import cited
from ancrage.publication.documents.dls.textes import METHODES
from ancrage.publication.documents.phrases import COMPTES
from ancrage.publication.figures import modeles as m
from ancrage.publication.typographie import (
    enumeration,
    mot_statut,
    nom_territoire,
    nombre,
    periode,
    valeur_affichee,
)

SEXES = ("ensemble", "femmes", "hommes")


COMMUNES_MAX = 400  # beyond, a list of communes is no longer read, nor a map of them quick


def maille_of(territoire: Territoire) -> str:
    """Return the level at which a territory is drawn and listed: its own size decides."""
    if len(territoire.communes) <= COMMUNES_MAX:
        return "commune"
    return "departement" if territoire.niveau == "france" else "epci"


def show_membres_carte(territoire: Territoire) -> FigureVue | None:
    """Draw the density of a territory by commune, or by what it is listed by; None for one."""
    return _membres_carte(profils.edition(), territoire)


@lru_cache(maxsize=128)
def _membres_carte(edition: str, territoire: Territoire) -> FigureVue | None:
    if len(territoire.communes) < 2:
        return None
    densities = profils.carte_of(territoire, "D03", niveau=maille_of(territoire))
    return show_figure(build_carte(densities, profils.indicateur_of("D03"))) if densities else None


def find_entry(contexte: Contexte, code: str, sexe: str) -> Valeur | None:
    """Return the latest value of an indicator for a sex; the first there is by default."""
    held = {valeur.sexe: valeur for valeur in contexte.latest() if valeur.code == code}
    order = [sexe, *SEXES] if sexe in held else list(SEXES)
    return next((held[one] for one in order if one in held), None)


def spec_of(
    territoire: Territoire, contexte: Contexte, valeur: Valeur, figure: str
) -> m.Figure | None:
    """Return one figure of a value's page by name: « serie », « carte » or « place »."""
    match figure:
        case "serie":
            return serie_of(contexte, valeur)
        case "carte":
            return carte_of(territoire, valeur)
        case "place":
            return place_of(territoire, contexte, valeur)
    return None


def serie_of(contexte: Contexte, valeur: Valeur) -> m.Figure | None:
    """Return a value over time, its breaks as gaps with their reason; two periods are enough."""
    series = contexte.profil.series(valeur.code, valeur.sexe)
    dated = [v for v in series if v.shown and v.value is not None and v.periode]
    return build_serie(contexte, valeur) if len(dated) >= 2 else None


def list_breaks(contexte: Contexte, valeur: Valeur) -> list[tuple[str, str]]:
    """Return the breaks declared on the series of a value: year, and why."""
    series = contexte.profil.series(valeur.code, valeur.sexe)
    return [((v.periode or "")[:4], v.rupture) for v in series if v.rupture and v.shown]


def list_neighbours(contexte: Contexte, valeur: Valeur) -> tuple[Indicateur | None, ...]:
    """Return the indicators before and after one in its dimension."""
    chapter = contexte.chapitre(contexte.of(valeur).chapitre_dls)
    codes = list(dict.fromkeys(one.code for one in chapter))
    rank = codes.index(valeur.code)
    before = contexte.indicateurs[codes[rank - 1]] if rank else None
    after = contexte.indicateurs[codes[rank + 1]] if rank + 1 < len(codes) else None
    return before, after


def carte_of(territoire: Territoire, valeur: Valeur) -> m.Figure | None:
    """Return a rate by commune; a count is never drawn as a coloured area."""
    if territoire.niveau == "commune" or valeur.method in COMPTES:
        return None
    donnees = profils.carte_of(
        territoire,
        valeur.code,
        periode=valeur.periode,
        sexe=valeur.sexe,
        niveau=maille_of(territoire),
    )
    if donnees is None or not any(zone.value is not None for zone in donnees.zones):
        return None
    return build_carte(donnees, profils.indicateur_of(valeur.code))


def place_of(territoire: Territoire, contexte: Contexte, valeur: Valeur) -> m.Figure | None:
    """Return where the territory stands among comparable ones: a place, never a rank."""
    return strip_of(territoire, valeur, contexte.of(valeur), contexte.nom, cited([valeur]))


def show_membres(valeur: Valeur, item: Indicateur) -> list[dict[str, Any]]:
    """Return the published values of the members, where a union has none of its own."""
    return [
        {
            "libelle": membre.libelle,
            "code": membre.code,
            "texte": valeur_affichee(membre.value, membre.status, item.unite, item.decimales),
        }
        for membre in valeur.membres
    ]


def build_origin(valeur: Valeur, item: Indicateur) -> list[tuple[str, str]]:
    """Return the answer to « D'où vient ce chiffre ? », one line per fact."""
    source = valeur.source
    counts = ""
    if valeur.numerator is not None and valeur.denominator is not None and valeur.shown:
        counts = f"{nombre(valeur.numerator)} sur {nombre(valeur.denominator)}"
    lines = [
        ("Définition", item.definition),
        ("Calcul", counts),
        ("Méthode", METHODES[item.method]),
        ("Statut", mot_statut(valeur.status, valeur.geographie.niveau)),
        ("Territoire décrit", valeur.geographie.libelle),
        ("Précautions", " ".join(item.caveats)),
        ("Producteur", source.producteur if source else ""),
        ("Source", f"{source.titre}, {source.millesime}" if source else ""),
        ("Licence", source.licence if source else ""),
        ("Fichier", source.fichiers[0].nom if source and source.fichiers else ""),
        ("Empreinte SHA-256", valeur.checksum or ""),
    ]
    return [(term, text) for term, text in lines if text]


NATURES = {"commune": "commune", "epci": "intercommunalité", "departement": "département"}
RESSORTENT = 3  # what stands out, named; the dimensions say the rest


def tell_portrait(territoire: Territoire, contexte: Contexte) -> str:
    """Return the sentences that answer first: where, how many people, what stands out."""
    told = contexte.profil.territoire
    what = [NATURES.get(told.niveau, "")]
    if told.niveau != "commune" and len(territoire.communes) > 1:
        what.append(f"{nombre(len(territoire.communes))} communes")
    people = next((v for v in contexte.latest() if v.code == "D01" and v.shown), None)
    if people is not None and people.value is not None:
        what.append(f"{nombre(people.value)} habitants en {periode(people.periode or '')}")
    where = _where(told.niveau, told.departements, told.regions)
    first = f"{told.libelle} : {', '.join(filter(None, [*what, where]))}."
    return f"{first} {_standing_out(contexte)}".strip()


def _where(niveau: str, departements: Sequence[str], regions: Sequence[str]) -> str:
    if niveau in ("commune", "epci", "union", "liste") and 0 < len(departements) <= 2:
        named = [nom_territoire("departement", one) for one in departements]
        return f"dans {enumeration(named)}"
    if niveau not in ("region", "france") and len(regions) == 1:
        return f"dans {nom_territoire('region', regions[0])}"
    return ""


def _standing_out(contexte: Contexte) -> str:
    """Return the differences that stay once the tests are counted, the core's first."""
    compared = [(v, c) for v in contexte.latest() if (c := contexte.main(v)) and c.verdict]
    if not compared:
        return ""
    place = against_words(contexte, "")
    apart = [
        (v, c) for v, c in compared if c.verdict in VERDICTS_ECART and c.retenu_fdr is not False
    ]
    if not apart:
        return f"Aucun écart établi et retenu sur {len(compared)} valeurs comparées {place}."
    apart.sort(key=lambda pair: "KSX".index(contexte.of(pair[0]).palier))
    named = [
        f"{_inside(label_with_sex(v, contexte.of(v)))} ({VERDICTS_ECART[c.verdict or '']})"
        for v, c in apart[:RESSORTENT]
    ]
    counted = f"{len(apart)} écarts établis et retenus" if len(apart) > 1 else "Un écart retenu"
    link = ", dont " if len(apart) > RESSORTENT else " : "
    return f"{counted} sur {len(compared)} valeurs comparées {place}{link}{enumeration(named)}."


def _inside(label: str) -> str:
    """Return a label as it reads inside a sentence: « moins de 20 ans », « RSA »."""
    return label if label[1:2].isupper() else label[:1].lower() + label[1:]


VERDICTS_ECART = {"superieur": "plus haut", "inferieur": "plus bas"}
