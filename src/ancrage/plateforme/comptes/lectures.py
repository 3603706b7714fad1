"""What a person may read of other accounts: scoped querysets, before any check of right."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from ancrage.plateforme.comptes.models import (
    Affectation,
    Delegation,
    Finalite,
    Invitation,
    Organisation,
    Utilisateur,
    UtilisateurQuerySet,
)
from ancrage.plateforme.comptes.permissions import (
    contrats_of,
    departements_of,
    regions_kept,
    territoires_of,
)
from ancrage.plateforme.comptes.roles import Portee, Role
from ancrage.plateforme.journal.models import Acte
from ancrage.plateforme.territoires.rattachement import rattachement


def _within_reach(user: Any, codes: QuerySet[Any, str]) -> Q:
    """Return the condition on scopes that a user administers; `codes` lists the areas in use."""
    departements = departements_of(user, {Role.DD_ARS})
    areas = set(territoires_of(user, {Role.COORDONNATEUR}))
    if departements:
        for code in codes:
            found = rattachement(code)
            if found and not departements.isdisjoint(found.departements):
                areas.add(code)
    return (
        Q(region__in=regions_kept(user))
        | Q(portee=Portee.DEPARTEMENT, code__in=departements)
        | Q(portee=Portee.TERRITOIRE, code__in=areas)
        | Q(portee=Portee.CONTRAT, code__in=contrats_of(user, {Role.COORDONNATEUR}))
    )


def affectations_visibles_par(user: Any) -> QuerySet[Affectation]:
    """Return the roles, past ones included, that a user administers."""
    if not user.administre:
        return Affectation.objects.none()
    rows = Affectation.objects.filter(region__in=user.regions)
    codes = rows.filter(portee=Portee.TERRITOIRE).values_list("code", flat=True).distinct()
    return rows.filter(_within_reach(user, codes.order_by("code")))


def invitations_visibles_par(user: Any) -> QuerySet[Invitation]:
    """Return the invitations that a user administers."""
    if not user.administre:
        return Invitation.objects.none()
    rows = Invitation.objects.filter(region__in=user.regions)
    codes = rows.filter(portee=Portee.TERRITOIRE).values_list("code", flat=True).distinct()
    return rows.filter(_within_reach(user, codes.order_by("code"))).select_related(
        "organisation", "invite_par"
    )


def personnes_visibles_par(user: Any) -> UtilisateurQuerySet:
    """Return the people who hold or held a role that a user administers; never an erased one."""
    held = affectations_visibles_par(user).values("utilisateur")
    people: UtilisateurQuerySet = Utilisateur.objects.filter(pk__in=held, efface_le__isnull=True)
    return people


def organisations_visibles_par(user: Any) -> QuerySet[Organisation]:
    """Return the organisations of the regions where a user invites."""
    if not user.administre:
        return Organisation.objects.none()
    return Organisation.objects.filter(region__in=user.regions)


def collegues_of(user: Any) -> QuerySet[Utilisateur]:
    """Return the active people of the same regions: those to whom a role may be lent."""
    today = timezone.localdate()
    held = Affectation.objects.actives(today).filter(region__in=user.regions)
    people = Utilisateur.objects.actifs().filter(pk__in=held.values("utilisateur"))
    return people.exclude(pk=user.pk)


def annuaire_visible_par(user: Any) -> QuerySet[Utilisateur]:
    """Return the people of the user's regions who consent to the directory."""
    held = Affectation.objects.actives(timezone.localdate()).filter(region__in=user.regions)
    return Utilisateur.objects.consentants(Finalite.ANNUAIRE).filter(
        pk__in=held.values("utilisateur")
    )


def delegations_visibles_par(user: Any) -> QuerySet[Delegation]:
    """Return the delegations that a user gave or received."""
    return (
        Delegation.objects.filter(Q(affectation__utilisateur=user) | Q(delegataire=user))
        .select_related("affectation__organisation", "affectation__utilisateur", "delegataire")
        .order_by("-debut", "-pk")
    )


def actes_visibles_par(user: Any) -> QuerySet[Acte]:
    """Return the audit of the regions whose accounts a user keeps."""
    return Acte.objects.filter(region__in=regions_kept(user))


def has_account(email: str) -> bool:
    """Say whether an address already has an account: asked by the holder of its invitation."""
    return Utilisateur.objects.filter(email__iexact=email).exists()


def names_of(identifiants: Iterable[str]) -> dict[str, str]:
    """Return the names of people by identifier, for rows that their reader may already see."""
    people = Utilisateur.objects.filter(identifiant__in=list(identifiants))
    return {str(person.identifiant): str(person) for person in people}
