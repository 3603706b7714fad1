"""What the territory thinks of a diagnosis before it is published: asked, read as a proof, told."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from ancrage.plateforme.commun.modeles import Horodate, Identifie, Versionne
from ancrage.plateforme.diagnostics.models.travail import Diagnostic


class DemandeAvis(Identifie, Horodate):
    """The observatory asks what people of the territory think of a version that is signed.

    The figures and texts of that version are cleared of secrecy: nothing leaves before. `limite`
    is when the observatory wishes to have read the opinions; they are given until publication.
    """

    diagnostic = models.ForeignKey(
        Diagnostic, models.CASCADE, related_name="demandes_avis", verbose_name="diagnostic"
    )
    version_diagnostic = models.PositiveIntegerField("version à lire")
    limite = models.DateField("avis souhaités avant le")
    demandeur_label = models.CharField("demandé par", max_length=200)

    class Meta:
        verbose_name = "demande d’avis"
        verbose_name_plural = "demandes d’avis"
        ordering = ("-cree_le", "-pk")
        constraints = (
            models.UniqueConstraint(
                fields=["diagnostic", "version_diagnostic"], name="demande_avis_une_par_version"
            ),
        )

    def __str__(self) -> str:
        return f"demande d’avis, {self.diagnostic}"


class SensAvis(models.TextChoices):
    """What an opinion amounts to. It is consultative: it opens and closes nothing by itself."""

    FAVORABLE = "favorable", "favorable"
    RESERVE = "reserve", "favorable avec réserves"
    DEFAVORABLE = "defavorable", "défavorable"


class AvisDiagnostic(Identifie, Horodate, Versionne):
    """The opinion of a coordinator or of a département's delegation on a proof."""

    demande = models.ForeignKey(
        DemandeAvis, models.CASCADE, related_name="avis", verbose_name="demande d’avis"
    )
    auteur = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="avis_diagnostics",
        verbose_name="auteur",
    )  # fmt: skip
    auteur_label = models.CharField("nom de l’auteur", max_length=200)
    sens = models.CharField("avis", max_length=12, choices=SensAvis.choices)
    texte = models.TextField("remarques", blank=True)

    class Meta:
        verbose_name = "avis sur un diagnostic"
        verbose_name_plural = "avis sur des diagnostics"
        ordering = ("cree_le", "pk")
        constraints = (
            models.UniqueConstraint(fields=["demande", "auteur"], name="avis_un_par_personne"),
            models.CheckConstraint(
                condition=Q(sens=SensAvis.FAVORABLE) | ~Q(texte=""), name="avis_reserve_dite"
            ),
        )

    def __str__(self) -> str:
        return f"avis {self.get_sens_display()}, {self.demande.diagnostic}"
