"""The life of a diagnosis in one table: from which states, to which, by whom, with which guard."""

from dataclasses import dataclass

from django.db import models

from ancrage.plateforme.comptes.roles import OBSERVATOIRE, Role


class Etat(models.TextChoices):
    """The states of a diagnosis; editions already published stay readable in all of them."""

    COMMANDE = "commande", "commandé"
    EN_COURS = "en_cours", "en cours"
    RELECTURE = "relecture", "en relecture"
    CONTROLE = "controle", "au contrôle du secret"
    PUBLIE = "publie", "publié"
    RETIRE = "retire", "retiré"


ARS = frozenset({str(Role.ARS_SIEGE)})
ORS = frozenset(str(role) for role in OBSERVATOIRE)
VALIDATEUR = frozenset({str(Role.ORS_VALIDATEUR)})
AVIS = frozenset({str(Role.COORDONNATEUR), str(Role.DD_ARS)})  # their opinion is asked
LECTEURS = frozenset({str(Role.EVALUATEUR)})  # reads the proof sent out, and says nothing of it
_OUVERTS = frozenset({Etat.EN_COURS, Etat.RELECTURE, Etat.CONTROLE, Etat.PUBLIE})


@dataclass(frozen=True, slots=True)
class Acte:
    """One act: `vers` is None when the state stays. `pas` names whom it is closed to.

    « redacteur »: who wrote since the last edition; « relecteur »: who gave the last opinion;
    « autre »: everybody but who sent the diagnosis to review.
    """

    libelle: str
    de: frozenset[Etat]
    vers: Etat | None
    roles: frozenset[str]
    pas: frozenset[str] = frozenset()


def _acte(
    libelle: str,
    de: Etat | frozenset[Etat],
    vers: Etat | None,
    roles: frozenset[str],
    *pas: str,
) -> Acte:
    return Acte(libelle, de if isinstance(de, frozenset) else frozenset({de}), vers, roles,
                frozenset(pas))  # fmt: skip


ACTES: dict[str, Acte] = {
    "modifier_commande": _acte("modifier la commande", Etat.COMMANDE, None, ARS),
    "annuler": _acte("annuler la commande", Etat.COMMANDE, Etat.RETIRE, ARS),
    "demarrer": _acte("démarrer", Etat.COMMANDE, Etat.EN_COURS, ORS),
    "choisir": _acte("choisir les indicateurs", Etat.EN_COURS, None, ORS),
    "rediger": _acte("rédiger", Etat.EN_COURS, None, ORS),
    "repondre": _acte("répondre à une remarque", Etat.EN_COURS, None, ORS),
    "soumettre": _acte("envoyer en relecture", Etat.EN_COURS, Etat.RELECTURE, ORS),
    "reprendre": _acte("reprendre l’écriture", Etat.RELECTURE, Etat.EN_COURS, ORS, "autre"),
    "approuver": _acte("donner un avis favorable", Etat.RELECTURE, Etat.CONTROLE, ORS, "redacteur"),
    "demander_corrections": _acte(
        "demander des corrections", Etat.RELECTURE, Etat.EN_COURS, ORS, "redacteur"
    ),
    "demander_avis": _acte("demander l’avis du territoire", Etat.CONTROLE, None, ORS),
    "signer": _acte("signer le contrôle", Etat.CONTROLE, None, VALIDATEUR, "relecteur"),
    "refuser": _acte("refuser au contrôle", Etat.CONTROLE, Etat.EN_COURS, VALIDATEUR, "relecteur"),
    "publier": _acte("publier", Etat.CONTROLE, Etat.PUBLIE, VALIDATEUR),
    "reviser": _acte("préparer l’édition suivante", Etat.PUBLIE, Etat.EN_COURS, ORS),
    "corriger": _acte("signaler une erreur", _OUVERTS, None, VALIDATEUR),
    "retirer": _acte("retirer", Etat.PUBLIE, Etat.RETIRE, VALIDATEUR),
}
