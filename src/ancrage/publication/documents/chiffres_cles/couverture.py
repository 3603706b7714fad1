"""The cover: six figures, one per page wherever the page has one, and the priority areas."""

from collections.abc import Mapping, Sequence

from ancrage.observatoire.api import Indicateur, Profil
from ancrage.publication.documents.chiffres_cles.fiches import build_chiffre
from ancrage.publication.documents.chiffres_cles.modeles import GrandChiffre, Retenu
from ancrage.publication.documents.chiffres_cles.selection import choose_entries
from ancrage.publication.documents.phrases import niveau_employe
from ancrage.publication.typographie import mesure, mot_statut, periode

QUARTIERS = "S19"


def cover_figures(
    pages: Sequence[Sequence[Retenu]], profil: Profil, choix: int
) -> tuple[GrandChiffre, ...]:
    """Return `choix` figures: the best of each page in turn, own values before borrowed ones."""
    queues = [sorted(filter(_has_number, page), key=_rank) for page in pages]
    chosen: list[Retenu] = []
    for depth in range(max(map(len, queues), default=0)):
        chosen += [queue[depth] for queue in queues if depth < len(queue)]
    kept = chosen[:choix]
    order = [item for page in pages for item in page]
    return tuple(_figure(item, profil) for item in sorted(kept, key=order.index))


def _has_number(item: Retenu) -> bool:
    return item.valeurs[0].shown


def _rank(item: Retenu) -> tuple[bool, int]:
    return (item.valeurs[0].status == "emprunte", item.rang)


def _figure(item: Retenu, profil: Profil) -> GrandChiffre:
    valeur = item.valeurs[0]
    shown = build_chiffre(valeur, item.indicateur)
    level = niveau_employe(valeur, profil.territoire.niveau)
    own = valeur.status != "emprunte"
    verdict = next((lecture for lecture in shown.lectures if lecture.verdict), None)
    label = item.indicateur.libelle_court
    return GrandChiffre(
        libelle=f"{label}, {shown.sexe.lower()}" if shown.sexe else label,
        valeur=shown.valeur,
        unite=shown.unite,
        mention=periode(valeur.periode or "") + ("" if own else f" · {level}"),
        lecture=verdict,
    )


def quartiers_text(profil: Profil, catalogue: Mapping[str, Indicateur]) -> str:
    """Return what is known of the priority neighbourhoods, in one sentence."""
    item = catalogue.get(QUARTIERS)
    entries, _ = choose_entries(profil, QUARTIERS) if item else ((), ())
    if not entries or item is None:
        return "Quartiers prioritaires (QPV) : donnée attendue pour ce territoire."
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
