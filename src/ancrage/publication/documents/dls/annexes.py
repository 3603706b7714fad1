"""Chapter 14 of the DLS: every value, the communes, the methods, the sources, how to trace."""

from ancrage.observatoire.api import Methode
from ancrage.publication.documents.blocs import (
    ARemplir,
    Bloc,
    Cellule,
    Liste,
    Morceau,
    Point,
    Section,
    Sources,
    Tableau,
    texte,
)
from ancrage.publication.documents.dls.contexte import Contexte
from ancrage.publication.documents.dls.lissages import build_tables
from ancrage.publication.documents.dls.sources import cited_sources
from ancrage.publication.documents.dls.tableaux import SANS_OBJET
from ancrage.publication.documents.dls.textes import METHODES, ORS
from ancrage.publication.documents.dls.valeurs import build_all_values, build_communal_tables
from ancrage.publication.typographie import INSECABLE


def build_annexes(contexte: Contexte) -> list[Section]:
    """Return chapter 14."""
    opening = Section(
        "Annexes",
        1,
        (
            texte(
                "De quoi refaire chaque chiffre : valeurs, effectifs, méthodes, fichiers.",
                "chapeau",
            ),
        ),
        "14",
        nouvelle_page=True,
        paysage=True,
    )
    parts: list[tuple[str, tuple[Bloc, ...], bool]] = [
        ("Toutes les valeurs", (build_all_values(contexte),), True),
        ("Valeurs par commune", tuple(build_communal_tables(contexte)), True),
        ("Taux lissés par commune", tuple(build_tables(contexte)), True),
        ("Indicateurs en attente", _awaited(contexte), False),
        ("Définitions et réserves", (_definitions(contexte),), False),
        ("Méthodes", (_methods(contexte),), False),
        ("Sources", (texte(_SOURCES), _sources(contexte)), False),
        ("Retrouver l’origine d’un chiffre", (_trace(contexte),), False),
        (
            "Grilles d’entretien",
            (ARemplir("À compléter", "Grilles employées pour le volet qualitatif.", ORS),),
            False,
        ),
    ]
    sections = [opening]
    kept = [part for part in parts if part[1]]
    for rank, (title, blocs, wide) in enumerate(kept, start=1):
        sections.append(Section(title, 2, blocs, f"14.{rank}", paysage=wide))
    return sections


_SOURCES = (
    "Chaque fichier est cité avec l’empreinte SHA-256 de ses octets : deux fichiers de même "
    "empreinte sont identiques."
)


def _awaited(contexte: Contexte) -> tuple[Bloc, ...]:
    rows = [
        (
            Cellule(item.code),
            Cellule(item.libelle),
            Cellule(item.attente.producteur),
            Cellule(item.attente.fichier),
        )
        for item in contexte.awaited()
        if item.attente
    ]
    if not rows:
        return ()
    return (
        Tableau(
            cle="En attente",
            titre="Indicateurs définis dont la source manque",
            entetes=("Code", "Indicateur", "Producteur", "Fichier attendu"),
            lignes=tuple(rows),
            alignements=("gauche",) * 4,
            largeurs=(2.4, 3.6, 2.2, 4.4),
            dense=True,
        ),
    )


def _definitions(contexte: Contexte) -> Tableau:
    codes = sorted({v.code for v in contexte.latest()})
    rows = []
    for code in codes:
        item = contexte.indicateurs[code]
        rows.append(
            (
                Cellule(code),
                Cellule(item.libelle),
                Cellule(item.definition),
                Cellule(" ".join(item.caveats) or SANS_OBJET),
            )
        )
    return Tableau(
        cle="Définitions",
        titre="Définition de chaque indicateur chiffré",
        entetes=("Code", "Indicateur", "Définition", "Réserves"),
        lignes=tuple(rows),
        alignements=("gauche",) * 4,
        largeurs=(2.4, 2.2, 4.0, 4.2),
        dense=True,
    )


def _methods(contexte: Contexte) -> Liste:
    used: dict[Methode, list[str]] = {}
    for valeur in contexte.latest():
        used.setdefault(Methode(valeur.method), []).append(valeur.code)
    points = [
        Point(
            (
                Morceau(METHODES[method] + " "),
                Morceau(f"({', '.join(sorted(set(codes)))})", italique=True),
            )
        )
        for method, codes in used.items()
    ]
    points.append(
        Point(
            (
                Morceau(
                    "Verdicts : l’intervalle exclut ou contient la référence ; « pas de "
                    "différence établie » demande une puissance d’au moins 80 % pour un écart "
                    "de 20 %, sinon la comparaison est non concluante."
                ),
            )
        )
    )
    return Liste(tuple(points))


def _sources(contexte: Contexte) -> Sources:
    return Sources(cited_sources(contexte))


def _trace(contexte: Contexte) -> Liste:
    steps = (
        "Repérer le code et la période du chiffre dans « Toutes les valeurs ».",
        "Lire sur la même ligne l’effectif, le dénominateur, le niveau et l’empreinte.",
        "Retrouver dans « Sources » le fichier qui porte cette empreinte, son producteur et sa "
        "licence.",
        "Refaire le calcul avec la méthode citée : la valeur affichée en est l’arrondi.",
        f"Calcul{INSECABLE}: {contexte.profil.run} ; édition : {contexte.profil.edition}.",
    )
    return Liste(tuple(Point((Morceau(step),)) for step in steps), numerotee=True)
