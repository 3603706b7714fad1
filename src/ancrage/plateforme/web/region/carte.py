"""The map of the contracts of a region: one area per territory, coloured by its heading."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from ancrage.plateforme.contrats.etats import Etat
from ancrage.plateforme.contrats.lectures import Carte, LigneCarte
from ancrage.plateforme.observations import profils
from ancrage.plateforme.observations.profils import CommuneSituee, Territoire
from ancrage.plateforme.territoires import analyse
from ancrage.plateforme.web.socle.figures import FigureVue, show_figure
from ancrage.publication.figures import modeles as m

COULEURS_MAX = 8  # beyond, two headings would share a colour


@dataclass(frozen=True, slots=True)
class LigneContrat:
    """One line of the table: a territory, its contract, what it covers today."""

    ligne: LigneCarte
    communes: tuple[CommuneSituee, ...]

    @property
    def etape(self) -> str:
        """Return the state of the contract in words."""
        return str(Etat(self.ligne.etat).label)

    @property
    def population(self) -> int | None:
        """Return the inhabitants; None as soon as a commune is unknown."""
        known = [one.population for one in self.communes]
        return None if None in known else round(sum(one or 0 for one in known))


def read_lignes(carte: Carte, region: Territoire) -> list[LigneContrat]:
    """Return the lines of a map with their communes as they are today."""
    known = {one.code: one for one in profils.communes_of(region)}
    return [LigneContrat(one, _communes(one, known)) for one in carte.lignes]


def _communes(ligne: LigneCarte, known: Mapping[str, CommuneSituee]) -> tuple[CommuneSituee, ...]:
    today = analyse.bring_up_to_date(ligne.perimetre).communes
    return tuple(known[code] for code in sorted(today) if code in known)


def show_carte(
    lignes: Iterable[LigneContrat], rubriques: Iterable[str], region: Territoire, on: date
) -> FigureVue | None:
    """Return the map ready to print, or None where no territory has a shape."""
    classes = tuple(rubriques)[:COULEURS_MAX]
    zones = tuple(
        (one.ligne.contrat.nom, classes.index(one.ligne.rubrique),
         tuple(commune.code for commune in one.communes))
        for one in lignes
        if one.ligne.rubrique in classes and one.communes
    )  # fmt: skip
    return _drawn(profils.edition("ouvert"), region, on, zones, classes) if zones else None


@lru_cache(maxsize=16)  # two thousand shapes, drawn twice: half a second
def _drawn(
    _edition: str,
    region: Territoire,
    on: date,
    zones: tuple[tuple[str, int, tuple[str, ...]], ...],
    classes: tuple[str, ...],
) -> FigureVue:
    known = {one.code: one for one in profils.communes_of(region)}
    return show_figure(
        m.CarteTypologie(
            titre=f"Les contrats locaux de santé : {region.libelle}",
            sous_titre=f"Statut au {on:%d/%m/%Y}, limites communales d’aujourd’hui",
            source="Ancrage, vie des contrats",
            zones=tuple(_zone(known, *zone) for zone in zones),
            classes=classes,
            contours=_departements(region),
            trait=0.2,
            lettres="Chaque lettre renvoie à la légende ; en blanc, aucun contrat.",
        )
    )


def _zone(
    known: Mapping[str, CommuneSituee], nom: str, classe: int, codes: Iterable[str]
) -> m.ZoneClassee:
    held = [known[code] for code in codes]
    return m.ZoneClassee(
        code=", ".join(sorted({one.departement for one in held})),
        label=nom,
        classe=classe,
        anneaux=tuple(ring for one in held for ring in one.anneaux),
    )


def _departements(region: Territoire) -> tuple[m.Contour, ...]:
    found = profils.carte_of(region, "D03", niveau="departement")
    zones: Any = found.zones if found else ()
    return tuple(m.Contour(label=zone.libelle, anneaux=zone.anneaux) for zone in zones)
