"""What an action sheet still lacks to leave the workshops (documents.md § 4, column O)."""

from collections.abc import Callable

from ancrage.plateforme.programmes.plan import FicheEcrite

Test = Callable[[FicheEcrite], object]


def _facette(code: str) -> Test:
    return lambda one: any(kept.startswith(f"{code}:") for kept in one.classements)


def _pilote(one: FicheEcrite) -> bool:
    return any(who.role == "pilote" and who.fonction for who in one.intervenants)


def _partenaire(one: FicheEcrite) -> bool:
    return any(who.role in ("financier", "technique", "relais") for who in one.intervenants)


# Indicators and links to the PRS have guards of their own (R14, R1).
ATTENDUS: dict[str, Test] = {
    "l’axe": lambda one: one.chemin,
    "l’objectif": lambda one: len(one.chemin) > 1,
    "le besoin": lambda one: one.besoins,
    "la nature": lambda one: one.nature,
    "le domaine légal": lambda one: one.domaine_legal,
    "le domaine de la typologie, validé": _facette("domaine"),
    "le thème, validé": _facette("theme"),
    "le public cible": lambda one: one.publics,
    "la stratégie face aux inégalités": lambda one: one.strategie_inegalites,
    "le territoire d’application": lambda one: one.lieux,
    "le contexte": lambda one: one.contexte,
    "la description": lambda one: one.description,
    "le pilote (structure et fonction)": _pilote,
    "un partenaire": _partenaire,
    "le début et la fin": lambda one: one.debut and one.fin,
    "le statut du financement": lambda one: one.statut_financement,
}


def missing_of(fiche: FicheEcrite) -> list[str]:
    """Return what a sheet lacks, in French, in the order of the sheet."""
    return [what for what, there in ATTENDUS.items() if not there(fiche)]


def lacking_indicators(fiche: FicheEcrite, realisation: int, resultat: int) -> list[str]:
    """Return the indicators that a sheet lacks (R14), an impact counting as a result.

    An indicator counts once its source and who reads it are written.
    """
    told = [one for one in fiche.indicateurs if one.source and one.responsable]
    done = sum(one.nature == "realisation" for one in told)
    found = sum(one.nature in ("resultat", "impact") for one in told)
    lacking = []
    if done < realisation:
        lacking.append(f"réalisation : {done} sur {realisation}")
    if found < resultat:
        lacking.append(f"résultat : {found} sur {resultat}")
    return lacking
