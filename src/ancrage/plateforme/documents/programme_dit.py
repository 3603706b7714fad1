"""The plan of a contract in words: what its document prints of each sheet."""

from collections.abc import Sequence
from decimal import Decimal

from ancrage.plateforme.contrats.models import Contrat
from ancrage.plateforme.programmes.listes import (
    DomaineLegal,
    Nature,
    NatureIndicateur,
    Participation,
    RoleIntervenant,
    StatutAction,
    StatutFinancement,
    Strategie,
)
from ancrage.plateforme.programmes.models import FicheAction
from ancrage.plateforme.programmes.plan import FicheEcrite, IndicateurEcrit, PublicEcrit
from ancrage.plateforme.programmes.releve import read_fiche
from ancrage.plateforme.programmes.typologie import typologie
from ancrage.publication.documents.contrat import (
    FicheDite,
    FinancementDit,
    IndicateurDit,
    ThemeProgramme,
)
from ancrage.publication.typographie import date_longue, nombre

SANS_THEME = "sans thème"
THEME = "theme:"


def programme_of(contrat: Contrat) -> tuple[tuple[ThemeProgramme, ...], tuple[FinancementDit, ...]]:
    """Return the sheets by theme, in the order of the typology, and the money they expect."""
    rows = FicheAction.objects.of(contrat).exclude(statut=StatutAction.ABANDONNEE).with_parts()
    fiches = [read_fiche(one) for one in rows]
    regional = {
        one.code: [str(link.objectif_regional) for link in one.liens_prs.all()] for one in rows
    }
    labels = typologie().facette("theme").labels()
    by_theme: dict[str, list[FicheDite]] = {}
    for fiche in fiches:
        theme = _theme(fiche, labels)
        by_theme.setdefault(theme, []).append(_say(fiche, regional[fiche.code]))
    order = [*labels.values(), SANS_THEME]
    themes = sorted(by_theme.items(), key=lambda one: order.index(one[0]))
    money = [
        FinancementDit(
            fiche.code, one.financeur, str(one.annee or ""), one.centimes, one.valorisation
        )
        for fiche in fiches
        for one in fiche.financements
    ]
    return tuple(ThemeProgramme(name, tuple(found)) for name, found in themes), tuple(money)


def _theme(fiche: FicheEcrite, labels: dict[str, str]) -> str:
    """Return the first theme of a sheet, as the typology orders them."""
    codes = {one.removeprefix(THEME) for one in fiche.classements if one.startswith(THEME)}
    return next((label for code, label in labels.items() if code in codes), SANS_THEME)


def _say(fiche: FicheEcrite, regional: Sequence[str]) -> FicheDite:
    texts = (
        ("Contexte et constats", fiche.contexte),
        ("Description", fiche.description),
        ("Risques et conditions", fiche.risques),
        ("Références", fiche.reference),
    )
    return FicheDite(
        code=fiche.code,
        titre=fiche.titre,
        axe=fiche.chemin[0] if fiche.chemin else "",
        pilote=_named(fiche, "pilote") or "à désigner",
        reperes=tuple((name, said) for name, said in _landmarks(fiche, regional) if said),
        textes=tuple((name, said) for name, said in texts if said),
        etapes=tuple(
            f"{one.libelle}{f', pour le {date_longue(one.pour_le)}' if one.pour_le else ''}"
            for one in fiche.jalons
        ),
        indicateurs=tuple(_indicateur(one) for one in fiche.indicateurs),
    )


def _landmarks(fiche: FicheEcrite, regional: Sequence[str]) -> list[tuple[str, str]]:
    partners = [
        f"{one.structure} ({RoleIntervenant(one.role).label})"
        for one in fiche.intervenants
        if one.role not in (RoleIntervenant.PILOTE, RoleIntervenant.COPILOTE)
    ]
    return [
        ("Axe et objectifs", " › ".join(fiche.chemin)),
        ("Besoins", ", ".join(fiche.besoins)),
        ("Plans régionaux", " ; ".join(regional)),
        ("Nature", Nature(fiche.nature).label if fiche.nature else ""),
        ("Domaine légal", DomaineLegal(fiche.domaine_legal).label if fiche.domaine_legal else ""),
        ("Pilote", _named(fiche, "pilote")),
        ("Copilote", _named(fiche, "copilote")),
        ("Partenaires", " ; ".join(partners)),
        ("Publics", " ; ".join(_public(one) for one in fiche.publics)),
        ("Inégalités", _strategy(fiche)),
        ("Participation", Participation(fiche.participation).label if fiche.participation else ""),
        ("Lieux", ", ".join(one.libelle for one in fiche.lieux)),
        ("Calendrier", _period(fiche)),
        ("Moyens humains", f"{nombre(float(fiche.etp), 2)} ETP" if fiche.etp else ""),
        ("Financement", _funding(fiche)),
    ]


def _strategy(fiche: FicheEcrite) -> str:
    return (
        f"stratégie {Strategie(fiche.strategie_inegalites).label}".replace(
            "stratégie universalisme", "universalisme"
        )
        if fiche.strategie_inegalites
        else ""
    )


def _funding(fiche: FicheEcrite) -> str:
    return StatutFinancement(fiche.statut_financement).label if fiche.statut_financement else ""


def _named(fiche: FicheEcrite, role: str) -> str:
    return " ; ".join(
        f"{one.structure}, {one.fonction}" if one.fonction else one.structure
        for one in fiche.intervenants
        if one.role == role
    )


def _public(one: PublicEcrit) -> str:
    ages = ""
    if one.age_min is not None and one.age_max is not None:
        ages = f"de {one.age_min} à {one.age_max} ans"
    elif one.age_min is not None:
        ages = f"à partir de {one.age_min} ans"
    elif one.age_max is not None:
        ages = f"jusqu’à {one.age_max} ans"
    parts = (ages, one.sexe if one.sexe != "tous" else "", one.vulnerabilite)
    said = ", ".join(filter(None, parts))
    return f"{one.libelle} ({said})" if said else one.libelle


def _period(fiche: FicheEcrite) -> str:
    if fiche.debut and fiche.fin:
        return f"du {date_longue(fiche.debut)} au {date_longue(fiche.fin)}"
    if fiche.debut:
        return f"à partir du {date_longue(fiche.debut)}"
    return f"jusqu’au {date_longue(fiche.fin)}" if fiche.fin else ""


def _indicateur(one: IndicateurEcrit) -> IndicateurDit:
    return IndicateurDit(
        nature=NatureIndicateur(one.nature).label,
        libelle=one.libelle,
        depart=_quantity(one.valeur_initiale, one.unite),
        cible=_quantity(one.cible, one.unite),
        source=one.source,
        periodicite=one.periodicite,
        responsable=one.responsable,
    )


def _quantity(value: Decimal | None, unit: str) -> str:
    if value is None:
        return ""
    exponent = value.normalize().as_tuple().exponent
    decimals = max(0, -exponent) if isinstance(exponent, int) else 0
    return f"{nombre(float(value), decimals)} {unit}".strip()
