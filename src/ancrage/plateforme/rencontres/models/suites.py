"""What a meeting leaves: its minutes, its numbered decisions."""

from datetime import date
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from ancrage.plateforme.commun.modeles import Horodate, Identifie, Regional, Versionne
from ancrage.plateforme.comptes.models import Organisation
from ancrage.plateforme.contrats.models import Contrat
from ancrage.plateforme.rencontres.models.reunions import Reunion


class ObjetDecision(models.TextChoices):
    """What a decision settles: most are work to do, a few are facts that guards ask for."""

    SUITE = "suite", "suite à donner"
    AVIS_COTECH = "avis_cotech", "avis du comité technique sur le contrat"
    POURSUITE = "poursuite", "poursuivre le contrat après l’évaluation"
    RENOUVELLEMENT = "renouvellement", "renouveler le contrat"
    NON_RECONDUCTION = "non_reconduction", "ne pas reconduire le contrat"


class EtatDecision(models.TextChoices):
    """Where a decision is."""

    A_FAIRE = "a_faire", "à faire"
    EN_COURS = "en_cours", "en cours"
    FAITE = "faite", "faite"
    ABANDONNEE = "abandonnee", "abandonnée"


OUVERTES = (EtatDecision.A_FAIRE, EtatDecision.EN_COURS)


class DecisionQuerySet(models.QuerySet["Decision"]):
    """Reading decisions."""

    def of(self, contrat: Contrat) -> "DecisionQuerySet":
        """Return those of a contract that the caller has found through its own door."""
        return self.filter(contrat=contrat).select_related("reunion__instance", "qui")

    def ouvertes(self) -> "DecisionQuerySet":
        """Return those still to do, the most urgent first."""
        late_last = models.F("quand").asc(nulls_last=True)
        return self.filter(etat__in=OUVERTES).order_by(late_last, "numero")


class Decision(Identifie, Regional, Horodate, Versionne):
    """A decision: what, who, when. Numbered in its contract, never deleted, followed until done."""

    contrat = models.ForeignKey(
        Contrat, models.PROTECT, related_name="decisions", verbose_name="contrat"
    )
    reunion = models.ForeignKey(
        Reunion, models.PROTECT, related_name="decisions", verbose_name="réunion"
    )
    numero = models.PositiveIntegerField("numéro")
    objet = models.CharField(
        "objet", max_length=16, choices=ObjetDecision.choices, default=ObjetDecision.SUITE
    )
    quoi = models.TextField("quoi")
    qui = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="decisions",
        verbose_name="qui (organisation)",
    )  # fmt: skip
    fonction = models.CharField("qui (fonction)", max_length=150, blank=True)
    quand = models.DateField("pour le", null=True, blank=True)
    etat = models.CharField(
        "état", max_length=10, choices=EtatDecision.choices, default=EtatDecision.A_FAIRE
    )
    faite_le = models.DateField("faite le", null=True, blank=True)
    motif = models.CharField("motif d’abandon", max_length=300, blank=True)
    suites = models.TextField("suites données", blank=True)

    objects = DecisionQuerySet.as_manager()

    class Meta:
        verbose_name = "décision"
        verbose_name_plural = "décisions"
        ordering = ("contrat", "numero")
        constraints = (
            models.UniqueConstraint(fields=["contrat", "numero"], name="decision_numero_unique"),
            models.CheckConstraint(
                condition=~Q(quoi="")
                & Q(etat__in=EtatDecision.values)
                & Q(objet__in=ObjetDecision.values),
                name="decision_ecrite",
            ),
            models.CheckConstraint(
                condition=Q(qui__isnull=False) | ~Q(fonction=""), name="decision_confiee"
            ),
            models.CheckConstraint(
                condition=(Q(etat=EtatDecision.ABANDONNEE) & ~Q(motif=""))
                | (~Q(etat=EtatDecision.ABANDONNEE) & Q(motif="")),
                name="decision_abandon_motive",
            ),
            models.CheckConstraint(
                condition=(Q(etat=EtatDecision.FAITE) & Q(faite_le__isnull=False))
                | (~Q(etat=EtatDecision.FAITE) & Q(faite_le__isnull=True)),
                name="decision_faite_datee",
            ),
        )

    def __str__(self) -> str:
        return f"décision n° {self.numero}"

    @property
    def responsable(self) -> str:
        """Return who does it, in words."""
        return ", ".join(str(one) for one in (self.qui, self.fonction) if one)

    @property
    def ouverte(self) -> bool:
        """Say whether it is still to do."""
        return self.etat in OUVERTES

    def is_late(self, on: date) -> bool:
        """Say whether its day is past and it is still to do."""
        return self.ouverte and self.quand is not None and self.quand < on


class CompteRendu(Identifie, Regional, Horodate, Versionne):
    """One edition of the minutes. Validated, it is frozen: `fige` and its print never change.

    The texts are filled by the platform, then by people; the other headings (members, agenda,
    decisions) are read from their rows until the validation writes them in `fige`.
    """

    reunion = models.ForeignKey(
        Reunion, models.PROTECT, related_name="comptes_rendus", verbose_name="réunion"
    )
    numero = models.PositiveSmallIntegerField("numéro d’édition")
    echanges = models.TextField("échanges", blank=True)
    avancement = models.TextField("état d’avancement", blank=True)
    chiffres_cles = models.TextField("chiffres clés", blank=True)
    budget = models.TextField("budget", blank=True)
    vigilance = models.TextField("points de vigilance", blank=True)
    prochaine = models.CharField("prochaine séance", max_length=300, blank=True)
    annexes = models.TextField("annexes", blank=True)
    motif = models.CharField("motif de la correction", max_length=300, blank=True)
    fige = models.JSONField("contenu figé", null=True, blank=True)
    empreinte = models.CharField("empreinte SHA-256", max_length=64, blank=True)
    valide_le = models.DateField("validé le", null=True, blank=True)
    valide_par = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name="validé par",
    )  # fmt: skip
    valide_par_label = models.CharField("validé par (nom)", max_length=200, blank=True)

    class Meta:
        verbose_name = "compte rendu"
        verbose_name_plural = "comptes rendus"
        ordering = ("reunion", "-numero")
        constraints = (
            models.UniqueConstraint(
                fields=["reunion", "numero"], name="compte_rendu_numero_unique"
            ),
            models.UniqueConstraint(
                fields=["reunion"],
                condition=Q(valide_le__isnull=True),
                name="compte_rendu_un_brouillon",
            ),
            models.CheckConstraint(
                condition=Q(numero=1) | ~Q(motif=""), name="compte_rendu_correction_motivee"
            ),
            models.CheckConstraint(
                condition=Q(valide_le__isnull=True, fige__isnull=True, empreinte="")
                | (Q(valide_le__isnull=False, fige__isnull=False) & ~Q(empreinte="")),
                name="compte_rendu_valide_fige",
            ),
        )

    def __str__(self) -> str:
        return f"compte rendu, {self.reunion}"

    @property
    def valide(self) -> bool:
        """Say whether it is validated."""
        return self.valide_le is not None

    def texts(self) -> dict[str, Any]:
        """Return what people write in it, by field."""
        return {name: getattr(self, name) for name in TEXTES}


TEXTES = (
    "echanges", "avancement", "chiffres_cles", "budget", "vigilance", "prochaine", "annexes",
)  # fmt: skip
