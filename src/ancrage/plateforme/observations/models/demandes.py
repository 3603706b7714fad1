"""The request desk: a question to the observatory, its estimate, its answer or reasoned refusal."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from ancrage.plateforme.commun.modeles import Horodate, Identifie, Regional, Versionne
from ancrage.plateforme.comptes.permissions import regions_of
from ancrage.plateforme.fichiers.models import Fichier
from ancrage.plateforme.observations.etats import ORS, OUVERTES, EtatDemande
from ancrage.plateforme.territoires.models import Perimetre


class DemandeOrsQuerySet(models.QuerySet["DemandeOrs"]):
    """Reading requests: one's own, and for the observatory those of its region."""

    def visibles_par(self, user: Any) -> "DemandeOrsQuerySet":
        """Return what a person asked, and what her region asks when she is the observatory."""
        return self.filter(
            Q(demandeur_id=user.pk) | Q(region__in=regions_of(user, ORS))
        ).select_related("demandeur", "traitee_par", "reponse_fichier", "perimetre")

    def ouvertes(self) -> "DemandeOrsQuerySet":
        """Return those that still wait for the observatory."""
        return self.filter(etat__in=OUVERTES)

    def en_retard(self) -> "DemandeOrsQuerySet":
        """Return those that wait beyond the deadline of the person who asks."""
        return self.ouvertes().filter(echeance__lt=timezone.localdate())


class DemandeOrs(Identifie, Regional, Horodate, Versionne):
    """A question on a territory, with the figures wanted and a deadline.

    `refus` holds what the letter says, frozen: the masked cells, the alternatives found that
    day, their rules; the letter of a past refusal never changes with the figures.
    """

    demandeur = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="demandes", verbose_name="demandeur"
    )
    question = models.TextField("question")
    territoire = models.TextField("code du territoire")
    territoire_libelle = models.CharField("territoire", max_length=200)
    perimetre = models.ForeignKey(
        Perimetre, models.PROTECT, null=True, blank=True, related_name="demandes",
        verbose_name="périmètre",
    )  # fmt: skip
    indicateurs = models.JSONField("indicateurs voulus", default=list, blank=True)
    echeance = models.DateField("échéance souhaitée")
    etat = models.CharField(
        "état", max_length=10, choices=EtatDemande.choices, default=EtatDemande.POSEE,
        editable=False,
    )  # fmt: skip
    charge_jours = models.DecimalField(
        "charge estimée, en jours", max_digits=5, decimal_places=1, null=True, blank=True
    )
    date_prevue = models.DateField("réponse prévue le", null=True, blank=True)
    traitee_par = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True,
        related_name="demandes_traitees", verbose_name="traitée par",
    )  # fmt: skip
    close_le = models.DateTimeField("close le", null=True, blank=True)
    reponse = models.TextField("réponse", blank=True)
    reponse_lien = models.CharField("page du site", max_length=300, blank=True)
    reponse_fichier = models.ForeignKey(
        Fichier, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name="fichier joint",
    )  # fmt: skip
    refus = models.JSONField("refus motivé", default=dict, blank=True)

    objects = DemandeOrsQuerySet.as_manager()

    class Meta:
        verbose_name = "demande à l’observatoire"
        verbose_name_plural = "demandes à l’observatoire"
        ordering = ("echeance", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(etat__in=EtatDemande.values), name="demande_etat_connu"
            ),
            models.CheckConstraint(
                condition=Q(etat__in=OUVERTES) | Q(close_le__isnull=False),
                name="demande_close_datee",
            ),
            models.CheckConstraint(
                condition=~Q(etat=EtatDemande.ESTIMEE) | Q(date_prevue__isnull=False),
                name="demande_estimee_datee",
            ),
            models.CheckConstraint(
                condition=~Q(etat=EtatDemande.REPONDUE) | ~Q(reponse=""),
                name="demande_repondue_ecrite",
            ),
        )

    def __str__(self) -> str:
        return f"demande sur {self.territoire_libelle}"

    @property
    def ouverte(self) -> bool:
        """Say whether the observatory still owes an answer."""
        return self.etat in OUVERTES

    @property
    def en_retard(self) -> bool:
        """Say whether the deadline has passed without an answer."""
        return self.ouverte and self.echeance < timezone.localdate()
