"""Workbooks of takeovers for the tests, filled as a delegation would fill them."""

import io
from collections.abc import Mapping, Sequence

import pikepdf
from django.core.files.uploadedfile import SimpleUploadedFile

from ancrage.plateforme.contrats.classeur_reprise import COLONNES
from ancrage.publication.documents.classeur_saisie import FeuilleSaisie, write_saisie


def _blank_pdf() -> bytes:
    """Return a PDF of one blank page."""
    buffer = io.BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(buffer)
    return buffer.getvalue()


PDF = _blank_pdf()
PIECES = ("contrat.pdf", "deliberation.pdf", "diagnostic.pdf")
Lignes = Sequence[Mapping[str, str]]

FEUILLES: dict[str, Lignes] = {
    "Contrats": [
        {
            "Référence": "CLS-01", "Nom": "CLS des Trois Rives (essai)", "État": "en œuvre",
            "Dans cet état depuis le": "02/01/2024", "D’après quels documents": "contrat (essai)",
            "Porteurs": "Communauté des Trois Rives", "Communes": "45234 ; 45146",
            "Année des communes": "2023", "Signé le": "15/12/2023", "Début": "01/01/2024",
            "Fin": "31/12/2028", "Contrat numérisé": "Contrat.pdf",
        },
        {
            "Référence": "CLS-02", "Nom": "CLS du Val (essai)", "État": "priorisation",
            "Dans cet état depuis le": "2024-03-01", "D’après quels documents": "relevé (essai)",
            "Porteurs": "Communauté du Val", "Communes": "41018",
        },
    ],
    "Signataires": [
        {
            "Référence": "CLS-01", "Organisation": "ARS d’essai", "Type": "ARS, siège",
            "Représentant": "Dominique Essai", "Fonction": "directrice générale",
        },
        {
            "Référence": "CLS-01", "Organisation": "Communauté des Trois Rives", "Type": "EPCI",
            "Représentant": "Claude Essai", "Fonction": "président",
            "N° de délibération": "2023-41", "Votée le": "01/12/2023",
            "Délibération numérisée": "deliberation.pdf",
        },
        {
            "Référence": "CLS-02", "Organisation": "Communauté du Val", "Type": "EPCI",
            "Représentant": "Alex Essai", "Fonction": "présidente",
        },
    ],
    "Contrats passés": [
        {
            "Référence": "CLS-01", "Nom": "CLS des Trois Rives 2018-2022 (essai)",
            "Signé le": "10/01/2018", "Début": "10/01/2018", "Fin": "31/12/2022",
        },
    ],
    "Diagnostic passé": [
        {
            "Référence": "CLS-01", "Titre": "Diagnostic local 2022 (essai)",
            "Réalisé par": "ORS d’essai", "Date": "15/06/2022", "Document PDF": "diagnostic.pdf",
        },
    ],
    "Chiffres de départ": [
        {
            "Référence": "CLS-01", "Indicateur": "Décès prématurés", "Valeur": "183,4",
            "Unité": "pour 100 000 habitants", "Période": "2015-2019",
            "Source": "Inserm-CépiDc", "Page": "41",
        },
    ],
}  # fmt: skip


def make_classeur(**changes: Lignes) -> SimpleUploadedFile:
    """Return the workbook; a sheet given by its name, spaces as « _ », takes the place of ours."""
    wanted = FEUILLES | {name.replace("_", " "): rows for name, rows in changes.items()}
    sheets = [
        FeuilleSaisie(
            nom,
            [one.entete for one in columns],
            [[row.get(one.entete, "") for one in columns] for row in wanted.get(nom, ())],
        )
        for nom, columns in COLONNES.items()
    ]
    return SimpleUploadedFile("reprise.xlsx", write_saisie("Essai", (), sheets))


def make_pieces(names: Sequence[str] = PIECES) -> list[SimpleUploadedFile]:
    """Return the scans that the workbook names."""
    return [SimpleUploadedFile(name, PDF) for name in names]
