"""What was decided on a note: frozen with its content, and the files drawn from it."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from ancrage.plateforme.commun.modeles import Horodate, Identifie, Regional
from ancrage.plateforme.faisabilite.listes import Sens
from ancrage.plateforme.faisabilite.models.note import NoteFaisabilite
from ancrage.plateforme.fichiers.models import path_of


class DecisionNote(Identifie, Regional):
    """A decision on one version: who, when, why, and the whole note under its print.

    Never changed: another version of the note may be decided in turn.
    """

    note = models.ForeignKey(
        NoteFaisabilite, models.PROTECT, related_name="decisions", verbose_name="note"
    )
    numero = models.PositiveSmallIntegerField("version de la note")
    sens = models.CharField("décision", max_length=11, choices=Sens.choices)
    motif = models.TextField("motif")
    le = models.DateField("le")
    contenu: Any = models.JSONField("contenu")
    empreinte = models.CharField("empreinte SHA-256", max_length=64)
    auteur = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+",
        verbose_name="auteur",
    )  # fmt: skip
    auteur_label = models.CharField("nom de l’auteur", max_length=200)

    class Meta:
        verbose_name = "décision sur une note"
        verbose_name_plural = "décisions sur une note"
        ordering = ("-numero",)
        constraints = (
            models.UniqueConstraint(fields=["note", "numero"], name="decision_note_unique"),
            models.CheckConstraint(
                condition=Q(sens__in=Sens.values) & ~Q(motif="") & ~Q(empreinte=""),
                name="decision_note_motivee",
            ),
        )

    def __str__(self) -> str:
        return f"{self.note}, version {self.numero} : {self.get_sens_display()}"


class FormatNote(models.TextChoices):
    """The formats of a note."""

    DOCX = "docx", "Word"
    PDF = "pdf", "PDF"


class DocumentNote(Horodate):
    """One file of a decided note, kept under its print."""

    decision = models.ForeignKey(
        DecisionNote, models.PROTECT, related_name="documents", verbose_name="décision"
    )
    format = models.CharField("format", max_length=4, choices=FormatNote.choices)
    sha256 = models.CharField("empreinte SHA-256", max_length=64)
    taille = models.PositiveBigIntegerField("taille en octets")

    class Meta:
        verbose_name = "document d’une note"
        verbose_name_plural = "documents d’une note"
        ordering = ("format",)
        constraints = (
            models.UniqueConstraint(fields=["decision", "format"], name="document_note_unique"),
        )

    def __str__(self) -> str:
        return f"{self.decision}, {self.get_format_display()}"

    @property
    def chemin(self) -> Path:
        """Return where the bytes are."""
        return path_of(self.sha256)
