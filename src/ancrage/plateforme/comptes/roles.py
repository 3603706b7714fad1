"""The roles of domaine.md § 5, their reach, and which of them need a second factor."""

from django.db import models


class Role(models.TextChoices):
    """The fourteen roles with an account; « participant » and « public » have none."""

    ARS_SIEGE = "ars_siege", "ARS, siège"
    DD_ARS = "dd_ars", "ARS, délégation départementale"
    ORS = "ors", "ORS, statisticien"
    ORS_VALIDATEUR = "ors_validateur", "ORS, validation"
    ELU = "elu", "élu référent"
    AGENT_COLLECTIVITE = "agent_collectivite", "agent de collectivité"
    COORDONNATEUR = "coordonnateur", "coordonnateur de CLS"
    ANIMATEUR_ATELIER = "animateur_atelier", "animateur d'atelier"
    PILOTE_ACTION = "pilote_action", "pilote d'action"
    PREFECTURE = "prefecture", "préfecture"
    SIGNATAIRE_AUTRE = "signataire_autre", "autre signataire"
    PARTENAIRE = "partenaire", "partenaire"
    EVALUATEUR = "evaluateur", "évaluateur externe"
    ADMINISTRATEUR = "administrateur", "administrateur technique"


class Portee(models.TextChoices):
    """What a role reaches, from the widest to the narrowest."""

    REGION = "region", "région"
    DEPARTEMENT = "departement", "département"
    TERRITOIRE = "territoire", "territoire"
    CONTRAT = "contrat", "contrat local de santé"


_LOCALES = (Portee.TERRITOIRE, Portee.CONTRAT)

PORTEES: dict[str, tuple[Portee, ...]] = {
    Role.ARS_SIEGE: (Portee.REGION,),
    Role.DD_ARS: (Portee.DEPARTEMENT,),
    Role.ORS: (Portee.REGION,),
    Role.ORS_VALIDATEUR: (Portee.REGION,),
    Role.ELU: _LOCALES,
    Role.AGENT_COLLECTIVITE: _LOCALES,
    Role.COORDONNATEUR: _LOCALES,
    Role.ANIMATEUR_ATELIER: _LOCALES,
    Role.PILOTE_ACTION: _LOCALES,
    Role.PREFECTURE: (Portee.DEPARTEMENT, Portee.REGION),
    Role.SIGNATAIRE_AUTRE: (Portee.DEPARTEMENT, Portee.REGION, *_LOCALES),
    Role.PARTENAIRE: (Portee.DEPARTEMENT, Portee.REGION, *_LOCALES),
    Role.EVALUATEUR: (Portee.CONTRAT,),
    Role.ADMINISTRATEUR: (Portee.REGION,),
}

# Those who see drafts or unpublished figures of a whole region or département.
SECOND_FACTEUR = frozenset(
    {Role.ARS_SIEGE, Role.DD_ARS, Role.ORS, Role.ORS_VALIDATEUR, Role.ADMINISTRATEUR}
)

ARS = frozenset({Role.ARS_SIEGE, Role.DD_ARS})
OBSERVATOIRE = frozenset({Role.ORS, Role.ORS_VALIDATEUR})
LOCAUX = frozenset({Role.ELU, Role.AGENT_COLLECTIVITE, Role.COORDONNATEUR})

# What each role may give to others, inside its own reach.
_GIVEN_LOCALLY = frozenset(
    {
        Role.ELU,
        Role.AGENT_COLLECTIVITE,
        Role.ANIMATEUR_ATELIER,
        Role.PILOTE_ACTION,
        Role.SIGNATAIRE_AUTRE,
        Role.PARTENAIRE,
    }
)
DONNE: dict[str, frozenset[str]] = {
    Role.ADMINISTRATEUR: frozenset(Role),
    Role.ARS_SIEGE: frozenset(Role) - {Role.ADMINISTRATEUR},
    Role.DD_ARS: _GIVEN_LOCALLY
    | {Role.DD_ARS, Role.COORDONNATEUR, Role.PREFECTURE, Role.EVALUATEUR},
    Role.COORDONNATEUR: _GIVEN_LOCALLY,
}
INVITENT = frozenset(DONNE)
# They keep the accounts of their whole region: organisations, closing, audit.
TIENNENT = frozenset({Role.ADMINISTRATEUR, Role.ARS_SIEGE})
