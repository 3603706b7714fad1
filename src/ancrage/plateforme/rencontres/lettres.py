"""What a convocation says, in the e-mail."""

from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils.formats import date_format

from ancrage.plateforme.rencontres.models import EtatReunion, MembreInstance, Reunion


def subject_of(reunion: Reunion) -> str:
    """Return the subject: convened, moved or cancelled, of what, when."""
    day = date_format(reunion.le, "j F Y")
    if reunion.etat == EtatReunion.ANNULEE:
        return f"Annulée : {reunion.instance} du {day}"
    moved = "Nouvelle convocation" if reunion.rang_convocation else "Convocation"
    return f"{moved} : {reunion.instance}, {day}"


def body_of(reunion: Reunion, membre: MembreInstance) -> str:
    """Return the text, whole for who opens no link: when, where, what about."""
    day = date_format(reunion.le, "l j F Y")
    when = f"{day}, de {_hour(reunion.debut)} à {_hour(reunion.fin)}"
    address = settings.BASE_URL + reverse(
        "rencontres:reunion", args=[reunion.contrat.slug, reunion.identifiant]
    )
    if reunion.etat == EtatReunion.ANNULEE:
        head = f"La {_ordinal(reunion.numero)} séance, prévue {when}, est annulée.\n{reunion.motif}"
        return f"Bonjour,\n\n{reunion.instance}, {reunion.contrat}.\n{head}\n"
    again = "La date ou le lieu a changé.\n" if reunion.rang_convocation else ""
    points = "\n".join(f"{one.rang}. {one.libelle}" for one in reunion.points.all())
    return (
        f"Bonjour,\n\n"
        f"Vous êtes convié à la {_ordinal(reunion.numero)} séance : {reunion.instance}, "
        f"{reunion.contrat}.\n{again}\n"
        f"Quand : {when}\nOù : {reunion.lieu}\n"
        f"Vous y siégez pour : {membre.organisation}, {membre.fonction}\n\n"
        f"Ordre du jour :\n{points}\n\n"
        f"Le fichier joint ajoute la séance à votre agenda.\n"
        f"Si vous ne pouvez pas venir, prévenez le coordonnateur et dites qui vous représente.\n"
        f"La réunion dans Ancrage, pour qui a un compte : {address}\n"
    )


def _hour(moment: datetime) -> str:
    return f"{moment.hour}\u00a0h\u00a0{moment:%M}"


def _ordinal(numero: int) -> str:
    return "1re" if numero == 1 else f"{numero}e"
