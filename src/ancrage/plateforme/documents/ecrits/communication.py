"""The plan of communication as a document: what is said, to whom, how, when, by whom."""

from datetime import date

from ancrage.plateforme.contrats.models import Contrat
from ancrage.plateforme.contrats.models.cycle import Echeance
from ancrage.plateforme.documents.models import LigneCommunication, PublicVise
from ancrage.publication.documents.blocs import (
    ARemplir,
    Bloc,
    Cellule,
    Liste,
    Morceau,
    Point,
    Section,
    Tableau,
)
from ancrage.publication.typographie import date_longue

ENTETES = ("Quoi", "Par quel moyen", "Quand", "Qui", "Fait")


def plan_de_communication(contrat: Contrat, on: date) -> tuple[Section, ...]:
    """Return a section per public that has something, then the dates of the contract to tell."""
    rows = list(contrat.lignes_communication.all())
    told = [
        Section(public.label, 2, (_table(public, [one for one in rows if one.public == public]),))
        for public in PublicVise
        if any(one.public == public for one in rows)
    ]
    empty = (ARemplir("Messages", "À qui, quoi, par quel moyen, quand.", "le coordonnateur"),)
    return (
        Section("Ce qui se dit, à qui, quand", 1, () if told else empty),
        *told,
        Section("Dates du contrat à annoncer", 1, _dates(contrat, on)),
    )


def _table(public: PublicVise, rows: list[LigneCommunication]) -> Tableau:
    lines = tuple(
        (
            Cellule(one.message),
            Cellule(one.support),
            Cellule(
                date_longue(one.pour_le) if one.pour_le else "à fixer", discret=not one.pour_le
            ),
            Cellule(one.responsable),
            Cellule(_day(one.fait_le, "non")),
        )
        for one in rows
    )
    return Tableau(
        f"communication-{public.value}", public.label, ENTETES, lines, ("gauche",) * 5,
        (4, 2.6, 1.8, 2, 1.6),
    )  # fmt: skip


def _day(day: date | None, without: str) -> str:
    return date_longue(day) if day else without


def _dates(contrat: Contrat, on: date) -> tuple[Bloc, ...]:
    known = [
        ("Signature", contrat.date_signature), ("Début", contrat.date_debut),
        ("Fin", contrat.date_fin),
    ]  # fmt: skip
    rows = [(name, day) for name, day in known if day]
    rows += [(one.libelle, one.date) for one in Echeance.objects.of(contrat).ouvertes(on)]
    if not rows:
        return (ARemplir("Dates", "Celles que l’on veut annoncer.", "le coordonnateur"),)
    points = tuple(
        Point((Morceau(f"{date_longue(day)} : ", gras=True), Morceau(name))) for name, day in rows
    )
    return (Liste(points),)
