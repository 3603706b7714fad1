"""What a takeover brings besides the contract: its past diagnosis, and how it is prepared."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from ancrage.plateforme.commun.modeles import Horodate, Identifie, Regional, Versionne
from ancrage.plateforme.contrats.etats import ACTES
from ancrage.plateforme.contrats.models.contrat import Contrat
from ancrage.plateforme.fichiers.models import Fichier


class DiagnosticAnterieur(Identifie, Regional, Horodate):
    """The diagnosis made before the contract came to the site: its PDF, never its tables."""

    contrat = models.OneToOneField(
        Contrat, models.PROTECT, related_name="diagnostic_anterieur", verbose_name="contrat"
    )
    titre = models.CharField("titre", max_length=200)
    auteur = models.CharField("réalisé par", max_length=200)
    date = models.DateField("date du document")
    fichier = models.ForeignKey(
        Fichier, models.PROTECT, related_name="+", verbose_name="document PDF"
    )

    class Meta:
        verbose_name = "diagnostic antérieur"
        verbose_name_plural = "diagnostics antérieurs"
        ordering = ("-date",)
        constraints = (
            models.CheckConstraint(
                condition=~Q(titre="") & ~Q(auteur=""), name="diagnostic_anterieur_attribue"
            ),
        )

    def __str__(self) -> str:
        return self.titre


class ChiffreDepart(Identifie, Regional):
    """A starting figure, as the past diagnosis prints it: no figure without source and period."""

    diagnostic = models.ForeignKey(
        DiagnosticAnterieur, models.PROTECT, related_name="chiffres", verbose_name="diagnostic"
    )
    rang = models.PositiveSmallIntegerField("rang")
    libelle = models.CharField("indicateur", max_length=200)
    valeur = models.DecimalField("valeur", max_digits=14, decimal_places=4)
    unite = models.CharField("unité", max_length=60)
    periode = models.CharField("période", max_length=40)
    source = models.CharField("source", max_length=200)
    page = models.CharField("page du document", max_length=20, blank=True)

    class Meta:
        verbose_name = "chiffre de départ"
        verbose_name_plural = "chiffres de départ"
        ordering = ("diagnostic", "rang")
        constraints = (
            models.UniqueConstraint(
                fields=["diagnostic", "libelle", "periode"], name="chiffre_depart_unique"
            ),
            models.CheckConstraint(
                condition=~Q(libelle="") & ~Q(unite="") & ~Q(periode="") & ~Q(source=""),
                name="chiffre_depart_source",
            ),
        )

    def __str__(self) -> str:
        return f"{self.libelle}, {self.periode}"


class PreparationsQuerySet(models.QuerySet):
    """Reading the takeovers that are being prepared."""

    def visibles_par(self, user: Any) -> "PreparationsQuerySet":
        """Return those of the regions where a person takes contracts over."""
        return self.filter(region__in=user.regions_with(ACTES["reprendre"].roles))


class BrouillonReprise(Identifie, Regional, Horodate, Versionne):
    """A takeover being typed, step by step; `contrat` is set once it is done."""

    saisie = models.JSONField("saisie", default=dict)
    auteur = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="auteur"
    )
    contrat = models.OneToOneField(
        Contrat, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="contrat"
    )

    objects = PreparationsQuerySet.as_manager()

    class Meta:
        verbose_name = "brouillon de reprise"
        verbose_name_plural = "brouillons de reprise"
        ordering = ("-modifie_le",)

    def __str__(self) -> str:
        return str(self.saisie.get("nom") or "contrat sans nom")


class ClasseurReprise(Identifie, Regional, Horodate):
    """A workbook of contracts to take over, with the scans that it names."""

    fichier = models.ForeignKey(Fichier, models.PROTECT, related_name="+", verbose_name="classeur")
    pieces = models.ManyToManyField(Fichier, related_name="+", verbose_name="pièces numérisées")
    auteur = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="auteur"
    )
    importe_le = models.DateTimeField("importé le", null=True, blank=True)

    objects = PreparationsQuerySet.as_manager()

    class Meta:
        verbose_name = "classeur de reprise"
        verbose_name_plural = "classeurs de reprise"
        ordering = ("-cree_le",)

    def __str__(self) -> str:
        return self.fichier.nom


class LigneReprise(Regional):
    """Which contract a reference of the region's workbooks became: it is never made twice."""

    classeur = models.ForeignKey(
        ClasseurReprise, models.PROTECT, related_name="lignes", verbose_name="classeur"
    )
    reference = models.CharField("référence", max_length=60)
    contrat = models.OneToOneField(
        Contrat, models.PROTECT, related_name="+", verbose_name="contrat"
    )

    class Meta:
        verbose_name = "ligne de reprise"
        verbose_name_plural = "lignes de reprise"
        ordering = ("reference",)
        constraints = (
            models.UniqueConstraint(
                fields=["region", "reference"], name="ligne_reprise_reference_unique"
            ),
            models.CheckConstraint(condition=~Q(reference=""), name="ligne_reprise_referencee"),
        )

    def __str__(self) -> str:
        return self.reference
