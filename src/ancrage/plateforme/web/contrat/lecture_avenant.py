"""An amendment read as differences: its end, its communes, its articles, its parties."""

from dataclasses import dataclass

from ancrage.plateforme.contrats.differences import EcartPerimetres, compare
from ancrage.plateforme.contrats.models import Avenant, Signataire
from ancrage.plateforme.web.socle.fusion import mark

Morceaux = list[tuple[bool, str]]


@dataclass(frozen=True, slots=True)
class ArticleCompare:
    """An article before and after, in pieces: those that differ are marked."""

    article: int
    avant: Morceaux
    apres: Morceaux


@dataclass(frozen=True, slots=True)
class Differences:
    """What else an amendment changes; a signed one is read against what it replaced."""

    fin_avant: object = None
    fin_apres: object = None
    communes: EcartPerimetres | None = None
    entrants: tuple[Signataire, ...] = ()


def articles_of(avenant: Avenant) -> list[ArticleCompare]:
    """Return the articles that an amendment changes, word by word."""
    return [
        ArticleCompare(
            one["article"], mark(one["avant"], one["apres"]), mark(one["apres"], one["avant"])
        )
        for one in avenant.articles
    ]


def read_differences(avenant: Avenant) -> Differences:
    """Return the end, the communes and the parties before and after."""
    contrat = avenant.contrat
    former = avenant.ancien_perimetre or (contrat.perimetre if avenant.is_open else None)
    changed = avenant.perimetre
    return Differences(
        (avenant.ancienne_fin or contrat.date_fin) if avenant.date_fin else None,
        avenant.date_fin,
        compare(former, changed) if former and changed else None,
        tuple(avenant.nouveaux_signataires.select_related("organisation").order_by("rang")),
    )
