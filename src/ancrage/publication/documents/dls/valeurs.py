"""The tables of every value of the DLS: the territory with all that traces it, the communes."""

from collections.abc import Mapping, Sequence

from ancrage.observatoire.api import DonneesCarte, Indicateur, Valeur
from ancrage.publication.cartes import bare_code
from ancrage.publication.documents.blocs import Cellule, Tableau
from ancrage.publication.documents.dls.contexte import Contexte
from ancrage.publication.documents.dls.figures import is_mapped
from ancrage.publication.documents.dls.sources import cited_sources
from ancrage.publication.documents.dls.tableaux import (
    DROITE,
    SANS_OBJET,
    interval_cell,
    number_cell,
    plain_cell,
    value_cell,
)
from ancrage.publication.documents.phrases import SEXES, niveau_employe
from ancrage.publication.typographie import details, mot_statut, periode, unite

EMPREINTE = 10  # characters of a checksum shown in the table; the whole one is in the sources
COMMUNES_IMPRIMEES = 150  # beyond, communal values are in the spreadsheet only
PEU_DE_COMMUNES = 30  # beyond, only the first table of communes is printed
COLONNES_COMMUNES = 6


def build_all_values(contexte: Contexte) -> Tableau:
    """Return one row per entry of the profile that has a period."""
    entries = [
        v
        for v in contexte.profil.indicateurs
        if v.periode is not None and v.code in contexte.indicateurs
    ]
    entries.sort(key=lambda v: (contexte.of(v).chapitre_dls, v.code, v.sexe, v.periode or ""))
    numbers = {(e.code, e.millesime): e.numero for e in cited_sources(contexte)}
    return Tableau(
        cle="Toutes les valeurs",
        titre="Toutes les valeurs du profil",
        entetes=(
            "Code", "Indicateur", "Unité", "Période", "Sexe", "Valeur", "Intervalle à 95 %",
            "Effectif", "Dénominateur", "Niveau", "Source", "Empreinte",
        ),
        lignes=tuple(_value_row(contexte, v, numbers) for v in entries),
        alignements=(
            "gauche", "gauche", "gauche", "gauche", "gauche", "droite", "droite",
            "droite", "droite", "gauche", "gauche", "gauche",
        ),
        largeurs=(3.8, 4.2, 2.7, 1.9, 1.5, 2.0, 2.5, 1.3, 1.8, 3.1, 1.2, 1.7),
        note=(
            "Valeurs arrondies à l’affichage seulement. Source : numéro dans la liste des sources. "
            "Empreinte : début du SHA-256 du premier fichier."
        ),
        dense=True,
        complement=_exact_columns(entries),
    )  # fmt: skip


def _exact_columns(entries: Sequence[Valeur]) -> tuple[tuple[str, tuple[Cellule, ...]], ...]:
    """Return what only the spreadsheet holds: limits as numbers, whole checksum."""
    return (
        ("Statut", tuple(Cellule(_status_word(v)) for v in entries)),
        ("Borne basse", tuple(number_cell(v.lower, 4) for v in entries)),
        ("Borne haute", tuple(number_cell(v.upper, 4) for v in entries)),
        ("Méthode", tuple(Cellule(v.method) for v in entries)),
        ("Empreinte complète", tuple(Cellule(v.checksum or SANS_OBJET) for v in entries)),
    )


def _value_row(
    contexte: Contexte, valeur: Valeur, numbers: Mapping[tuple[str, str], int]
) -> tuple[Cellule, ...]:
    item = contexte.of(valeur)
    source = valeur.source
    return (
        Cellule(valeur.code),
        Cellule(item.libelle_court),
        Cellule(unite(item.unite)),
        Cellule(periode(valeur.periode or "")),
        Cellule(SEXES.get(valeur.sexe, valeur.sexe) or "ensemble"),
        value_cell(valeur, item),
        interval_cell(valeur, item),
        number_cell(valeur.numerator),
        number_cell(valeur.denominator),
        Cellule(_level(contexte, valeur)),
        Cellule(f"[{numbers[source.code, source.millesime]}]" if source else SANS_OBJET),
        Cellule((valeur.checksum or "")[:EMPREINTE] or SANS_OBJET),
    )


def _level(contexte: Contexte, valeur: Valeur) -> str:
    """Return the level in few words: « département du Loiret » for a borrowed value."""
    said = niveau_employe(valeur, contexte.profil.territoire.niveau)
    for head in ("valeur du ", "valeur de la ", "valeur de l’", "valeur de "):
        if said.startswith(head):
            return said.removeprefix(head)
    return said


def _status_word(valeur: Valeur) -> str:
    if valeur.status == "emprunte":
        return "valeur empruntée"
    return "valeur" if valeur.status == "zero" else mot_statut(valeur.status)


def build_communal_tables(contexte: Contexte) -> list[Tableau]:
    """Return the values of the communes, six indicateurs a table, those worth a map first."""
    maps = [
        (contexte.indicateurs[code], donnees)
        for code, donnees in contexte.cartes.items()
        if code in contexte.indicateurs
    ]
    maps.sort(key=lambda pair: (not is_mapped(*pair), "KSX".index(pair[0].palier), pair[0].code))
    step = COLONNES_COMMUNES
    return [
        _communal_table(contexte, start // step + 1, maps[start : start + step])
        for start in range(0, len(maps), step)
    ]


def _communal_table(
    contexte: Contexte, rank: int, maps: Sequence[tuple[Indicateur, DonneesCarte]]
) -> Tableau:
    names: dict[str, str] = {}
    found: dict[tuple[str, str], tuple[float | None, str]] = {}
    for item, donnees in maps:
        for zone in donnees.zones:
            code = bare_code(zone.code)
            names[code] = zone.libelle
            found[(code, item.code)] = (zone.value, zone.status)
    own = set(contexte.profil.territoire.communes)
    codes = [code for code in sorted(names) if not own or code in own]
    return Tableau(
        cle=f"Par commune {rank}",
        titre="Valeurs par commune, dans l’ordre des codes",
        entetes=(
            "Code",
            "Commune",
            *(_column_head(item, donnees.periode) for item, donnees in maps),
        ),
        lignes=tuple(
            (
                Cellule(code),
                Cellule(names[code]),
                *(
                    plain_cell(*found.get((code, item.code), (None, "manquant")), item)
                    for item, _ in maps
                ),
            )
            for code in codes
        ),
        alignements=("gauche", "gauche", *DROITE * len(maps)),
        largeurs=(1.1, 3.4, *(2.2,) * len(maps)),
        note="Sans intervalle ni verdict : lire la répartition. Les autres indicateurs par commune "
        "sont dans le classeur joint.",
        dense=True,
        imprime=len(codes) <= COMMUNES_IMPRIMEES and (rank == 1 or len(codes) <= PEU_DE_COMMUNES),
    )


def _column_head(item: Indicateur, period: str) -> str:
    return f"{item.libelle_court} ({details(item.unite, period)})"
