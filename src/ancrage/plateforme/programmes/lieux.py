"""Where the actions of a plan happen: in words, and as the map that pages and documents draw."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from ancrage.plateforme.contrats.models import Contrat
from ancrage.plateforme.observations import profils
from ancrage.plateforme.observations.profils import CommuneSituee
from ancrage.plateforme.programmes.listes import StatutAction, TypeLieu
from ancrage.plateforme.programmes.models import FicheAction
from ancrage.plateforme.territoires import analyse
from ancrage.publication.figures import modeles as m

CLASSES = ("visée par une action au moins", "couverte par les actions de tout le périmètre",
           "aucune action ne la cite")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Lieux:
    """The sheets by place: each commune, each quarter, then the whole perimeter."""

    communes: tuple[tuple[str, str, tuple[FicheAction, ...]], ...]  # code, name, sheets
    quartiers: tuple[tuple[str, tuple[FicheAction, ...]], ...]
    partout: tuple[FicheAction, ...]
    nulle_part: tuple[FicheAction, ...]


def read_lieux(contrat: Contrat, fiches: Iterable[FicheAction]) -> Lieux:
    """Return where the actions of a plan happen. Given-up actions do not count."""
    by_code: dict[str, list[FicheAction]] = defaultdict(list)
    quartiers: dict[str, list[FicheAction]] = defaultdict(list)
    whole, nowhere = [], []
    for one in fiches:
        if one.statut == StatutAction.ABANDONNEE:
            continue
        places = list(one.lieux.all())
        if not places:
            nowhere.append(one)
        elif any(place.type == TypeLieu.TOUT for place in places):
            whole.append(one)
        else:
            for place in places:
                held = by_code[place.code] if place.type == TypeLieu.COMMUNE else (
                    quartiers[place.libelle]
                )  # fmt: skip
                held.append(one)
    communes = contrat.dernier_perimetre.communes.order_by("libelle").values_list("code", "libelle")
    return Lieux(
        tuple((code, name, tuple(by_code[code])) for code, name in communes),
        tuple((name, tuple(held)) for name, held in sorted(quartiers.items())),
        tuple(whole),
        tuple(nowhere),
    )


@dataclass(frozen=True, slots=True)
class CarteLieux:
    """All that the map of a plan depends on: a key to keep its drawing under."""

    edition: str
    nom: str
    area: profils.Territoire
    named: frozenset[str]
    partout: bool


def carte_of(contrat: Contrat, lieux: Lieux) -> CarteLieux | None:
    """Return what the map shows, or None where no action says where it happens."""
    named = frozenset(code for code, _, fiches in lieux.communes if fiches)
    if not named and not lieux.partout:
        return None
    area = analyse.territoire_of(contrat.dernier_perimetre)
    return CarteLieux(profils.edition("ouvert"), contrat.nom, area, named, bool(lieux.partout))


@lru_cache(maxsize=32)
def draw_carte(carte: CarteLieux) -> m.CarteTypologie | None:
    """Return the figure, or None where no commune has a shape."""
    communes = [one for one in profils.communes_of(carte.area) if one.anneaux]
    if not communes:
        return None
    other = 1 if carte.partout else 2
    classes = [0 if one.code in carte.named else other for one in communes]
    kept = sorted(set(classes))
    return m.CarteTypologie(
        titre="Où se passent les actions",
        sous_titre="Communes du périmètre, limites d’aujourd’hui",
        source=f"fiches actions, {carte.nom}",
        zones=tuple(
            _zone(one, kept.index(held)) for one, held in zip(communes, classes, strict=True)
        ),
        classes=tuple(CLASSES[one] for one in kept),
        nom_zones="communes",
        lettres="Chaque lettre renvoie à la légende.",
    )


def draw_territoire(contrat: Contrat) -> m.CarteTypologie | None:
    """Return the map of the communes of a contract, before any action names them."""
    area = analyse.territoire_of(contrat.dernier_perimetre)
    communes = [one for one in profils.communes_of(area) if one.anneaux]
    if not communes:
        return None
    return m.CarteTypologie(
        titre="Le territoire du contrat",
        sous_titre="Communes du périmètre, limites d’aujourd’hui",
        source=contrat.nom,
        zones=tuple(_zone(one, 0) for one in communes),
        classes=("commune du périmètre",),
        nom_zones="communes",
        lettres="",
    )


def _zone(commune: CommuneSituee, classe: int) -> m.ZoneClassee:
    return m.ZoneClassee(
        code=commune.code, label=commune.libelle, classe=classe, anneaux=commune.anneaux
    )
