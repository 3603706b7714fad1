"""What a person may read of a plan: the doors that the pages go through."""

from typing import Any

from django.db.models import Q

from ancrage.plateforme.contrats.models import Contrat
from ancrage.plateforme.diagnostics.contenu import codes_of
from ancrage.plateforme.diagnostics.models import Edition
from ancrage.plateforme.fichiers.models import Fichier, TypeFichier
from ancrage.plateforme.observations import profils
from ancrage.plateforme.programmes.models import FicheAction, FicheActionQuerySet
from ancrage.plateforme.programmes.models.fiches import NOMMES


def reads_team(user: Any, contrat: Contrat) -> bool:
    """Say whether a person reads the whole plan: drafts, needs, gaps, comments."""
    team = Contrat.objects.visibles_par(user, sauf=NOMMES)
    return bool(team.filter(pk=contrat.pk).exists())


def all_readable(user: Any) -> FicheActionQuerySet:
    """Return the sheets that a person may open, in any contract."""
    own = FicheAction.objects.visibles_par(user).values("pk")
    published = FicheAction.objects.publiques().values("pk")
    rows: FicheActionQuerySet = FicheAction.objects.filter(Q(pk__in=own) | Q(pk__in=published))
    return rows


def readable_fiches(user: Any, contrat: Contrat) -> FicheActionQuerySet:
    """Return the sheets of a contract that a person may open: for the public, the frozen ones."""
    rows: FicheActionQuerySet = FicheAction.objects.of(contrat)
    return rows if reads_team(user, contrat) else all_readable(user).filter(contrat=contrat)


def published_indicators(contrat: Contrat) -> list[tuple[str, str]]:
    """Return what a need may lean on, (« print|code », words): the editions of the region."""
    rows = Edition.objects.in_force().filter(region=contrat.region).select_related("diagnostic")
    return [named_indicator(one, code) for one in rows.order_by("pk") for code in codes_of(one)]


def named_indicator(edition: Edition, code: str) -> tuple[str, str]:
    """Return an indicator of an edition as a form names it, and in words."""
    known = profils.catalogue().get(code)
    words = f"{edition}, {known.libelle if known else code}"
    return f"{edition.empreinte}|{code}", words


def own_workbook(user: Any, contrat: Contrat, identifiant: Any) -> Fichier | None:
    """Return a workbook that this person deposited in the region of a contract."""
    rows = Fichier.objects.filter(
        region=contrat.region,
        type__in=(TypeFichier.XLSX, TypeFichier.ODS),
        deposant_id=str(user.identifiant),
    )
    found: Fichier | None = rows.filter(identifiant=identifiant).first()
    return found
