"""Keep the diagnosis made before a contract came to the site, with its sourced figures."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from ancrage.plateforme.commun.erreurs import ActeRefuse
from ancrage.plateforme.contrats.models import ChiffreDepart, Contrat, DiagnosticAnterieur
from ancrage.plateforme.fichiers.models import Fichier, TypeFichier
from ancrage.plateforme.journal.services import record


@dataclass(frozen=True, slots=True)
class ChiffreRepris:
    """One figure as the past diagnosis prints it."""

    libelle: str
    valeur: Decimal
    unite: str
    periode: str
    source: str
    page: str = ""


@dataclass(frozen=True, slots=True)
class DiagnosticRepris:
    """A past diagnosis: the PDF, who made it, when, and the figures that the contract starts on."""

    titre: str
    auteur: str
    date: date
    fichier: Fichier
    chiffres: Sequence[ChiffreRepris] = ()


def check_anterieur(diagnostic: DiagnosticRepris, jour: date) -> None:
    """Refuse a diagnosis without author or PDF, and a figure without unit, period or source."""
    if not diagnostic.titre.strip() or not diagnostic.auteur.strip():
        raise ActeRefuse("Donnez le titre du diagnostic et qui l’a réalisé.", champ="diagnostic")
    if diagnostic.fichier.type != TypeFichier.PDF:
        raise ActeRefuse(
            f"Le diagnostic « {diagnostic.fichier} » n’est pas un PDF.",
            "Enregistrez-le en PDF : il est gardé tel quel.",
            champ="diagnostic",
        )
    if diagnostic.date > jour:
        raise ActeRefuse("Le diagnostic est daté d’après ce jour.", champ="diagnostic")
    seen: set[tuple[str, str]] = set()
    for one in diagnostic.chiffres:
        _check_chiffre(one, seen)


def _check_chiffre(chiffre: ChiffreRepris, seen: set[tuple[str, str]]) -> None:
    needed = {
        "le nom de l’indicateur": chiffre.libelle, "l’unité": chiffre.unite,
        "la période": chiffre.periode, "la source": chiffre.source,
    }  # fmt: skip
    missing = [what for what, text in needed.items() if not text.strip()]
    if missing:
        raise ActeRefuse(
            f"Chiffre de départ « {chiffre.libelle or chiffre.valeur} » : "
            f"il manque {', '.join(missing)}.",
            "Un chiffre sans source ni période ne se reprend pas.",
            champ="chiffres",
        )
    key = (chiffre.libelle.strip(), chiffre.periode.strip())
    if key in seen:
        raise ActeRefuse(
            f"« {key[0]} » est donné deux fois pour {key[1]}.",
            "Gardez une seule valeur.",
            champ="chiffres",
        )
    seen.add(key)


def write_anterieur(
    *, acteur: Any, contrat: Contrat, diagnostic: DiagnosticRepris
) -> DiagnosticAnterieur:
    """Write a past diagnosis that was checked before, with its figures in their order."""
    row = DiagnosticAnterieur.objects.create(
        region=contrat.region,
        contrat=contrat,
        titre=diagnostic.titre.strip(),
        auteur=diagnostic.auteur.strip(),
        date=diagnostic.date,
        fichier=diagnostic.fichier,
    )
    ChiffreDepart.objects.bulk_create(
        ChiffreDepart(
            region=contrat.region,
            diagnostic=row,
            rang=rank,
            libelle=one.libelle.strip(),
            valeur=one.valeur,
            unite=one.unite.strip(),
            periode=one.periode.strip(),
            source=one.source.strip(),
            page=one.page.strip(),
        )
        for rank, one in enumerate(diagnostic.chiffres, start=1)
    )
    details = {"chiffres de départ": ["", str(len(diagnostic.chiffres))]}
    record(acteur=acteur, action="reprendre un diagnostic", objet=row, details=details)
    return row
