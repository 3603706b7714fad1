"""The map of where actions happen, ready for a page: drawn once for each state of a plan."""

from functools import lru_cache

from ancrage.plateforme.contrats.models import Contrat
from ancrage.plateforme.programmes.lieux import CarteLieux, Lieux, carte_of, draw_carte
from ancrage.plateforme.web.socle.figures import FigureVue, show_figure


def show_lieux(contrat: Contrat, lieux: Lieux) -> FigureVue | None:
    """Return the map, or None where there is nothing to draw."""
    carte = carte_of(contrat, lieux)
    return _shown(carte) if carte else None


@lru_cache(maxsize=32)
def _shown(carte: CarteLieux) -> FigureVue | None:
    figure = draw_carte(carte)
    return show_figure(figure) if figure else None
