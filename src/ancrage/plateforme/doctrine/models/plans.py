"""The tree of regional plans (PRS, PRSE, PRAPS), and what a revision does to its objectives."""

from typing import Any

from django.db import models
from django.db.models import F, Q

from ancrage.plateforme.commun.modeles import Identifie, Regional
from ancrage.plateforme.doctrine.models.regles import DateQuerySet, EnVigueur


class TypePlan(models.TextChoices):
    """The plans that a contract may decline."""

    PRS = "prs", "projet régional de santé"
    SRS = "srs", "schéma régional de santé"
    PRAPS = "praps", "programme d’accès à la prévention et aux soins"
    PRSE = "prse", "plan régional santé-environnement"


class PlanRegional(EnVigueur, Identifie, Regional):
    """One version of a plan. Once frozen, its objectives never change: a revision follows."""

    type = models.CharField("type", max_length=5, choices=TypePlan.choices)
    numero = models.PositiveSmallIntegerField("numéro de version")
    libelle = models.CharField("nom", max_length=200)
    date_debut = models.DateField("en vigueur depuis")
    date_fin = models.DateField("en vigueur jusqu’au", null=True, blank=True)
    source = models.CharField("source", max_length=300)
    fige_le = models.DateTimeField("figé le", null=True, blank=True, editable=False)

    objects = DateQuerySet.as_manager()

    class Meta:
        verbose_name = "plan régional"
        verbose_name_plural = "plans régionaux"
        ordering = ("region", "type", "numero")
        constraints = (
            models.UniqueConstraint(fields=["region", "type", "numero"], name="plan_unique"),
            models.UniqueConstraint(
                fields=["region", "type"],
                condition=Q(date_fin__isnull=True),
                name="plan_une_version_ouverte",
            ),
            models.CheckConstraint(
                condition=Q(date_fin__isnull=True) | Q(date_fin__gte=F("date_debut")),
                name="plan_fin_apres_debut",
            ),
        )

    def __str__(self) -> str:
        return self.libelle


class ObjectifRegionalQuerySet(models.QuerySet["ObjectifRegional"]):
    """Reading objectives."""

    def visibles_par(self, user: Any) -> "ObjectifRegionalQuerySet":
        """Return every row: the plans are public."""
        return self

    def of(self, plan: PlanRegional) -> "ObjectifRegionalQuerySet":
        """Return the objectives of a plan in its order, branches before leaves."""
        return self.filter(plan=plan).order_by("code")

    def without_successor(self, plan: PlanRegional) -> "ObjectifRegionalQuerySet":
        """Return the objectives of a plan that its revision carried nowhere: what to re-link."""
        return self.of(plan).exclude(
            pk__in=RevisionPrs.objects.filter(nouveau__isnull=False).values("ancien")
        )


class ObjectifRegional(Identifie, Regional):
    """One objective of a plan, under another or at the root."""

    plan = models.ForeignKey(
        PlanRegional, models.CASCADE, related_name="objectifs", verbose_name="plan"
    )
    parent = models.ForeignKey(
        "self", models.CASCADE, null=True, blank=True, related_name="enfants",
        verbose_name="objectif au-dessus",
    )  # fmt: skip
    code = models.CharField("code", max_length=20)
    libelle = models.CharField("libellé", max_length=300)

    objects = ObjectifRegionalQuerySet.as_manager()

    class Meta:
        verbose_name = "objectif régional"
        verbose_name_plural = "objectifs régionaux"
        ordering = ("plan", "code")
        constraints = (
            models.UniqueConstraint(fields=["plan", "code"], name="objectif_regional_code_unique"),
        )

    def __str__(self) -> str:
        return f"{self.code} {self.libelle}"


class RevisionPrs(Identifie, Regional):
    """One line of the table of a revision: an old objective, and what it became.

    Several lines share an objective that is split or merged; without `nouveau` it is given up.
    """

    ancien = models.ForeignKey(
        ObjectifRegional, models.PROTECT, related_name="devient", verbose_name="ancien objectif"
    )
    nouveau = models.ForeignKey(
        ObjectifRegional, models.PROTECT, null=True, blank=True, related_name="vient_de",
        verbose_name="nouvel objectif",
    )  # fmt: skip
    note = models.CharField("note", max_length=300, blank=True)

    class Meta:
        verbose_name = "révision du PRS"
        verbose_name_plural = "révisions du PRS"
        ordering = ("ancien", "pk")
        constraints = (
            models.UniqueConstraint(fields=["ancien", "nouveau"], name="revision_unique"),
            models.UniqueConstraint(
                fields=["ancien"],
                condition=Q(nouveau__isnull=True),
                name="revision_abandon_unique",
            ),
        )

    def __str__(self) -> str:
        return f"{self.ancien.code} → {self.nouveau.code if self.nouveau else 'abandonné'}"
