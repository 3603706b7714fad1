"""The text of a contract, and its frozen versions with the print of every piece."""

from pathlib import Path

from django.conf import settings
from django.db import models
from django.db.models import Q

from ancrage.plateforme.commun.modeles import Horodate, Identifie, Regional, Versionne
from ancrage.plateforme.contrats.models import Avenant, Contrat
from ancrage.plateforme.fichiers.models import path_of


class RedactionContrat(Identifie, Regional, Horodate, Versionne):
    """A part of a contract that the team wrote in place of the automatic text.

    `cle` is « preambule », « preparation » or « article-1 » to « article-9 ». `automatique` is
    what the template said at that time: when it says something else today, the contract moved.
    """

    contrat = models.ForeignKey(
        Contrat, models.PROTECT, related_name="redactions", verbose_name="contrat"
    )
    cle = models.CharField("partie", max_length=20)
    texte = models.TextField("texte")
    automatique = models.TextField("texte automatique d’alors")
    auteur = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+",
        verbose_name="auteur",
    )  # fmt: skip
    auteur_label = models.CharField("nom de l’auteur", max_length=200)
    ecrit_le = models.DateTimeField("écrit le")

    class Meta:
        verbose_name = "texte d’un contrat"
        verbose_name_plural = "textes d’un contrat"
        ordering = ("contrat", "cle")
        constraints = (
            models.UniqueConstraint(fields=["contrat", "cle"], name="redaction_contrat_unique"),
            models.CheckConstraint(condition=~Q(texte=""), name="redaction_contrat_ecrite"),
        )

    def __str__(self) -> str:
        return f"{self.cle}, {self.contrat}"


class VersionContrat(Identifie, Regional, Horodate):
    """A contract, or an amendment, frozen to be signed: nothing of it ever changes.

    `contenu` is the canonical JSON of all that the document says, `manifeste` the list of the
    pieces with their prints; the print of the manifest is that of the version.
    """

    contrat = models.ForeignKey(
        Contrat, models.PROTECT, related_name="versions_figees", verbose_name="contrat"
    )
    avenant = models.ForeignKey(
        Avenant, models.PROTECT, null=True, blank=True, related_name="versions_figees",
        verbose_name="avenant",
    )  # fmt: skip
    numero = models.PositiveSmallIntegerField("numéro")
    jour = models.DateField("figée le")
    contenu = models.TextField("contenu")
    manifeste = models.TextField("manifeste")
    empreinte = models.CharField("empreinte SHA-256 du manifeste", max_length=64)
    auteur = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+",
        verbose_name="auteur",
    )  # fmt: skip
    auteur_label = models.CharField("nom de l’auteur", max_length=200)

    class Meta:
        verbose_name = "version figée d’un contrat"
        verbose_name_plural = "versions figées d’un contrat"
        ordering = ("-cree_le", "-pk")
        constraints = (
            models.UniqueConstraint(
                fields=["contrat", "numero"],
                condition=Q(avenant__isnull=True),
                name="version_contrat_numero",
            ),
            models.UniqueConstraint(
                fields=["contrat", "avenant", "numero"], name="version_avenant_numero"
            ),
            models.CheckConstraint(
                condition=~Q(contenu="") & ~Q(manifeste="") & ~Q(empreinte=""),
                name="version_contrat_pleine",
            ),
        )

    def __str__(self) -> str:
        what = f"avenant n° {self.avenant.numero}" if self.avenant else "contrat"
        return f"{what}, version {self.numero}, {self.contrat}"


class NaturePiece(models.TextChoices):
    """The files of a frozen version. The PDF of the contract is what the signatories sign."""

    CONTRAT_PDF = "contrat.pdf", "document à signer, PDF"
    CONTRAT_DOCX = "contrat.docx", "document, Word"
    PUBLIC_PDF = "public.pdf", "version publique, PDF"
    PUBLIC_DOCX = "public.docx", "version publique, Word"


PUBLIQUES = (NaturePiece.PUBLIC_PDF, NaturePiece.PUBLIC_DOCX)


class PieceVersion(Identifie):
    """One file of a frozen version, kept under its print."""

    figee = models.ForeignKey(
        VersionContrat, models.PROTECT, related_name="pieces", verbose_name="version"
    )
    nature = models.CharField("nature", max_length=14, choices=NaturePiece.choices)
    sha256 = models.CharField("empreinte SHA-256", max_length=64, db_index=True)
    taille = models.PositiveBigIntegerField("taille en octets")

    class Meta:
        verbose_name = "pièce d’une version"
        verbose_name_plural = "pièces d’une version"
        ordering = ("nature",)
        constraints = (
            models.UniqueConstraint(fields=["figee", "nature"], name="piece_version_unique"),
            models.CheckConstraint(
                condition=Q(nature__in=NaturePiece.values), name="piece_nature_connue"
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_nature_display()}, {self.figee}"

    @property
    def chemin(self) -> Path:
        """Return where the bytes are."""
        return path_of(self.sha256)
