"""What is frozen of a contract: decided notes, validated minutes, versions to sign."""

from dataclasses import dataclass
from datetime import date

from ancrage.plateforme.contrats.models import Contrat
from ancrage.plateforme.documents.models import VersionContrat
from ancrage.plateforme.faisabilite.models import DecisionNote
from ancrage.plateforme.rencontres.models import CompteRendu


@dataclass(frozen=True, slots=True)
class Arrete:
    """A frozen document: its name, its day, and the page that holds it, with its arguments."""

    titre: str
    le: date
    page: str
    reperes: tuple[object, ...]


def frozen_of(contrat: Contrat) -> list[Arrete]:
    """Return the frozen documents of a contract, the latest first."""
    found = [*_notes(contrat), *_minutes(contrat), *_versions(contrat)]
    return sorted(found, key=lambda one: one.le, reverse=True)


def _notes(contrat: Contrat) -> list[Arrete]:
    rows = DecisionNote.objects.filter(note__contrat=contrat).select_related("note")
    return [
        Arrete(
            f"Note de faisabilité, version {one.numero} : {one.get_sens_display()}",
            one.le, "faisabilite:note", (one.note.identifiant,),
        )
        for one in rows
    ]  # fmt: skip


def _minutes(contrat: Contrat) -> list[Arrete]:
    rows = CompteRendu.objects.filter(
        reunion__instance__contrat=contrat, valide_le__isnull=False
    ).select_related("reunion__instance__contrat")
    return [
        Arrete(
            f"Compte rendu, {one.reunion}", one.reunion.le, "rencontres:reunion",
            (contrat.slug, one.reunion.identifiant),
        )
        for one in rows
    ]  # fmt: skip


def _versions(contrat: Contrat) -> list[Arrete]:
    rows = VersionContrat.objects.filter(contrat=contrat).select_related("contrat", "avenant")
    return [
        Arrete(
            f"Version {one.numero} de l’avenant n° {one.avenant.numero}",
            one.jour, "signature:avenant", (contrat.slug, one.avenant.numero),
        )
        if one.avenant
        else Arrete(
            f"Version {one.numero} du contrat", one.jour, "signature:circuit", (contrat.slug,)
        )
        for one in rows
    ]  # fmt: skip
