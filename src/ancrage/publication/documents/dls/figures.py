"""The figures of the DLS: spines against a reference, series, communal maps."""

from collections import Counter
from collections.abc import Sequence

from ancrage.observatoire.api import DonneesCarte, Indicateur, Valeur
from ancrage.publication.documents.dls.contexte import Contexte, main_kind, main_reference
from ancrage.publication.documents.dls.tableaux import cited
from ancrage.publication.documents.phrases import COMPTES, SEXES, is_fragile, niveau_employe
from ancrage.publication.figures.modeles import (
    Ligne,
    LigneEpine,
    PointSerie,
    RepereEpine,
    Rupture,
    SerieTemporelle,
)
from ancrage.publication.typographie import details, enumeration, periode

LIGNES_EPINE = 14
PART_MONTREE = 1 / 3  # share of the areas with a value, under which a map only shows secrecy
NOM_COURT = 18  # longer names do not hold in the head of a column


def build_epine(contexte: Contexte, valeurs: Sequence[Valeur], titre: str) -> RepereEpine | None:
    """Return the spine of the values that have the main reference beside them."""
    main, kind = main_reference(contexte), main_kind(contexte)
    lignes, kept = [], []
    for valeur in valeurs:
        comparaison = contexte.main(valeur)
        if not valeur.shown or comparaison is None or comparaison.value is None:
            continue
        if valeur.lower is None or valeur.method in COMPTES:
            continue  # without limits its place on the row would mean nothing
        if comparaison.reference != kind:
            continue  # judged against another area than the one that the figure names
        item = contexte.of(valeur)
        kept.append(valeur)
        lignes.append(
            LigneEpine(
                label=label_with_sex(valeur, item),
                value=valeur.value,
                reference=comparaison.value,
                lower=valeur.lower,
                upper=valeur.upper,
                verdict=comparaison.verdict,
                fragile=is_fragile(comparaison),
                sens=item.sense,
                status=valeur.status,
                niveau=valeur.geographie.niveau,
                unite=item.unite,
                decimales=item.decimales,
                periode=valeur.periode or "",
                groupe=item.theme,
            )
        )
    if len(lignes) < 2:
        return None
    lignes = lignes[:LIGNES_EPINE]
    groups = list(dict.fromkeys(ligne.groupe for ligne in lignes))
    lignes.sort(key=lambda ligne: groups.index(ligne.groupe))
    return RepereEpine(
        titre=titre,
        sous_titre=f"Valeur du territoire par rapport à {main}, intervalle à 95 %",
        source=cited(kept[:LIGNES_EPINE]),
        lignes=tuple(lignes),
        reference=main,
        territoire=contexte.nom if len(contexte.nom) <= NOM_COURT else "Territoire",
    )


def label_with_sex(valeur: Valeur, indicateur: Indicateur) -> str:
    """Return the short label, with the sex where it is not both together."""
    sexe = SEXES.get(valeur.sexe, valeur.sexe)
    return f"{indicateur.libelle_court}, {sexe}" if sexe else indicateur.libelle_court


def name_all(contexte: Contexte, valeurs: Sequence[Valeur]) -> str:
    """Return the short labels in one enumeration, the sexes of one indicateur together."""
    sexes: dict[str, list[str]] = {}
    for valeur in valeurs:
        sexes.setdefault(contexte.of(valeur).libelle_court, []).append(valeur.sexe)
    return enumeration(
        [
            label if found == ["ensemble"] else f"{label} ({enumeration(found)})"
            for label, found in sexes.items()
        ]
    )


def has_series(contexte: Contexte, valeur: Valeur) -> bool:
    """Tell whether three periods at least can be drawn."""
    serie = contexte.profil.series(valeur.code, valeur.sexe)
    return sum(v.shown and v.value is not None for v in serie) >= 3


def build_serie(contexte: Contexte, valeur: Valeur) -> SerieTemporelle:
    """Return the territory over time, with the région and France where they are known."""
    item = contexte.of(valeur)
    serie = [v for v in contexte.profil.series(valeur.code, valeur.sexe) if v.periode]
    borrowed = valeur.status == "emprunte"
    own = Ligne(
        label=_series_label(contexte, valeur),
        points=tuple(
            PointSerie(
                periode=v.periode or "",
                value=v.value,
                lower=v.lower,
                upper=v.upper,
                status=v.status,
            )
            for v in serie
        ),
        accent=not borrowed,
    )
    level = niveau_employe(valeur, contexte.profil.territoire.niveau) if borrowed else ""
    references = [] if borrowed or valeur.method in COMPTES else _reference_lines(serie)
    return SerieTemporelle(
        titre=label_with_sex(valeur, item),
        sous_titre=details(item.unite, periode_range(serie), level),
        source=cited([valeur]),
        lignes=(own, *references),
        ruptures=tuple(
            Rupture(annee=int((v.periode or "0")[:4]), motif=v.rupture) for v in serie if v.rupture
        ),
        unite=item.unite,
        decimales=item.decimales,
    )


def _series_label(contexte: Contexte, valeur: Valeur) -> str:
    """Return whose line it is: a borrowed series is never called the territory's."""
    if valeur.status == "emprunte":
        kinds = {"region": "Région", "departement": "Département", "france": "France"}
        return kinds.get(valeur.geographie.niveau, valeur.geographie.libelle)
    return contexte.nom if len(contexte.nom) <= NOM_COURT else "Territoire"


def periode_range(serie: Sequence[Valeur]) -> str:
    """Return « 2013 à 2020 »."""
    return f"{periode(serie[0].periode or '')} à {periode(serie[-1].periode or '')}"


def _reference_lines(serie: Sequence[Valeur]) -> list[Ligne]:
    lines = []
    for reference, label in (("region", "Région"), ("france", "France")):
        points = [
            PointSerie(periode=v.periode or "", value=c.value)
            for v in serie
            for c in v.comparaisons
            if c.reference == reference and c.value is not None
        ]
        if len(points) >= 2:
            lines.append(Ligne(label=label, points=tuple(points)))
    return lines


def is_mapped(item: Indicateur, donnees: DonneesCarte | None) -> bool:
    """Tell whether a map says something: no headcounts, enough areas shown, not all alike."""
    if donnees is None or item.method in COMPTES:
        return False
    values = [round(z.value, item.decimales) for z in donnees.zones if z.value is not None]
    if len(values) < max(3, len(donnees.zones) * PART_MONTREE):
        return False
    return max(Counter(values).values()) <= len(values) / 2
