"""What meetings hold about a person: what she may take away, and what erasing her changes."""

from typing import Any

from ancrage.plateforme.comptes.donnees import DonneesTenues, Ligne, declare
from ancrage.plateforme.comptes.services.effacements import PSEUDONYME
from ancrage.plateforme.rencontres.models import CompteRendu, MembreInstance


def _seats(person: Any) -> list[Ligne]:
    rows = MembreInstance.objects.filter(utilisateur=person).select_related(
        "instance__contrat", "organisation"
    )
    return [
        {
            "contrat": str(one.instance.contrat),
            "instance": str(one.instance),
            "fonction": str(one),
            "titulaire": one.titulaire,
            "courriel": one.courriel,
            "début": one.debut.isoformat(),
            "fin": one.fin.isoformat() if one.fin else "",
        }
        for one in rows
    ]


def _minutes(person: Any) -> list[Ligne]:
    rows = CompteRendu.objects.filter(valide_par=person).select_related("reunion__instance")
    return [
        {"compte rendu": str(one), "validé le": one.valide_le.isoformat()}
        for one in rows
        if one.valide_le
    ]


def _forget(person: Any) -> None:
    """Take the name and the address off her seats; the function stays."""
    MembreInstance.objects.filter(utilisateur=person).update(titulaire="", courriel="")


def _rename(person: Any) -> None:
    """Take the name off what she validated; the minutes and their print stay."""
    CompteRendu.objects.filter(valide_par=person).update(valide_par_label=PSEUDONYME)


def declare_own() -> None:
    """Declare the tables of this app."""
    declare(DonneesTenues("sieges", "Sièges dans les instances", _seats, effacer=_forget))
    declare(DonneesTenues("comptes-rendus", "Comptes rendus validés", _minutes, effacer=_rename))
