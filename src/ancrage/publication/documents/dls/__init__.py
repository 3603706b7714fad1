"""The diagnostic local de santé (documents.md § 2): a profile becomes a document."""

from collections.abc import Mapping

from ancrage.observatoire.api import DonneesCarte, Indicateur, Profil
from ancrage.publication.documents.blocs import Couverture, Document
from ancrage.publication.documents.dls.annexes import build_annexes
from ancrage.publication.documents.dls.chapitres import build_chapitres
from ancrage.publication.documents.dls.contexte import (
    CommuneDecrite,
    Contexte,
    OptionsDls,
    Parution,
    QuartierDecrit,
)
from ancrage.publication.documents.dls.couverture import PETITE, build_carte_territoire
from ancrage.publication.documents.dls.parution import build_parution
from ancrage.publication.documents.dls.synthese import (
    build_synthese,
    build_territoire,
    key_figures,
)
from ancrage.publication.documents.dls.textes import build_mode_emploi, build_qualitatif
from ancrage.publication.documents.dls.vues import build_vues
from ancrage.publication.documents.phrases import phrase_valeur
from ancrage.publication.documents.relecture import proofread


def build_dls(
    profil: Profil,
    indicateurs: Mapping[str, Indicateur],
    cartes: Mapping[str, DonneesCarte],
    options: OptionsDls,
) -> Document:
    """Return the DLS of a profile, the chapters of its frame, proofread.

    `cartes`: communal values by indicateur code (`api.carte`).
    """
    nom = profil.territoire.libelle
    territoire = build_carte_territoire(nom, options)
    petite = build_carte_territoire(nom, options, PETITE)
    contexte = Contexte(profil, indicateurs, options, cartes, petite)
    sections = [
        build_mode_emploi(_example(contexte), contexte.chapitres),
        build_synthese(contexte),
        *build_territoire(contexte),
        *build_chapitres(contexte),
        *build_qualitatif(contexte.chapitres),
        *build_annexes(contexte),
        *build_parution(options),
    ]
    return proofread(
        Document(
            titre=options.titre,
            sous_titre="Partie chiffrée et cadre des parties à rédiger",
            territoire=contexte.nom,
            edition=f"édition {options.edition or profil.millesime}",
            version=options.version,
            date=options.date,
            auteur=options.auteur,
            etat=options.etat,
            sections=tuple(sections),
            couverture=Couverture(territoire, key_figures(contexte), options.mention),
            vues=build_vues(contexte),
            mention=options.mention,
            description=f"{options.titre} de {contexte.nom} : indicateurs, comparaisons, sources.",
        )
    )


def _example(contexte: Contexte) -> str:
    """Return a real value read aloud: one that differs if there is one, else any with limits."""
    read = [v for v in contexte.latest() if v.value and v.lower is not None and v.comparaisons]
    apart = [
        v for v in read if any(c.verdict in {"superieur", "inferieur"} for c in v.comparaisons)
    ]
    for valeur in (*apart, *read):
        return f"Exemple pris dans ce document. {phrase_valeur(valeur, contexte.of(valeur))}"
    return "Aucune valeur de ce document n’a d’intervalle : elles sont exhaustives ou publiées."


__all__ = ["CommuneDecrite", "OptionsDls", "Parution", "QuartierDecrit", "build_dls"]
