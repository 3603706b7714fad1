"""Who leads the préfiguration, how élus are supported, what they signed."""

from datetime import date
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from ancrage.plateforme.commun.modeles import Horodate, Identifie, Regional, Versionne
from ancrage.plateforme.comptes.models import Organisation
from ancrage.plateforme.contrats.models import Contrat
from ancrage.plateforme.fichiers.models import Fichier


class Demarche(models.TextChoices):
    """The process that a co-lead carries, and that gives it its place."""

    CPTS = "cpts", "communauté professionnelle territoriale de santé (CPTS)"
    ASV = "asv", "atelier santé ville (ASV)"
    CLSM = "clsm", "conseil local en santé mentale (CLSM)"
    MSP = "msp", "maison de santé pluriprofessionnelle (MSP)"
    COLLECTIVITE = "collectivite", "collectivité"
    AUTRE = "autre", "autre démarche"


SIGLES = {
    Demarche.CPTS: "CPTS", Demarche.ASV: "ASV", Demarche.CLSM: "CLSM", Demarche.MSP: "MSP",
    Demarche.COLLECTIVITE: "collectivité", Demarche.AUTRE: "autre démarche",
}  # fmt: skip


class CopiloteQuerySet(models.QuerySet[Any]):
    """Reading co-leads."""

    def en_cours(self, on: date) -> "CopiloteQuerySet":
        """Return those who lead on a day; the last day is included."""
        return self.filter(debut__lte=on).filter(Q(fin__isnull=True) | Q(fin__gte=on))

    def for_list(self) -> "CopiloteQuerySet":
        """Load what a line of a list shows."""
        return self.select_related("organisation")


class Copilote(Identifie, Regional, Horodate, Versionne):
    """An organisation and a function that lead the préfiguration between two dates; no name."""

    contrat = models.ForeignKey(
        Contrat, models.PROTECT, related_name="copilotes", verbose_name="contrat"
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="copilotages", verbose_name="organisation"
    )
    demarche = models.CharField("démarche portée", max_length=12, choices=Demarche.choices)
    fonction = models.CharField("fonction", max_length=150)
    role = models.CharField("rôle dans le copilotage", max_length=300, blank=True)
    debut = models.DateField("début")
    fin = models.DateField("fin", null=True, blank=True)

    objects = CopiloteQuerySet.as_manager()

    class Meta:
        verbose_name = "copilote"
        verbose_name_plural = "copilotes"
        ordering = ("contrat", "debut", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=["contrat", "organisation", "fonction"],
                condition=Q(fin__isnull=True),
                name="copilote_unique",
            ),
            models.CheckConstraint(
                condition=~Q(fonction="") & Q(demarche__in=Demarche.values), name="copilote_nomme"
            ),
            models.CheckConstraint(
                condition=Q(fin__isnull=True) | Q(fin__gte=F("debut")), name="copilote_dates"
            ),
        )

    def __str__(self) -> str:
        return f"{self.organisation}, {self.fonction}"

    @property
    def sigle(self) -> str:
        """Return the short name of the process."""
        return SIGLES[Demarche(self.demarche)]


class EtapeAccompagnement(Identifie, Regional, Horodate, Versionne):
    """A step of the support plan of élus; `modele`: the proposal of the catalogue that it took."""

    contrat = models.ForeignKey(
        Contrat, models.PROTECT, related_name="etapes_accompagnement", verbose_name="contrat"
    )
    rang = models.PositiveSmallIntegerField("rang")
    modele = models.CharField("étape proposée", max_length=40, blank=True, editable=False)
    quoi = models.CharField("étape", max_length=200)
    contenu = models.TextField("contenu", blank=True)
    pour = models.CharField("pour qui", max_length=200)
    par = models.CharField("par qui", max_length=200)
    prevue_le = models.DateField("prévue le", null=True, blank=True)
    faite_le = models.DateField("faite le", null=True, blank=True)
    fichier = models.ForeignKey(
        Fichier, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="document"
    )

    class Meta:
        verbose_name = "étape d’accompagnement"
        verbose_name_plural = "étapes d’accompagnement"
        ordering = ("contrat", "rang", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=["contrat", "modele"],
                condition=~Q(modele=""),
                name="etape_accompagnement_modele_une_fois",
            ),
            models.CheckConstraint(
                condition=~Q(quoi="") & ~Q(pour="") & ~Q(par=""),
                name="etape_accompagnement_decrite",
            ),
        )

    def __str__(self) -> str:
        return self.quoi

    def is_late(self, on: date) -> bool:
        """Say whether its day has passed without it."""
        return self.faite_le is None and self.prevue_le is not None and self.prevue_le < on


class LettreQuerySet(models.QuerySet[Any]):
    """Reading signed letters."""

    def valables(self, on: date) -> "LettreQuerySet":
        """Return those that count on a day: recorded by then, and not withdrawn yet."""
        kept = Q(retiree_le__isnull=True) | Q(retiree_le__gt=on)
        return self.filter(kept, enregistree_le__lte=on).select_related("fichier")


class LettreEngagement(Identifie, Regional, Horodate):
    """The letter of commitment that élus signed, as a file. Never changed; it may be withdrawn."""

    contrat = models.ForeignKey(
        Contrat, models.PROTECT, related_name="lettres_engagement", verbose_name="contrat"
    )
    fichier = models.ForeignKey(
        Fichier, models.PROTECT, related_name="+", verbose_name="lettre signée"
    )
    signee_le = models.DateField("signée le")
    signataires = models.CharField("signée par (fonctions, collectivités)", max_length=300)
    enregistree_le = models.DateField("enregistrée le")
    auteur = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+",
        verbose_name="auteur",
    )  # fmt: skip
    auteur_label = models.CharField("enregistrée par", max_length=200)
    retiree_le = models.DateField("retirée le", null=True, blank=True)
    motif_retrait = models.CharField("motif du retrait", max_length=300, blank=True)

    objects = LettreQuerySet.as_manager()

    class Meta:
        verbose_name = "lettre d’engagement"
        verbose_name_plural = "lettres d’engagement"
        ordering = ("-signee_le", "-pk")
        constraints = (
            models.CheckConstraint(
                condition=~Q(signataires="") & Q(enregistree_le__gte=F("signee_le")),
                name="lettre_engagement_signee",
            ),
            models.CheckConstraint(
                condition=Q(retiree_le__isnull=True, motif_retrait="")
                | (Q(retiree_le__isnull=False) & ~Q(motif_retrait="")),
                name="lettre_engagement_retrait_motive",
            ),
        )

    def __str__(self) -> str:
        return f"lettre d’engagement du {self.signee_le:%d/%m/%Y}"
