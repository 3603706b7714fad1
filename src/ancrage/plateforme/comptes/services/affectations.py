"""Give and end roles: the scope fits the role, and a region never loses its last keeper."""

from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from ancrage.plateforme.commun.erreurs import ActeRefuse
from ancrage.plateforme.comptes.models import Affectation, Organisation, Utilisateur
from ancrage.plateforme.comptes.permissions import can_give
from ancrage.plateforme.comptes.roles import PORTEES, TIENNENT, Portee, Role
from ancrage.plateforme.journal.services import record, snapshot
from ancrage.plateforme.territoires.rattachement import rattachement


def check_scope(role: str, portee: str, code: str, region: str) -> str:
    """Return the scope's canonical code, or refuse a scope that the role cannot have."""
    if portee not in PORTEES.get(role, ()):
        allowed = ", ".join(str(Portee(p).label) for p in PORTEES.get(role, ()))
        raise ActeRefuse(
            "Ce rôle ne s’exerce pas sur cette portée.", f"Choisissez : {allowed}.", champ="portee"
        )
    code = code.strip()
    match portee:
        case Portee.REGION if code != region:
            raise ActeRefuse(f"La région attendue ici est « {region} ».", champ="code")
        case Portee.DEPARTEMENT:
            return _check_area(f"departement:{code}", region).partition(":")[2]
        case Portee.TERRITOIRE:
            return _check_area(code, region)
        case Portee.CONTRAT if not code:
            raise ActeRefuse("Indiquez le contrat local de santé.", champ="code")
    return code


def _check_area(code: str, region: str) -> str:
    found = rattachement(code)
    if found is None:
        raise ActeRefuse(
            f"Le territoire « {code} » est inconnu.",
            "Écrivez le département « 45 » ou le territoire « epci:244500468 ».",
            champ="code",
        )
    if found.region != region:
        raise ActeRefuse(f"{found.libelle} n’est pas dans la région « {region} ».", champ="code")
    return found.code


def check_right(acteur: Any, role: str, portee: str, code: str, region: str) -> None:
    """Refuse a role that the acting person may not give there; the platform itself may."""
    if acteur is not None and not can_give(acteur, role, portee, code, region):
        raise ActeRefuse(
            "Vos droits ne permettent pas de donner ce rôle sur cette portée.",
            "Demandez à l’administrateur de votre région.",
            champ="role",
        )


@transaction.atomic
def give_role(
    *,
    acteur: Any,
    utilisateur: Utilisateur,
    organisation: Organisation,
    role: str,
    portee: str,
    code: str,
    debut: date | None = None,
    fin: date | None = None,
) -> Affectation:
    """Give a role to a person for an organisation, in the organisation's region."""
    region = organisation.region
    code = check_scope(role, portee, code, region)
    check_right(acteur, role, portee, code, region)
    return add_role(
        acteur=acteur,
        utilisateur=utilisateur,
        organisation=organisation,
        role=role,
        portee=portee,
        code=code,
        debut=debut or timezone.localdate(),
        fin=fin,
    )


@transaction.atomic
def add_role(
    *,
    acteur: Any,
    utilisateur: Utilisateur,
    organisation: Organisation,
    role: str,
    portee: str,
    code: str,
    debut: date,
    fin: date | None,
) -> Affectation:
    """Store a role whose scope and giver were checked before (an accepted invitation)."""
    _check_dates(role, debut, fin)
    same = utilisateur.affectations.filter(
        organisation=organisation, role=role, portee=portee, code=code
    )
    if same.actives(debut).exists():
        raise ActeRefuse(f"{utilisateur} tient déjà ce rôle sur cette portée.", champ="role")
    affectation = Affectation.objects.create(
        utilisateur=utilisateur,
        organisation=organisation,
        region=organisation.region,
        role=role,
        portee=portee,
        code=code,
        debut=debut,
        fin=fin,
    )
    record(acteur=acteur, action="donner un rôle", objet=affectation)
    return affectation


def _check_dates(role: str, debut: date, fin: date | None) -> None:
    if fin is not None and fin < debut:
        raise ActeRefuse("La fin précède le début.", champ="fin")
    if role == Role.EVALUATEUR and fin is None:
        raise ActeRefuse("Le rôle d’évaluateur a une durée limitée : donnez sa fin.", champ="fin")


@transaction.atomic
def end_role(
    *, acteur: Any, affectation: Affectation, fin: date | None = None, motif: str = ""
) -> Affectation:
    """End a role on a day (yesterday by default: it is over now); its delegations end with it."""
    check_right(acteur, affectation.role, affectation.portee, affectation.code, affectation.region)
    check_not_last(affectation)
    return stop_role(acteur=acteur, affectation=affectation, fin=fin, motif=motif)


@transaction.atomic
def stop_role(
    *, acteur: Any, affectation: Affectation, fin: date | None = None, motif: str = ""
) -> Affectation:
    """Store the end of a role whose right was checked before (an account that closes)."""
    before = snapshot(affectation)
    last = fin or timezone.localdate() - timedelta(days=1)
    affectation.fin = max(last, affectation.debut)
    if affectation.fin > last:  # given and ended the same day: it never counted
        affectation.debut = affectation.fin = last
    affectation.save(update_fields=["debut", "fin", "modifie_le"])
    record(acteur=acteur, action="finir un rôle", objet=affectation, before=before, motif=motif)
    return affectation


def check_not_last(affectation: Affectation) -> None:
    """Refuse to end the last ARS or administrator role of a region: nobody could give it back."""
    if affectation.role not in TIENNENT:
        return
    others = (
        Affectation.objects.actives(timezone.localdate())
        .filter(
            utilisateur__is_active=True,
            role=affectation.role,
            region=affectation.region,
            fin__isnull=True,
        )
        .exclude(utilisateur_id=affectation.utilisateur_id)
    )
    if not others.exists():
        label = Role(affectation.role).label
        raise ActeRefuse(
            f"C’est le dernier compte « {label} » de la région {affectation.region}.",
            "Donnez d’abord ce rôle à une autre personne.",
        )
