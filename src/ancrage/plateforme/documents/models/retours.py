"""What comes back signed: the file, what its verification found, whose signature each one is."""

from typing import Any

from django.db import models
from django.db.models import Q

from ancrage.plateforme.commun.modeles import Horodate, Identifie, Regional
from ancrage.plateforme.contrats.models import Signature
from ancrage.plateforme.documents.models.contrats import VersionContrat
from ancrage.plateforme.fichiers.models import Fichier


class ModeSignature(models.TextChoices):
    """How a version was signed."""

    PARAPHEUR = "parapheur", "signature électronique (parapheur)"
    PAPIER = "papier", "signature sur papier, numérisée"


class RetourSignature(Identifie, Regional, Horodate):
    """A signed file given back. `constats` keeps what the verification read that day.

    `valide`: every signature holds and the signed document is the frozen one. A scan proves
    nothing by itself: it is never `valide`, a person answers for it.
    """

    figee = models.ForeignKey(
        VersionContrat, models.PROTECT, related_name="retours", verbose_name="version"
    )
    mode = models.CharField("mode", max_length=9, choices=ModeSignature.choices)
    fichier = models.ForeignKey(
        Fichier, models.PROTECT, related_name="+", verbose_name="fichier signé"
    )
    valide = models.BooleanField("vérifié sans réserve", default=False)
    constats: Any = models.JSONField("constats de la vérification", default=dict)

    class Meta:
        verbose_name = "retour de signature"
        verbose_name_plural = "retours de signature"
        ordering = ("-cree_le", "-pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(mode=ModeSignature.PARAPHEUR)
                | Q(mode=ModeSignature.PAPIER, valide=False),
                name="retour_papier_jamais_verifie",
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_mode_display()}, {self.figee}"


class RapprochementSignature(Identifie, Regional, Horodate):
    """Which signature of a returned file is that of which signatory, as a person said.

    `champ` names the signature in the PDF; it is empty for a scan.
    """

    retour = models.ForeignKey(
        RetourSignature, models.PROTECT, related_name="rapprochements", verbose_name="retour"
    )
    champ = models.CharField("champ de signature", max_length=200, blank=True)
    signature = models.OneToOneField(
        Signature, models.CASCADE, related_name="rapprochement", verbose_name="signature"
    )

    class Meta:
        verbose_name = "rapprochement de signature"
        verbose_name_plural = "rapprochements de signature"
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(
                fields=["retour", "champ"],
                condition=~Q(champ=""),
                name="rapprochement_champ_unique",
            ),
        )

    def __str__(self) -> str:
        return f"{self.champ or 'papier'}, {self.signature}"
