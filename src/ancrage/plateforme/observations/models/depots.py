"""A restricted extract on its way to the engine: what it says, who vouched for it, what became.

The bytes stay with the site only until the engine takes them, or until nobody wants them.
"""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from ancrage.plateforme.commun.modeles import Horodate, Identifie, Regional, Versionne
from ancrage.plateforme.comptes.permissions import regions_of
from ancrage.plateforme.fichiers.models import Fichier
from ancrage.plateforme.observations.etats import EN_ATTENTE, ORS, USAGES, VIVANTS, EtatDepot


class DepotRestreintQuerySet(models.QuerySet["DepotRestreint"]):
    """Reading deposits: the observatory of the region alone."""

    def visibles_par(self, user: Any) -> "DepotRestreintQuerySet":
        """Return the deposits of the regions whose figures a user keeps."""
        return self.filter(region__in=regions_of(user, ORS)).select_related(
            "deposant", "approbateur", "fichier"
        )


class DepotRestreint(Identifie, Regional, Horodate, Versionne):
    """An extract under agreement.

    `description` is what `depot.toml` says, but for the control totals: they are counts, some
    under the threshold, and stay out of the audit. `bilan` is what the last check found, with
    the version that it read; a check of another version is worth nothing.
    """

    CHAMPS_PERSONNELS = frozenset({"totaux"})  # the audit says that they changed, never to what

    code = models.SlugField("code", max_length=60)
    titre = models.CharField("titre", max_length=200)
    expire_le = models.DateField("fin de la convention", null=True, blank=True)
    fictif = models.BooleanField("extrait fictif", default=False)
    description = models.JSONField("description", default=dict)
    totaux = models.JSONField("totaux de contrôle", default=dict)
    fichier = models.ForeignKey(
        Fichier, models.SET_NULL, null=True, blank=True, related_name="+",
        verbose_name="extrait en attente",
    )  # fmt: skip
    fichier_nom = models.CharField("nom de l’extrait", max_length=200)
    fichier_sha256 = models.CharField("empreinte de l’extrait", max_length=64)
    etat = models.CharField(
        "état", max_length=10, choices=EtatDepot.choices, default=EtatDepot.DEPOSE, editable=False
    )
    bilan = models.JSONField("bilan du contrôle", default=dict)
    travail = models.UUIDField("travail en cours", null=True, blank=True)
    deposant = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="depots", verbose_name="déposant"
    )
    approbateur = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True,
        related_name="depots_approuves", verbose_name="approbateur",
    )  # fmt: skip
    approuve_le = models.DateTimeField("approuvé le", null=True, blank=True)
    fini_le = models.DateTimeField("fini le", null=True, blank=True)
    motif = models.TextField("motif du refus ou du retrait", blank=True)

    objects = DepotRestreintQuerySet.as_manager()

    class Meta:
        verbose_name = "dépôt restreint"
        verbose_name_plural = "dépôts restreints"
        ordering = ("-cree_le", "-pk")
        constraints = (
            models.CheckConstraint(condition=Q(etat__in=EtatDepot.values), name="depot_etat_connu"),
            models.UniqueConstraint(
                fields=["code"], condition=Q(etat__in=VIVANTS), name="depot_code_vivant_unique"
            ),
            models.CheckConstraint(
                condition=Q(approbateur__isnull=True) | ~Q(approbateur=F("deposant")),
                name="depot_approuve_par_un_autre",
            ),
            models.CheckConstraint(
                condition=~Q(etat__in=[EtatDepot.APPROUVE, EtatDepot.ACTIF, EtatDepot.EXPIRE])
                | Q(approbateur__isnull=False, approuve_le__isnull=False),
                name="depot_actif_approuve",
            ),
            models.CheckConstraint(
                condition=Q(etat__in=EN_ATTENTE) | Q(fichier__isnull=True),
                name="depot_extrait_efface",
            ),
            models.CheckConstraint(
                condition=~Q(etat__in=[EtatDepot.RETIRE, EtatDepot.REFUSE]) | ~Q(motif=""),
                name="depot_fin_motivee",
            ),
        )

    def __str__(self) -> str:
        return f"{self.titre} (extrait fictif)" if self.fictif else self.titre

    @property
    def usages(self) -> list[str]:
        """Return the uses that the agreement permits."""
        return list(self.description.get("usages_permis", ()))

    @property
    def usages_libelles(self) -> list[str]:
        """Return these uses in words."""
        return [USAGES.get(one, one) for one in self.usages]

    @property
    def erreur(self) -> dict[str, Any]:
        """Return what the last check of this very version refused, or nothing."""
        found: dict[str, Any] = self.bilan.get("erreur") or {}
        return found if self.bilan.get("version") == self.version else {}
