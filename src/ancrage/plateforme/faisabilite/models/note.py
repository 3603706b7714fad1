"""A feasibility note: the territory that it studies, its texts, its grid, who last wrote."""

from typing import Any

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.functional import cached_property

from ancrage.plateforme.commun.modeles import Horodate, Identifie, Regional, Versionne
from ancrage.plateforme.comptes.permissions import (
    Cible,
    contrats_of,
    departements_of,
    regions_of,
    territoires_of,
)
from ancrage.plateforme.comptes.roles import OBSERVATOIRE, Role
from ancrage.plateforme.contrats.models import Contrat
from ancrage.plateforme.faisabilite.listes import (
    Condition,
    Facteur,
    ReponseFacteur,
    Rubrique,
    Sens,
)
from ancrage.plateforme.territoires.models import Perimetre

# Who reads a note (domaine.md § 5); nobody else, the public least of all.
LECTEURS = frozenset(
    {
        Role.ARS_SIEGE, Role.DD_ARS, *OBSERVATOIRE, Role.ELU, Role.AGENT_COLLECTIVITE,
        Role.COORDONNATEUR, Role.EVALUATEUR,
    }
)  # fmt: skip


class NoteFaisabiliteQuerySet(models.QuerySet["NoteFaisabilite"]):
    """Reading notes."""

    def visibles_par(self, user: Any) -> "NoteFaisabiliteQuerySet":
        """Return those of the territories and contracts that a person's roles reach."""
        codes = territoires_of(user, LECTEURS)
        codes |= {f"departement:{code}" for code in departements_of(user, LECTEURS)}
        reached = AireNote.objects.filter(note=OuterRef("pk"), code__in=codes)
        return self.filter(
            Q(region__in=regions_of(user, LECTEURS))
            | Q(contrat__slug__in=contrats_of(user, LECTEURS))
            | (Q(Exists(reached)) if codes else Q(pk__in=()))
        )

    def of(self, contrat: Contrat) -> "NoteFaisabiliteQuerySet":
        """Return the notes of a contract, the latest first."""
        return self.filter(contrat=contrat).order_by("-cree_le", "-pk")

    def awaiting_opinion(self) -> "NoteFaisabiliteQuerySet":
        """Return the open ones on which the delegation has said nothing yet, the oldest first."""
        rows = self.filter(decidee_le__isnull=True, avis_dd="").select_related("contrat")
        return rows.prefetch_related("aires").order_by("cree_le", "pk")

    def for_list(self) -> "NoteFaisabiliteQuerySet":
        """Load what a line of a list shows."""
        return self.select_related("contrat", "perimetre").order_by("-modifie_le", "-pk")


class NoteFaisabilite(Identifie, Regional, Horodate, Versionne):
    """A note on a territory; a contract may be opened later, and the note tied to it.

    `numero` is the version under work. Once decided (`decidee_le`), the database refuses any
    change of it and of its parts, until a new version is opened.
    """

    contrat = models.ForeignKey(
        Contrat, models.PROTECT, null=True, blank=True, related_name="notes_faisabilite",
        verbose_name="contrat",
    )  # fmt: skip
    perimetre = models.ForeignKey(
        Perimetre, models.PROTECT, related_name="notes_faisabilite",
        verbose_name="périmètre étudié",
    )  # fmt: skip
    libelle = models.CharField("nom", max_length=200)
    numero = models.PositiveSmallIntegerField("version de la note", default=1, editable=False)
    objet = models.TextField("objet", blank=True)
    date_rencontre = models.DateField("date de la rencontre", null=True, blank=True)
    lieu = models.CharField("lieu", max_length=200, blank=True)
    participants = models.TextField("participants", blank=True)
    cadre = models.TextField("cadre légal, complément", blank=True)
    objectifs = models.TextField("objectifs", blank=True)
    demarche = models.TextField("démarche", blank=True)
    pilotage = models.TextField("pilotage", blank=True)
    domaines = models.JSONField("domaines", default=list, blank=True)
    determinants = models.TextField("déterminants visés", blank=True)
    lecture_cadrage = models.TextField("lecture des chiffres", blank=True)
    porteur = models.CharField("porteur pressenti", max_length=200, blank=True)
    competence = models.TextField("compétence statutaire", blank=True)
    statuts_du = models.DateField("statuts du", null=True, blank=True)
    liens = models.TextField("liens", blank=True)
    avis_dd = models.CharField(
        "avis de la délégation", max_length=11, choices=Sens.choices, blank=True, editable=False
    )
    avis_motif = models.TextField("motif de l’avis", blank=True, editable=False)
    avis_le = models.DateField("avis donné le", null=True, blank=True, editable=False)
    decidee_le = models.DateField("décidée le", null=True, blank=True, editable=False)

    objects = NoteFaisabiliteQuerySet.as_manager()

    class Meta:
        verbose_name = "note de faisabilité"
        verbose_name_plural = "notes de faisabilité"
        ordering = ("-cree_le",)
        constraints = (
            models.CheckConstraint(condition=~Q(libelle=""), name="note_faisabilite_nommee"),
            models.CheckConstraint(
                condition=Q(avis_dd="", avis_motif="", avis_le__isnull=True)
                | (Q(avis_dd__in=Sens.values) & ~Q(avis_motif="") & Q(avis_le__isnull=False)),
                name="note_faisabilite_avis_entier",
            ),
            models.CheckConstraint(
                condition=Q(decidee_le__isnull=True) | ~Q(avis_dd=""),
                name="note_faisabilite_avis_avant_decision",
            ),
            models.CheckConstraint(
                condition=Q(statuts_du__isnull=True) | ~Q(competence=""),
                name="note_faisabilite_competence_citee",
            ),
        )

    def __str__(self) -> str:
        return self.libelle

    @property
    def is_open(self) -> bool:
        """Say whether it is still being written."""
        return self.decidee_le is None

    @cached_property
    def cible(self) -> Cible:
        """Return what the note covers, in the terms of scopes; read once per instance."""
        codes = frozenset(aire.code for aire in self.aires.all())
        prefix = "departement:"
        return Cible(
            self.region,
            frozenset(code.removeprefix(prefix) for code in codes if code.startswith(prefix)),
            frozenset(code for code in codes if not code.startswith(prefix)),
            frozenset({self.contrat.slug}) if self.contrat else frozenset(),
        )


class AireNote(models.Model):
    """A code that the studied perimeter covers; rights are compared with it."""

    note = models.ForeignKey(
        NoteFaisabilite, models.CASCADE, related_name="aires", verbose_name="note"
    )
    code = models.CharField("code", max_length=200, db_index=True)

    class Meta:
        verbose_name = "aire d’une note"
        verbose_name_plural = "aires d’une note"
        ordering = ("code",)
        constraints = (models.UniqueConstraint(fields=["note", "code"], name="aire_note_unique"),)

    def __str__(self) -> str:
        return self.code


class RubriqueNote(Versionne):
    """One of the fifteen parts: its own version, so that two people write two parts at once."""

    note = models.ForeignKey(
        NoteFaisabilite, models.CASCADE, related_name="rubriques", verbose_name="note"
    )
    code = models.CharField("rubrique", max_length=12, choices=Rubrique.choices)
    ecrite_le = models.DateTimeField("écrite le", null=True, blank=True)

    class Meta:
        verbose_name = "rubrique d’une note"
        verbose_name_plural = "rubriques d’une note"
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(fields=["note", "code"], name="rubrique_note_unique"),
            models.CheckConstraint(
                condition=Q(code__in=Rubrique.values), name="rubrique_note_connue"
            ),
        )

    def __str__(self) -> str:
        return self.get_code_display()


class FacteurFacilitant(Regional):
    """One of the three factors: there or not, and the evidence."""

    note = models.ForeignKey(
        NoteFaisabilite, models.CASCADE, related_name="facteurs", verbose_name="note"
    )
    code = models.CharField("facteur", max_length=12, choices=Facteur.choices)
    reponse = models.CharField("réponse", max_length=10, choices=ReponseFacteur.choices, blank=True)
    preuve = models.TextField("preuve", blank=True)

    class Meta:
        verbose_name = "facteur facilitant"
        verbose_name_plural = "facteurs facilitants"
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(fields=["note", "code"], name="facteur_unique"),
            models.CheckConstraint(condition=Q(code__in=Facteur.values), name="facteur_connu"),
            models.CheckConstraint(
                condition=Q(reponse="", preuve="")
                | (Q(reponse__in=ReponseFacteur.values) & ~Q(preuve="")),
                name="facteur_reponse_prouvee",
            ),
        )

    def __str__(self) -> str:
        return self.get_code_display()


class ConditionReussite(Regional):
    """One of the five conditions: its score from 0 to 3, and the evidence."""

    note = models.ForeignKey(
        NoteFaisabilite, models.CASCADE, related_name="conditions", verbose_name="note"
    )
    code = models.CharField("condition", max_length=12, choices=Condition.choices)
    score = models.PositiveSmallIntegerField("note de 0 à 3", null=True, blank=True)
    preuve = models.TextField("preuve", blank=True)

    class Meta:
        verbose_name = "condition de réussite"
        verbose_name_plural = "conditions de réussite"
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(fields=["note", "code"], name="condition_unique"),
            models.CheckConstraint(condition=Q(code__in=Condition.values), name="condition_connue"),
            models.CheckConstraint(
                condition=Q(score__isnull=True, preuve="")
                | (Q(score__isnull=False, score__lte=3) & ~Q(preuve="")),
                name="condition_score_prouve",
            ),
        )

    def __str__(self) -> str:
        return self.get_code_display()


class CadrageRegional(Regional, Horodate, Versionne):
    """The framing figures that the notes of a region show, chosen by its agency."""

    indicateurs = models.JSONField("indicateurs", default=list)

    class Meta:
        verbose_name = "cadrage régional"
        verbose_name_plural = "cadrages régionaux"
        ordering = ("region",)
        constraints = (models.UniqueConstraint(fields=["region"], name="cadrage_region_unique"),)

    def __str__(self) -> str:
        return f"cadrage de la région {self.region}"
