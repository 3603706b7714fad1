"""Amendments, and what became of communes: the usual reason for one."""

from django.db import models
from django.db.models import F, Q

from ancrage.plateforme.commun.modeles import Horodate, Identifie, Regional, Versionne
from ancrage.plateforme.contrats.models.contrat import Contrat
from ancrage.plateforme.territoires.models import Perimetre


class NatureChangement(models.TextChoices):
    """What happens to a commune of a perimeter."""

    FUSION = "fusion", "fusion de communes"
    AUTRE = "autre", "scission ou changement de code"
    DEPART = "depart", "retrait d’une commune"


class ChangementCommune(Identifie, Regional, Horodate):
    """A commune of a signed perimeter that merged or left: an alert, and its amendment."""

    contrat = models.ForeignKey(
        Contrat, models.PROTECT, related_name="changements", verbose_name="contrat"
    )
    nature = models.CharField("nature", max_length=8, choices=NatureChangement.choices)
    le = models.DateField("constaté le")
    avant = models.JSONField("communes avant", default=list)
    apres = models.JSONField("communes après", default=list)
    detail = models.TextField("détail")

    class Meta:
        verbose_name = "changement de communes"
        verbose_name_plural = "changements de communes"
        ordering = ("-le", "-pk")
        constraints = (
            models.UniqueConstraint(
                fields=["contrat", "nature", "detail"], name="changement_une_fois"
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_nature_display()}, {self.contrat}"


class Avenant(Identifie, Regional, Horodate, Versionne):
    """An act that changes a signed contract: its end, its perimeter, its text, its parties.

    `ancienne_fin` and `ancien_perimetre` keep what it replaced: the contract as of any day is
    read from them. `articles` is a list of {article, avant, apres}.
    """

    contrat = models.ForeignKey(
        Contrat, models.PROTECT, related_name="avenants", verbose_name="contrat"
    )
    numero = models.PositiveSmallIntegerField("numéro")
    objet = models.CharField("objet", max_length=200)
    motif = models.TextField("motif")
    articles = models.JSONField("articles modifiés", default=list)
    date_effet = models.DateField("date d’effet")
    date_fin = models.DateField("nouveau terme", null=True, blank=True)
    ancienne_fin = models.DateField("ancien terme", null=True, blank=True, editable=False)
    perimetre = models.ForeignKey(
        Perimetre, models.PROTECT, null=True, blank=True, related_name="avenants",
        verbose_name="nouveau périmètre",
    )  # fmt: skip
    ancien_perimetre = models.ForeignKey(
        Perimetre, models.PROTECT, null=True, blank=True, editable=False, related_name="+",
        verbose_name="ancien périmètre",
    )  # fmt: skip
    changement = models.OneToOneField(
        ChangementCommune, models.PROTECT, null=True, blank=True, related_name="avenant",
        verbose_name="à la suite de",
    )  # fmt: skip
    signe_le = models.DateField("signé le", null=True, blank=True, editable=False)
    abandonne_le = models.DateField("abandonné le", null=True, blank=True, editable=False)

    class Meta:
        verbose_name = "avenant"
        verbose_name_plural = "avenants"
        ordering = ("contrat", "numero")
        constraints = (
            models.UniqueConstraint(fields=["contrat", "numero"], name="avenant_numero_unique"),
            models.CheckConstraint(
                condition=Q(signe_le__isnull=True) | Q(abandonne_le__isnull=True),
                name="avenant_signe_ou_abandonne",
            ),
            models.CheckConstraint(
                condition=Q(date_fin__isnull=True)
                | Q(ancienne_fin__isnull=True)
                | ~Q(date_fin=F("ancienne_fin")),
                name="avenant_terme_change",
            ),
            models.CheckConstraint(
                condition=~Q(objet="") & ~Q(motif=""), name="avenant_objet_motif"
            ),
        )

    def __str__(self) -> str:
        return f"avenant n° {self.numero}, {self.contrat}"

    @property
    def is_open(self) -> bool:
        """Say whether it is still being prepared."""
        return self.signe_le is None and self.abandonne_le is None
