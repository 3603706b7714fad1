"""What the elaboration is followed by (R13): indicators, who agreed to them, their measures."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q

from ancrage.plateforme.commun.modeles import Horodate, Identifie, Regional, Versionne
from ancrage.plateforme.comptes.models import Organisation
from ancrage.plateforme.contrats.models import Contrat


class Calcul(models.TextChoices):
    """What the site counts by itself, from the meetings held and the duties of the contract."""

    REUNIONS = "reunions", "réunions tenues"
    ORGANISATIONS = "organisations", "organisations présentes"
    COLLEGES = "colleges", "collèges présents"
    SECTEURS = "secteurs", "secteurs présents"
    ECHEANCES = "echeances", "échéances tenues"


class Sens(models.TextChoices):
    """On which side of its target a value is good."""

    AU_MOINS = "au_moins", "au moins"
    AU_PLUS = "au_plus", "au plus"


class Frequence(models.TextChoices):
    """How often an indicator is measured."""

    COPIL = "copil", "à chaque comité de pilotage"
    TRIMESTRE = "trimestre", "chaque trimestre"
    SEMESTRE = "semestre", "chaque semestre"
    ANNEE = "annee", "chaque année"
    FIN = "fin", "une fois, à la signature"


class Partie(models.TextChoices):
    """The two sides whose agreement makes the list."""

    ARS = "ars", "l’ARS"
    COLLECTIVITE = "collectivite", "la collectivité"


class IndicateurSuivi(Identifie, Regional, Horodate, Versionne):
    """An indicator of the elaboration itself. Once a side agreed, the database keeps it as is."""

    contrat = models.ForeignKey(
        Contrat, models.PROTECT, related_name="indicateurs_suivi", verbose_name="contrat"
    )
    rang = models.PositiveSmallIntegerField("rang")
    nom = models.CharField("nom", max_length=120)
    mesure = models.CharField("comment il se mesure", max_length=400)
    calcul = models.CharField(
        "compté par le site", max_length=13, choices=Calcul.choices, blank=True
    )
    sens = models.CharField("sens", max_length=8, choices=Sens.choices)
    cible = models.DecimalField(
        "cible", max_digits=9, decimal_places=2, validators=[MinValueValidator(0)]
    )
    unite = models.CharField("unité", max_length=40)
    frequence = models.CharField("rythme", max_length=9, choices=Frequence.choices)
    qui = models.CharField("qui mesure", max_length=150)

    class Meta:
        verbose_name = "indicateur de suivi"
        verbose_name_plural = "indicateurs de suivi"
        ordering = ("contrat", "rang", "pk")
        constraints = (
            models.UniqueConstraint(fields=["contrat", "nom"], name="indicateur_suivi_unique"),
            models.CheckConstraint(
                condition=~Q(nom="") & ~Q(mesure="") & ~Q(unite="") & ~Q(qui=""),
                name="indicateur_suivi_decrit",
            ),
            models.CheckConstraint(
                condition=Q(calcul__in=["", *Calcul.values])
                & Q(sens__in=Sens.values)
                & Q(frequence__in=Frequence.values),
                name="indicateur_suivi_listes",
            ),
            models.CheckConstraint(condition=Q(cible__gte=0), name="indicateur_suivi_cible"),
        )

    def __str__(self) -> str:
        return self.nom

    def reaches(self, value: Decimal) -> bool:
        """Say whether a value is on the good side of the target."""
        return value >= self.cible if self.sens == Sens.AU_MOINS else value <= self.cible


class AccordQuerySet(models.QuerySet[Any]):
    """Reading agreements."""

    def valables(self, on: date) -> "AccordQuerySet":
        """Return those that held on a day: given by then, and not withdrawn yet."""
        kept = Q(retire_le__isnull=True) | Q(retire_le__gt=on)
        return self.filter(kept, le__lte=on).select_related("organisation")


class AccordSuivi(Identifie, Regional, Horodate):
    """The agreement of one side to the list as it stands; it ends when the list is reopened."""

    contrat = models.ForeignKey(
        Contrat, models.PROTECT, related_name="accords_suivi", verbose_name="contrat"
    )
    partie = models.CharField("partie", max_length=12, choices=Partie.choices)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="+", verbose_name="organisation"
    )
    fonction = models.CharField("fonction", max_length=150)
    le = models.DateField("le")
    auteur = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+",
        verbose_name="auteur",
    )  # fmt: skip
    auteur_label = models.CharField("enregistré par", max_length=200)
    retire_le = models.DateField("retiré le", null=True, blank=True)
    motif_retrait = models.CharField("motif du retrait", max_length=300, blank=True)

    objects = AccordQuerySet.as_manager()

    class Meta:
        verbose_name = "accord sur le suivi"
        verbose_name_plural = "accords sur le suivi"
        ordering = ("contrat", "partie", "-le", "-pk")
        constraints = (
            models.UniqueConstraint(
                fields=["contrat", "partie"],
                condition=Q(retire_le__isnull=True),
                name="accord_suivi_un_par_partie",
            ),
            models.CheckConstraint(
                condition=Q(partie__in=Partie.values) & ~Q(fonction=""),
                name="accord_suivi_nomme",
            ),
            models.CheckConstraint(
                condition=Q(retire_le__isnull=True, motif_retrait="")
                | (Q(retire_le__isnull=False) & ~Q(motif_retrait="")),
                name="accord_suivi_retrait_motive",
            ),
        )

    def __str__(self) -> str:
        return f"accord de {self.get_partie_display()} : {self.organisation}, {self.fonction}"


class MesureSuivi(Identifie, Regional, Horodate):
    """A dated value that somebody typed; the database refuses one that the site counts."""

    indicateur = models.ForeignKey(
        IndicateurSuivi, models.PROTECT, related_name="mesures", verbose_name="indicateur"
    )
    le = models.DateField("le")
    valeur = models.DecimalField("valeur", max_digits=10, decimal_places=2)
    note = models.CharField("note", max_length=300, blank=True)
    auteur = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+",
        verbose_name="auteur",
    )  # fmt: skip
    auteur_label = models.CharField("saisie par", max_length=200)

    class Meta:
        verbose_name = "mesure de suivi"
        verbose_name_plural = "mesures de suivi"
        ordering = ("indicateur", "-le")
        constraints = (
            models.UniqueConstraint(fields=["indicateur", "le"], name="mesure_suivi_une_par_jour"),
            models.CheckConstraint(condition=Q(valeur__gte=0), name="mesure_suivi_positive"),
        )

    def __str__(self) -> str:
        return f"{self.indicateur}, {self.le:%d/%m/%Y}"
