"""The handover book as a document: the tables of the page, in the same order."""

from collections.abc import Iterable
from datetime import date

from ancrage import __version__
from ancrage.plateforme.commun.demonstration import marked
from ancrage.plateforme.contrats.models import Contrat
from ancrage.plateforme.programmes.passation import Rubrique
from ancrage.publication.documents.blocs import Bloc, Cellule, Document, Section, Tableau, texte
from ancrage.publication.documents.relecture import proofread

CHAPEAU = "Ce que la personne qui arrive doit savoir, tiré de ce qui est enregistré ce jour."


def build_livret(contrat: Contrat, rubriques: Iterable[Rubrique], on: date) -> Document:
    """Return the book of a contract on a day."""
    return proofread(
        Document(
            titre="Livret de passation",
            sous_titre=contrat.nom,
            territoire=contrat.nom,
            edition=f"état au {on:%d/%m/%Y}",
            version=__version__,
            date=on,
            auteur="Équipe du contrat",
            etat="brouillon",
            sections=(
                Section(contrat.nom, 1, (texte(CHAPEAU),)),
                *(_section(rank, one) for rank, one in enumerate(rubriques, start=1)),
            ),
            description="Ce que la personne qui arrive doit savoir du contrat.",
            mention=marked("document de travail, non diffusé"),
        )
    )


def _section(rank: int, rubrique: Rubrique) -> Section:
    return Section(rubrique.titre, 2, (_block(rank, rubrique),))


def _block(rank: int, rubrique: Rubrique) -> Bloc:
    if not rubrique.lignes:
        return texte(rubrique.vide)
    return Tableau(
        cle=f"rubrique-{rank}",
        titre=rubrique.titre,
        entetes=rubrique.entetes,
        lignes=tuple(tuple(Cellule(cell) for cell in line) for line in rubrique.lignes),
        alignements=tuple("gauche" for _ in rubrique.entetes),
    )
