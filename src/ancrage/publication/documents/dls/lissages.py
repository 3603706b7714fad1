"""Smoothed communal rates in the diagnosis: both maps, what they say, the table of the communes."""

from ancrage.observatoire.api import Indicateur, LissageCommunal
from ancrage.publication.analyses.lissages import (
    ENTETES,
    pair_cartes,
    rows_communes,
    told_lissage,
    told_moran,
)
from ancrage.publication.cartes import build_carte
from ancrage.publication.documents.blocs import (
    Bloc,
    Cellule,
    Colonnes,
    FigureBloc,
    Tableau,
    Vue,
    texte,
)
from ancrage.publication.documents.dls.contexte import Contexte
from ancrage.publication.documents.dls.tableaux import DROITE

COMMUNES_IMPRIMEES = 30  # beyond, the table of the communes is in the spreadsheet only


def find_lissage(contexte: Contexte, code: str) -> LissageCommunal | None:
    """Return the smoothed rates that stand beside the map of an indicateur, of its own period."""
    donnees = contexte.cartes.get(code)
    for found in contexte.options.analyses.lissages:
        if found.indicateur == code and donnees and donnees.periode == found.periode:
            return found
    return None


def build_paire(contexte: Contexte, item: Indicateur) -> tuple[Bloc, ...]:
    """Return the raw map and the smoothed one side by side, then what may be said of them."""
    found = find_lissage(contexte, item.code)
    if found is None:
        return ()
    raw, smooth = pair_cartes(build_carte(contexte.cartes[item.code], item), found)
    figures: Bloc = FigureBloc(raw)
    if smooth is not None:
        figures = Colonnes((FigureBloc(raw, "demi"), FigureBloc(smooth, "demi")))
    return (figures, texte(told_moran(found)), texte(told_lissage(found), "note"))


def build_vue(contexte: Contexte, item: Indicateur) -> Vue | None:
    """Return the slide of the smoothed map; what it says of neighbours is for the speaker."""
    found = find_lissage(contexte, item.code)
    if found is None or found.sans_variance:
        return None
    _, smooth = pair_cartes(build_carte(contexte.cartes[item.code], item), found)
    title = f"{item.libelle_court} : carte lissée"
    return Vue(title, figure=smooth, parole=f"{told_moran(found)} {told_lissage(found)}")


def build_tables(contexte: Contexte) -> list[Tableau]:
    """Return, for each smoothed indicateur, the raw and smoothed rates of the communes."""
    return [
        _table(found)
        for found in contexte.options.analyses.lissages
        if found.indicateur in contexte.indicateurs
    ]


def _table(found: LissageCommunal) -> Tableau:
    rows = []
    for commune, cells in rows_communes(found):
        numbers = (commune.evenements, commune.exposition, commune.brut, commune.lisse)
        places = (0, 0, found.decimales, found.decimales)
        rows.append(
            (
                *(Cellule(cell) for cell in cells[:2]),
                *(
                    Cellule(cell, number, d)
                    for cell, number, d in zip(cells[2:6], numbers, places, strict=True)
                ),
                Cellule(cells[6], 100 * commune.poids),
            )
        )
    return Tableau(
        cle=f"Lissage {found.indicateur}",
        titre=f"{found.libelle} : taux bruts et lissés par commune, {found.periode}",
        entetes=ENTETES,
        lignes=tuple(rows),
        alignements=("gauche", "gauche", *DROITE * 5),
        largeurs=(1.1, 3.4, 1.5, 1.7, 1.5, 1.5, 1.8),
        note=f"{told_lissage(found)} {told_moran(found)}",
        source=f"Source : {found.source}." if found.source else None,
        dense=True,
        imprime=len(rows) <= COMMUNES_IMPRIMEES,
    )
