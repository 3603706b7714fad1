"""Addresses of the meetings of a contract."""

from django.urls import path

from ancrage.plateforme.web.rencontres.views import calendriers, instances, reunions, seance

C = "contrats/<slug:slug>/reunions/"
I = f"{C}instances/<uuid:identifiant>/"  # noqa: E741
M = f"{I}membres/<uuid:membre>/"
R = f"{C}<uuid:identifiant>/"
D = f"{R}decisions/<int:numero>/"

app_name = "rencontres"
urlpatterns = [
    path("reunions/annee/", calendriers.annee, name="annee"),
    path("reunions/annee/<int:annee>.ics", calendriers.annee_ics, name="annee_ics"),
    path("reunions/abonnement/<str:cle>.ics", calendriers.abonnement, name="abonnement"),
    path(C, reunions.reunions, name="reunions"),
    path(f"{C}nouvelle/", reunions.planifier, name="planifier"),
    path(f"{C}calendrier.ics", calendriers.calendrier, name="calendrier"),
    path(f"{C}instances/", instances.instances, name="instances"),
    path(f"{C}instances/nouvelle/", instances.nouvelle, name="nouvelle_instance"),
    path(I, instances.instance, name="instance"),
    path(f"{I}modifier/", instances.modifier, name="modifier_instance"),
    path(f"{I}membres/nouveau/", instances.designer, name="designer"),
    path(f"{M}modifier/", instances.modifier_membre, name="modifier_membre"),
    path(f"{M}fin/", instances.finir_membre, name="finir_membre"),
    path(f"{I}reglement.<str:format>", calendriers.reglement, name="reglement"),
    path(R, reunions.reunion, name="reunion"),
    path(f"{R}modifier/", reunions.modifier, name="modifier_reunion"),
    path(f"{R}annuler/", reunions.annuler, name="annuler"),
    path(f"{R}convoquer/", reunions.convoquer, name="convoquer"),
    path(f"{R}relancer/", reunions.relancer, name="relancer"),
    path(f"{R}retroplanning/", reunions.retroplanning, name="retroplanning"),
    path(f"{R}retroplanning/<slug:etape>/", reunions.faire_etape, name="faire_etape"),
    path(f"{R}reunion.ics", calendriers.calendrier_reunion, name="calendrier_reunion"),
    path(f"{R}documents/<slug:code>.<str:format>", calendriers.document, name="document"),
    path(f"{R}presences/", seance.presences, name="presences"),
    path(f"{R}tenir/", seance.tenir, name="tenir"),
    path(f"{R}compte-rendu/", seance.compte_rendu, name="compte_rendu"),
    path(f"{R}compte-rendu/ouvrir/", seance.ouvrir_compte_rendu, name="ouvrir_compte_rendu"),
    path(f"{R}compte-rendu/valider/", seance.valider_compte_rendu, name="valider_compte_rendu"),
    path(f"{R}compte-rendu/corriger/", seance.corriger_compte_rendu, name="corriger_compte_rendu"),
    path(f"{R}decisions/nouvelle/", seance.nouvelle_decision, name="nouvelle_decision"),
    path(f"{D}", seance.suivre_decision, name="suivre_decision"),
    path(f"{D}corriger/", seance.corriger_decision, name="corriger_decision"),
]
