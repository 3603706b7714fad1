"""What minutes say of the figures: the edition in force of the diagnosis of the territory."""

from datetime import date

from ancrage.plateforme.contrats.models import Contrat
from ancrage.plateforme.diagnostics.models import Edition
from ancrage.plateforme.rencontres.rubriques import register_rubrique


def chiffres_cles(contrat: Contrat, on: date) -> str:
    """Return which edition answers for the figures of a contract that day."""
    perimetres = [one for one in (contrat.perimetre_etude_id, contrat.perimetre_id) if one]
    found = (
        Edition.objects.in_force()
        .filter(diagnostic__perimetre__in=perimetres, publiee_le__lte=on)
        .select_related("diagnostic")
        .order_by("-publiee_le")
        .first()
    )
    if found is None:
        return "Aucun diagnostic n’est publié dans Ancrage sur le périmètre de ce contrat."
    return (
        f"Diagnostic en vigueur : {found.diagnostic.libelle}, édition {found.numero} du "
        f"{found.publiee_le:%d/%m/%Y}. Les chiffres clés annuels ne sont pas encore suivis ici."
    )


def register_own() -> None:
    """Fill the figures in the minutes of meetings."""
    register_rubrique("chiffres_cles", chiffres_cles)
