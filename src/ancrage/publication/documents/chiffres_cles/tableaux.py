"""The tables of the spreadsheet: one per page, every entry of its indicateurs, and the awaited."""

from collections.abc import Mapping, Sequence

from ancrage.observatoire.api import Comparaison, Indicateur, Partie, Profil, Valeur
from ancrage.publication.analyses.tableaux_evolution import told_profile_tests
from ancrage.publication.documents.blocs import Alignement, Cellule, Tableau
from ancrage.publication.documents.chiffres_cles.modeles import Retenu
from ancrage.publication.documents.chiffres_cles.selection import awaited
from ancrage.publication.documents.phrases import chiffre, decimales, niveau_employe
from ancrage.publication.typographie import (
    mot_retenu,
    mot_statut,
    mot_verdict,
    nombre,
    periode,
)

ENTETES = (
    "Code",
    "Indicateur",
    "Sexe",
    "Période",
    "Valeur",
    "Unité",
    "Borne basse",
    "Borne haute",
    "Numérateur",
    "Dénominateur",
    "Maille",
    "Référence",
    "Valeur de la référence",
    "Verdict",
    "Compte tenu du nombre de tests",
    "Statut",
    "Source",
    "Fichier",
    "Empreinte SHA-256",
)
_NUMBERS = {"Valeur", "Borne basse", "Borne haute", "Numérateur", "Dénominateur"}
_NONE = "–"


def build_tableaux(
    profil: Profil,
    catalogue: Mapping[str, Indicateur],
    pages: Sequence[tuple[Partie, Sequence[Retenu]]],
) -> tuple[Tableau, ...]:
    """Return one table per page: a row per period, sex and reference."""
    sheets = [_page(partie, page, profil) for partie, page in pages]
    waiting = [
        tuple(
            map(_text, (str(partie.numero), item.libelles, item.fichier, item.producteur or _NONE))
        )
        for partie, _ in pages
        for item in awaited(profil, catalogue, (*partie.indicateurs, *partie.options))
    ]
    if waiting:
        sheets.append(
            Tableau(
                cle="En attente",
                titre="Indicateurs en attente de leur source",
                entetes=("Page", "Indicateurs", "Fichier attendu", "Producteur"),
                lignes=tuple(waiting),
                alignements=("gauche",) * 4,
            )
        )
    return tuple(sheets)


def _page(partie: Partie, page: Sequence[Retenu], profil: Profil) -> Tableau:
    rows = [
        row
        for item in page
        for sexe in dict.fromkeys(v.sexe for v in item.valeurs)
        for valeur in profil.series(item.indicateur.code, sexe)
        for row in _rows(valeur, item.indicateur, profil)
    ]
    aligned: tuple[Alignement, ...] = tuple(
        "droite" if name in _NUMBERS or name == "Valeur de la référence" else "gauche"
        for name in ENTETES
    )
    return Tableau(
        cle=f"Page {partie.numero}",
        titre=partie.titre,
        entetes=ENTETES,
        lignes=tuple(rows),
        alignements=aligned,
        note=told_profile_tests(profil.tests) or None,
    )


def _rows(valeur: Valeur, item: Indicateur, profil: Profil) -> list[tuple[Cellule, ...]]:
    references: Sequence[Comparaison | None] = valeur.comparaisons or (None,)
    return [_row(valeur, item, profil, reference) for reference in references]


def _row(
    valeur: Valeur, item: Indicateur, profil: Profil, reference: Comparaison | None
) -> tuple[Cellule, ...]:
    places = decimales(valeur, item)
    files = valeur.source.fichiers if valeur.source else ()
    verdict = reference.verdict if reference else None
    return (
        _text(item.code),
        _text(item.libelle),
        _text(valeur.sexe),
        _text(periode(valeur.periode or "") or _NONE),
        Cellule(chiffre(valeur, item), valeur.value, places, discret=not valeur.shown),
        _text(item.unite),
        _number(valeur.lower, places),
        _number(valeur.upper, places),
        _number(valeur.numerator, 0),
        _number(valeur.denominator, 0),
        _text(niveau_employe(valeur, profil.territoire.niveau)),
        _text(reference.libelle if reference else _NONE),
        _number(reference.value if reference else None, places),
        _text(mot_verdict(verdict) if verdict else (reference and reference.motif) or _NONE),
        _text(mot_retenu(verdict, reference.retenu_fdr if reference else None) or _NONE),
        _text(mot_statut(valeur.status) if not valeur.shown else valeur.status),
        _text(f"{valeur.source.producteur}, {valeur.source.titre}" if valeur.source else _NONE),
        _text(" ; ".join(f.nom for f in files) or _NONE),
        _text(" ; ".join(f.sha256 for f in files) or _NONE),
    )


def _text(content: str) -> Cellule:
    return Cellule(content)


def _number(value: float | None, places: int) -> Cellule:
    if value is None:
        return Cellule(_NONE)
    return Cellule(nombre(value, places), value, places)
