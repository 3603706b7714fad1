"""Addresses of this space."""

from django.urls import path

from ancrage.plateforme.web.compte.views import (
    delegations,
    donnees,
    invitation,
    invitations,
    jetons,
    journal,
    moi,
    notifications,
    organisations,
    personnes,
    roles,
)

app_name = "compte"
urlpatterns = [
    path("", moi.mon_compte, name="mon_compte"),
    path("acces/", moi.acces, name="acces"),
    path("securite/", moi.securite, name="securite"),
    path("notifications/", notifications.notifications, name="notifications"),
    path("notifications/lues/", notifications.marquer_lues, name="notifications_lues"),
    path(
        "notifications/desabonnement/<str:jeton>/",
        notifications.desabonner,
        name="desabonnement",
    ),
    path("annuaire/", moi.annuaire, name="annuaire"),
    path("traitements/", donnees.traitements, name="traitements"),
    path("donnees/", donnees.donnees, name="donnees"),
    path("donnees/export.json", donnees.exporter_json, name="exporter_json"),
    path("donnees/export.zip", donnees.exporter_zip, name="exporter_zip"),
    path("donnees/consentements/", donnees.consentements, name="consentements"),
    path("donnees/effacement/", donnees.effacer, name="effacer"),
    path("delegations/", delegations.delegations, name="delegations"),
    path(
        "delegations/<uuid:identifiant>/revocation/",
        delegations.revoquer,
        name="revoquer_delegation",
    ),
    path("jetons/", jetons.jetons, name="jetons"),
    path("jetons/<uuid:identifiant>/revocation/", jetons.revoquer, name="revoquer_jeton"),
    path("invitation/<str:jeton>/", invitation.accepter, name="accepter_invitation"),
    path(
        "invitation/<str:jeton>/nouveau-lien/", invitation.redemander, name="redemander_invitation"
    ),
    path("organisations/", organisations.organisations, name="organisations"),
    path("organisations/nouvelle/", organisations.nouvelle, name="organisation_nouvelle"),
    path("organisations/<uuid:identifiant>/", organisations.organisation, name="organisation"),
    path("organisations/<uuid:identifiant>/nom/", organisations.renommer, name="organisation_nom"),
    path("personnes/", personnes.personnes, name="personnes"),
    path("personnes/<uuid:identifiant>/", personnes.personne, name="personne"),
    path("personnes/<uuid:identifiant>/role/", roles.nouveau, name="role_nouveau"),
    path("personnes/<uuid:identifiant>/adresse/", personnes.adresse, name="adresse"),
    path("personnes/<uuid:identifiant>/fermeture/", personnes.fermer, name="fermer_compte"),
    path("personnes/<uuid:identifiant>/reouverture/", personnes.rouvrir, name="rouvrir_compte"),
    path(
        "personnes/<uuid:identifiant>/second-facteur/",
        personnes.reinitialiser,
        name="reinitialiser_second_facteur",
    ),
    path("roles/<uuid:identifiant>/fin/", roles.finir, name="finir_role"),
    path("invitations/", invitations.invitations, name="invitations"),
    path("invitations/nouvelle/", invitations.nouvelle, name="invitation_nouvelle"),
    path("invitations/<uuid:identifiant>/", invitations.invitation, name="invitation"),
    path(
        "invitations/<uuid:identifiant>/renvoi/", invitations.renvoyer, name="renvoyer_invitation"
    ),
    path(
        "invitations/<uuid:identifiant>/annulation/",
        invitations.annuler,
        name="annuler_invitation",
    ),
    path("journal/", journal.journal, name="journal"),
]
