"""What a contract answers to and aims at: needs, priorities, axes, objectives."""

from typing import Any, Self

from django.db import models
from django.db.models import F, Q

from ancrage.plateforme.commun.modeles import Horodate, Identifie, Regional, Versionne
from ancrage.plateforme.contrats.models import Contrat
from ancrage.plateforme.diagnostics.models import Edition
from ancrage.plateforme.fichiers.models import Fichier
from ancrage.plateforme.programmes.listes import EvolutionBesoin, NiveauObjectif


class DuContrat(models.QuerySet[Any]):
    """Reading the parts of the plans."""

    def of(self, contrat: Contrat) -> Self:
        """Return those of a contract that the caller has found through its own door."""
        return self.filter(contrat=contrat)


class Besoin(Identifie, Regional, Horodate, Versionne):
    """A problem that indicators and findings establish: see its `appuis`."""

    contrat = models.ForeignKey(
        Contrat, models.PROTECT, related_name="besoins", verbose_name="contrat"
    )
    code = models.CharField("code", max_length=20)
    rang = models.PositiveSmallIntegerField("rang")
    libelle = models.CharField("libellé", max_length=300)
    description = models.TextField("description", blank=True)
    evolution = models.CharField(
        "évolution depuis le dernier diagnostic", max_length=12,
        choices=EvolutionBesoin.choices, blank=True,
    )  # fmt: skip

    objects = DuContrat.as_manager()

    class Meta:
        verbose_name = "besoin"
        verbose_name_plural = "besoins"
        ordering = ("rang", "pk")
        constraints = (
            models.UniqueConstraint(fields=["contrat", "code"], name="besoin_code_unique"),
            models.CheckConstraint(
                condition=~Q(libelle="")
                & ~Q(code="")
                & Q(evolution__in=["", *EvolutionBesoin.values]),
                name="besoin_nomme",
            ),
        )

    def __str__(self) -> str:
        return f"{self.code} {self.libelle}"


class AppuiBesoin(Identifie, Regional, Horodate):
    """What a need leans on: an indicator as an edition published it, or a sourced finding."""

    besoin = models.ForeignKey(Besoin, models.CASCADE, related_name="appuis", verbose_name="besoin")
    edition = models.ForeignKey(
        Edition, models.PROTECT, null=True, blank=True, related_name="besoins_appuyes",
        verbose_name="édition",
    )  # fmt: skip
    indicateur = models.CharField("indicateur", max_length=20, blank=True)
    constat = models.TextField("constat", blank=True)
    source = models.CharField("source du constat", max_length=300, blank=True)
    fichier = models.ForeignKey(
        Fichier, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="document"
    )

    class Meta:
        verbose_name = "appui d’un besoin"
        verbose_name_plural = "appuis d’un besoin"
        ordering = ("pk",)
        constraints = (
            models.CheckConstraint(
                condition=(Q(edition__isnull=False, constat="", source="") & ~Q(indicateur=""))
                | (Q(edition__isnull=True, indicateur="") & ~Q(constat="") & ~Q(source="")),
                name="appui_indicateur_ou_constat_source",
            ),
            models.UniqueConstraint(
                fields=["besoin", "edition", "indicateur"],
                condition=Q(edition__isnull=False),
                name="appui_indicateur_unique",
            ),
        )

    def __str__(self) -> str:
        return f"{self.indicateur}, {self.edition}" if self.edition else self.constat[:100]


class GrillePriorisation(Identifie, Regional, Horodate, Versionne):
    """The criteria of a choice of priorities: a list of {code, libelle, poids}, notes 0 to max."""

    contrat = models.OneToOneField(
        Contrat, models.PROTECT, related_name="grille", verbose_name="contrat"
    )
    criteres = models.JSONField("critères", default=list)
    note_maximale = models.PositiveSmallIntegerField("note maximale", default=5)

    class Meta:
        verbose_name = "grille de priorisation"
        verbose_name_plural = "grilles de priorisation"
        constraints = (
            models.CheckConstraint(
                condition=Q(note_maximale__gte=1, note_maximale__lte=100), name="grille_note_bornee"
            ),
        )

    def __str__(self) -> str:
        return f"grille, {self.contrat}"


class PrioriteQuerySet(DuContrat):
    """Reading priorities."""

    def retenues(self, contrat: Contrat, on: Any) -> "PrioriteQuerySet":
        """Return those that the COPIL had chosen by a day."""
        return self.filter(contrat=contrat, decidee_le__lte=on)


class Priorite(Identifie, Regional, Horodate, Versionne):
    """A need, or several, as the COPIL chose them; without decision it is only proposed.

    `notes` maps the criteria of the grid to their notes; `score` is their weighted mean, out of
    the highest note, kept when the notes are.
    """

    contrat = models.ForeignKey(
        Contrat, models.PROTECT, related_name="priorites", verbose_name="contrat"
    )
    besoins = models.ManyToManyField(Besoin, related_name="priorites", verbose_name="besoins")
    rang = models.PositiveSmallIntegerField("rang")
    libelle = models.CharField("libellé", max_length=300)
    notes = models.JSONField("notes", default=dict)
    score = models.DecimalField("score", max_digits=5, decimal_places=2, null=True, blank=True)
    decision = models.CharField("décision du COPIL", max_length=60, blank=True)
    decidee_le = models.DateField("retenue le", null=True, blank=True)
    fichier = models.ForeignKey(
        Fichier, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name="relevé de décisions",
    )  # fmt: skip

    objects = PrioriteQuerySet.as_manager()

    class Meta:
        verbose_name = "priorité"
        verbose_name_plural = "priorités"
        ordering = ("rang", "pk")
        constraints = (
            models.UniqueConstraint(fields=["contrat", "libelle"], name="priorite_libelle_unique"),
            models.CheckConstraint(condition=~Q(libelle=""), name="priorite_nommee"),
            models.CheckConstraint(
                condition=Q(decision="", decidee_le__isnull=True)
                | (~Q(decision="") & Q(decidee_le__isnull=False)),
                name="priorite_decision_datee",
            ),
            models.CheckConstraint(
                condition=Q(score__isnull=True) | Q(score__gte=0), name="priorite_score_positif"
            ),
        )

    def __str__(self) -> str:
        return self.libelle

    @property
    def is_retenue(self) -> bool:
        """Say whether the COPIL chose it."""
        return self.decidee_le is not None


class Axe(Identifie, Regional, Horodate, Versionne):
    """A great direction of the contract, under the priorities that it serves."""

    contrat = models.ForeignKey(
        Contrat, models.PROTECT, related_name="axes", verbose_name="contrat"
    )
    rang = models.PositiveSmallIntegerField("rang")
    libelle = models.CharField("libellé", max_length=300)
    description = models.TextField("description", blank=True)
    priorites = models.ManyToManyField(
        Priorite, related_name="axes", verbose_name="priorités", blank=True
    )

    objects = DuContrat.as_manager()

    class Meta:
        verbose_name = "axe stratégique"
        verbose_name_plural = "axes stratégiques"
        ordering = ("rang", "pk")
        constraints = (
            models.UniqueConstraint(fields=["contrat", "libelle"], name="axe_libelle_unique"),
            models.CheckConstraint(condition=~Q(libelle=""), name="axe_nomme"),
        )

    def __str__(self) -> str:
        return self.libelle


class Objectif(Identifie, Regional, Horodate, Versionne):
    """An aim of an axis, under a wider one or at the root; triggers hold axis and level."""

    axe = models.ForeignKey(Axe, models.PROTECT, related_name="objectifs", verbose_name="axe")
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="enfants",
        verbose_name="objectif au-dessus",
    )  # fmt: skip
    niveau = models.CharField("niveau", max_length=12, choices=NiveauObjectif.choices)
    rang = models.PositiveSmallIntegerField("rang")
    libelle = models.CharField("libellé", max_length=500)
    structurant = models.BooleanField("structurant", default=False)

    class Meta:
        verbose_name = "objectif"
        verbose_name_plural = "objectifs"
        ordering = ("rang", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=["axe", "parent", "libelle"], name="objectif_libelle_unique"
            ),
            models.UniqueConstraint(
                fields=["axe", "libelle"],
                condition=Q(parent__isnull=True),
                name="objectif_racine_unique",
            ),
            models.CheckConstraint(
                condition=~Q(libelle="") & Q(niveau__in=NiveauObjectif.values),
                name="objectif_nomme",
            ),
            models.CheckConstraint(
                condition=Q(parent__isnull=True)
                | (~Q(parent=F("pk")) & ~Q(niveau=NiveauObjectif.GENERAL)),
                name="objectif_general_a_la_racine",
            ),
        )

    def __str__(self) -> str:
        return self.libelle
