"""Addresses of this space."""

from django.urls import path, register_converter

from ancrage.plateforme.web.programme.chemins import CodeFiche, PartiePlan
from ancrage.plateforme.web.programme.views import (
    arbre,
    calendrier,
    carte,
    demarches,
    edition,
    fiches,
    fil,
    imports,
    ranger,
    strategie,
    tableau,
)

register_converter(CodeFiche, "code_fiche")
register_converter(PartiePlan, "partie_plan")
app_name = "programme"
_P = "contrats/<slug:slug>/programme/"
_F = "contrats/<slug:slug>/fiches-actions/<code_fiche:code>/"

urlpatterns = [
    path(_P, arbre.arbre, name="arbre"),
    path(f"{_P}ranger/", ranger.ranger, name="ranger"),
    path(f"{_P}fil/", fil.fil, name="fil"),
    path(f"{_P}tableau/", tableau.tableau, name="tableau"),
    path(f"{_P}tableau/saisir/", tableau.saisir, name="saisir"),
    path(f"{_P}tableau/ensemble/", tableau.ensemble, name="ensemble"),
    path(f"{_P}tableau/coller/", tableau.coller, name="coller"),
    path(f"{_P}calendrier/", calendrier.calendrier, name="calendrier"),
    path(f"{_P}calendrier.ics", calendrier.ics, name="ics"),
    path(f"{_P}carte/", carte.carte, name="carte"),
    path(f"{_P}import/", imports.importer, name="importer"),
    path(f"{_P}import/modele.xlsx", imports.modele, name="modele"),
    path(f"{_P}import/<uuid:identifiant>/", imports.correspondre, name="correspondre"),
    path(f"{_P}import/<uuid:identifiant>/annuler/", imports.annuler, name="annuler_import"),
    path(f"{_P}programme.xlsx", imports.exporter, name="exporter"),
    path(f"{_P}besoins/", strategie.strategie, name="strategie"),
    path(f"{_P}besoins/nouveau/", strategie.besoin_nouveau, name="besoin_nouveau"),
    path(f"{_P}besoins/<uuid:identifiant>/", strategie.besoin, name="besoin"),
    path(f"{_P}demarches/", demarches.demarches, name="demarches"),
    path(f"{_P}demarches/nouvelle/", demarches.nouvelle, name="demarche_nouvelle"),
    path(f"{_P}demarches/reprendre/", demarches.reprendre, name="demarches_reprendre"),
    path(f"{_P}demarches/<uuid:identifiant>/", demarches.modifier, name="demarche"),
    path(f"{_P}demarches/<uuid:identifiant>/retirer/", demarches.retirer, name="demarche_retirer"),
    path(f"{_P}grille/", strategie.grille, name="grille"),
    path(f"{_P}priorites/nouvelle/", strategie.priorite_nouvelle, name="priorite_nouvelle"),
    path(
        f"{_P}priorites/<uuid:identifiant>/noter/", strategie.priorite_noter, name="priorite_noter"
    ),
    path(
        f"{_P}priorites/<uuid:identifiant>/retenir/",
        strategie.priorite_retenir,
        name="priorite_retenir",
    ),
    path(
        f"{_P}priorites/<uuid:identifiant>/retirer/",
        strategie.priorite_retirer,
        name="priorite_retirer",
    ),
    path(f"{_P}axes/nouveau/", strategie.axe_nouveau, name="axe_nouveau"),
    path(f"{_P}axes/<uuid:identifiant>/", strategie.axe, name="axe"),
    path(
        f"{_P}axes/<uuid:identifiant>/objectif/",
        strategie.objectif_nouveau,
        name="objectif_nouveau",
    ),
    path(f"{_P}objectifs/<uuid:identifiant>/", strategie.objectif, name="objectif"),
    path(
        f"{_P}<partie_plan:quoi>/<uuid:identifiant>/supprimer/",
        strategie.supprimer,
        name="supprimer",
    ),
    path(f"{_P}fiches/nouvelle/", edition.nouvelle, name="fiche_nouvelle"),
    path(_F, fiches.fiche, name="fiche"),
    path(f"{_F}modifier/", edition.modifier, name="fiche_modifier"),
    path(f"{_F}classer/", edition.classer, name="fiche_classer"),
    path(f"{_F}dupliquer/", edition.dupliquer, name="fiche_dupliquer"),
    path(f"{_F}supprimer/", edition.supprimer, name="fiche_supprimer"),
    path(f"{_F}valider/", fiches.valider, name="fiche_valider"),
    path(f"{_F}commenter/", fiches.commenter, name="commenter"),
    path(f"{_F}commentaires/<uuid:commentaire>/regler/", fiches.regler, name="commentaire_regler"),
]
