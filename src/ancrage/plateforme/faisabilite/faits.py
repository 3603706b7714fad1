"""What a favourable decision, or a signed letter, establishes for the guards of a contract."""

from datetime import date

from ancrage.plateforme.contrats.faits import Fournisseur, Reponse, register_fact
from ancrage.plateforme.contrats.models import Contrat
from ancrage.plateforme.faisabilite.listes import SCORE_TENU, Condition, Sens
from ancrage.plateforme.faisabilite.models import DecisionNote
from ancrage.plateforme.faisabilite.moyens import euros
from ancrage.plateforme.prefiguration.lectures import letter_of

SANS_DECISION = "une décision favorable sur la note de faisabilité du contrat"
OU_LETTRE = ", ou la lettre d’engagement signée des élus"


def decision_of(contrat: Contrat, on: date) -> DecisionNote | None:
    """Return the last decision on the notes of a contract by a day."""
    found: DecisionNote | None = (
        DecisionNote.objects.filter(note__contrat=contrat, le__lte=on)
        .order_by("-le", "-pk")
        .first()
    )
    return found


def _favourable(contrat: Contrat, on: date) -> DecisionNote | None:
    found = decision_of(contrat, on)
    return found if found is not None and found.sens != Sens.DEFAVORABLE else None


def portage_politique(contrat: Contrat, on: date) -> Reponse:
    """Answer: élus signed their commitment, or the decided note scored their support enough."""
    letter = letter_of(contrat, on)
    if letter is not None:
        return Reponse(True, f"{letter}, signée par : {letter.signataires}")
    return _scored_portage(contrat, on)


def _scored_portage(contrat: Contrat, on: date) -> Reponse:
    """Answer with the score of the decided note, and its evidence."""
    decision = _favourable(contrat, on)
    if decision is None:
        return Reponse(False, manque=SANS_DECISION + OU_LETTRE)
    row = next(one for one in decision.contenu["conditions"] if one["code"] == Condition.PORTAGE)
    words = f"portage politique noté {row['score']} sur 3 : {row['preuve']}"
    held = row["score"] is not None and row["score"] >= SCORE_TENU
    return Reponse(
        held, words, "" if held else f"{words} ; au moins {SCORE_TENU} dans une note décidée"
    )


def ingenierie_financee(contrat: Contrat, on: date) -> Reponse:
    """Answer: in the decided note, what is granted covers the priced coordination posts."""
    decision = _favourable(contrat, on)
    if decision is None:
        return Reponse(False, manque=SANS_DECISION)
    sommes = decision.contenu["moyens"]["sommes"]
    words = (
        f"postes de coordination : {euros(sommes['coordination'])} par an ; financements acquis : "
        f"{euros(sommes['acquis'])}"
    )
    held = sommes["coordination_chiffree"] and sommes["acquis"] >= sommes["coordination"]
    return Reponse(held, words, "" if held else f"des financements acquis ({words})")


FOURNIS: tuple[Fournisseur, ...] = (portage_politique, ingenierie_financee)


def register_own() -> None:
    """Answer for the facts of a decision: each function bears the code of its fact."""
    for provider in FOURNIS:
        register_fact(provider.__name__, provider)
