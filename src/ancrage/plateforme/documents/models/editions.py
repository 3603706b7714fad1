"""The files drawn from a frozen edition, kept under their prints."""

from pathlib import Path

from django.db import models

from ancrage.plateforme.commun.modeles import Horodate, Identifie
from ancrage.plateforme.diagnostics.models import Edition
from ancrage.plateforme.fichiers.models import path_of


class FormatDocument(models.TextChoices):
    """The formats of a document."""

    PDF = "pdf", "PDF"
    DOCX = "docx", "Word"
    PPTX = "pptx", "présentation"
    XLSX = "xlsx", "classeur"


class DocumentEdition(Identifie, Horodate):
    """One file of an edition. `retraits`: how many errata it already marks, 0 as published."""

    edition = models.ForeignKey(
        Edition, models.PROTECT, related_name="documents", verbose_name="édition"
    )
    format = models.CharField("format", max_length=4, choices=FormatDocument.choices)
    retraits = models.PositiveSmallIntegerField("retraits marqués", default=0)
    sha256 = models.CharField("empreinte SHA-256", max_length=64)
    taille = models.PositiveBigIntegerField("taille en octets")

    class Meta:
        verbose_name = "document d’édition"
        verbose_name_plural = "documents d’éditions"
        ordering = ("format",)
        constraints = (
            models.UniqueConstraint(
                fields=["edition", "format", "retraits"], name="document_edition_unique"
            ),
        )

    def __str__(self) -> str:
        return f"{self.edition}, {self.get_format_display()}"

    @property
    def chemin(self) -> Path:
        """Return where the bytes are."""
        return path_of(self.sha256)


class DocumentTerritoire(Horodate):
    """The automatic diagnosis of a territory as one file, kept until the figures change.

    `cle` is the print of all that the bytes depend on: edition of the figures, version of the
    program, territory, format. The row may go at any time: it is drawn again when asked.
    """

    cle = models.CharField("clé", max_length=64, unique=True)
    edition = models.CharField("édition des chiffres", max_length=40)
    format = models.CharField("format", max_length=4, choices=FormatDocument.choices)
    sha256 = models.CharField("empreinte SHA-256", max_length=64, db_index=True)
    taille = models.PositiveBigIntegerField("taille en octets")

    class Meta:
        verbose_name = "document de territoire"
        verbose_name_plural = "documents de territoires"
        ordering = ("-cree_le",)

    def __str__(self) -> str:
        return f"{self.cle[:12]}, {self.get_format_display()}"

    @property
    def chemin(self) -> Path:
        """Return where the bytes are."""
        return path_of(self.sha256)
