"""Where each fact is brought: its own page, or that of the part of the contract that says it."""

from django.urls import reverse

from ancrage.plateforme.contrats.gardes import Constat
from ancrage.plateforme.contrats.models import Contrat

LIEUX: dict[str, str] = {
    "porteur_competent": "contrat:parties",
    "perimetre_fige": "contrat:perimetres",
    "perimetre_contrat_fige": "contrat:perimetres",
    "ecart_perimetre_explique": "contrat:perimetres",
    "coordonnateur_recrute": "contrat:equipe",
    "signataires_obligatoires": "contrat:parties",
    "prefecture_signataire": "contrat:parties",
    "signataires_restreints": "contrat:parties",
    "deliberations_completes": "contrat:parties",
    "accords_ecrits_recus": "contrat:parties",
    "signatures_recues": "contrat:parties",
    "avis_cotech": "signature:circuit",
    "avis_ars": "signature:circuit",
    "duree_ecrite": "contrat:modifier",
    "duree_contenue": "contrat:modifier",
    "avenant_de_terme_signe": "contrat:avenants",
    "terme_a_venir": "contrat:avenants",
    "indicateurs_de_suivi": "prefiguration:suivi",
}


def place_of(contrat: Contrat, fait: str) -> str:
    """Return where a fact is brought: the part of the contract that holds it, or its own page."""
    route = LIEUX.get(fait)
    return reverse(route, args=[contrat.slug]) if route else page_of(contrat, fait)


def page_of(contrat: Contrat, fait: str) -> str:
    """Return the page of a fact."""
    return reverse("contrat:fait", args=[contrat.slug, fait])


def with_places(contrat: Contrat, constats: tuple[Constat, ...]) -> list[tuple[Constat, str]]:
    """Return what the guards found, each with where it is brought."""
    return [(one, place_of(contrat, one.fait)) for one in constats]
