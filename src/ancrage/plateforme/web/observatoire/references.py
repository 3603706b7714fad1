"""The reference that a reader chose: each value keeps its comparison with it alone."""

from dataclasses import replace

from ancrage.plateforme.observations import profils
from ancrage.plateforme.observations.profils import (
    Comparaison,
    Territoire,
    Valeur,
)
from ancrage.plateforme.observations.semblables import Cle, Etendue, etendues_of
from ancrage.publication.analyses.tableaux_evolution import told_profile_tests, told_tests
from ancrage.publication.documents.dls.contexte import Contexte, main_reference
from ancrage.publication.documents.phrases import COMPTES
from ancrage.publication.typographie.articles import a

SEMBLABLES = "semblables"
REFERENCES = {
    "departement": "département",
    "region": "région",
    "france": "France",
    SEMBLABLES: "territoires semblables",
}
PROCHES = "Les semblables sont choisis sur cet indicateur : ils en sont proches par construction."
MEDIANE = "Médiane des territoires semblables : un repère, sans verdict."


def offered(territoire: Territoire, contexte: Contexte) -> dict[str, str]:
    """Return the references that this territory can be read against, by code."""
    known = {c.reference for v in contexte.latest() for c in v.comparaisons if c.value is not None}
    if profils.semblables_of(territoire) is not None:
        known.add(SEMBLABLES)
    return {code: label for code, label in REFERENCES.items() if code in known}


def name_reference(contexte: Contexte, reference: str) -> str:
    """Return « la région », « les territoires semblables »: what the values are read against."""
    return "les territoires semblables" if reference == SEMBLABLES else main_reference(contexte)


def against_words(contexte: Contexte, reference: str) -> str:
    """Return « à la région », « aux territoires semblables »."""
    if reference == SEMBLABLES:
        return "aux territoires semblables"
    return a(main_reference(contexte))


def tell_tests(contexte: Contexte) -> str:
    """Return how many tests the verdicts of a page belong to, and what chance alone would show.

    The family is the whole profile, not the page.
    """
    return told_profile_tests(contexte.profil.tests)


def tell_tests_against(territoire: Territoire, contexte: Contexte, reference: str) -> str:
    """Return the tests of a page read against one reference; the similar ones are a family."""
    if reference != SEMBLABLES:
        return tell_tests(contexte)
    found = profils.comparatif_of(territoire)
    if found is None or not found.tests.tests:
        return ""
    return f"Tests face aux territoires semblables. {told_tests(found.tests)}"


def against(territoire: Territoire, contexte: Contexte, reference: str) -> Contexte:
    """Return the reading of a territory against one reference; unchanged without a choice.

    The similar territories are compared only when asked for.
    """
    if not reference:
        return contexte
    if reference == SEMBLABLES:
        beside = _Semblables(territoire, contexte)
        kept = tuple(replace(v, comparaisons=beside.of(v)) for v in contexte.profil.indicateurs)
    else:
        kept = tuple(
            replace(v, comparaisons=tuple(c for c in v.comparaisons if c.reference == reference))
            for v in contexte.profil.indicateurs
        )
    return replace(contexte, profil=replace(contexte.profil, indicateurs=kept))


class _Semblables:
    """What the similar territories say of each value: summed counts, else a median."""

    def __init__(self, territoire: Territoire, contexte: Contexte) -> None:
        found = profils.comparatif_of(territoire)
        self.lines = {_key(line.valeur): line for line in (found.lignes if found else ())}
        codes = [v.code for v in contexte.latest() if v.method not in COMPTES]
        self.etendues: dict[Cle, Etendue] = etendues_of(territoire, codes)

    def of(self, valeur: Valeur) -> tuple[Comparaison, ...]:
        """Return the comparison of a value, none where the similar territories have no value."""
        line, spread = self.lines.get(_key(valeur)), self.etendues.get(_key(valeur))
        if valeur.status not in ("valeur", "zero") or valeur.method in COMPTES:
            return ()
        if line is not None:
            chosen = replace(line.comparaison, verdict=None, motif=PROCHES)
            return (chosen if line.choisie else line.comparaison,)
        if spread is None:
            return ()
        return (Comparaison(SEMBLABLES, SEMBLABLES, "médiane des semblables", spread.mediane,
                            None, MEDIANE),)  # fmt: skip


def _key(valeur: Valeur) -> Cle:
    return valeur.code, valeur.periode or "", valeur.sexe
