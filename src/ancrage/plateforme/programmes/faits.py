"""The facts of a plan that the guards of a contract ask for."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date

from ancrage.plateforme.contrats.faits import Fournisseur, Reponse, register_fact
from ancrage.plateforme.contrats.models import Contrat
from ancrage.plateforme.doctrine.lectures import rule_in_force
from ancrage.plateforme.programmes.completude import lacking_indicators, missing_of
from ancrage.plateforme.programmes.listes import StatutAction
from ancrage.plateforme.programmes.models import FicheAction, Priorite
from ancrage.plateforme.programmes.plan import FicheEcrite
from ancrage.plateforme.programmes.rattachements import plans_in_force
from ancrage.plateforme.programmes.releve import read_fiche

CITEES = 5  # sheets named in a refusal; the others are counted


def priorites_retenues(contrat: Contrat, on: date) -> Reponse:
    """Answer (R6): the priorities that the COPIL had chosen by that day, each for a need."""
    found = list(Priorite.objects.retenues(contrat, on).prefetch_related("besoins"))
    bare = [one.libelle for one in found if not one.besoins.all()]
    words = f"{len(found)} priorités retenues en COPIL"
    if bare:
        return Reponse(False, manque=f"le besoin de la priorité : {' ; '.join(bare)}")
    return Reponse(bool(found), words, nombre=len(found) or None)


def fiches_completes(contrat: Contrat, on: date) -> Reponse:
    """Answer: every sheet has what documents.md asks for, its need included."""
    return _each(contrat, lambda one: missing_of(one))


def fiches_liees_au_prs(contrat: Contrat, on: date) -> Reponse:
    """Answer (R1): every sheet declines an objective of a regional plan, as it stands that day."""
    plans = plans_in_force([contrat.region], on)
    numbers = {type_: plan.numero for (_, type_), plan in plans.items()}
    return _each(contrat, lambda one: _lacking_link(one, numbers))


def _lacking_link(one: FicheEcrite, numbers: Mapping[str, int]) -> list[str]:
    """Say what a sheet lacks: a link, or one with a version that no revision replaced."""
    if not one.liens_prs:
        return ["un lien avec le PRS"]
    held = [key.split(":", 2) for key in one.liens_prs]
    if any(int(numero) >= numbers.get(type_, 0) for type_, numero, _ in held):
        return []
    return ["un lien avec la version en vigueur du plan régional"]


def indicateurs_par_action(contrat: Contrat, on: date) -> Reponse:
    """Answer (R14): every sheet has its indicators, as many as the region asks for."""
    rule = rule_in_force(contrat.region, "R14", on=on)
    if rule is None:
        return Reponse(True, "la région n’en fixe pas le nombre")
    wanted = rule.lus
    return _each(contrat, lambda one: lacking_indicators(one, wanted.realisation, wanted.resultat))


def _each(contrat: Contrat, lacking: Callable[[FicheEcrite], Iterable[str]]) -> Reponse:
    """Return « held » when there are sheets and none lacks anything; else the first that do."""
    rows = FicheAction.objects.of(contrat).exclude(statut=StatutAction.ABANDONNEE).with_parts()
    fiches = [read_fiche(one) for one in rows]
    if not fiches:
        return Reponse(False, manque="des fiches actions")
    wrong = [
        f"{one.code} ({', '.join(missing)})" for one in fiches if (missing := list(lacking(one)))
    ]
    more = f" ; et {len(wrong) - CITEES} autres" if len(wrong) > CITEES else ""
    words = f"fiches à compléter : {' ; '.join(wrong[:CITEES])}{more}"
    return Reponse(not wrong, f"{len(fiches)} fiches", words if wrong else "")


FOURNIS: tuple[Fournisseur, ...] = (
    priorites_retenues, fiches_completes, fiches_liees_au_prs, indicateurs_par_action,
)  # fmt: skip


def register_own() -> None:
    """Answer for the facts of a plan: each function bears the code of its fact."""
    for provider in FOURNIS:
        register_fact(provider.__name__, provider)
