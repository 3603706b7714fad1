"""A contract: where it is in its life, its territory, its dates, who carries it."""

from collections.abc import Collection, Iterator
from datetime import date
from typing import Any

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.functional import cached_property

from ancrage.plateforme.commun.modeles import Horodate, Identifie, Regional, Versionne
from ancrage.plateforme.comptes.models import Organisation
from ancrage.plateforme.comptes.permissions import (
    Cible,
    contrats_of,
    departements_of,
    regions_of,
    territoires_of,
)
from ancrage.plateforme.comptes.roles import OBSERVATOIRE, Role
from ancrage.plateforme.contrats.etats import (
    CLOS,
    EN_VIGUEUR,
    SIGNES,
    STATUTS,
    Etat,
    StatutCarte,
)
from ancrage.plateforme.doctrine.models import Doctrine
from ancrage.plateforme.fichiers.models import Fichier
from ancrage.plateforme.territoires.models import Perimetre

# From which states on each role reads a contract in its reach (domaine.md § 5).
TOUJOURS = frozenset(
    {
        Role.ARS_SIEGE, Role.DD_ARS, *OBSERVATOIRE, Role.ELU, Role.AGENT_COLLECTIVITE,
        Role.COORDONNATEUR, Role.PILOTE_ACTION, Role.EVALUATEUR,
    }
)  # fmt: skip
DES_REDACTION = frozenset({Role.SIGNATAIRE_AUTRE})
DES_VALIDATION = frozenset({Role.PREFECTURE})
SIGNE_SEUL = frozenset({Role.PARTENAIRE, Role.ANIMATEUR_ATELIER})
LECTURES: tuple[tuple[frozenset[str], tuple[str, ...]], ...] = (
    (TOUJOURS, tuple(Etat.values)),
    (DES_REDACTION, (Etat.REDACTION, Etat.VALIDATION, *SIGNES)),
    (DES_VALIDATION, (Etat.VALIDATION, *SIGNES)),
    (SIGNE_SEUL, SIGNES),
)


class ContratQuerySet(models.QuerySet["Contrat"]):
    """Reading contracts."""

    def visibles_par(self, user: Any, *, sauf: frozenset[str] = frozenset()) -> "ContratQuerySet":
        """Return those that a person's roles reach, in the states that her roles read.

        `sauf` leaves out what some roles alone would show.
        """
        seen = Q(pk__in=())
        for roles, etats in LECTURES:
            for reach in self._within(user, roles - sauf):
                seen |= reach & Q(etat__in=etats)
        return self.filter(seen)

    def publics(self) -> "ContratQuerySet":
        """Return those that anybody may read: signed once."""
        return self.filter(date_signature__isnull=False)

    def en_vigueur(self) -> "ContratQuerySet":
        """Return those in force now."""
        return self.filter(etat__in=EN_VIGUEUR)

    def for_list(self) -> "ContratQuerySet":
        """Load what a line of a list shows."""
        return self.select_related("perimetre_etude", "perimetre", "doctrine").prefetch_related(
            "porteurs__organisation", "aires"
        )

    @staticmethod
    def _within(user: Any, roles: Collection[str]) -> Iterator[Q]:
        """Yield what each kind of scope reaches; nothing for a kind that the person has not."""
        codes = territoires_of(user, roles)
        codes |= {f"departement:{code}" for code in departements_of(user, roles)}
        if regions := regions_of(user, roles):
            yield Q(region__in=regions)
        if slugs := contrats_of(user, roles):
            yield Q(slug__in=slugs)
        if codes:
            yield Q(Exists(AireContrat.objects.filter(contrat=OuterRef("pk"), code__in=codes)))


class Contrat(Identifie, Regional, Horodate, Versionne):
    """A contract. Its state moves only with a `Transition` row: the database sees to it.

    `perimetre` and `date_fin` are those last signed; an amendment alone changes them after the
    signature, as it alone keeps the former ones. `generation` follows from `contrat_precedent`:
    one more than it if it was signed. `rang` counts the transitions.
    """

    nom = models.CharField("nom", max_length=200)
    slug = models.SlugField("adresse", max_length=120, unique=True)
    contrat_precedent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="suivants",
        verbose_name="contrat précédent",
    )  # fmt: skip
    generation = models.PositiveSmallIntegerField("génération", default=1, editable=False)
    etat = models.CharField(
        "état", max_length=16, choices=Etat.choices, default=Etat.SOLLICITATION, editable=False
    )
    rang = models.PositiveSmallIntegerField("nombre de transitions", default=0, editable=False)
    repris = models.BooleanField("repris en cours", default=False, editable=False)
    perimetre_etude = models.ForeignKey(
        Perimetre, models.PROTECT, related_name="contrats_etudies",
        verbose_name="périmètre d’étude",
    )  # fmt: skip
    perimetre = models.ForeignKey(
        Perimetre, models.PROTECT, null=True, blank=True, related_name="contrats",
        verbose_name="périmètre du contrat",
    )  # fmt: skip
    date_signature = models.DateField("signé le", null=True, blank=True, editable=False)
    date_debut = models.DateField("début", null=True, blank=True)
    date_fin = models.DateField("fin", null=True, blank=True)
    doctrine = models.ForeignKey(
        Doctrine, models.PROTECT, null=True, blank=True, editable=False, related_name="contrats",
        verbose_name="doctrine à la signature",
    )  # fmt: skip

    objects = ContratQuerySet.as_manager()

    class Meta:
        verbose_name = "contrat local de santé"
        verbose_name_plural = "contrats locaux de santé"
        ordering = ("nom", "generation")
        constraints = (
            models.CheckConstraint(condition=Q(etat__in=Etat.values), name="contrat_etat_connu"),
            models.CheckConstraint(
                condition=~Q(etat__in=SIGNES)
                | Q(
                    date_signature__isnull=False,
                    date_debut__isnull=False,
                    date_fin__isnull=False,
                    perimetre__isnull=False,
                ),
                name="contrat_signe_complet",
            ),
            models.CheckConstraint(
                condition=Q(date_signature__isnull=True) | Q(etat__in=SIGNES) | Q(rang=0),
                name="contrat_date_signature_si_signe",
            ),
            models.CheckConstraint(
                condition=Q(date_debut__isnull=True)
                | Q(date_fin__isnull=True)
                | Q(date_fin__gt=F("date_debut")),
                name="contrat_fin_apres_debut",
            ),
            models.CheckConstraint(
                condition=Q(contrat_precedent__isnull=True) | ~Q(contrat_precedent=F("pk")),
                name="contrat_pas_son_predecesseur",
            ),
        )

    def __str__(self) -> str:
        return self.nom

    @property
    def statut_carte(self) -> StatutCarte:
        """Return the heading of the regional map."""
        return STATUTS[self.etat]

    @property
    def is_signed(self) -> bool:
        """Say whether it was signed, whatever followed."""
        return self.date_signature is not None

    @property
    def is_open(self) -> bool:
        """Say whether its life goes on."""
        return self.etat not in CLOS

    @property
    def dernier_perimetre(self) -> Perimetre:
        """Return the perimeter last signed or proposed, else that of the study."""
        return self.perimetre or self.perimetre_etude

    @cached_property
    def cible(self) -> Cible:
        """Return what the contract covers, in the terms of scopes; read once per instance."""
        codes = frozenset(aire.code for aire in self.aires.all())
        prefix = "departement:"
        return Cible(
            self.region,
            frozenset(code.removeprefix(prefix) for code in codes if code.startswith(prefix)),
            frozenset(code for code in codes if not code.startswith(prefix)),
            frozenset({self.slug}),
        )


class AliasContrat(Regional):
    """Another name of a contract, between two dates when they are known (T6)."""

    contrat = models.ForeignKey(
        Contrat, models.CASCADE, related_name="alias", verbose_name="contrat"
    )
    nom = models.CharField("nom", max_length=200)
    depuis = models.DateField("depuis", null=True, blank=True)
    jusqu_au = models.DateField("jusqu’au", null=True, blank=True)

    class Meta:
        verbose_name = "autre nom d’un contrat"
        verbose_name_plural = "autres noms d’un contrat"
        ordering = ("depuis", "nom")
        constraints = (
            models.UniqueConstraint(fields=["contrat", "nom"], name="alias_contrat_unique"),
            models.CheckConstraint(
                condition=Q(depuis__isnull=True)
                | Q(jusqu_au__isnull=True)
                | Q(jusqu_au__gte=F("depuis")),
                name="alias_contrat_dates",
            ),
        )

    def __str__(self) -> str:
        return self.nom


class AireContrat(models.Model):
    """A code that the perimeter covers: « departement:45 », « epci:244500468 », « commune:45234 ».

    Derived from the perimeter at each change, so that rights and lists ask no geography.
    """

    contrat = models.ForeignKey(
        Contrat, models.CASCADE, related_name="aires", verbose_name="contrat"
    )
    code = models.CharField("code", max_length=200, db_index=True)

    class Meta:
        verbose_name = "aire d’un contrat"
        verbose_name_plural = "aires d’un contrat"
        ordering = ("code",)
        constraints = (
            models.UniqueConstraint(fields=["contrat", "code"], name="aire_contrat_unique"),
        )

    def __str__(self) -> str:
        return self.code


class Porteur(Identifie, Regional, Horodate, Versionne):
    """A local authority that carries the contract, and the competence that its statutes give."""

    contrat = models.ForeignKey(
        Contrat, models.CASCADE, related_name="porteurs", verbose_name="contrat"
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="contrats_portes", verbose_name="organisation"
    )
    competence_statutaire = models.TextField("compétence statutaire", blank=True)
    statuts_du = models.DateField("statuts du", null=True, blank=True)
    statuts = models.ForeignKey(
        Fichier, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="statuts"
    )
    verifiee_le = models.DateField("compétence vérifiée le", null=True, blank=True)

    class Meta:
        verbose_name = "porteur"
        verbose_name_plural = "porteurs"
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(fields=["contrat", "organisation"], name="porteur_unique"),
            models.CheckConstraint(
                condition=Q(verifiee_le__isnull=True)
                | (~Q(competence_statutaire="") & Q(statuts_du__isnull=False)),
                name="porteur_competence_verifiee_ecrite",
            ),
        )

    def __str__(self) -> str:
        return str(self.organisation)

    def is_competent(self, on: date) -> bool:
        """Say whether the statutory competence was written and checked by a day."""
        return self.verifiee_le is not None and self.verifiee_le <= on
