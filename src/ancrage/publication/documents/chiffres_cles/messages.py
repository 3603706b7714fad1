"""The answer of a page, first: which of its figures differ from the main reference."""

from collections.abc import Mapping, Sequence

from ancrage.observatoire.api import Comparaison, Indicateur, Valeur
from ancrage.publication.documents.chiffres_cles.fiches import references
from ancrage.publication.documents.chiffres_cles.modeles import Lecture, Retenu
from ancrage.publication.documents.dls.contexte import ton
from ancrage.publication.documents.phrases import is_fragile, nearest_first
from ancrage.publication.typographie import enumeration

SANS_TEST = (
    "Les chiffres de cette page se lisent sans test : comptages exhaustifs, valeurs publiées "
    "sans effectifs ou valeurs d’un territoire plus grand."
)
RIEN = (
    "Aucun chiffre de cette page n’est encore publié pour ce territoire. Les fichiers attendus "
    "sont nommés ci-dessous : la page se remplit dès qu’ils arrivent."
)
DIFFERENCES = {"superieur": "Plus élevé que", "inferieur": "Plus faible que"}
NOMMES = 6


def page_messages(retenus: Sequence[Retenu]) -> tuple[Lecture, ...]:
    """Return one line for what is higher, one for what is lower, one for the rest."""
    if not any(v.shown or v.membres for item in retenus for v in item.valeurs):
        return (Lecture(RIEN),)
    read = [
        (item.indicateur, comparaison)
        for item in retenus
        for valeur in item.valeurs
        if (comparaison := main_comparison(valeur)) is not None
    ]
    if not read:
        return (Lecture(SANS_TEST),)
    reference = _reference_name(read[0][1])
    same = [(item, c) for item, c in read if _reference_name(c) == reference]
    differences = _differences(same, reference)
    if not differences:
        differences = [Lecture(f"Aucun écart établi avec {reference} sur cette page.")]
    return (*differences, *_rest(same, reference))


def main_comparison(valeur: Valeur) -> Comparaison | None:
    """Return the comparison with the main reference that bears a verdict.

    A crude rate depends on the age of the population: its verdict stays on its own line.
    """
    if not valeur.shown or valeur.status == "emprunte" or valeur.method == "taux_brut":
        return None
    return next((c for c in nearest_first(references(valeur)) if c.verdict), None)


def _reference_name(comparaison: Comparaison) -> str:
    names: Mapping[str, str] = {"region": "la région", "france": "la France"}
    return names.get(comparaison.reference, "le département")


def _differences(read: Sequence[tuple[Indicateur, Comparaison]], reference: str) -> list[Lecture]:
    lines = []
    for verdict, words in DIFFERENCES.items():
        items = [item for item, c in read if c.verdict == verdict]
        if not items:
            continue
        labels = [_named(item, c) for item, c in read if c.verdict == verdict]
        names = list(dict.fromkeys(labels))
        more = len(names) - NOMMES
        shown = names[:NOMMES] + ([f"{more} autres"] if more > 1 else names[NOMMES:])
        tons = {ton(verdict, item) for item in items}
        common = tons.pop() if len(tons) == 1 else None
        lines.append(Lecture(f"{words} {reference} : {enumeration(shown)}.", verdict, common))
    return lines


def _named(item: Indicateur, comparaison: Comparaison) -> str:
    label = lower_first(item.libelle_court)
    return f"{label} (non retenu)" if is_fragile(comparaison) else label


def _rest(read: Sequence[tuple[Indicateur, Comparaison]], reference: str) -> list[Lecture]:
    counts = {
        verdict: sum(c.verdict == verdict for _, c in read)
        for verdict in ("non_different", "non_concluant")
    }
    lines = []
    if number := counts["non_different"]:
        lines.append(
            Lecture(
                f"Pas de différence établie avec {reference} : {_figures(number)}.", "non_different"
            )
        )
    if number := counts["non_concluant"]:
        text = f"Non concluant : {_figures(number)}, l’effectif est trop faible pour trancher."
        lines.append(Lecture(text, "non_concluant"))
    return lines


def _figures(number: int) -> str:
    return f"{number} chiffre" + ("s" if number > 1 else "")


def lower_first(label: str) -> str:
    """Return a label ready for the middle of a sentence; acronyms keep their capitals."""
    first = label.split(" ")[0]
    acronym = (len(first) > 1 and first[1:2].isupper()) or any(letter.isdigit() for letter in first)
    return label if acronym else label[:1].lower() + label[1:]
