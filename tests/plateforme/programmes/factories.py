"""A contract with its team, and plans for it: invented needs, priorities and sheets."""

from datetime import date
from typing import Any

from ancrage.plateforme.comptes.roles import Portee, Role
from ancrage.plateforme.contrats.models import Contrat
from ancrage.plateforme.programmes.models import Axe, Besoin, FicheAction, Objectif
from ancrage.plateforme.programmes.plan import (
    AppuiEcrit,
    AxeEcrit,
    BesoinEcrit,
    FicheEcrite,
    IndicateurEcrit,
    IntervenantEcrit,
    LieuEcrit,
    PublicEcrit,
)
from ancrage.plateforme.programmes.services.fiches import create_fiche
from ancrage.plateforme.programmes.services.priorites import decide_priorite, propose_priorite
from ancrage.plateforme.programmes.services.strategie import (
    create_axe,
    create_besoin,
    create_objectif,
)
from tests.plateforme.comptes.factories import member
from tests.plateforme.contrats.factories import Equipe, opened
from tests.plateforme.doctrine.factories import make_plan

JOUR = date(2024, 3, 4)
CONSTAT = AppuiEcrit(constat="Les délais s’allongent (exemple).", source="forum du 4 mars 2024")


class Atelier:
    """A contract, its coordinator, and a need, an axis and an objective to hang sheets on."""

    def __init__(self, equipe: Equipe | None = None, contrat: Contrat | None = None) -> None:
        self.equipe = equipe or Equipe()
        self.contrat = contrat or opened(self.equipe, JOUR)
        self.coordonnateur = role_on(self.contrat, Role.COORDONNATEUR)
        self.besoin = a_besoin(self, "B1")
        self.axe = an_axe(self, "Accès aux soins")
        self.objectif = an_objectif(self, self.axe, "Réduire les renoncements")

    @property
    def chemin(self) -> tuple[str, ...]:
        return (self.axe.libelle, self.objectif.libelle)


def role_on(contrat: Contrat, role: Role, **changes: Any) -> Any:
    return member(role, portee=Portee.CONTRAT, code=contrat.slug, **changes)


def a_besoin(atelier: Atelier, code: str, **changes: Any) -> Besoin:
    values: dict[str, Any] = {"code": code, "libelle": f"Besoin {code}", "appuis": (CONSTAT,)}
    return create_besoin(
        acteur=atelier.coordonnateur, contrat=atelier.contrat,
        contenu=BesoinEcrit(**values | changes),
    )  # fmt: skip


def an_axe(atelier: Atelier, libelle: str, **changes: Any) -> Axe:
    return create_axe(
        acteur=atelier.coordonnateur, contrat=atelier.contrat,
        contenu=AxeEcrit(libelle=libelle, **changes),
    )  # fmt: skip


def an_objectif(
    atelier: Atelier, axe: Axe, libelle: str, niveau: str = "specifique", **changes: Any
) -> Objectif:
    return create_objectif(
        acteur=atelier.coordonnateur, axe=axe, libelle=libelle, niveau=niveau, **changes
    )


def priorities(atelier: Atelier, count: int, on: date = JOUR) -> None:
    """Have the COPIL choose some priorities, each for the need."""
    for rang in range(1, count + 1):
        one = propose_priorite(
            acteur=atelier.coordonnateur, contrat=atelier.contrat, libelle=f"Priorité {rang}",
            besoins=[atelier.besoin],
        )  # fmt: skip
        decide_priorite(
            acteur=atelier.coordonnateur, priorite=one, expected=1, decision=f"2024-{rang}",
            decidee_le=on,
        )  # fmt: skip


def complete(**changes: Any) -> FicheEcrite:
    """Return a sheet with all that documents.md asks for, but its links to the plan."""
    values: dict[str, Any] = {
        "titre": "Consultations avancées (exemple)",
        "nature": "nouvelle",
        "domaine_legal": "soins",
        "strategie_inegalites": "universel",
        "contexte": "Trois communes sans médecin (exemple).",
        "description": "Ouvrir des consultations dans trois communes (exemple).",
        "debut": date(2024, 9, 1),
        "fin": date(2026, 8, 31),
        "statut_financement": "demande",
        "classements": ("domaine:SOIN", "theme:premier_recours"),
        "intervenants": (
            IntervenantEcrit(role="pilote", structure="Centre d’essai", fonction="direction"),
            IntervenantEcrit(role="technique", structure="Association d’essai"),
        ),
        "publics": (PublicEcrit(libelle="Habitants sans médecin traitant"),),
        "lieux": (LieuEcrit(type="commune", code="45234", libelle="Orléans"),),
        "indicateurs": tuple(
            IndicateurEcrit(nature=nature, libelle=f"Indicateur de {nature}", source="registre",
                            responsable="Centre d’essai")
            for nature in ("realisation", "resultat")
        ),
    }  # fmt: skip
    return FicheEcrite(**values | changes)


def a_fiche(atelier: Atelier, **changes: Any) -> FicheAction:
    """Return a complete sheet of the plan, need and objective included."""
    tied = {"chemin": atelier.chemin, "besoins": (atelier.besoin.code,)}
    return create_fiche(
        acteur=atelier.coordonnateur, contrat=atelier.contrat, contenu=complete(**tied | changes)
    )


def with_prs(atelier: Atelier) -> str:
    """Publish an invented regional plan; return how a sheet names one of its objectives."""
    make_plan()
    return "prs:1:1.1"
