"""The release calendar: what producers will publish, and what a new edition obliges to read."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from ancrage.plateforme.commun.modeles import Horodate, Identifie, Regional, Versionne
from ancrage.plateforme.comptes.permissions import regions_of
from ancrage.plateforme.observations.etats import ORS, GenreConsequence


class CalendrierDiffusionQuerySet(models.QuerySet["CalendrierDiffusion"]):
    """Reading the calendar: the observatory of the region."""

    def visibles_par(self, user: Any) -> "CalendrierDiffusionQuerySet":
        """Return the calendar of the regions whose figures a user keeps."""
        return self.filter(region__in=regions_of(user, ORS))

    def attendues(self) -> "CalendrierDiffusionQuerySet":
        """Return the releases that have not come, those without a date last."""
        return self.filter(recue_le__isnull=True).order_by(
            models.F("attendue_le").asc(nulls_last=True), "producteur", "titre", "pk"
        )

    def en_retard(self) -> "CalendrierDiffusionQuerySet":
        """Return the releases whose day has passed."""
        return self.attendues().filter(attendue_le__lt=timezone.localdate())

    def recues(self) -> "CalendrierDiffusionQuerySet":
        """Return the releases that came, the latest first."""
        return self.filter(recue_le__isnull=False).order_by("-recue_le", "producteur", "pk")


class Origine(models.TextChoices):
    """How a line of the calendar came."""

    CATALOGUE = "catalogue", "annoncée au catalogue"
    SAISIE = "saisie", "saisie par l’observatoire"
    MAGASIN = "magasin", "constatée au chargement"


class CalendrierDiffusion(Identifie, Regional, Horodate, Versionne):
    """One release of one source. `annonce` is what the producer, or the catalogue, says of it."""

    source = models.CharField("code de la source", max_length=80)
    producteur = models.CharField("producteur", max_length=200)
    titre = models.CharField("source", max_length=250)
    annonce = models.CharField("annonce", max_length=200)
    attendue_le = models.DateField("attendue le", null=True, blank=True)
    origine = models.CharField("origine", max_length=10, choices=Origine.choices)
    recue_le = models.DateField("reçue le", null=True, blank=True)
    millesime_recu = models.CharField("millésime reçu", max_length=60, blank=True)

    objects = CalendrierDiffusionQuerySet.as_manager()

    class Meta:
        verbose_name = "parution attendue"
        verbose_name_plural = "parutions attendues"
        ordering = ("producteur", "titre", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=["region", "source", "annonce"], name="calendrier_parution_unique"
            ),
        )

    def __str__(self) -> str:
        return f"{self.producteur}, {self.titre}"

    @property
    def en_retard(self) -> bool:
        """Say whether the day has passed and nothing came."""
        late = self.attendue_le is not None and self.attendue_le < timezone.localdate()
        return late and self.recue_le is None


class ReleveEdition(Regional, Horodate):
    """The open figures of the region at one edition of the store, to compare the next with.

    Restricted figures are never in it: they must disappear with their agreement.
    """

    edition = models.CharField("édition des chiffres", max_length=60)
    millesimes = models.JSONField("millésimes par source", default=dict)
    contenu = models.BinaryField("chiffres, JSON compressé")

    class Meta:
        verbose_name = "relevé d’édition"
        verbose_name_plural = "relevés d’édition"
        ordering = ("-pk",)
        constraints = (
            models.UniqueConstraint(fields=["region", "edition"], name="releve_une_fois"),
        )

    def __str__(self) -> str:
        return f"relevé de l’édition {self.edition}"


class ConsequenceQuerySet(models.QuerySet["Consequence"]):
    """Reading the queue of review."""

    def visibles_par(self, user: Any) -> "ConsequenceQuerySet":
        """Return the queue of the regions whose figures a user keeps."""
        return self.filter(region__in=regions_of(user, ORS)).select_related("revue_par")

    def a_revoir(self) -> "ConsequenceQuerySet":
        """Return the lines that nobody has read."""
        return self.filter(revue_le__isnull=True)


class Consequence(Identifie, Regional, Horodate, Versionne):
    """One thing that a new edition of the figures changes; it waits for a person's eyes."""

    edition_avant = models.CharField("édition précédente", max_length=60)
    edition_apres = models.CharField("nouvelle édition", max_length=60)
    genre = models.CharField("genre", max_length=10, choices=GenreConsequence.choices)
    cle = models.CharField("clé", max_length=200)
    libelle = models.CharField("objet", max_length=250)
    constat = models.TextField("ce qui change")
    lien = models.CharField("adresse dans le site", max_length=300, blank=True)
    revue_par = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True,
        related_name="consequences_revues", verbose_name="revue par",
    )  # fmt: skip
    revue_le = models.DateTimeField("revue le", null=True, blank=True)
    note = models.TextField("suite donnée", blank=True)

    objects = ConsequenceQuerySet.as_manager()

    class Meta:
        verbose_name = "conséquence"
        verbose_name_plural = "conséquences"
        ordering = ("-edition_apres", "genre", "libelle", "pk")
        indexes = (models.Index(fields=["region", "revue_le"]),)
        constraints = (
            models.CheckConstraint(
                condition=Q(genre__in=GenreConsequence.values), name="consequence_genre_connu"
            ),
            models.UniqueConstraint(
                fields=["region", "edition_avant", "edition_apres", "genre", "cle"],
                name="consequence_une_fois",
            ),
            models.CheckConstraint(
                condition=Q(revue_le__isnull=True, revue_par__isnull=True)
                | Q(revue_le__isnull=False, revue_par__isnull=False),
                name="consequence_revue_par_quelqu_un",
            ),
        )

    def __str__(self) -> str:
        return self.libelle
