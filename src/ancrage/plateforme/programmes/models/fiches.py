"""An action sheet: what is agreed, where, when, with what money."""

from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from ancrage.plateforme.commun.modeles import Horodate, Identifie, Regional, Versionne
from ancrage.plateforme.comptes.models import Affectation
from ancrage.plateforme.comptes.roles import Role
from ancrage.plateforme.contrats.models import Contrat
from ancrage.plateforme.programmes.listes import (
    MOTIVES,
    DomaineLegal,
    LienOrigine,
    Nature,
    Participation,
    StatutAction,
    StatutFinancement,
    Strategie,
)
from ancrage.plateforme.programmes.models.strategie import Axe, Besoin, DuContrat, Objectif

# They read only the sheets where their organisation is named (domaine.md § 5).
NOMMES = frozenset({Role.PARTENAIRE, Role.ANIMATEUR_ATELIER})


class FicheActionQuerySet(DuContrat):
    """Reading action sheets."""

    def visibles_par(self, user: Any) -> "FicheActionQuerySet":
        """Return those of the contracts that a person follows; a partner's, where it is named."""
        team = Contrat.objects.visibles_par(user, sauf=NOMMES)
        named = Contrat.objects.visibles_par(user)
        return self.filter(
            Q(contrat__in=team)
            | Q(contrat__in=named, intervenants__organisation__in=organisations_of(user))
        ).distinct()

    def publiques(self) -> "FicheActionQuerySet":
        """Return those that anybody may read: frozen, of a contract signed once."""
        return self.filter(fige_le__isnull=False, contrat__date_signature__isnull=False)

    def with_parts(self) -> "FicheActionQuerySet":
        """Load all that a sheet is made of."""
        return self.select_related("axe", "objectif__parent__parent", "contrat").prefetch_related(
            "besoins", "fiches_liees", "intervenants", "jalons", "financements", "indicateurs",
            "publics", "lieux", "classements", "bilans", "liens_prs__objectif_regional__plan",
        )  # fmt: skip


def organisations_of(user: Any) -> list[int]:
    """Return the organisations for which a person holds a role today."""
    if not user.is_authenticated or not user.is_active:
        return []
    held = Affectation.objects.of_or_delegated_to(user, timezone.localdate())
    return list(held.values_list("organisation_id", flat=True))


class FicheAction(Identifie, Regional, Horodate, Versionne):
    """The description of an action. Its code is frozen at the validation; `rang` only orders.

    An axis, when it has one, is of its contract; an objective is of its axis: triggers hold both.
    A sheet frozen stays: it is given up, never deleted.
    """

    contrat = models.ForeignKey(
        Contrat, models.PROTECT, related_name="fiches", verbose_name="contrat"
    )
    axe = models.ForeignKey(
        Axe, models.PROTECT, null=True, blank=True, related_name="fiches", verbose_name="axe"
    )
    objectif = models.ForeignKey(
        Objectif, models.PROTECT, null=True, blank=True, related_name="fiches",
        verbose_name="objectif",
    )  # fmt: skip
    code = models.CharField("code", max_length=20)
    rang = models.PositiveIntegerField("rang")
    titre = models.CharField("titre", max_length=300)
    nature = models.CharField("nature", max_length=20, choices=Nature.choices, blank=True)
    structurant = models.BooleanField("structurante", default=False)
    domaine_legal = models.CharField(
        "domaine légal", max_length=14, choices=DomaineLegal.choices, blank=True
    )
    strategie_inegalites = models.CharField(
        "stratégie face aux inégalités", max_length=26, choices=Strategie.choices, blank=True
    )
    contexte = models.TextField("contexte", blank=True)
    description = models.TextField("description", blank=True)
    effectif_vise = models.PositiveIntegerField("effectif visé", null=True, blank=True)
    participation = models.CharField(
        "participation des habitants", max_length=14, choices=Participation.choices, blank=True
    )
    reference = models.TextField("référence des données probantes", blank=True)
    debut = models.DateField("début", null=True, blank=True)
    fin = models.DateField("fin", null=True, blank=True)
    etp = models.DecimalField(
        "moyens humains (ETP)", max_digits=5, decimal_places=2, null=True, blank=True
    )
    statut_financement = models.CharField(
        "statut du financement", max_length=10, choices=StatutFinancement.choices, blank=True
    )
    risques = models.TextField("risques, conditions", blank=True)
    statut = models.CharField(
        "statut", max_length=10, choices=StatutAction.choices, default=StatutAction.A_LANCER
    )
    motif = models.TextField("motif du report ou de l’abandon", blank=True)
    avancement = models.PositiveSmallIntegerField("avancement (%)", null=True, blank=True)
    besoins = models.ManyToManyField(
        Besoin, related_name="fiches", verbose_name="besoins", blank=True
    )
    fiches_liees = models.ManyToManyField("self", verbose_name="fiches liées", blank=True)
    origine = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, editable=False, related_name="suites",
        verbose_name="fiche d’origine",
    )  # fmt: skip
    lien_origine = models.CharField(
        "lien avec l’origine", max_length=11, choices=LienOrigine.choices, blank=True,
        editable=False,
    )  # fmt: skip
    fige_le = models.DateTimeField("figée le", null=True, blank=True, editable=False)

    objects = FicheActionQuerySet.as_manager()

    class Meta:
        verbose_name = "fiche action"
        verbose_name_plural = "fiches actions"
        ordering = ("rang", "pk")
        constraints = (
            models.UniqueConstraint(fields=["contrat", "code"], name="fiche_code_unique"),
            models.CheckConstraint(condition=~Q(code="") & ~Q(titre=""), name="fiche_nommee"),
            models.CheckConstraint(
                condition=Q(objectif__isnull=True) | Q(axe__isnull=False),
                name="fiche_objectif_dans_un_axe",
            ),
            models.CheckConstraint(
                condition=Q(debut__isnull=True) | Q(fin__isnull=True) | Q(fin__gte=F("debut")),
                name="fiche_fin_apres_debut",
            ),
            models.CheckConstraint(
                condition=~Q(statut__in=MOTIVES) | ~Q(motif=""), name="fiche_arret_motive"
            ),
            models.CheckConstraint(
                condition=Q(avancement__isnull=True) | Q(avancement__lte=100),
                name="fiche_avancement_sur_cent",
            ),
            models.CheckConstraint(
                condition=Q(etp__isnull=True) | Q(etp__gte=0), name="fiche_etp_positif"
            ),
            models.CheckConstraint(
                condition=Q(origine__isnull=True, lien_origine="")
                | (Q(origine__isnull=False) & ~Q(lien_origine="") & ~Q(origine=F("pk"))),
                name="fiche_origine_dite",
            ),
            models.CheckConstraint(
                condition=Q(nature__in=["", *Nature.values])
                & Q(domaine_legal__in=["", *DomaineLegal.values])
                & Q(strategie_inegalites__in=["", *Strategie.values])
                & Q(participation__in=["", *Participation.values])
                & Q(statut_financement__in=["", *StatutFinancement.values])
                & Q(statut__in=StatutAction.values),
                name="fiche_listes_fermees",
            ),
        )

    def __str__(self) -> str:
        return f"{self.code} {self.titre}"

    @property
    def is_figee(self) -> bool:
        """Say whether it was validated."""
        return self.fige_le is not None
