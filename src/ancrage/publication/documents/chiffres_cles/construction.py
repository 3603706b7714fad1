"""Build the eight pages from a profile: choose, word, then tell how to read and trace."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from ancrage.observatoire.api import Cadre, Indicateur, Partie, Profil
from ancrage.publication.analyses.tableaux_evolution import told_changes, told_profile_tests
from ancrage.publication.documents.chiffres_cles import textes
from ancrage.publication.documents.chiffres_cles.couverture import cover_figures, quartiers_text
from ancrage.publication.documents.chiffres_cles.evolution import build_bilan
from ancrage.publication.documents.chiffres_cles.fiches import build_fiche
from ancrage.publication.documents.chiffres_cles.messages import page_messages
from ancrage.publication.documents.chiffres_cles.modeles import (
    ChiffresCles,
    PageEvolution,
    PageThematique,
    Retenu,
    Voisinage,
)
from ancrage.publication.documents.chiffres_cles.selection import awaited, choose_page
from ancrage.publication.documents.chiffres_cles.tableaux import build_tableaux
from ancrage.publication.documents.chiffres_cles.tableur import cite_sources
from ancrage.publication.documents.relecture import proofread
from ancrage.publication.typographie import de

PLACES = 10


@dataclass(frozen=True, slots=True)
class Entrees:
    """What the eight pages are made from.

    `ailleurs`: what stands beside borrowed values, by (area, code, sex). `region`: the profile of
    the region, for the changes of page 8. `precedent`: the earlier edition.
    """

    profil: Profil
    catalogue: Mapping[str, Indicateur]
    cadre: Cadre
    ailleurs: Mapping[tuple[str, str, str], Voisinage]
    region: Profil | None = None
    precedent: Profil | None = None
    mention: str = textes.MENTION


def choose_pages(entrees: Entrees) -> list[tuple[Partie, tuple[Retenu, ...]]]:
    """Return pages 2 to 7 with their indicateurs."""
    return [
        (
            partie,
            choose_page(entrees.profil, entrees.catalogue, partie, partie.places or PLACES),
        )
        for partie in entrees.cadre.parties[1:-1]
    ]


def build_chiffres_cles(entrees: Entrees) -> ChiffresCles:
    """Return the document, proofread."""
    profil = entrees.profil
    chosen = choose_pages(entrees)
    retenus = [item for _, page in chosen for item in page]
    name = profil.territoire.libelle
    return proofread(
        ChiffresCles(
            titre=textes.TITRE,
            territoire=name,
            description=f"{textes.TITRE} {de(name)} : huit pages de repères chiffrés sourcés.",
            edition=f"Édition {profil.millesime}",
            mention=entrees.mention,
            chiffres=cover_figures(
                [page for _, page in chosen], profil, entrees.cadre.parties[0].choix or 6
            ),
            quartiers=quartiers_text(profil, entrees.catalogue),
            pages=tuple(_page(partie, page, entrees) for partie, page in chosen),
            evolution=_evolution(entrees, retenus),
            tests=told_profile_tests(profil.tests),
            tableaux=build_tableaux(profil, entrees.catalogue, chosen),
            sources=cite_sources(retenus),
            jour=date(profil.millesime, 1, 1),
        )
    )


def _page(partie: Partie, page: Sequence[Retenu], entrees: Entrees) -> PageThematique:
    return PageThematique(
        numero=partie.numero,
        titre=partie.titre,
        messages=page_messages(page),
        fiches=tuple(
            build_fiche(item, entrees.profil, entrees.catalogue, entrees.ailleurs) for item in page
        ),
        attendus=awaited(entrees.profil, entrees.catalogue, partie.indicateurs),
    )


def _cautions(tests: int, compared: bool) -> list[str]:
    """Return what a change does not say, then how many of them chance alone would show."""
    said = [textes.NOTE_EVOLUTION] if compared else []
    return [*said, told_changes(tests)] if tests else said


def _evolution(entrees: Entrees, retenus: Sequence[Retenu]) -> PageEvolution:
    profil = entrees.profil
    bilan = build_bilan(retenus, profil, entrees.precedent, entrees.region)
    return PageEvolution(
        titre=entrees.cadre.parties[-1].titre,
        chapeau=bilan.chapeau,
        changements=bilan.changements,
        note=" ".join(_cautions(bilan.tests, any(c.comparable for c in bilan.changements))),
        ecartes=bilan.ecartes,
        definitions=textes.DEFINITIONS,
        sources=list_sources(retenus),
        tracer=textes.TRACER.format(
            edition=profil.edition, run=profil.run, millesime=profil.millesime
        ),
        contacts=textes.CONTACTS,
    )


def list_sources(retenus: Sequence[Retenu]) -> tuple[str, ...]:
    """Return the sources of the pages, by producer: « Insee : Filosofi (2021), … »."""
    titles: dict[str, dict[str, set[str]]] = {}
    for item in retenus:
        for valeur in item.valeurs:
            if valeur.source is not None:
                years = titles.setdefault(valeur.source.producteur, {})
                years.setdefault(valeur.source.titre, set()).add(valeur.source.millesime)
    return tuple(
        f"{producteur} : " + ", ".join(_titled(*entry) for entry in sorted(found.items()))
        for producteur, found in sorted(titles.items())
    )


def _titled(title: str, vintages: set[str]) -> str:
    known = sorted(filter(None, vintages))
    return f"{title} ({', '.join(known)})" if known else title
