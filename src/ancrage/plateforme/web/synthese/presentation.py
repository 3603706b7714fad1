"""The synthesis as its page lays it out: the figure that heads it, where each decision is taken."""

from dataclasses import replace
from typing import Any

from django.urls import reverse
from django.utils.safestring import mark_safe

from ancrage.plateforme.web.socle.figures import FigureVue, show_figure
from ancrage.publication.documents.synthese import DecisionElu, SyntheseElus
from ancrage.publication.figures.modeles import Distribution

# Where each kind of decision is prepared or taken.
LIEUX = {
    "acte": "contrat:contrat",
    "suite": "contrat:contrat",
    "deliberations": "contrat:parties",
    "priorites": "programme:strategie",
    "adhesions": "contrat:equipe",
    "mandats": "contrat:equipe",
    "poste": "contrat:equipe",
    "avenants": "contrat:avenants",
    "reunions": "rencontres:reunions",
}
DEPLIEES = 8  # communes shown at once; beyond, their table is folded under the choice of one


def show_synthese(synthese: SyntheseElus, slug: str) -> dict[str, Any]:
    """Return what the template prints."""
    shown = [one for one in synthese.acces if one.montre]
    chosen = synthese.commune
    return {
        "synthese": synthese,
        "phare": shown[0] if shown else None,
        "attendus": [one for one in synthese.acces if not one.montre],
        "autres": [*shown[1:], *synthese.reperes],
        "bande": _half(synthese.bande) if synthese.bande else None,
        "carte": show_figure(synthese.carte) if synthese.carte else None,
        "decisions": [(one, _place(one, slug)) for one in synthese.decisions],
        "deplie": len(synthese.communes) <= DEPLIEES,
        "suite_adresse": f"?commune={chosen.code}" if chosen else "",
    }


def _half(bande: Distribution) -> FigureVue:
    """Return the strip as half a line shows it: its narrow drawing, whatever the screen."""
    drawn = show_figure(bande)
    return replace(drawn, svg=drawn.etroit, etroit=mark_safe(""))


def _place(decision: DecisionElu, slug: str) -> str:
    return reverse(LIEUX[decision.cle], args=[slug])
