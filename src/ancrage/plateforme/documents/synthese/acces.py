"""The figures of the synthesis, the access to a general practitioner first, all in words.

Open figures only, as a profile gives them: nothing is computed here. A value borrowed from a
larger area is compared and placed as that area is, and says so.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from ancrage.plateforme.contrats.models import Contrat
from ancrage.plateforme.diagnostics.reperes import territoire_code
from ancrage.plateforme.faisabilite.cadrage import codes_of_region
from ancrage.plateforme.observations import profils
from ancrage.plateforme.observations.places import strip_of
from ancrage.plateforme.observations.profils import Indicateur, Profil, Territoire, Valeur
from ancrage.publication.documents.chiffres_cles.fiches import say_place, short_source
from ancrage.publication.documents.dls.tableaux import cited
from ancrage.publication.documents.phrases import (
    COMPTES,
    chiffre,
    chiffre_reference,
    decimales,
    is_alone,
    lieu,
    nearest_first,
    phrases_comparaison,
)
from ancrage.publication.documents.synthese import ChiffreElu
from ancrage.publication.figures.modeles import Distribution
from ancrage.publication.typographie import intervalle, mot_statut, periode, unite_accordee

# What the catalogue knows of general practitioners, then of where one finds them.
ACCES = ("O01", "O03-LIBERAUX", "O02", "O05", "O15-MSP")
REPERES_MAX = 3


@dataclass(frozen=True, slots=True)
class Lu:
    """A value of the territory, with the value and area that it is compared and placed as."""

    valeur: Valeur
    item: Indicateur
    comparee: Valeur
    aire: Territoire


@dataclass(frozen=True, slots=True)
class FiguresElu:
    """The figures of the synthesis, and the strip of the first that has a place."""

    acces: tuple[ChiffreElu, ...]
    reperes: tuple[ChiffreElu, ...]
    bande: Distribution | None


def read_figures(contrat: Contrat) -> FiguresElu:
    """Return what the store says of the territory of a contract, or why it says nothing."""
    perimetre = contrat.dernier_perimetre
    code = territoire_code(perimetre)
    if not code:
        return FiguresElu((), (), None)
    area = profils.find_territoire(code, perimetre.libelle)
    profil = profils.profil_of(area)
    read = [_read(code, profil, area) for code in ACCES]
    return FiguresElu(
        tuple(_say(one) for one in read if one),
        tuple(_landmarks(contrat.region, profil, area)),
        _strip(read),
    )


def _read(code: str, profil: Profil, area: Territoire) -> Lu | None:
    item, valeur = profils.catalogue().get(code), profil.latest(code)
    if item is None or valeur is None:
        return None
    if valeur.status != "emprunte":
        return Lu(valeur, item, valeur, area)
    larger = profils.find_territoire(valeur.geographie.code)
    lent = profils.profil_of(larger).latest(code)
    same = lent is not None and lent.periode == valeur.periode
    return Lu(valeur, item, lent if lent and same else valeur, larger)


def _landmarks(region: str, profil: Profil, area: Territoire) -> list[ChiffreElu]:
    """Return some of the figures that the region chose to frame its contracts, placed ones only."""
    read = (_read(code, profil, area) for code in codes_of_region(region) if code not in ACCES)
    placed = [one for one in read if one and one.valeur.shown and one.valeur.position]
    return [_say(one) for one in placed[:REPERES_MAX]]


def _strip(read: Sequence[Lu | None]) -> Distribution | None:
    """Return the strip of the first figure shown, which heads the page."""
    head = next((one for one in read if one and one.valeur.shown), None)
    if head is None:
        return None
    return strip_of(head.aire, head.comparee, head.item, head.aire.libelle, cited([head.comparee]))


def _say(lu: Lu) -> ChiffreElu:
    valeur, item = lu.valeur, lu.item
    shown = valeur.shown and valeur.value is not None
    base = ChiffreElu(
        code=item.code, libelle=item.libelle_court, status=valeur.status,
        mot=mot_statut(valeur.status, valeur.geographie.niveau), niveau=valeur.geographie.niveau,
        motif=valeur.motif or "", sens=item.sense, source=short_source(valeur),
    )  # fmt: skip
    return _with_number(base, lu) if shown else base


def _with_number(base: ChiffreElu, lu: Lu) -> ChiffreElu:
    valeur, item, compared = lu.valeur, lu.item, lu.comparee
    first = next((one for one in nearest_first(compared.comparaisons) if one.verdict), None)
    place = say_place(compared, compared.position)
    limits = (
        intervalle(valeur.lower, valeur.upper, decimales(valeur, item))
        if valeur.lower is not None and valeur.upper is not None
        else ""
    )
    return replace(
        base,
        valeur=chiffre(valeur, item),
        unite=_unit(valeur, item),
        periode=periode(valeur.periode or ""),
        intervalle=limits,
        lieu=lu.aire.libelle if valeur.status == "emprunte" else "",
        repere=_reference(compared, item),
        verdict=first.verdict if first else None,
        lecture=_reading(compared, item),
        place=place.texte if place else "",
    )


def _unit(valeur: Valeur, item: Indicateur) -> str:
    """Return the unit beside the number, which bears « % » itself."""
    if item.unite.strip() == "%" or valeur.value is None:
        return ""
    return unite_accordee(valeur.value, item.unite)


def _reading(valeur: Valeur, item: Indicateur) -> str:
    """Return what may be said of a value against its references, its first letter raised."""
    said = ". ".join(phrases_comparaison(valeur.comparaisons, item))
    return said[:1].upper() + said[1:]


def _reference(valeur: Valeur, item: Indicateur) -> str:
    """Return the value of the nearest references; a count is not read against a larger area."""
    if valeur.method in COMPTES:
        return ""
    beside = [one for one in nearest_first(valeur.comparaisons) if one.value is not None]
    return " ; ".join(
        f"{lieu(one, is_alone(one, valeur.comparaisons))} {chiffre_reference(one, item)}"
        for one in beside[:2]
    )
