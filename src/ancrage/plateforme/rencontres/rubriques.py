"""The headings of minutes that other parts of the site fill, and who fills them.

The apps above plug their own text in from `AppConfig.ready()`:
`register_rubrique("avancement", provider)`. A heading may have several providers: their texts
follow one another. Without any, it says plainly that the site does not follow it yet.
"""

from collections.abc import Callable
from datetime import date

from ancrage.plateforme.contrats.engagements import engagements_in_words
from ancrage.plateforme.contrats.models import Contrat
from ancrage.plateforme.contrats.services.equipe import vacancy_since

Fournisseur = Callable[[Contrat, date], str]
ABSENTES = {
    "avancement": "Ancrage ne suit pas encore l’avancement des fiches actions.",
    "chiffres_cles": "Ancrage ne suit pas encore les chiffres clés de ce contrat.",
    "budget": "Ancrage ne suit pas encore le budget des contrats : à compléter à la main.",
    "vigilance": "Aucun point de vigilance relevé par Ancrage.",
}
_fournisseurs: dict[str, list[Fournisseur]] = {code: [] for code in ABSENTES}


def register_rubrique(code: str, provider: Fournisseur) -> None:
    """Say who fills a heading; known headings only, each provider once."""
    if code not in _fournisseurs:
        raise ValueError(f"The minutes have no heading {code!r}.")
    if provider not in _fournisseurs[code]:
        _fournisseurs[code].append(provider)


def fill_rubrique(code: str, contrat: Contrat, on: date) -> str:
    """Return what the site knows of a heading on a day, or that it does not follow it."""
    texts = [provider(contrat, on) for provider in _fournisseurs[code]]
    return "\n".join(one for one in texts if one) or ABSENTES[code]


def vigilance(contrat: Contrat, on: date) -> str:
    """Return what a contract itself must watch: a vacant post, what falls due, its end."""
    lines = []
    vacant = vacancy_since(contrat, on)
    if vacant is not None:
        lines.append(f"Poste de coordonnateur vacant depuis le {vacant:%d/%m/%Y}.")
    for one in contrat.echeances.filter(faite_le__isnull=True).order_by("date"):
        word = "dépassée" if one.date < on else "à venir"
        lines.append(f"Échéance {word} : {one.libelle}, le {one.date:%d/%m/%Y}.")
    if contrat.date_fin and contrat.is_signed:
        lines.append(f"Terme du contrat : {contrat.date_fin:%d/%m/%Y}.")
    return "\n".join(lines)


def register_own() -> None:
    """Fill what this app knows."""
    register_rubrique("vigilance", vigilance)
    register_rubrique("vigilance", engagements_in_words)
