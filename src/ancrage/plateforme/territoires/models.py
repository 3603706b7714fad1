"""Stored perimeters: a dated list of communes with its vintage, and the quarters it targets."""

from datetime import date

from django.db import models
from django.db.models import Q

from ancrage.plateforme.commun.modeles import Horodate, Identifie, Regional, Versionne


class Usage(models.TextChoices):
    """What a perimeter is for; study and contract may differ, and the difference is explained."""

    ETUDE = "etude", "périmètre d'étude"
    CONTRAT = "contrat", "périmètre du contrat"


class PerimetreQuerySet(models.QuerySet["Perimetre"]):
    """Reading perimeters."""

    def in_force(self) -> "PerimetreQuerySet":
        """Leave out those that a later one replaced."""
        return self.filter(remplace_par__isnull=True)

    def with_counts(self) -> "PerimetreQuerySet":
        """Add how many communes and quarters each perimeter holds."""
        return self.annotate(
            nombre_communes=models.Count("communes", distinct=True),
            nombre_quartiers=models.Count("quartiers", distinct=True),
        ).order_by("libelle", "-date_effet", "pk")

    def covering(self, communes: list[str]) -> "PerimetreQuerySet":
        """Return the perimeters that share a commune with a list."""
        return self.filter(communes__code__in=communes).distinct()


class Perimetre(Identifie, Regional, Horodate, Versionne):
    """A list of communes at a vintage. Once frozen (« as signed ») it never changes again.

    `date_effet` dates the decision, `millesime` the commune codes. A change after freezing is
    another perimeter, which `remplace_par` points to.
    """

    libelle = models.CharField("nom", max_length=200)
    usage = models.CharField("usage", max_length=8, choices=Usage.choices, default=Usage.ETUDE)
    date_effet = models.DateField("date d'effet", default=date.today)
    millesime = models.PositiveSmallIntegerField("millésime des codes de communes")
    fige_le = models.DateTimeField("figé le", null=True, blank=True, editable=False)
    empreinte = models.CharField("empreinte de la liste", max_length=64, blank=True)
    ecart_explique = models.TextField(
        "écart avec le périmètre d'étude",
        blank=True,
        help_text="Pourquoi le périmètre du contrat diffère de celui du diagnostic (R9).",
    )
    remplace_par = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="remplace",
        verbose_name="remplacé par",
    )  # fmt: skip

    objects = PerimetreQuerySet.as_manager()

    class Meta:
        verbose_name = "périmètre"
        verbose_name_plural = "périmètres"
        ordering = ("libelle", "-date_effet")
        constraints = (
            models.CheckConstraint(
                condition=Q(millesime__gte=2003), name="perimetre_millesime_connu"
            ),
            models.CheckConstraint(
                condition=Q(fige_le__isnull=True, empreinte="")
                | (Q(fige_le__isnull=False) & ~Q(empreinte="")),
                name="perimetre_fige_avec_empreinte",
            ),
        )

    def __str__(self) -> str:
        return self.libelle

    @property
    def codes(self) -> list[str]:
        """Return the commune codes, sorted."""
        return sorted(commune.code for commune in self.communes.all())


class CommunePerimetre(models.Model):
    """One commune of a perimeter, with the name it had."""

    perimetre = models.ForeignKey(
        Perimetre, models.CASCADE, related_name="communes", verbose_name="périmètre"
    )
    code = models.CharField("code", max_length=5, db_index=True)
    libelle = models.CharField("nom", max_length=100)

    class Meta:
        verbose_name = "commune du périmètre"
        verbose_name_plural = "communes du périmètre"
        ordering = ("libelle",)
        constraints = (
            models.UniqueConstraint(fields=["perimetre", "code"], name="perimetre_commune_unique"),
        )

    def __str__(self) -> str:
        return self.libelle


class TypeQuartier(models.TextChoices):
    """The two kinds of quarters that a contract targets."""

    PRIORITAIRE = "prioritaire", "quartier prioritaire (QPV)"
    VEILLE_ACTIVE = "veille_active", "quartier en veille active"


class QuartierPerimetre(models.Model):
    """A quarter that the perimeter targets; a quarter under watch often has no code."""

    perimetre = models.ForeignKey(
        Perimetre, models.CASCADE, related_name="quartiers", verbose_name="périmètre"
    )
    type = models.CharField("type", max_length=14, choices=TypeQuartier.choices)
    code = models.CharField(
        "code", max_length=10, blank=True, help_text="QP… (2015) ou QN… (2024), s'il y en a un."
    )
    libelle = models.CharField("nom", max_length=150)
    commune = models.CharField("code de la commune", max_length=5)

    class Meta:
        verbose_name = "quartier du périmètre"
        verbose_name_plural = "quartiers du périmètre"
        ordering = ("libelle",)
        constraints = (
            models.UniqueConstraint(
                fields=["perimetre", "commune", "libelle"], name="perimetre_quartier_unique"
            ),
            models.CheckConstraint(
                condition=Q(type="veille_active") | ~Q(code=""), name="quartier_prioritaire_code"
            ),
        )

    def __str__(self) -> str:
        return self.libelle
