"""The opinions on the text of a contract: asked, given, and how their reserves were lifted."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from ancrage.plateforme.commun.modeles import Horodate, Identifie, Regional
from ancrage.plateforme.contrats.models.contrat import Contrat
from ancrage.plateforme.fichiers.models import Fichier


class Organe(models.TextChoices):
    """Who gives an opinion on the text."""

    COTECH = "cotech", "comité technique"
    ARS = "ars", "agence régionale de santé"


class SensAvis(models.TextChoices):
    """What an opinion amounts to."""

    FAVORABLE = "favorable", "favorable"
    RESERVE = "reserve", "favorable avec réserves"
    DEFAVORABLE = "defavorable", "défavorable"


class AvisContrat(Identifie, Regional, Horodate):
    """An opinion on the text of a contract. Once given it never changes: another one follows.

    Asked first, or given without being asked. `version_figee` is the frozen version that it is
    about, with its print; none: the text as it stood that day. Reserves are lifted once, by
    words that say how.
    """

    contrat = models.ForeignKey(
        Contrat, models.PROTECT, related_name="avis", verbose_name="contrat"
    )
    organe = models.CharField("donné par", max_length=6, choices=Organe.choices)
    demande_le = models.DateField("demandé le", null=True, blank=True)
    limite = models.DateField("souhaité avant le", null=True, blank=True)
    version_figee = models.PositiveSmallIntegerField("version figée", null=True, blank=True)
    empreinte = models.CharField("empreinte de la version", max_length=64, blank=True)
    sens = models.CharField("avis", max_length=11, choices=SensAvis.choices, blank=True)
    rendu_le = models.DateField("rendu le", null=True, blank=True)
    texte = models.TextField("texte de l’avis", blank=True)
    reserves = models.TextField("réserves", blank=True)
    fonction = models.CharField("fonction de qui le donne", max_length=150, blank=True)
    fichier = models.ForeignKey(
        Fichier, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="document"
    )
    auteur = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name="enregistré par",
    )  # fmt: skip
    auteur_label = models.CharField("nom de qui l’enregistre", max_length=200, blank=True)
    levee_le = models.DateField("réserves levées le", null=True, blank=True)
    levee = models.TextField("comment les réserves ont été levées", blank=True)

    class Meta:
        verbose_name = "avis sur un contrat"
        verbose_name_plural = "avis sur des contrats"
        ordering = ("rendu_le", "pk")
        constraints = (
            models.CheckConstraint(condition=Q(organe__in=Organe.values), name="avis_organe_connu"),
            models.CheckConstraint(
                condition=Q(sens="", rendu_le__isnull=True, demande_le__isnull=False)
                | Q(sens__in=SensAvis.values, rendu_le__isnull=False) & ~Q(fonction=""),
                name="avis_demande_ou_rendu",
            ),
            models.CheckConstraint(
                condition=Q(sens=SensAvis.RESERVE) & ~Q(reserves="")
                | ~Q(sens=SensAvis.RESERVE) & Q(reserves=""),
                name="avis_reserves_dites",
            ),
            models.CheckConstraint(
                condition=~Q(sens=SensAvis.DEFAVORABLE) | ~Q(texte=""),
                name="avis_defavorable_motive",
            ),
            models.CheckConstraint(
                condition=Q(levee="", levee_le__isnull=True)
                | Q(sens=SensAvis.RESERVE, levee_le__gte=F("rendu_le")) & ~Q(levee=""),
                name="avis_reserves_levees",
            ),
            models.CheckConstraint(
                condition=Q(version_figee__isnull=True, empreinte="")
                | Q(version_figee__isnull=False) & ~Q(empreinte=""),
                name="avis_version_et_empreinte",
            ),
            models.UniqueConstraint(
                fields=["contrat", "organe"], condition=Q(rendu_le__isnull=True),
                name="avis_demande_une_fois",
            ),
        )  # fmt: skip

    def __str__(self) -> str:
        return f"avis, {self.get_organe_display()}, {self.contrat}"

    @property
    def is_given(self) -> bool:
        """Say whether it was given, not only asked."""
        return self.rendu_le is not None

    @property
    def reserves_tenues(self) -> bool:
        """Say whether reserves still stand."""
        return self.sens == SensAvis.RESERVE and self.levee_le is None
