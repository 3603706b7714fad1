"""The e-mails of accounts: plain French text, sent once the transaction is kept."""

import logging
from typing import Any

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime

from ancrage.plateforme.comptes.models import Invitation

logger = logging.getLogger(__name__)


def send_after_commit(objet: str, texte: str, *destinataires: str) -> None:
    """Send a message when the current transaction ends well; a dead relay loses no act."""

    def send() -> None:
        try:
            send_mail(f"{settings.ACCOUNT_EMAIL_SUBJECT_PREFIX}{objet}", texte, None, destinataires)
        except OSError:
            logger.exception("An e-mail could not be sent: %s", objet)

    transaction.on_commit(send)


def send_invitation(invitation: Invitation, jeton: str) -> None:
    """Send the link of an invitation: the only place where its key is ever readable."""
    adresse = settings.BASE_URL + reverse("compte:accepter_invitation", args=[jeton])
    inviteur = invitation.invite_par or "L’équipe d’Ancrage"
    expire = date_format(localtime(invitation.expire_le), "j F Y à H:i")
    send_after_commit(
        "Vous êtes invité à rejoindre Ancrage",
        f"Bonjour,\n\n"
        f"{inviteur} vous invite à rejoindre Ancrage, le site des contrats locaux de santé,\n"
        f"comme « {invitation.get_role_display()} » pour {invitation.organisation}.\n\n"
        f"Pour accepter et ouvrir votre compte :\n{adresse}\n\n"
        f"Ce lien sert une seule fois et expire le {expire}.\n"
        "Si vous n’attendiez pas ce message, ne faites rien : aucun compte ne sera créé.\n",
        invitation.email,
    )


def send_new_link_wanted(invitation: Invitation) -> None:
    """Tell who invited that the link expired before it was used."""
    if invitation.invite_par is None or not invitation.invite_par.is_active:
        return
    adresse = settings.BASE_URL + reverse("compte:invitation", args=[invitation.identifiant])
    send_after_commit(
        "Une invitation expirée est redemandée",
        f"Bonjour,\n\n"
        f"{invitation.email} n’a pas utilisé à temps votre invitation "
        f"(« {invitation.get_role_display()} », {invitation.organisation})\n"
        f"et demande un nouveau lien. Pour l’envoyer :\n{adresse}\n",
        invitation.invite_par.email,
    )


def send_delegation(delegation: Any) -> None:
    """Tell a colleague that a role is lent to her, and until when."""
    affectation = delegation.affectation
    send_after_commit(
        "Une délégation vous est confiée",
        f"Bonjour,\n\n"
        f"{affectation.utilisateur} vous confie le rôle « {affectation.get_role_display()} » "
        f"({affectation.organisation})\n"
        f"du {date_format(delegation.debut, 'j F Y')} au {date_format(delegation.fin, 'j F Y')}.\n"
        f"Motif : {delegation.motif}.\n\n"
        f"Le rôle s’ouvre et se ferme de lui-même. Le détail :\n"
        f"{settings.BASE_URL}{reverse('compte:delegations')}\n",
        delegation.delegataire.email,
    )
