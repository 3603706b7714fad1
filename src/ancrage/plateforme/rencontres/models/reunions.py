"""Meetings: their agenda, who was there, who was told."""

from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from ancrage.plateforme.commun.modeles import Horodate, Identifie, Regional, Versionne
from ancrage.plateforme.comptes.models import Organisation
from ancrage.plateforme.comptes.roles import Role
from ancrage.plateforme.contrats.models import Contrat
from ancrage.plateforme.doctrine.models import RegleRegionale
from ancrage.plateforme.rencontres.models.instances import College, Instance, MembreInstance

PARIS = ZoneInfo("Europe/Paris")
# These read the meetings of the bodies where they sit, and no others (domaine.md § 5).
MEMBRES_SEULS = frozenset({str(Role.PREFECTURE), str(Role.SIGNATAIRE_AUTRE), str(Role.PARTENAIRE)})
JAMAIS = frozenset({str(Role.ANIMATEUR_ATELIER)})


class EtatReunion(models.TextChoices):
    """Where a meeting is."""

    PREVUE = "prevue", "prévue"
    CONVOQUEE = "convoquee", "convoquée"
    TENUE = "tenue", "tenue"
    ANNULEE = "annulee", "annulée"


A_VENIR = (EtatReunion.PREVUE, EtatReunion.CONVOQUEE)


class ReunionQuerySet(models.QuerySet["Reunion"]):
    """Reading meetings."""

    def visibles_par(self, user: Any) -> "ReunionQuerySet":
        """Return those of the contracts that a person follows, or of the bodies where she sits."""
        wide = Contrat.objects.visibles_par(user, sauf=MEMBRES_SEULS | JAMAIS)
        followed = Contrat.objects.visibles_par(user, sauf=JAMAIS)
        return self.filter(
            Q(instance__contrat__in=wide)
            | (Q(instance__contrat__in=followed) & Exists(self._seats(user)))
        )

    @staticmethod
    def _seats(user: Any) -> Any:
        if not user.is_authenticated:
            return MembreInstance.objects.none()
        day = timezone.localdate()
        held = user.affectations.actives(day).values("organisation")
        return MembreInstance.objects.en_cours(day).filter(
            Q(utilisateur=user) | Q(organisation__in=held), instance=OuterRef("instance")
        )

    def of(self, contrat: Contrat) -> "ReunionQuerySet":
        """Return those of a contract that the caller has found through its own door."""
        return self.filter(instance__contrat=contrat)

    def for_list(self) -> "ReunionQuerySet":
        """Load what a line of a list shows."""
        return self.select_related("instance__contrat").prefetch_related("instance__contrat__aires")


class Reunion(Identifie, Regional, Horodate, Versionne):
    """A meeting of a body, numbered in it. Once held or cancelled, the database keeps it as is.

    `rang_convocation` grows each time the members must be told again: it is the SEQUENCE of ICS.
    """

    instance = models.ForeignKey(
        Instance, models.PROTECT, related_name="reunions", verbose_name="instance"
    )
    numero = models.PositiveSmallIntegerField("numéro de séance")
    le = models.DateField("date")
    heure = models.TimeField("heure", default=time(14))
    duree = models.PositiveSmallIntegerField("durée, en minutes", default=120)
    lieu = models.CharField("lieu", max_length=300)
    etat = models.CharField(
        "état", max_length=9, choices=EtatReunion.choices, default=EtatReunion.PREVUE
    )
    motif = models.CharField("motif d’annulation", max_length=300, blank=True)
    rang_convocation = models.PositiveSmallIntegerField("rang de convocation", default=0)

    objects = ReunionQuerySet.as_manager()

    class Meta:
        verbose_name = "réunion"
        verbose_name_plural = "réunions"
        ordering = ("-le", "-heure", "pk")
        constraints = (
            models.UniqueConstraint(fields=["instance", "numero"], name="reunion_numero_unique"),
            models.CheckConstraint(
                condition=Q(etat__in=EtatReunion.values)
                & ~Q(lieu="")
                & Q(duree__gte=15, duree__lte=720),
                name="reunion_situee",
            ),
            models.CheckConstraint(
                condition=(Q(etat=EtatReunion.ANNULEE) & ~Q(motif=""))
                | (~Q(etat=EtatReunion.ANNULEE) & Q(motif="")),
                name="reunion_annulee_motivee",
            ),
        )

    def __str__(self) -> str:
        return f"{self.instance}, séance n° {self.numero}"

    @property
    def contrat(self) -> Contrat:
        """Return the contract that it governs."""
        return self.instance.contrat

    @property
    def debut(self) -> datetime:
        """Return when it starts, in Paris."""
        return datetime.combine(self.le, self.heure, tzinfo=PARIS)

    @property
    def fin(self) -> datetime:
        """Return when it ends; counted in real time, whatever the clock does that night."""
        start = self.debut.astimezone(ZoneInfo("UTC"))
        return (start + timedelta(minutes=self.duree)).astimezone(PARIS)

    @property
    def a_venir(self) -> bool:
        """Say whether it can still be prepared."""
        return self.etat in A_VENIR

    @property
    def tenue(self) -> bool:
        """Say whether it was held."""
        return self.etat == EtatReunion.TENUE


class PointOrdreDuJour(models.Model):
    """One item of the agenda."""

    reunion = models.ForeignKey(
        Reunion, models.CASCADE, related_name="points", verbose_name="réunion"
    )
    rang = models.PositiveSmallIntegerField("rang")
    libelle = models.CharField("libellé", max_length=300)

    class Meta:
        verbose_name = "point de l’ordre du jour"
        verbose_name_plural = "points de l’ordre du jour"
        ordering = ("rang",)
        constraints = (
            models.UniqueConstraint(fields=["reunion", "rang"], name="point_rang_unique"),
            models.CheckConstraint(condition=~Q(libelle=""), name="point_nomme"),
        )

    def __str__(self) -> str:
        return self.libelle


class EtatPresence(models.TextChoices):
    """Whether a member was there."""

    PRESENT = "present", "présent"
    REPRESENTE = "represente", "représenté"
    EXCUSE = "excuse", "excusé"
    ABSENT = "absent", "absent"


COMPTENT = (EtatPresence.PRESENT, EtatPresence.REPRESENTE)


class Presence(models.Model):
    """A member at a meeting, with the function and college that it had that day."""

    reunion = models.ForeignKey(
        Reunion, models.PROTECT, related_name="presences", verbose_name="réunion"
    )
    membre = models.ForeignKey(
        MembreInstance, models.PROTECT, related_name="presences", verbose_name="membre"
    )
    etat = models.CharField("présence", max_length=10, choices=EtatPresence.choices)
    represente_par = models.CharField(
        "représenté par (fonction, organisation)", max_length=200, blank=True
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="+", verbose_name="organisation"
    )
    college = models.CharField("collège", max_length=16, choices=College.choices)
    fonction = models.CharField("fonction", max_length=150)
    deliberative = models.BooleanField("voix délibérative", default=True)

    class Meta:
        verbose_name = "présence"
        verbose_name_plural = "présences"
        ordering = ("reunion", "college", "pk")
        constraints = (
            models.UniqueConstraint(fields=["reunion", "membre"], name="presence_unique"),
            models.CheckConstraint(
                condition=(Q(etat=EtatPresence.REPRESENTE) & ~Q(represente_par=""))
                | (~Q(etat=EtatPresence.REPRESENTE) & Q(represente_par="")),
                name="presence_representee",
            ),
            models.CheckConstraint(
                condition=Q(etat__in=EtatPresence.values) & Q(college__in=College.values),
                name="presence_connue",
            ),
        )

    def __str__(self) -> str:
        return f"{self.organisation}, {self.get_etat_display()}"


class Convocation(Horodate):
    """A member told of a meeting, once for each rank; `erreur` says why it did not leave."""

    reunion = models.ForeignKey(
        Reunion, models.PROTECT, related_name="convocations", verbose_name="réunion"
    )
    membre = models.ForeignKey(
        MembreInstance, models.PROTECT, related_name="convocations", verbose_name="membre"
    )
    rang = models.PositiveSmallIntegerField("rang de convocation")
    envoyee_le = models.DateTimeField("envoyée le", null=True, blank=True)
    tentatives = models.PositiveSmallIntegerField("tentatives", default=0)
    erreur = models.CharField("erreur", max_length=300, blank=True)

    class Meta:
        verbose_name = "convocation"
        verbose_name_plural = "convocations"
        ordering = ("reunion", "rang", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=["reunion", "membre", "rang"], name="convocation_dite_une_fois"
            ),
        )

    def __str__(self) -> str:
        return f"convocation, {self.reunion}"


class EtapeRetro(models.TextChoices):
    """What surrounds a COPIL, in the order of the calendar."""

    COTECH = "cotech", "comité technique"
    CONVOCATION = "convocation", "convocation"
    DOSSIER = "dossier", "dossier de séance"
    COMPTE_RENDU = "compte_rendu", "compte rendu"
    DELIBERATIONS = "deliberations", "délibérations"


class Retroplanning(Regional, Horodate):
    """One date counted from a meeting by the delays of the rule in force; frozen once done."""

    reunion = models.ForeignKey(
        Reunion, models.PROTECT, related_name="retroplanning", verbose_name="réunion"
    )
    etape = models.CharField("étape", max_length=14, choices=EtapeRetro.choices)
    pour_le = models.DateField("pour le")
    regle = models.ForeignKey(
        RegleRegionale, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name="règle des délais",
    )  # fmt: skip
    faite_le = models.DateField("faite le", null=True, blank=True)

    class Meta:
        verbose_name = "étape du rétroplanning"
        verbose_name_plural = "étapes des rétroplannings"
        ordering = ("pour_le", "pk")
        constraints = (
            models.UniqueConstraint(fields=["reunion", "etape"], name="retroplanning_etape_unique"),
            models.CheckConstraint(
                condition=Q(etape__in=EtapeRetro.values), name="retroplanning_etape_connue"
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_etape_display()}, {self.reunion}"

    def is_late(self, on: date) -> bool:
        """Say whether its day is past and it is not done."""
        return self.faite_le is None and self.pour_le < on
