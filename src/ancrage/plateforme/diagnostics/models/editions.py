"""What was published: frozen editions, their errata, and who took a file away."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from ancrage.plateforme.commun.modeles import Horodate, Identifie, Regional
from ancrage.plateforme.comptes.permissions import regions_of
from ancrage.plateforme.diagnostics.etats import ORS
from ancrage.plateforme.diagnostics.models.travail import Diagnostic


class StatutEdition(models.TextChoices):
    """What became of an edition."""

    PUBLIEE = "publiee", "en vigueur"
    REMPLACEE = "remplacee", "remplacée"
    RETIREE = "retiree", "retirée"


class EditionQuerySet(models.QuerySet["Edition"]):
    """Reading editions: all are public, their notice says what became of them."""

    def in_force(self) -> "EditionQuerySet":
        """Return the editions that today's readers should read."""
        return self.filter(statut=StatutEdition.PUBLIEE)

    def for_page(self) -> "EditionQuerySet":
        """Load what a page shows; never the content itself."""
        return self.select_related(
            "diagnostic__perimetre", "diagnostic__commanditaire", "diagnostic__operateur"
        ).prefetch_related("errata__edition_corrigee")


class Edition(Identifie, Regional, Horodate):
    """A frozen edition. The SHA-256 of its content names it and is printed on its last page."""

    diagnostic = models.ForeignKey(
        Diagnostic, models.PROTECT, related_name="editions", verbose_name="diagnostic"
    )
    numero = models.PositiveSmallIntegerField("numéro")
    version_diagnostic = models.PositiveIntegerField(
        "version publiée",
        help_text="Version du diagnostic qui a été figée : une publication par version.",
    )
    publiee_le = models.DateField("publiée le")
    empreinte = models.CharField("empreinte du contenu", max_length=64)
    edition_magasin = models.CharField("édition des chiffres", max_length=40)
    version_code = models.CharField("version d’Ancrage", max_length=40)
    statut = models.CharField(
        "statut", max_length=10, choices=StatutEdition.choices, default=StatutEdition.PUBLIEE
    )
    remplacee_le = models.DateField("remplacée ou retirée le", null=True, blank=True)
    motif = models.TextField("motif du retrait", blank=True)

    objects = EditionQuerySet.as_manager()

    class Meta:
        verbose_name = "édition"
        verbose_name_plural = "éditions"
        ordering = ("diagnostic", "-numero")
        constraints = (
            models.UniqueConstraint(fields=["diagnostic", "numero"], name="edition_numero_unique"),
            models.UniqueConstraint(
                fields=["diagnostic"],
                condition=Q(statut=StatutEdition.PUBLIEE),
                name="edition_une_en_vigueur",
            ),
            models.UniqueConstraint(
                fields=["diagnostic", "version_diagnostic"], name="edition_version_unique"
            ),
            models.CheckConstraint(condition=Q(numero__gte=1), name="edition_numero_positif"),
            models.CheckConstraint(
                condition=Q(statut=StatutEdition.PUBLIEE, remplacee_le__isnull=True)
                | (~Q(statut=StatutEdition.PUBLIEE) & Q(remplacee_le__isnull=False)),
                name="edition_remplacee_datee",
            ),
            models.CheckConstraint(
                condition=~Q(statut=StatutEdition.RETIREE) | ~Q(motif=""),
                name="edition_retiree_motivee",
            ),
        )

    def __str__(self) -> str:
        return f"{self.diagnostic}, édition {self.numero}"

    @property
    def en_vigueur(self) -> bool:
        """Say whether this is the one to read."""
        return self.statut == StatutEdition.PUBLIEE


class ContenuEdition(models.Model):
    """The frozen content: canonical JSON, byte for byte (a JSON column would rewrite numbers)."""

    edition = models.OneToOneField(
        Edition, models.PROTECT, primary_key=True, related_name="contenu", verbose_name="édition"
    )
    texte = models.TextField("contenu")

    class Meta:
        verbose_name = "contenu d’édition"
        verbose_name_plural = "contenus d’éditions"

    def __str__(self) -> str:
        return f"contenu, {self.edition}"


class Erratum(Identifie, Horodate):
    """A published figure or text that was wrong: withdrawn on a day, explained, then corrected."""

    edition = models.ForeignKey(
        Edition, models.PROTECT, related_name="errata", verbose_name="édition"
    )
    indicateur = models.CharField("indicateur retiré", max_length=20, blank=True)
    cle = models.CharField("texte retiré", max_length=60, blank=True)
    explication = models.TextField("explication")
    date = models.DateField("retiré le")
    auteur_label = models.CharField("signalé par", max_length=200)
    edition_corrigee = models.ForeignKey(
        Edition, models.PROTECT, null=True, blank=True, related_name="corrige",
        verbose_name="édition corrigée",
    )  # fmt: skip

    class Meta:
        verbose_name = "erratum"
        verbose_name_plural = "errata"
        ordering = ("date", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=["edition", "indicateur", "cle"], name="erratum_une_fois"
            ),
            models.CheckConstraint(
                condition=(Q(cle="") & ~Q(indicateur="")) | (Q(indicateur="") & ~Q(cle="")),
                name="erratum_un_objet",
            ),
            models.CheckConstraint(condition=~Q(explication=""), name="erratum_explique"),
        )

    def __str__(self) -> str:
        return f"erratum, {self.edition}, {self.indicateur or self.cle}"


class ConsultationQuerySet(models.QuerySet["Consultation"]):
    """Reading who took which edition away."""

    def visibles_par(self, user: Any) -> "ConsultationQuerySet":
        """Return one's own, and for the observatory those of its region."""
        return self.filter(
            Q(personne=user) | Q(edition__region__in=regions_of(user, ORS))
        ).select_related("personne", "edition__diagnostic")


class Consultation(models.Model):
    """A signed-in person took a file of an edition away: she is told if a figure is withdrawn."""

    edition = models.ForeignKey(
        Edition, models.CASCADE, related_name="consultations", verbose_name="édition"
    )
    personne = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="consultations",
        verbose_name="personne",
    )  # fmt: skip
    premiere = models.DateTimeField("premier téléchargement")
    derniere = models.DateTimeField("dernier téléchargement")

    objects = ConsultationQuerySet.as_manager()

    class Meta:
        verbose_name = "consultation"
        verbose_name_plural = "consultations"
        ordering = ("-derniere",)
        constraints = (
            models.UniqueConstraint(
                fields=["edition", "personne"], name="consultation_une_par_personne"
            ),
        )

    def __str__(self) -> str:
        return f"consultation, {self.edition}"
