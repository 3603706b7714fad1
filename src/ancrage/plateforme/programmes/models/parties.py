"""What an action sheet holds in numbers: who, when, where, for whom, with what, measured how."""

from decimal import Decimal

from django.db import models
from django.db.models import F, Q

from ancrage.plateforme.commun.modeles import Identifie, Regional
from ancrage.plateforme.comptes.models import Organisation
from ancrage.plateforme.doctrine.models import ObjectifRegional
from ancrage.plateforme.programmes.listes import (
    NatureIndicateur,
    RoleIntervenant,
    Sexe,
    TypeLieu,
)
from ancrage.plateforme.programmes.models.fiches import FicheAction


class _DeLaFiche(Identifie, Regional):
    """A line of a sheet, in its place."""

    rang = models.PositiveSmallIntegerField("rang", default=1)

    class Meta:
        abstract = True


class Intervenant(_DeLaFiche):
    """An organisation in an action. It is written as named, tied to its account when known."""

    fiche = models.ForeignKey(
        FicheAction, models.CASCADE, related_name="intervenants", verbose_name="fiche"
    )
    role = models.CharField("rôle", max_length=9, choices=RoleIntervenant.choices)
    structure = models.CharField("structure", max_length=200)
    fonction = models.CharField("fonction", max_length=150, blank=True)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="interventions",
        verbose_name="organisation",
    )  # fmt: skip

    class Meta:
        verbose_name = "intervenant"
        verbose_name_plural = "intervenants"
        ordering = ("rang", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=["fiche"], condition=Q(role=RoleIntervenant.PILOTE),
                name="fiche_un_pilote",
            ),
            models.UniqueConstraint(
                fields=["fiche", "role", "structure"], name="intervenant_unique"
            ),
            models.CheckConstraint(
                condition=~Q(structure="") & Q(role__in=RoleIntervenant.values),
                name="intervenant_nomme",
            ),
        )  # fmt: skip

    def __str__(self) -> str:
        return self.structure


class Jalon(_DeLaFiche):
    """A step of an action, dated as soon as it can be."""

    fiche = models.ForeignKey(
        FicheAction, models.CASCADE, related_name="jalons", verbose_name="fiche"
    )
    libelle = models.CharField("libellé", max_length=300)
    detail = models.TextField("détail", blank=True)
    pour_le = models.DateField("pour le", null=True, blank=True)
    fait = models.BooleanField("fait", default=False)

    class Meta:
        verbose_name = "jalon"
        verbose_name_plural = "jalons"
        ordering = ("rang", "pk")
        constraints = (models.CheckConstraint(condition=~Q(libelle=""), name="jalon_nomme"),)

    def __str__(self) -> str:
        return self.libelle


class FinancementPrevu(_DeLaFiche):
    """Money expected from somebody for a year, in cents; `valorisation`: a help in kind."""

    fiche = models.ForeignKey(
        FicheAction, models.CASCADE, related_name="financements", verbose_name="fiche"
    )
    financeur = models.CharField("financeur", max_length=200)
    annee = models.PositiveSmallIntegerField("année", null=True, blank=True)
    centimes = models.PositiveBigIntegerField("montant en centimes")
    valorisation = models.BooleanField("valorisation", default=False)

    class Meta:
        verbose_name = "financement prévu"
        verbose_name_plural = "financements prévus"
        ordering = ("rang", "pk")
        constraints = (
            models.CheckConstraint(
                condition=~Q(financeur="")
                & (Q(annee__isnull=True) | Q(annee__gte=2009, annee__lte=2100)),
                name="financement_prevu_nomme",
            ),
        )

    def __str__(self) -> str:
        return self.financeur

    @property
    def euros(self) -> Decimal:
        """Return the amount in euros."""
        return Decimal(self.centimes) / 100


class IndicateurAction(_DeLaFiche):
    """An agreed measure of an action (R14): what, from where to where, read by whom."""

    fiche = models.ForeignKey(
        FicheAction, models.CASCADE, related_name="indicateurs", verbose_name="fiche"
    )
    nature = models.CharField("nature", max_length=11, choices=NatureIndicateur.choices)
    libelle = models.CharField("libellé", max_length=300)
    unite = models.CharField("unité", max_length=60, blank=True)
    valeur_initiale = models.DecimalField(
        "valeur initiale", max_digits=14, decimal_places=3, null=True, blank=True
    )
    cible = models.DecimalField("cible", max_digits=14, decimal_places=3, null=True, blank=True)
    source = models.CharField("source", max_length=200, blank=True)
    periodicite = models.CharField("périodicité", max_length=60, blank=True)
    responsable = models.CharField("responsable", max_length=200, blank=True)

    class Meta:
        verbose_name = "indicateur d’action"
        verbose_name_plural = "indicateurs d’action"
        ordering = ("rang", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=["fiche", "nature", "libelle"], name="indicateur_action_unique"
            ),
            models.CheckConstraint(
                condition=~Q(libelle="") & Q(nature__in=NatureIndicateur.values),
                name="indicateur_action_nomme",
            ),
        )

    def __str__(self) -> str:
        return self.libelle


class PublicCible(_DeLaFiche):
    """Whom an action aims at."""

    fiche = models.ForeignKey(
        FicheAction, models.CASCADE, related_name="publics", verbose_name="fiche"
    )
    libelle = models.CharField("libellé", max_length=200)
    sexe = models.CharField("sexe", max_length=6, choices=Sexe.choices, default=Sexe.TOUS)
    age_min = models.PositiveSmallIntegerField("âge à partir de", null=True, blank=True)
    age_max = models.PositiveSmallIntegerField("âge jusqu’à", null=True, blank=True)
    vulnerabilite = models.CharField("vulnérabilité", max_length=200, blank=True)
    effectif = models.PositiveIntegerField("nombre", null=True, blank=True)

    class Meta:
        verbose_name = "public cible"
        verbose_name_plural = "publics cibles"
        ordering = ("rang", "pk")
        constraints = (
            models.UniqueConstraint(fields=["fiche", "libelle"], name="public_cible_unique"),
            models.CheckConstraint(
                condition=~Q(libelle="")
                & Q(sexe__in=Sexe.values)
                & (
                    Q(age_min__isnull=True) | Q(age_max__isnull=True) | Q(age_max__gte=F("age_min"))
                ),
                name="public_cible_nomme",
            ),
        )

    def __str__(self) -> str:
        return self.libelle


class LieuAction(_DeLaFiche):
    """Where an action applies: the whole perimeter, a commune, a quarter."""

    fiche = models.ForeignKey(
        FicheAction, models.CASCADE, related_name="lieux", verbose_name="fiche"
    )
    type = models.CharField("type", max_length=20, choices=TypeLieu.choices)
    code = models.CharField("code", max_length=10, blank=True)
    libelle = models.CharField("nom", max_length=150)

    class Meta:
        verbose_name = "lieu d’une action"
        verbose_name_plural = "lieux d’une action"
        ordering = ("rang", "pk")
        constraints = (
            models.UniqueConstraint(fields=["fiche", "type", "libelle"], name="lieu_action_unique"),
            models.CheckConstraint(
                condition=Q(type__in=TypeLieu.values)
                & ~Q(libelle="")
                & (~Q(type__in=[TypeLieu.COMMUNE, TypeLieu.QUARTIER_PRIORITAIRE]) | ~Q(code="")),
                name="lieu_action_code",
            ),
        )

    def __str__(self) -> str:
        return self.libelle


class LienPrs(_DeLaFiche):
    """The objective of a regional plan that an action declines (R1), in its version."""

    fiche = models.ForeignKey(
        FicheAction, models.CASCADE, related_name="liens_prs", verbose_name="fiche"
    )
    objectif_regional = models.ForeignKey(
        ObjectifRegional, models.PROTECT, related_name="liens_prs",
        verbose_name="objectif régional",
    )  # fmt: skip

    class Meta:
        verbose_name = "lien avec le PRS"
        verbose_name_plural = "liens avec le PRS"
        ordering = ("rang", "pk")
        constraints = (
            models.UniqueConstraint(fields=["fiche", "objectif_regional"], name="lien_prs_unique"),
        )

    def __str__(self) -> str:
        return str(self.objectif_regional)


class Bilan(_DeLaFiche):
    """What was done in a year."""

    fiche = models.ForeignKey(
        FicheAction, models.CASCADE, related_name="bilans", verbose_name="fiche"
    )
    annee = models.PositiveSmallIntegerField("année")
    texte = models.TextField("texte")

    class Meta:
        verbose_name = "bilan"
        verbose_name_plural = "bilans"
        ordering = ("annee",)
        constraints = (
            models.UniqueConstraint(fields=["fiche", "annee"], name="bilan_un_par_an"),
            models.CheckConstraint(
                condition=~Q(texte="") & Q(annee__gte=2009, annee__lte=2100), name="bilan_ecrit"
            ),
        )

    def __str__(self) -> str:
        return f"bilan {self.annee}"
