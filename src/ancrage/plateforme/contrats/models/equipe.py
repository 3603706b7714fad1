"""The people of a contract: coordinators, elected members, and what an election ends."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from ancrage.plateforme.commun.modeles import Horodate, Identifie, Regional
from ancrage.plateforme.comptes.models import Affectation, Organisation
from ancrage.plateforme.contrats.models.contrat import Contrat
from ancrage.plateforme.fichiers.models import Fichier


class EnCoursQuerySet(models.QuerySet):
    """Reading posts and mandates at a date."""

    def en_cours(self, on: date) -> "EnCoursQuerySet":
        """Return those that run on a day; the last day is included."""
        return self.filter(debut__lte=on).filter(Q(fin__isnull=True) | Q(fin__gte=on))


class Coordonnateur(Identifie, Regional, Horodate):
    """A coordinator in post between two dates; nobody in post is a vacancy."""

    contrat = models.ForeignKey(
        Contrat, models.PROTECT, related_name="coordonnateurs", verbose_name="contrat"
    )
    utilisateur = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="postes", verbose_name="personne"
    )
    employeur = models.ForeignKey(
        Organisation, models.PROTECT, related_name="+", verbose_name="employeur"
    )
    affectation = models.ForeignKey(
        Affectation, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name="rôle donné",
    )  # fmt: skip
    etp = models.DecimalField("ETP", max_digits=3, decimal_places=2)
    debut = models.DateField("début")
    fin = models.DateField("fin", null=True, blank=True)
    motif_fin = models.CharField("motif de la fin", max_length=200, blank=True)

    objects = EnCoursQuerySet.as_manager()

    class Meta:
        verbose_name = "coordonnateur"
        verbose_name_plural = "coordonnateurs"
        ordering = ("contrat", "debut")
        constraints = (
            models.CheckConstraint(
                condition=Q(fin__isnull=True) | Q(fin__gte=F("debut")),
                name="coordonnateur_dates",
            ),
            models.CheckConstraint(
                condition=Q(etp__gt=0, etp__lte=1), name="coordonnateur_quotite"
            ),
            models.UniqueConstraint(
                fields=["contrat", "utilisateur"],
                condition=Q(fin__isnull=True),
                name="coordonnateur_une_fois",
            ),
        )

    def __str__(self) -> str:
        return f"coordonnateur, {self.contrat}"


class TypeMandat(models.TextChoices):
    """What an elected person does in the contract."""

    ELU_REFERENT = "elu_referent", "élu référent"
    MEMBRE_COPIL = "membre_copil", "membre du COPIL"


class RenouvellementMandats(Identifie, Regional, Horodate):
    """A municipal election: the mandates of the communes and their groupings end together."""

    libelle = models.CharField("élection", max_length=200)
    le = models.DateField("le")

    class Meta:
        verbose_name = "renouvellement des mandats"
        verbose_name_plural = "renouvellements des mandats"
        ordering = ("-le",)
        constraints = (
            models.UniqueConstraint(fields=["region", "le"], name="renouvellement_unique"),
        )

    def __str__(self) -> str:
        return self.libelle


class Mandat(Identifie, Regional, Horodate):
    """An elected person named with her function, for her local authority, between two dates."""

    contrat = models.ForeignKey(
        Contrat, models.PROTECT, related_name="mandats", verbose_name="contrat"
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="mandats", verbose_name="collectivité"
    )
    type = models.CharField("type", max_length=14, choices=TypeMandat.choices)
    titulaire = models.CharField("titulaire", max_length=150)
    fonction = models.CharField("fonction", max_length=150)
    debut = models.DateField("début")
    fin = models.DateField("fin", null=True, blank=True)
    fin_par = models.ForeignKey(
        RenouvellementMandats, models.PROTECT, null=True, blank=True, related_name="mandats_finis",
        verbose_name="fini par",
    )  # fmt: skip

    objects = EnCoursQuerySet.as_manager()

    class Meta:
        verbose_name = "mandat"
        verbose_name_plural = "mandats"
        ordering = ("contrat", "type", "debut")
        constraints = (
            models.CheckConstraint(
                condition=Q(fin__isnull=True) | Q(fin__gte=F("debut")), name="mandat_dates"
            ),
            models.UniqueConstraint(
                fields=["contrat", "organisation", "type"],
                condition=Q(fin__isnull=True),
                name="mandat_un_titulaire",
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_type_display()}, {self.organisation}"


class Confirmation(Identifie, Regional, Horodate):
    """Whether a local authority confirms its adhesion after an election."""

    renouvellement = models.ForeignKey(
        RenouvellementMandats, models.PROTECT, related_name="confirmations",
        verbose_name="renouvellement",
    )  # fmt: skip
    contrat = models.ForeignKey(
        Contrat, models.PROTECT, related_name="confirmations", verbose_name="contrat"
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="+", verbose_name="collectivité"
    )
    confirmee_le = models.DateField("confirmée le", null=True, blank=True)
    fichier = models.ForeignKey(
        Fichier, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="document"
    )

    class Meta:
        verbose_name = "confirmation d’adhésion"
        verbose_name_plural = "confirmations d’adhésion"
        ordering = ("renouvellement", "contrat")
        constraints = (
            models.UniqueConstraint(
                fields=["renouvellement", "contrat", "organisation"], name="confirmation_unique"
            ),
        )

    def __str__(self) -> str:
        return f"confirmation, {self.organisation}"
