"""Versioned rules of a region, the set that they form at a date, and the legal texts cited."""

from datetime import date
from typing import Any, Self

from django.db import models
from django.db.models import F, Q

from ancrage.plateforme.commun.modeles import Identifie, Regional
from ancrage.plateforme.doctrine.parametres import read_parametres


class DateQuerySet(models.QuerySet[Any]):
    """Reading what holds between two dates; the doctrine is public, nobody is kept out."""

    def visibles_par(self, user: Any) -> Self:
        """Return every row: even a visitor reads the doctrine."""
        return self

    def in_force(self, region: str, on: date) -> Self:
        """Return what holds in a region on a day; the last day is included."""
        return self.filter(region=region, date_debut__lte=on).filter(
            Q(date_fin__isnull=True) | Q(date_fin__gte=on)
        )


class EnVigueur:
    """What holds from a day on, to another when the next version is known."""

    date_debut: date
    date_fin: date | None

    def holds(self, on: date) -> bool:
        """Say whether this version is in force on a day; its last day is included."""
        return self.date_debut <= on and (self.date_fin is None or self.date_fin >= on)


class Effet(models.TextChoices):
    """What an unmet rule does."""

    BLOQUE = "bloque", "bloque"
    ALERTE = "alerte", "alerte"
    INFORMATION = "information", "information"


class RegleRegionale(Identifie, Regional):
    """One version of a rule (R1 to R21) in a region. It never changes: another version follows."""

    code = models.CharField("code", max_length=3)
    numero = models.PositiveSmallIntegerField("numéro de version")
    date_debut = models.DateField("en vigueur depuis")
    date_fin = models.DateField("en vigueur jusqu’au", null=True, blank=True)
    enonce = models.TextField("énoncé")
    effet = models.CharField("effet", max_length=11, choices=Effet.choices)
    parametres = models.JSONField("paramètres", default=dict)
    source = models.CharField("source", max_length=300)

    objects = DateQuerySet.as_manager()

    class Meta:
        verbose_name = "règle régionale"
        verbose_name_plural = "règles régionales"
        ordering = ("region", "code", "numero")
        constraints = (
            models.UniqueConstraint(
                fields=["region", "code", "numero"], name="regle_version_unique"
            ),
            models.UniqueConstraint(
                fields=["region", "code"],
                condition=Q(date_fin__isnull=True),
                name="regle_une_version_ouverte",
            ),
            models.CheckConstraint(
                condition=Q(date_fin__isnull=True) | Q(date_fin__gte=F("date_debut")),
                name="regle_fin_apres_debut",
            ),
            models.CheckConstraint(
                condition=Q(code__in=[f"R{numero}" for numero in range(1, 22)]),
                name="regle_code_connu",
            ),
            models.CheckConstraint(
                condition=Q(effet__in=Effet.values) & ~Q(enonce="") & ~Q(source=""),
                name="regle_effet_enonce_source",
            ),
        )

    def __str__(self) -> str:
        return f"{self.code}, version {self.numero}"

    @property
    def lus(self) -> Any:
        """Return the parameters as the class of this rule."""
        return read_parametres(self.code, self.parametres)


class Doctrine(EnVigueur, Identifie, Regional):
    """The set of rules of a region from a date on; a signed contract keeps its own.

    `delais` says how many days each step may take (code of the state → days): frozen, in each
    contract, on the day it enters the step.
    """

    numero = models.PositiveSmallIntegerField("numéro")
    libelle = models.CharField("nom", max_length=200)
    date_debut = models.DateField("en vigueur depuis")
    date_fin = models.DateField("en vigueur jusqu’au", null=True, blank=True)
    delais = models.JSONField("délais en jours", default=dict)
    source = models.CharField("source", max_length=300)
    regles = models.ManyToManyField(RegleRegionale, related_name="doctrines", verbose_name="règles")

    objects = DateQuerySet.as_manager()

    class Meta:
        verbose_name = "doctrine"
        verbose_name_plural = "doctrines"
        ordering = ("region", "numero")
        constraints = (
            models.UniqueConstraint(fields=["region", "numero"], name="doctrine_numero_unique"),
            models.UniqueConstraint(
                fields=["region"],
                condition=Q(date_fin__isnull=True),
                name="doctrine_une_seule_ouverte",
            ),
            models.CheckConstraint(
                condition=Q(date_fin__isnull=True) | Q(date_fin__gte=F("date_debut")),
                name="doctrine_fin_apres_debut",
            ),
        )

    def __str__(self) -> str:
        return self.libelle


class Visa(Identifie, Regional):
    """A legal text as an act cites it, in the wording of a period (HPST 2009, 2016, 3DS 2022)."""

    code = models.SlugField("code", max_length=40)
    numero = models.PositiveSmallIntegerField("numéro de version")
    rang = models.PositiveSmallIntegerField("rang dans l’acte")
    texte = models.TextField("texte cité")
    date_texte = models.DateField("date du texte")
    date_debut = models.DateField("à citer depuis")
    date_fin = models.DateField("à citer jusqu’au", null=True, blank=True)
    a_verifier = models.BooleanField("rédaction à vérifier", default=False)
    source = models.CharField("source", max_length=300)

    objects = DateQuerySet.as_manager()

    class Meta:
        verbose_name = "visa"
        verbose_name_plural = "visas"
        ordering = ("region", "rang", "numero")
        constraints = (
            models.UniqueConstraint(fields=["region", "code", "numero"], name="visa_unique"),
            models.CheckConstraint(
                condition=Q(date_fin__isnull=True) | Q(date_fin__gte=F("date_debut")),
                name="visa_fin_apres_debut",
            ),
        )

    def __str__(self) -> str:
        return self.texte
