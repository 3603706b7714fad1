"""What waits for the ARS on contracts: requests, orders, opinions, reasons, ended terms."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import models
from django.db.models import OuterRef, Subquery

from ancrage.plateforme.comptes.permissions import holds
from ancrage.plateforme.contrats.avis import latest_word, pending_opinion
from ancrage.plateforme.contrats.etats import ACTES, DD, EffetGarde, Etat
from ancrage.plateforme.contrats.gardes import Issue, check_guard, read_fact
from ancrage.plateforme.contrats.models import Contrat, Organe, Transition
from ancrage.plateforme.doctrine.lectures import rules_in_force


class GenreInstruction(models.TextChoices):
    """What the ARS has to give."""

    SOLLICITATION = "sollicitation", "réponse à une sollicitation"
    FAISABILITE = "faisabilite", "conclusion de la faisabilité"
    COMMANDE = "commande", "commande de diagnostic"
    AVIS = "avis", "avis"
    DEROGATION = "derogation", "dérogation"
    SIGNATURE = "signature", "validation et signature"
    TERME = "terme", "terme dépassé"
    SUSPENSION = "suspension", "contrat suspendu"


G = GenreInstruction
PAR_ETAT: dict[str, tuple[GenreInstruction, str]] = {
    Etat.SOLLICITATION: (G.SOLLICITATION, "Répondre à la sollicitation"),
    Etat.FAISABILITE: (G.FAISABILITE, "Conclure l’étude de faisabilité"),
    Etat.PREFIGURATION: (G.COMMANDE, "Valider la commande du diagnostic"),
    Etat.VALIDATION: (G.SIGNATURE, "Réunir les actes et signer"),
    Etat.SUSPENDU: (G.SUSPENSION, "Relancer ou ne pas reconduire"),
    Etat.ECHU: (G.TERME, "Évaluer, proroger, renouveler ou arrêter"),
}
CONFORMITE = "Donner l’avis de conformité au projet régional de santé"
DEROGEABLES = {Etat.REDACTION: "soumettre_validation", Etat.VALIDATION: "signer"}
COURANTS = (Etat.SIGNE, Etat.EN_OEUVRE, Etat.EVALUATION, Etat.PROROGE)


@dataclass(frozen=True, slots=True)
class Instruction:
    """One thing that waits for the ARS, since a day."""

    genre: GenreInstruction
    libelle: str
    contrat: Contrat
    depuis: date

    @property
    def departements(self) -> tuple[str, ...]:
        """Return the codes of the départements that the contract covers."""
        return tuple(sorted(self.contrat.cible.departements))


def read_file(user: Any, on: date) -> list[Instruction]:
    """Return what waits for the ARS on the contracts where a person decides, the oldest first.

    Reasons and opinions are looked for in the contracts being written or validated alone: those
    are few at a time, and each is asked what it lacks.
    """
    last = Transition.objects.filter(contrat=OuterRef("pk")).order_by("-rang").values("le")[:1]
    rows = (
        Contrat.objects.visibles_par(user)
        .filter(etat__in={*PAR_ETAT, *DEROGEABLES, *COURANTS})
        .annotate(entree=Subquery(last))
        .prefetch_related("aires")
    )
    found: list[Instruction] = []
    for contrat in rows:
        if holds(user, DD, contrat.cible):
            found += _instructions(contrat, on)
    return sorted(found, key=lambda one: (one.depuis, one.contrat.nom, one.genre))


def _instructions(contrat: Any, on: date) -> list[Instruction]:
    found = []
    if contrat.etat in PAR_ETAT:
        genre, libelle = PAR_ETAT[contrat.etat]
        found.append(Instruction(genre, libelle, contrat, contrat.entree))
    if contrat.etat in COURANTS and contrat.date_fin and contrat.date_fin < on:
        after = contrat.date_fin + timedelta(days=1)
        found.append(
            Instruction(G.TERME, "Décider de la suite : le terme est passé", contrat, after)
        )
    if contrat.etat in DEROGEABLES:
        found += [*_opinions(contrat, on), *_derogations(contrat, on)]
    return found


def _opinions(contrat: Any, on: date) -> list[Instruction]:
    """Return the opinion that was asked, or that a validation waits for, or reserves to lift.

    An unfavourable opinion waits for another text, not for the ARS.
    """
    asked = pending_opinion(contrat, Organe.ARS)
    if asked is not None and asked.demande_le is not None:
        wished = f", souhaité avant le {asked.limite:%d/%m/%Y}" if asked.limite else ""
        return [Instruction(G.AVIS, f"{CONFORMITE}{wished}", contrat, asked.demande_le)]
    if contrat.etat != Etat.VALIDATION or read_fact(contrat, "avis_ars", on)[0].tenu:
        return []
    given = latest_word(contrat, Organe.ARS, on)
    if given is None:
        return [Instruction(G.AVIS, CONFORMITE, contrat, contrat.entree)]
    if not given.reserves_tenues or given.rendu_le is None:
        return []
    words = "Lever les réserves de l’avis de conformité, ou les maintenir"
    return [Instruction(G.AVIS, words, contrat, given.rendu_le)]


def _derogations(contrat: Any, on: date) -> list[Instruction]:
    """Return the guards that a written reason alone would lift now: their number is known."""
    rules = rules_in_force(contrat.region, on=on)
    constats = [
        check_guard(contrat, garde, rules[garde.regle], on)
        for garde in ACTES[DEROGEABLES[contrat.etat]].gardes
        if garde.effet == EffetGarde.DEROGATION and garde.regle in rules
    ]
    return [
        Instruction(
            G.DEROGATION, f"Accorder ou refuser une dérogation : {one.detail}", contrat,
            contrat.entree,
        )
        for one in constats
        if one.issue == Issue.BLOQUE
        and read_fact(contrat, one.fait, on)[0].nombre is not None
    ]  # fmt: skip
