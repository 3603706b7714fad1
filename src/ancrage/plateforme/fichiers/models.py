"""Files that people gave: the bytes on disk under their SHA-256, a row per deposit."""

from pathlib import Path

from django.conf import settings
from django.db import models

from ancrage.plateforme.commun.modeles import Horodate, Identifie, Regional


class TypeFichier(models.TextChoices):
    """The types taken in; what is not in this list is refused."""

    PDF = "pdf", "PDF"
    DOCX = "docx", "document Word"
    XLSX = "xlsx", "classeur Excel"
    ODS = "ods", "classeur LibreOffice"
    PPTX = "pptx", "présentation"
    CSV = "csv", "texte CSV"
    TXT = "txt", "texte simple"
    TOML = "toml", "description TOML"
    PNG = "png", "image PNG"
    JPEG = "jpeg", "photo JPEG"


class Fichier(Identifie, Regional, Horodate):
    """One deposit. Equal bytes are kept once; the name is the depositor's, for display only."""

    nom = models.CharField("nom", max_length=200)
    type = models.CharField("type", max_length=8, choices=TypeFichier.choices)
    taille = models.PositiveBigIntegerField("taille en octets")
    sha256 = models.CharField("empreinte SHA-256", max_length=64, db_index=True)
    deposant_id = models.CharField("identifiant du déposant", max_length=40, blank=True)
    deposant_label = models.CharField("déposant", max_length=200)

    class Meta:
        verbose_name = "fichier"
        verbose_name_plural = "fichiers"
        ordering = ("-cree_le",)

    def __str__(self) -> str:
        return self.nom

    @property
    def chemin(self) -> Path:
        """Return where the bytes are."""
        return path_of(self.sha256)


def path_of(sha256: str) -> Path:
    """Return where the bytes of a print are kept."""
    return Path(settings.MEDIA_ROOT) / sha256[:2] / sha256
