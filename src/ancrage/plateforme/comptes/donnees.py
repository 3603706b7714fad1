"""Registry of the personal data that apps hold: what a person may take away, and its erasure."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from allauth.usersessions.models import UserSession
from django.utils.formats import date_format
from django.utils.timezone import localtime

from ancrage.plateforme.comptes.lectures import delegations_visibles_par
from ancrage.plateforme.comptes.services import effacements
from ancrage.plateforme.journal.models import Acte
from ancrage.plateforme.travaux.models import Travail

Ligne = dict[str, str]


@dataclass(frozen=True, slots=True)
class DonneesTenues:
    """One table about a person. `effacer` runs in the erasure's transaction; None: kept."""

    code: str
    libelle: str
    lister: Callable[[Any], Sequence[Ligne]]
    effacer: Callable[[Any], None] | None = None


_registre: dict[str, DonneesTenues] = {}


def declare(tenues: DonneesTenues) -> None:
    """Add one table, in the order of declaration."""
    if tenues.code in _registre:
        raise ValueError(f"Personal data: the code {tenues.code!r} is taken.")
    _registre[tenues.code] = tenues


def tables() -> list[DonneesTenues]:
    """Return every declared table."""
    return list(_registre.values())


def collect(person: Any) -> dict[str, tuple[str, Sequence[Ligne]]]:
    """Return all that is held about a person: {code: (French title, rows)}."""
    return {table.code: (table.libelle, table.lister(person)) for table in tables()}


def _day(value: Any) -> str:
    return value.isoformat() if value else ""


def _moment(value: Any) -> str:
    return date_format(localtime(value), "Y-m-d H:i") if value else ""


def _identity(person: Any) -> list[Ligne]:
    return [
        {
            "prénom": person.prenom,
            "nom": person.nom,
            "adresse électronique": person.email,
            "fonction": person.fonction,
            "téléphone": person.telephone,
            "identifiant ProConnect": person.sujet_oidc or "",
            "compte créé le": _moment(person.cree_le),
            "dernière connexion": _moment(person.last_login),
        }
    ]


def _roles(person: Any) -> list[Ligne]:
    return [
        {
            "rôle": a.get_role_display(),
            "organisation": a.organisation.nom,
            "portée": f"{a.get_portee_display()} {a.code}",
            "début": _day(a.debut),
            "fin": _day(a.fin),
        }
        for a in person.affectations.select_related("organisation")
    ]


def _delegations(person: Any) -> list[Ligne]:
    return [
        {
            "rôle": d.affectation.get_role_display(),
            "de": str(d.affectation.utilisateur),
            "à": str(d.delegataire),
            "début": _day(d.debut),
            "fin": _day(d.fin),
            "motif": d.motif,
        }
        for d in delegations_visibles_par(person)
    ]


def _consents(person: Any) -> list[Ligne]:
    return [
        {
            "finalité": c.get_finalite_display(),
            "donné le": _moment(c.donne_le),
            "retiré le": _moment(c.retire_le),
        }
        for c in person.consentements.all()
    ]


def _invitations(person: Any) -> list[Ligne]:
    return [
        {
            "rôle": i.get_role_display(),
            "organisation": i.organisation.nom,
            "reçue le": _moment(i.cree_le),
            "acceptée le": _moment(i.acceptee_le),
        }
        for i in person.invitations_acceptees.select_related("organisation")
    ]


def _sessions(person: Any) -> list[Ligne]:
    return [
        {
            "ouverte le": _moment(s.created_at),
            "dernière activité": _moment(s.last_seen_at),
            "adresse IP": s.ip,
            "navigateur": s.user_agent,
        }
        for s in UserSession.objects.filter(user=person).order_by("created_at")
    ]


def _jobs(person: Any) -> list[Ligne]:
    rows = Travail.objects.of(str(person.identifiant))
    return [
        {"date": _moment(t.cree_le), "travail": t.libelle, "état": t.get_etat_display()}
        for t in rows
    ]


def _acts(person: Any) -> list[Ligne]:
    rows = Acte.objects.filter(acteur_id=str(person.identifiant)).order_by("rang")
    return [
        {"date": _moment(a.quand), "acte": a.action, "objet": a.objet_label, "motif": a.motif}
        for a in rows
    ]


def _tokens(person: Any) -> list[Ligne]:
    return [
        {
            "usage": j.libelle,
            "portées": ", ".join(j.portees_libelles),
            "créé le": _moment(j.cree_le),
            "expire le": _moment(j.expire_le),
            "révoqué le": _moment(j.revoque_le),
        }
        for j in person.jetons_api.all()
    ]


def declare_own() -> None:
    """Declare the tables of this app and of the audit."""
    declare(DonneesTenues("identite", "Identité", _identity))
    declare(DonneesTenues("roles", "Rôles", _roles))
    declare(DonneesTenues("delegations", "Délégations", _delegations))
    declare(
        DonneesTenues(
            "consentements",
            "Consentements",
            _consents,
            effacer=effacements.erase_consents,
        )
    )
    declare(
        DonneesTenues(
            "invitations",
            "Invitations reçues",
            _invitations,
            effacer=effacements.erase_invitations,
        )
    )
    declare(DonneesTenues("travaux", "Travaux demandés", _jobs, effacer=effacements.rename_jobs))
    declare(DonneesTenues("sessions", "Sessions ouvertes", _sessions))
    declare(DonneesTenues("jetons", "Jetons d’API", _tokens, effacer=effacements.erase_tokens))
    declare(DonneesTenues("actes", "Actes au journal", _acts))
