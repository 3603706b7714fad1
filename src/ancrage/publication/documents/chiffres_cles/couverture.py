"""The cover: six figures, one per page wherever the page has one, and the priority areas."""

from collections.abc import Mapping, Sequence

from ancrage.observatoire.api import Indicateur, Profil
from ancrage.publication.documents.chiffres_cles.fiches import build_chiffre, marked
from ancrage.publication.documents.chiffres_cles.modeles import GrandChiffre, Retenu
from ancrage.publication.documents.chiffres_cles.selection import COMPLEMENT, choose_entries
from ancrage.publication.documents.phrases import niveau_employe
from ancrage.publication.typographie import mesure, mot_statut, periode

QUARTIERS = "S19"
COUNTS = {"effectif", "effectif_evenements"}  # say little alone on a cover


def cover_figures(
    pages: Sequence[Sequence[Retenu]], profil: Profil, choix: int
) -> tuple[GrandChiffre, ...]:
    """Return `choix` figures: the best of each page, then the best of those left.

    Best: the territory's own values, shares and stocks before crude rates and counts of events.
    """
    ranked = [sorted(filter(_has_number, page), key=_rank) for page in pages]
    kept = [page[0] for page in ranked if page and not _is_filler(page[0])][:choix]
    others = [item for page in ranked for item in page if item not in kept]
    kept += sorted(others, key=_rank)[: choix - len(kept)]
    order = [item for page in pages for item in page]
    return tuple(_figure(item, profil) for item in sorted(kept, key=order.index))


def _has_number(item: Retenu) -> bool:
    return item.valeurs[0].shown


def _rank(item: Retenu) -> tuple[int, int]:
    first = item.valeurs[0]
    counted = first.method in COUNTS and item.indicateur.palier != "K"
    weak = first.status == "emprunte" or first.method == "taux_brut" or counted
    return (int(weak) + int(_is_filler(item)), item.rang)


def _is_filler(item: Retenu) -> bool:
    return item.rang == COMPLEMENT and item.valeurs[0].status == "emprunte"


def _figure(item: Retenu, profil: Profil) -> GrandChiffre:
    shown = [build_chiffre(v, item.indicateur) for v in item.valeurs if v.shown]
    if not shown[0].sexe:
        shown = shown[:1]
    valeur = item.valeurs[0]
    level = niveau_employe(valeur, profil.territoire.niveau)
    own = valeur.status != "emprunte"
    verdicts = {next(iter(each.lectures), None) for each in shown}
    common = verdicts.pop() if len(verdicts) == 1 and valeur.method != "taux_brut" else None
    return GrandChiffre(
        libelle=marked(item.indicateur.libelle_court, valeur),
        valeurs=tuple((each.sexe, each.valeur) for each in shown),
        unite=shown[0].unite,
        mention=periode(valeur.periode or "") + ("" if own else f" · {level}"),
        lecture=common,
    )


def quartiers_text(profil: Profil, catalogue: Mapping[str, Indicateur]) -> str:
    """Return what is known of the priority neighbourhoods, in one sentence."""
    item = catalogue.get(QUARTIERS)
    entries, _ = choose_entries(profil, QUARTIERS) if item else ((), ())
    if not entries or item is None:
        return "Quartiers prioritaires (QPV) : donnée non disponible pour ce territoire."
    valeur = entries[0]
    when = periode(valeur.periode or "")
    if valeur.status == "zero" or valeur.value == 0:
        return f"Aucun quartier prioritaire de la politique de la ville (QPV) en {when}."
    if not valeur.shown or valeur.value is None:
        return f"Population en quartier prioritaire (QPV), {when} : {mot_statut(valeur.status)}."
    number = mesure(valeur.value, item.unite, item.decimales)
    own = valeur.status != "emprunte"
    where = "" if own else f" ({niveau_employe(valeur, profil.territoire.niveau)})"
    return f"Population en quartier prioritaire (QPV), {when} : {number}{where}."
