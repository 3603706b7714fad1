"""The means in figures: posts, money, and the half-post of a CLS and a CLSM run together (R16)."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from ancrage.plateforme.doctrine.lectures import rule_in_force
from ancrage.plateforme.faisabilite.listes import (
    COORDINATION,
    DEPENSES,
    POSTES,
    NatureMoyen,
    ReponseFacteur,
)
from ancrage.plateforme.faisabilite.models import LigneMoyens
from ancrage.publication.typographie import FINE, nombre


def etp(value: Decimal | float) -> str:
    """Return « 0,5 ETP »."""
    places = 2 if round(float(value) * 100) % 10 else 1
    return f"{nombre(float(value), places)} ETP"


def euros(centimes: int) -> str:
    """Return « 32 500 € », cents only where there are any."""
    return f"{nombre(centimes / 100, 2 if centimes % 100 else 0)}{FINE}€"


def sum_up(lignes: Sequence[LigneMoyens]) -> dict[str, Any]:
    """Return the posts, the expenses, what is financed, and what is still to find."""
    posts = [one for one in lignes if one.nature in POSTES]
    spent = sum(one.centimes or 0 for one in lignes if one.nature in DEPENSES)
    by_nature = {
        str(nature): sum(one.centimes or 0 for one in lignes if one.nature == nature)
        for nature in (NatureMoyen.ACQUIS, NatureMoyen.DEMANDE, NatureMoyen.A_TROUVER)
    }
    priced = [one for one in lignes if one.nature in COORDINATION]
    return {
        "etp": str(sum((one.etp or Decimal(0) for one in posts), Decimal(0))),
        "depenses": spent,
        **by_nature,
        "reste": max(0, spent - sum(by_nature.values())),
        "coordination": sum(one.centimes or 0 for one in priced),
        "coordination_chiffree": bool(priced) and all(one.centimes for one in priced),
    }


def half_post(region: str, reponse: str, lignes: Sequence[LigneMoyens], on: date) -> dict[str, Any]:
    """Return how much of a post R16 opens, and the reasoning in a sentence or two.

    `reponse` is that of the third factor. The ceiling is the region's; a region may also limit
    the share of the coordination time that is paid.
    """
    rule = rule_in_force(region, "R16", on=on)
    if rule is None:
        return _none("La région n’a pas de règle sur le demi-poste (R16) à cette date.")
    named = f"Règle R16, version {rule.numero} : {rule.enonce}"
    if reponse != ReponseFacteur.OUI:
        why = (
            "Le contrat local de santé mentale n’est pas mené en même temps : rien n’est ouvert."
            if reponse
            else "Dites d’abord, parmi les facteurs, si un CLSM est mené en même temps."
        )
        return _none(f"{named} {why}")
    return _opened(rule.lus.etp, rule.lus.part, lignes, named)


def _opened(
    ceiling: float, part: float | None, lignes: Sequence[LigneMoyens], named: str
) -> dict[str, Any]:
    time = sum((one.etp or Decimal(0) for one in lignes if one.nature in COORDINATION), Decimal(0))
    if not time:
        return _none(f"{named} Aucun poste de coordination n’est prévu : rien à calculer.")
    limit = Decimal(str(ceiling))
    payable = time * Decimal(str(part)) if part else time
    paid = min(payable, limit)
    share = f", dont {nombre(part * 100)}{FINE}% finançables, soit {etp(payable)}" if part else ""
    words = (
        f"{named} Temps de coordination prévu, CLS et CLSM : {etp(time)}{share} ; plafond : "
        f"{etp(limit)}. L’ARS peut financer {etp(paid)} ; {etp(time - paid)} restent à la charge "
        "des collectivités."
    )
    return {"ouvert": True, "etp": str(paid), "explication": words}


def _none(words: str) -> dict[str, Any]:
    return {"ouvert": False, "etp": "0", "explication": words}


def rules_said(region: str, on: date, signataires: int) -> dict[str, str]:
    """Return what the region says of the paid post (R15) and of the number of signatories (R17)."""
    post, few = (rule_in_force(region, code, on=on) for code in ("R15", "R17"))
    said = {"R15": f"Règle R15, version {post.numero} : {post.enonce}" if post else "", "R17": ""}
    if post and post.lus.montant_centimes:
        said["R15"] += f" Montant : {euros(post.lus.montant_centimes)}."
    if few and few.lus.maximum and signataires > few.lus.maximum:
        said["R17"] = (
            f"{signataires} signataires pressentis, au-delà du seuil de la région "
            f"({few.lus.maximum}, règle R17)."
        )
    return said
