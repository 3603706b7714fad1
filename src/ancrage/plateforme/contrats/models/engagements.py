"""What each signatory undertakes, and what became of it."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q

from ancrage.plateforme.commun.modeles import Horodate, Identifie, Regional, Versionne
from ancrage.plateforme.contrats.models.parties import Signataire


class NatureEngagement(models.TextChoices):
    """What kind of means is undertaken."""

    HUMAIN = "humain", "moyens humains"
    FINANCIER = "financier", "financement"
    DONNEES = "donnees", "données"
    CALENDRIER = "calendrier", "calendrier"
    AUTRE = "autre", "autre"


class EtatEngagement(models.TextChoices):
    """Where an engagement stands; « à venir » until somebody says otherwise."""

    A_VENIR = "a_venir", "à venir"
    TENU = "tenu", "tenu"
    PARTIELLEMENT = "partiellement", "tenu en partie"
    NON_TENU = "non_tenu", "non tenu"


CONSTATABLES = (EtatEngagement.TENU, EtatEngagement.PARTIELLEMENT, EtatEngagement.NON_TENU)


class Engagement(Identifie, Regional, Horodate, Versionne):
    """What a signatory undertakes in article 6. `quantite`: « 0,5 ETP », « 12 000 € par an »."""

    signataire = models.ForeignKey(
        Signataire, models.PROTECT, related_name="engagements", verbose_name="signataire"
    )
    nature = models.CharField("nature", max_length=10, choices=NatureEngagement.choices)
    texte = models.TextField("engagement", max_length=1_000)
    quantite = models.CharField("quotité ou montant", max_length=100, blank=True)
    echeance = models.DateField("échéance", null=True, blank=True)

    class Meta:
        verbose_name = "engagement"
        verbose_name_plural = "engagements"
        ordering = ("signataire__rang", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(nature__in=NatureEngagement.values) & ~Q(texte=""),
                name="engagement_dit",
            ),
        )

    def __str__(self) -> str:
        return f"{self.signataire} : {self.texte}"[:200]

    @property
    def constat(self) -> "ConstatEngagement | None":
        """Return what was last said of it."""
        return self.constat_at(date.max)

    def constat_at(self, on: date) -> "ConstatEngagement | None":
        """Return what was last said of it by a day."""
        said = [one for one in self.constats.all() if one.le <= on]
        return max(said, key=lambda one: (one.le, one.pk), default=None)

    @property
    def etat(self) -> str:
        """Return where it stands: what was last said of it."""
        found = self.constat
        return str(found.etat if found else EtatEngagement.A_VENIR)

    @property
    def etat_libelle(self) -> str:
        """Return where it stands, in words."""
        return str(EtatEngagement(self.etat).label)


class ConstatEngagement(Identifie, Regional, Horodate):
    """What was said of an engagement on a day; the former statements stay."""

    engagement = models.ForeignKey(
        Engagement, models.PROTECT, related_name="constats", verbose_name="engagement"
    )
    etat = models.CharField(
        "constat", max_length=13, choices=[(one.value, one.label) for one in CONSTATABLES]
    )
    le = models.DateField("constaté le")
    commentaire = models.TextField("commentaire", blank=True)
    auteur = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+",
        verbose_name="auteur",
    )  # fmt: skip
    auteur_label = models.CharField("nom de l’auteur", max_length=200)

    class Meta:
        verbose_name = "constat d’un engagement"
        verbose_name_plural = "constats d’engagements"
        ordering = ("le", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(etat=EtatEngagement.TENU)
                | Q(etat__in=CONSTATABLES) & ~Q(commentaire=""),
                name="constat_engagement_explique",
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_etat_display()} au {self.le:%d/%m/%Y}"
