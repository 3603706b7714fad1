"""The figure of a chapter names one reference: it holds what is judged against that one alone."""

from dataclasses import replace

from ancrage.observatoire import api
from ancrage.publication.documents.dls.contexte import Contexte, main_kind
from ancrage.publication.documents.dls.figures import build_epine
from ancrage.publication.production import read_contexte

METROPOLE = "epci:244500468"


def test_a_value_judged_against_another_area_is_not_in_the_figure() -> None:
    """A deposit that covers one département is compared with it; the others, with the région."""
    contexte = read_contexte(api.profile(METROPOLE, usage="ouvert"))
    assert main_kind(contexte) == "region"
    shown = drawn(contexte)
    departed = [_without_region(v) if v.code == shown[-1] else v for v in _values(contexte)]
    changed = replace(contexte, profil=replace(contexte.profil, indicateurs=tuple(departed)))
    assert set(drawn(changed)) == set(shown) - {shown[-1]}


def drawn(contexte: Contexte) -> list[str]:
    """Return the codes of the figure of chapter 3."""
    values = contexte.chapitre(3)
    figure = build_epine(contexte, values, "Essai")
    assert figure
    labels = {contexte.of(v).libelle_court: v.code for v in values if v.sexe == "ensemble"}
    return [labels[line.label] for line in figure.lignes if line.label in labels]


def _values(contexte: Contexte) -> list[api.Valeur]:
    return list(contexte.profil.indicateurs)


def _without_region(valeur: api.Valeur) -> api.Valeur:
    kept = tuple(c for c in valeur.comparaisons if c.reference == "departement")
    return replace(valeur, comparaisons=kept)
