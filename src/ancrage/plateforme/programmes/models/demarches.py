"""The local processes that a contract takes into account (article 3)."""

from typing import Any

from django.db import models
from django.db.models import F, Q

from ancrage.plateforme.commun.modeles import Horodate, Identifie, Regional, Versionne
from ancrage.plateforme.contrats.models import Contrat
from ancrage.plateforme.programmes.models.fiches import FicheAction


class TypeDemarche(models.TextChoices):
    """What kind of local process it is."""

    ASV = "asv", "atelier santé ville (ASV)"
    CONTRAT_VILLE = "contrat_ville", "contrat de ville"
    CLSM = "clsm", "conseil local de santé mentale (CLSM)"
    CPTS = "cpts", "communauté professionnelle territoriale de santé (CPTS)"
    MSP = "msp", "maison de santé pluriprofessionnelle (MSP)"
    PTSM = "ptsm", "projet territorial de santé mentale (PTSM)"
    PRSE = "prse", "plan régional santé-environnement (PRSE)"
    VILLES_SANTE = "villes_sante", "réseau français des Villes-Santé de l’OMS"
    PAT = "pat", "projet alimentaire territorial (PAT)"
    AUTRE = "autre", "autre démarche"


class DemarcheLieeQuerySet(models.QuerySet["DemarcheLiee"]):
    """Reads of the linked processes."""

    def of(self, contrat: Contrat) -> "DemarcheLieeQuerySet":
        """Return those of a contract, in the order of their names."""
        return self.filter(contrat=contrat)

    def with_fiches(self) -> "DemarcheLieeQuerySet":
        """Add the sheets that each meets."""
        return self.prefetch_related("fiches")


class DemarcheLiee(Identifie, Regional, Horodate, Versionne):
    """A local process beside a contract, and how the contract takes it into account."""

    contrat = models.ForeignKey(
        Contrat, models.PROTECT, related_name="demarches_liees", verbose_name="contrat"
    )
    type = models.CharField("type", max_length=13, choices=TypeDemarche.choices)
    nom = models.CharField("nom", max_length=200)
    organisme = models.CharField("organisme porteur", max_length=200, blank=True)
    depuis = models.DateField("depuis", null=True, blank=True)
    jusqu_au = models.DateField("jusqu’au", null=True, blank=True)
    prise_en_compte = models.TextField("prise en compte par le contrat", blank=True)
    source = models.CharField("source", max_length=300, blank=True)
    fiches: Any = models.ManyToManyField(
        FicheAction, blank=True, related_name="demarches_liees", verbose_name="fiches liées"
    )

    objects = DemarcheLieeQuerySet.as_manager()

    class Meta:
        verbose_name = "démarche liée"
        verbose_name_plural = "démarches liées"
        ordering = ("nom", "pk")
        constraints = (
            models.UniqueConstraint(fields=["contrat", "type", "nom"], name="demarche_une_fois"),
            models.CheckConstraint(
                condition=Q(type__in=TypeDemarche.values) & ~Q(nom=""), name="demarche_nommee"
            ),
            models.CheckConstraint(
                condition=Q(depuis__isnull=True)
                | Q(jusqu_au__isnull=True)
                | Q(jusqu_au__gte=F("depuis")),
                name="demarche_dates",
            ),
        )

    def __str__(self) -> str:
        return self.nom
