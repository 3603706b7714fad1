"""What the signatories of a contract undertook, and where each engagement stands."""

from collections import Counter
from datetime import date
from uuid import UUID

from ancrage.plateforme.contrats.models import Contrat, Engagement, EtatEngagement

A_VENIR = EtatEngagement.A_VENIR.value


def engagements_of(contrat: Contrat) -> list[Engagement]:
    """Return the engagements of a contract, in the order of its signatories."""
    rows = Engagement.objects.filter(signataire__contrat=contrat)
    return list(
        rows.select_related("signataire__organisation", "signataire__contrat")
        .prefetch_related("constats")
        .order_by("signataire__rang", "pk")
    )


def find_engagement(contrat: Contrat, identifiant: UUID) -> Engagement | None:
    """Return an engagement of a contract by its public identifier."""
    return next((one for one in engagements_of(contrat) if one.identifiant == identifiant), None)


def engagements_in_words(contrat: Contrat, on: date) -> str:
    """Return where the engagements stand on a day, for the minutes; nothing before the signature.

    What is past due and said by nobody is told apart: silence is no proof.
    """
    if not contrat.is_signed:
        return ""
    rows = [(one, one.constat_at(on)) for one in engagements_of(contrat)]
    counts = Counter(said.etat if said else A_VENIR for _, said in rows)
    words = [f"{counts[e.value]} {e.label}" for e in EtatEngagement if counts[e.value]]
    lines = [f"Engagements des signataires : {', '.join(words)}."] if words else []
    for one, said in rows:
        if said is None and one.echeance and one.echeance < on:
            lines.append(f"Échu sans constat : {one}, pour le {one.echeance:%d/%m/%Y}.")
        elif said is not None and said.etat != EtatEngagement.TENU:
            lines.append(f"{said.get_etat_display().capitalize()} : {one}. {said.commentaire}")
    return "\n".join(lines)
