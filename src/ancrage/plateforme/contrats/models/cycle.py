"""The steps of a life: transitions, duties, attested facts, derogations, takeovers."""

from datetime import date
from functools import reduce
from operator import or_
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from ancrage.plateforme.commun.modeles import Identifie, Regional
from ancrage.plateforme.contrats.etats import ACTES, TRIPLETS, Etat, MotifFin
from ancrage.plateforme.contrats.faits import FAITS
from ancrage.plateforme.contrats.models.contrat import Contrat
from ancrage.plateforme.doctrine.models import Doctrine, RegleRegionale
from ancrage.plateforme.fichiers.models import Fichier

LEGALE = reduce(or_, (Q(acte=acte, de=de, vers=vers) for acte, de, vers in TRIPLETS))


class Transition(Identifie, Regional):
    """One step: who, when, what, why, and what was found at the guards. Never changed.

    Inserting it moves the contract: the trigger copies `vers` into the state. `le` is the day
    of the act; `enregistree_le` the moment it was typed in.
    """

    contrat = models.ForeignKey(
        Contrat, models.PROTECT, related_name="transitions", verbose_name="contrat"
    )
    rang = models.PositiveSmallIntegerField("rang")
    acte = models.CharField(
        "acte", max_length=24, choices=[(nom, acte.libelle) for nom, acte in ACTES.items()]
    )
    de = models.CharField("état quitté", max_length=16, choices=Etat.choices, blank=True)
    vers = models.CharField("état atteint", max_length=16, choices=Etat.choices)
    le = models.DateField("le")
    enregistree_le = models.DateTimeField("enregistrée le", auto_now_add=True)
    acteur = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name="acteur",
    )  # fmt: skip
    acteur_label = models.CharField("nom de l’acteur", max_length=200)
    roles = models.CharField("rôles de l’acteur", max_length=200, blank=True)
    motif_code = models.CharField("motif codé", max_length=24, choices=MotifFin.choices, blank=True)
    motif = models.TextField("motif", blank=True)
    gardes = models.JSONField("gardes", default=list)
    doctrine = models.ForeignKey(
        Doctrine, models.PROTECT, null=True, related_name="+", verbose_name="doctrine du jour"
    )

    class Meta:
        verbose_name = "transition"
        verbose_name_plural = "transitions"
        ordering = ("contrat", "rang")
        constraints = (
            models.UniqueConstraint(fields=["contrat", "rang"], name="transition_rang_unique"),
            models.CheckConstraint(condition=LEGALE, name="transition_legale"),
            models.CheckConstraint(
                condition=~Q(acte__in=[nom for nom, acte in ACTES.items() if acte.motive])
                | (~Q(motif="") & ~Q(motif_code="")),
                name="transition_motivee",
            ),
        )

    def __str__(self) -> str:
        return f"{self.contrat}, {self.get_acte_display()}"


class EcheanceQuerySet(models.QuerySet["Echeance"]):
    """Reading duties."""

    def ouvertes(self, on: date) -> "EcheanceQuerySet":
        """Return what was to be done on a day and was not yet."""
        return self.filter(transition__le__lte=on).filter(
            Q(faite_le__isnull=True) | Q(faite_le__gt=on)
        )

    def depassees(self, on: date) -> "EcheanceQuerySet":
        """Return what was late on a day."""
        return self.ouvertes(on).filter(date__lt=on)

    def of(self, contrat: Contrat) -> "EcheanceQuerySet":
        """Return the duties of a contract, the next first."""
        return self.filter(contrat=contrat).order_by("date", "pk")


class Echeance(Identifie, Regional):
    """What a state asks to be done, by whom, and its due date, frozen at the entry."""

    contrat = models.ForeignKey(
        Contrat, models.PROTECT, related_name="echeances", verbose_name="contrat"
    )
    transition = models.ForeignKey(
        Transition, models.PROTECT, related_name="echeances", verbose_name="transition"
    )
    code = models.CharField("code", max_length=24)
    libelle = models.CharField("à faire", max_length=200)
    roles = models.CharField("par", max_length=200)
    date = models.DateField("pour le")
    faite_le = models.DateField("faite ou levée le", null=True, blank=True)

    objects = EcheanceQuerySet.as_manager()

    class Meta:
        verbose_name = "échéance"
        verbose_name_plural = "échéances"
        ordering = ("date", "pk")
        constraints = (
            models.UniqueConstraint(fields=["transition", "code"], name="echeance_unique"),
        )

    def __str__(self) -> str:
        return f"{self.libelle}, {self.contrat}"


class Attestation(Identifie, Regional):
    """A fact that a dated file attests, shown as such. Never changed; it may be withdrawn."""

    contrat = models.ForeignKey(
        Contrat, models.PROTECT, related_name="attestations", verbose_name="contrat"
    )
    fait = models.CharField(
        "fait", max_length=40, choices=[(code, fait.libelle) for code, fait in FAITS.items()]
    )
    fichier = models.ForeignKey(Fichier, models.PROTECT, related_name="+", verbose_name="document")
    date = models.DateField("date du document")
    nombre = models.PositiveSmallIntegerField("nombre", null=True, blank=True)
    note = models.CharField("note", max_length=300, blank=True)
    attestee_le = models.DateField("attesté le")
    auteur = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+",
        verbose_name="auteur",
    )  # fmt: skip
    auteur_label = models.CharField("attesté par", max_length=200)
    retiree_le = models.DateField("retirée le", null=True, blank=True)
    motif_retrait = models.CharField("motif du retrait", max_length=300, blank=True)

    class Meta:
        verbose_name = "attestation"
        verbose_name_plural = "attestations"
        ordering = ("-date", "-pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(retiree_le__isnull=True) | ~Q(motif_retrait=""),
                name="attestation_retrait_motive",
            ),
            models.CheckConstraint(
                condition=Q(fait__in=[code for code, fait in FAITS.items() if fait.attestable]),
                name="attestation_fait_attestable",
            ),
            models.CheckConstraint(
                condition=~Q(fait__in=[code for code, fait in FAITS.items() if fait.compte])
                | Q(nombre__isnull=False),
                name="attestation_compte",
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_fait_display()}, {self.contrat}"


class Derogation(Identifie, Regional):
    """A written reason that lifts one guard, for the number found that day. Never changed."""

    contrat = models.ForeignKey(
        Contrat, models.PROTECT, related_name="derogations", verbose_name="contrat"
    )
    fait = models.CharField("garde levée", max_length=40)
    regle = models.ForeignKey(
        RegleRegionale, models.PROTECT, related_name="derogations", verbose_name="règle"
    )
    nombre = models.PositiveSmallIntegerField("nombre constaté", null=True, blank=True)
    motif = models.TextField("motif")
    le = models.DateField("accordée le")
    auteur = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+",
        verbose_name="auteur",
    )  # fmt: skip
    auteur_label = models.CharField("accordée par", max_length=200)

    class Meta:
        verbose_name = "dérogation"
        verbose_name_plural = "dérogations"
        ordering = ("-le", "-pk")
        constraints = (models.CheckConstraint(condition=~Q(motif=""), name="derogation_motivee"),)

    def __str__(self) -> str:
        return f"dérogation à {self.regle.code}, {self.contrat}"


class Reprise(Identifie, Regional):
    """The entry of a running contract at its true state: on which document, by whom."""

    contrat = models.OneToOneField(
        Contrat, models.PROTECT, related_name="reprise", verbose_name="contrat"
    )
    le = models.DateField("repris le")
    source = models.TextField("d’après")
    contrat_signe = models.ForeignKey(
        Fichier, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name="contrat signé, numérisé",
    )  # fmt: skip
    auteur = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+",
        verbose_name="auteur",
    )  # fmt: skip
    auteur_label = models.CharField("repris par", max_length=200)

    class Meta:
        verbose_name = "reprise"
        verbose_name_plural = "reprises"
        ordering = ("-le",)

    def __str__(self) -> str:
        return f"reprise, {self.contrat}"


def last_transition(contrat: Contrat) -> Any:
    """Return the step that brought the contract where it is."""
    return contrat.transitions.order_by("-rang").first()
