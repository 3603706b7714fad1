"""The bodies that govern a contract, and who sits in each, by college and between two dates."""

from datetime import date
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from ancrage.plateforme.commun.modeles import Horodate, Identifie, Regional, Versionne
from ancrage.plateforme.comptes.models import Organisation
from ancrage.plateforme.contrats.models import Contrat


class TypeInstance(models.TextChoices):
    """The bodies of a contract (R21); a contract has one of each but the working groups."""

    COPIL = "copil", "comité de pilotage"
    COTECH = "cotech", "comité technique"
    SECRETARIAT = "secretariat", "secrétariat de projet"
    GROUPE = "groupe", "groupe de travail"


class College(models.TextChoices):
    """The groups by which members are counted and listed."""

    ELUS = "elus", "élus"
    INSTITUTIONS = "institutions", "institutions"
    SERVICES = "services", "services des collectivités"
    PROFESSIONNELS = "professionnels", "professionnels et établissements"
    ASSOCIATIONS = "associations", "associations"
    HABITANTS = "habitants", "habitants et usagers"


class InstanceQuerySet(models.QuerySet["Instance"]):
    """Reading bodies."""

    def of(self, contrat: Contrat) -> "InstanceQuerySet":
        """Return those of a contract that the caller has found through its own door."""
        return self.filter(contrat=contrat)


class Instance(Identifie, Regional, Horodate, Versionne):
    """A body of a contract. `quorum`: percentage of voices that must be there; None: no quorum."""

    contrat = models.ForeignKey(
        Contrat, models.PROTECT, related_name="instances", verbose_name="contrat"
    )
    type = models.CharField("type", max_length=12, choices=TypeInstance.choices)
    nom = models.CharField("nom", max_length=150)
    role = models.TextField("rôle", blank=True)
    quorum = models.PositiveSmallIntegerField("quorum, en pour cent", null=True, blank=True)
    seances_par_an = models.PositiveSmallIntegerField("séances par an", default=1)
    president = models.CharField("présidence (fonction, organisation)", max_length=200, blank=True)

    objects = InstanceQuerySet.as_manager()

    class Meta:
        verbose_name = "instance"
        verbose_name_plural = "instances"
        ordering = ("contrat", "type", "nom")
        constraints = (
            models.UniqueConstraint(fields=["contrat", "nom"], name="instance_nom_unique"),
            models.UniqueConstraint(
                fields=["contrat", "type"],
                condition=~Q(type=TypeInstance.GROUPE),
                name="instance_une_par_type",
            ),
            models.CheckConstraint(
                condition=~Q(nom="") & Q(type__in=TypeInstance.values), name="instance_nommee"
            ),
            models.CheckConstraint(
                condition=Q(quorum__isnull=True) | Q(quorum__gte=1, quorum__lte=100),
                name="instance_quorum_borne",
            ),
            models.CheckConstraint(
                condition=Q(seances_par_an__gte=1, seances_par_an__lte=52),
                name="instance_seances_bornees",
            ),
        )

    def __str__(self) -> str:
        return self.nom


class MembreQuerySet(models.QuerySet[Any]):
    """Reading members."""

    def en_cours(self, on: date) -> "MembreQuerySet":
        """Return those who sit on a day; the last day is included."""
        return self.filter(debut__lte=on).filter(Q(fin__isnull=True) | Q(fin__gte=on))

    def for_list(self) -> "MembreQuerySet":
        """Load what a line of a list shows."""
        return self.select_related("organisation", "utilisateur")


class MembreInstance(Identifie, Regional, Horodate, Versionne):
    """An organisation and a function that sit in a body between two dates.

    `titulaire` and `courriel` serve the attendance sheet and the convocation: no published
    document shows them. Without `deliberative`, a guest: it is convened and does not count.
    """

    CHAMPS_PERSONNELS = frozenset({"titulaire", "courriel"})

    instance = models.ForeignKey(
        Instance, models.PROTECT, related_name="membres", verbose_name="instance"
    )
    college = models.CharField("collège", max_length=16, choices=College.choices)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="sieges", verbose_name="organisation"
    )
    fonction = models.CharField("fonction", max_length=150)
    utilisateur = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="sieges",
        verbose_name="personne",
    )  # fmt: skip
    titulaire = models.CharField("titulaire", max_length=150, blank=True)
    courriel = models.EmailField("courriel professionnel", blank=True)
    deliberative = models.BooleanField("voix délibérative", default=True)
    debut = models.DateField("début du mandat")
    fin = models.DateField("fin du mandat", null=True, blank=True)

    objects = MembreQuerySet.as_manager()

    class Meta:
        verbose_name = "membre d’une instance"
        verbose_name_plural = "membres d’instances"
        ordering = ("instance", "college", "organisation__nom", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=["instance", "organisation", "fonction"],
                condition=Q(fin__isnull=True),
                name="membre_instance_unique",
            ),
            models.CheckConstraint(
                condition=~Q(fonction="") & Q(college__in=College.values),
                name="membre_instance_nomme",
            ),
            models.CheckConstraint(
                condition=Q(fin__isnull=True) | Q(fin__gte=F("debut")),
                name="membre_instance_dates",
            ),
        )

    def __str__(self) -> str:
        return f"{self.organisation}, {self.fonction}"

    @property
    def nom(self) -> str:
        """Return who sits, as the attendance sheet names her; nothing when it is not said."""
        return str(self.utilisateur) if self.utilisateur else self.titulaire

    @property
    def adresse(self) -> str:
        """Return where to write: an open account first, then the professional address."""
        person = self.utilisateur
        return person.email if person and person.is_active else self.courriel
