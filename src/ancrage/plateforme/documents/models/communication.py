"""The plan of communication of a contract, a row per message."""

from datetime import date
from typing import Any, Self

from django.db import models
from django.db.models import F, Q

from ancrage.plateforme.commun.modeles import Horodate, Identifie, Regional, Versionne
from ancrage.plateforme.contrats.models import Contrat


class PublicVise(models.TextChoices):
    """To whom something is said, in the order of the document."""

    ELUS = "elus", "Élus"
    PROFESSIONNELS = "professionnels", "Professionnels"
    HABITANTS = "habitants", "Habitants et usagers"
    PARTENAIRES = "partenaires", "Partenaires et associations"
    PRESSE = "presse", "Presse"


class LigneCommunicationQuerySet(models.QuerySet["LigneCommunication"]):
    """Reading the plan."""

    def of(self, contrat: Contrat) -> Self:
        """Return the rows of a contract that the caller has found through its own door."""
        return self.filter(contrat=contrat)


class LigneCommunication(Identifie, Regional, Horodate, Versionne):
    """One message: to whom, by which means, for which day, by whose function; done or not."""

    contrat = models.ForeignKey(
        Contrat, models.PROTECT, related_name="lignes_communication", verbose_name="contrat"
    )
    public = models.CharField("public", max_length=14, choices=PublicVise.choices)
    message = models.CharField("message", max_length=500)
    support = models.CharField("moyen", max_length=200)
    responsable = models.CharField("responsable", max_length=150)
    pour_le = models.DateField("pour le", null=True, blank=True)
    fait_le = models.DateField("fait le", null=True, blank=True)

    objects: Any = LigneCommunicationQuerySet.as_manager()

    class Meta:
        verbose_name = "ligne du plan de communication"
        verbose_name_plural = "lignes du plan de communication"
        ordering = (F("pour_le").asc(nulls_last=True), "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(public__in=PublicVise.values)
                & ~Q(message="")
                & ~Q(support="")
                & ~Q(responsable=""),
                name="ligne_communication_entiere",
            ),
            models.UniqueConstraint(
                fields=["contrat", "public", "message"], name="ligne_communication_unique"
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_public_display()} : {self.message}"

    def is_late(self, on: date) -> bool:
        """Say whether its day has passed without its being done."""
        return self.fait_le is None and self.pour_le is not None and self.pour_le < on
