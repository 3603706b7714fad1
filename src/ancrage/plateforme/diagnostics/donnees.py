"""What diagnoses hold about a person: what she may take away, and what erasing her changes."""

from typing import Any

from django.utils.timezone import localtime

from ancrage.plateforme.comptes.donnees import DonneesTenues, Ligne, declare
from ancrage.plateforme.comptes.services.effacements import PSEUDONYME
from ancrage.plateforme.diagnostics.models import (
    AvisDiagnostic,
    Brouillon,
    Consultation,
    ControleSecret,
    Redaction,
    Relecture,
)


def _moment(value: Any) -> str:
    return f"{localtime(value):%Y-%m-%d %H:%M}"


def _consultations(person: Any) -> list[Ligne]:
    rows = Consultation.objects.filter(personne=person).select_related("edition__diagnostic")
    return [
        {"édition": str(one.edition), "dernier téléchargement": _moment(one.derniere)}
        for one in rows
    ]


def _forget(person: Any) -> None:
    Consultation.objects.filter(personne=person).delete()


def _works(person: Any) -> list[Ligne]:
    texts = Redaction.objects.filter(auteur=person).select_related("diagnostic")
    drafts = Brouillon.objects.filter(auteur=person).select_related("diagnostic")
    reviews = Relecture.objects.filter(relecteur=person).select_related("diagnostic")
    opinions = AvisDiagnostic.objects.filter(auteur=person).select_related("demande__diagnostic")
    signed = ControleSecret.objects.filter(signataire=person).select_related("diagnostic")
    rows = [("texte rédigé", one.diagnostic, one.ecrit_le) for one in texts]
    rows += [("brouillon", one.diagnostic, one.ecrit_le) for one in drafts]
    rows += [("relecture", one.diagnostic, one.cree_le) for one in reviews]
    rows += [("avis", one.demande.diagnostic, one.cree_le) for one in opinions]
    rows += [("contrôle du secret", one.diagnostic, one.cree_le) for one in signed]
    return [
        {"acte": acte, "diagnostic": str(objet), "date": _moment(quand)}
        for acte, objet, quand in rows
    ]


def _rename(person: Any) -> None:
    """Take the name off the working rows; a published edition keeps who signed it."""
    Redaction.objects.filter(auteur=person).update(auteur_label=PSEUDONYME)
    Brouillon.objects.filter(auteur=person).update(auteur_label=PSEUDONYME)
    AvisDiagnostic.objects.filter(auteur=person).update(auteur_label=PSEUDONYME)
    Relecture.objects.filter(relecteur=person).update(relecteur_label=PSEUDONYME)
    ControleSecret.objects.filter(signataire=person).update(signataire_label=PSEUDONYME)


def declare_own() -> None:
    """Declare the tables of this app."""
    declare(
        DonneesTenues("consultations", "Éditions téléchargées", _consultations, effacer=_forget)
    )
    declare(DonneesTenues("diagnostics", "Travail sur les diagnostics", _works, effacer=_rename))
