"""The states of deposits and requests, and who may move them: the one table of their lives."""

from django.db import models

from ancrage.plateforme.comptes.roles import OBSERVATOIRE, Role

DEPOSENT = frozenset({Role.ORS})
APPROUVENT = frozenset({Role.ORS_VALIDATEUR})
ORS = OBSERVATOIRE


# The uses that an agreement may permit, as the engine names them.
USAGES = {
    "diagnostic": "diagnostic local de santé",
    "chiffres_cles": "chiffres clés",
    "interne": "travail interne de l’observatoire",
}


class EtatDepot(models.TextChoices):
    """The life of a restricted deposit; the last three are final, its bytes are gone."""

    DEPOSE = "depose", "à contrôler"
    CONTROLE = "controle", "contrôlé, à approuver"
    APPROUVE = "approuve", "approuvé, en cours d’activation"
    ACTIF = "actif", "actif"
    EXPIRE = "expire", "expiré"
    RETIRE = "retire", "retiré"
    REFUSE = "refuse", "refusé"


# The deposit still waits for someone: its extract is kept here, its code is taken.
EN_ATTENTE = (EtatDepot.DEPOSE, EtatDepot.CONTROLE, EtatDepot.APPROUVE)
VIVANTS = (*EN_ATTENTE, EtatDepot.ACTIF)


class EtatDemande(models.TextChoices):
    """The life of a request to the observatory; the last three are final."""

    POSEE = "posee", "à estimer"
    ESTIMEE = "estimee", "estimée, à traiter"
    REPONDUE = "repondue", "répondue"
    REFUSEE = "refusee", "refusée pour secret"
    ANNULEE = "annulee", "annulée"


OUVERTES = (EtatDemande.POSEE, EtatDemande.ESTIMEE)


class GenreConsequence(models.TextChoices):
    """What a new edition of the figures changes."""

    INDICATEUR = "indicateur", "indicateur"
    VERDICT = "verdict", "verdict"
    EDITION = "edition", "document publié"
    FICHE = "fiche", "fiche action"
