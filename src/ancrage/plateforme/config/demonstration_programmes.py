"""Nine invented plans on the invented contracts: needs, priorities, axes, objectives, sheets.

The texts are data (`demonstration_programmes.toml`). States, dates and amounts are invented, and
every organisation bears the mark of the demonstration.
"""

import tomllib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone

from ancrage.plateforme.comptes.models import Utilisateur
from ancrage.plateforme.comptes.roles import Role
from ancrage.plateforme.config.demonstration_contrats import MARQUE, REGION
from ancrage.plateforme.contrats.models import Contrat
from ancrage.plateforme.doctrine.models import PlanRegional
from ancrage.plateforme.doctrine.services.plans import NouvelObjectif, publish_plan
from ancrage.plateforme.programmes.models import Besoin, FicheAction
from ancrage.plateforme.programmes.plan import (
    AppuiEcrit,
    AxeEcrit,
    BesoinEcrit,
    BilanEcrit,
    FicheEcrite,
    FinancementEcrit,
    IndicateurEcrit,
    IntervenantEcrit,
    JalonEcrit,
    LieuEcrit,
    PublicEcrit,
)
from ancrage.plateforme.programmes.services.fiches import create_fiche, freeze_fiche
from ancrage.plateforme.programmes.services.priorites import (
    decide_priorite,
    propose_priorite,
    set_grille,
)
from ancrage.plateforme.programmes.services.strategie import (
    create_axe,
    create_besoin,
    create_objectif,
)

TEXTES = Path(__file__).with_name("demonstration_programmes.toml")
SOURCE = "Plan inventé pour la démonstration."
# The plan of each contract: its axes, in the order of its priorities.
PLANS: dict[str, tuple[str, ...]] = {
    "Trois Rives": ("acces", "mentale", "prevention", "environnement", "vieillir"),
    "Bois Clairs": ("acces", "enfance", "environnement", "animation"),
    "Sept Étangs": ("vieillir", "acces", "mentale", "chroniques"),
    "Gué Fleuri": ("prevention", "enfance", "mentale", "animation"),
    "Côte aux Ormes": ("acces", "chroniques", "environnement"),
    "Rives Douces": ("mentale", "acces", "vieillir", "prevention"),
    "Champs Hauts": ("acces", "prevention", "animation"),
    "Pont des Arches": ("environnement", "acces", "enfance", "mentale", "vieillir"),
    "Grande Boucle": ("chroniques", "vieillir", "acces", "animation"),
}
OBJECTIFS_REGIONAUX = (
    ("1", "Faciliter l’accès aux soins de premier recours"), ("2", "Agir pour la santé mentale"),
    ("3", "Renforcer la prévention et le suivi des maladies chroniques"),
    ("4", "Réduire les expositions environnementales"),
    ("5", "Préparer la société au vieillissement"),
    ("6", "Agir tôt, avec les familles et les habitants"),
)  # fmt: skip
CRITERES = (
    {"code": "gravite", "libelle": "Gravité", "poids": 2},
    {"code": "frequence", "libelle": "Fréquence", "poids": 1},
    {"code": "levier", "libelle": "Levier local", "poids": 1},
)
# How far each sheet of a running plan went, in turn; none of a plan in preparation did.
AVANCEES = (
    ("en_cours", 60), ("realisee", 100), ("en_cours", 35), ("a_lancer", 0), ("en_cours", 80),
    ("reportee", 10), ("en_cours", 50),
)  # fmt: skip
ATTENTE = "Le poste attendu n’est pas encore pourvu (exemple)."
BILAN = "L’action a commencé ; les partenaires se sont réunis deux fois (exemple)."


@dataclass(frozen=True, slots=True)
class _Terrain:
    """Where a plan stands: who writes it, its dates, its communes, how its structures are named."""

    acteur: Utilisateur
    contrat: Contrat
    nom: str
    porteur: str
    debut: date
    fin: date
    communes: tuple[tuple[str, str], ...]

    def structure(self, genre: str) -> str:
        """Return the invented name of a kind of organisation."""
        if genre == "Communauté":
            return self.porteur
        if genre == "CPTS" and self.nom == "Trois Rives":
            return f"CPTS des Trois Rives{MARQUE}"  # that of the demonstration account
        return f"{genre}, {self.nom}{MARQUE}"

    @property
    def en_cours(self) -> bool:
        """Say whether the actions may have begun."""
        return self.contrat.is_signed


@transaction.atomic
def build_programmes(say: Callable[[str], None]) -> None:
    """Make the plans once; a second run changes nothing."""
    if FicheAction.objects.exists():
        return
    say("Neuf plans d’actions inventés")
    acteur = Utilisateur.objects.get(email=f"{Role.ARS_SIEGE}@demo.example")
    _publish_regional_plan(acteur)
    axes = {one["code"]: one for one in tomllib.loads(TEXTES.read_text("utf-8"))["axes"]}
    for nom, codes in PLANS.items():
        contrat = Contrat.objects.get(nom=f"CLS {nom}{MARQUE}")
        _build_plan(_terrain(acteur, contrat, nom), [axes[code] for code in codes])


def _publish_regional_plan(acteur: Utilisateur) -> None:
    if not PlanRegional.objects.filter(region=REGION).exists():
        publish_plan(
            acteur=acteur, region=REGION, type_="prs", date_debut=date(2018, 7, 1), source=SOURCE,
            libelle=f"Projet régional de santé{MARQUE}",
            objectifs=[NouvelObjectif(code, libelle) for code, libelle in OBJECTIFS_REGIONAUX],
        )  # fmt: skip


def _terrain(acteur: Utilisateur, contrat: Contrat, nom: str) -> _Terrain:
    debut = contrat.date_debut or timezone.localdate()
    porteur = contrat.porteurs.select_related("organisation").first()
    communes = contrat.dernier_perimetre.communes.order_by("code")
    return _Terrain(
        acteur, contrat, nom, porteur.organisation.nom if porteur else "", debut,
        contrat.date_fin or debut + timedelta(days=3 * 365),
        tuple(communes.values_list("code", "libelle")),
    )  # fmt: skip


def _build_plan(terrain: _Terrain, axes: Sequence[dict[str, Any]]) -> None:
    set_grille(acteur=terrain.acteur, contrat=terrain.contrat, criteres=CRITERES)
    ranks: Iterator[int] = iter(range(1000))
    for rank, axe in enumerate(axes, start=1):
        besoin = _write_besoin(terrain, axe, f"B{rank}")
        _choose_priorite(terrain, axe, besoin, rank)
        row = create_axe(
            acteur=terrain.acteur, contrat=terrain.contrat,
            contenu=AxeEcrit(libelle=axe["libelle"], priorites=(axe["priorite"],)),
        )  # fmt: skip
        for libelle in axe["objectifs"]:
            create_objectif(acteur=terrain.acteur, axe=row, libelle=libelle, niveau="operationnel")
        for texte in axe["fiches"]:
            _write_fiche(terrain, axe, texte, besoin, next(ranks))


def _write_besoin(terrain: _Terrain, axe: dict[str, Any], code: str) -> Besoin:
    constat = AppuiEcrit(constat=axe["constat"], source="Forum santé inventé")
    contenu = BesoinEcrit(code=code, libelle=axe["besoin"], appuis=(constat,))
    return create_besoin(acteur=terrain.acteur, contrat=terrain.contrat, contenu=contenu)


def _choose_priorite(terrain: _Terrain, axe: dict[str, Any], besoin: Besoin, rank: int) -> None:
    priorite = propose_priorite(
        acteur=terrain.acteur, contrat=terrain.contrat, libelle=axe["priorite"], besoins=[besoin],
        notes={"gravite": max(5 - rank // 2, 2), "frequence": 4, "levier": 3 + rank % 2},
    )  # fmt: skip
    on = min(terrain.debut, timezone.localdate()) - timedelta(days=90)
    decide_priorite(
        acteur=terrain.acteur, priorite=priorite, expected=priorite.version,
        decision=f"{on.year}-{rank:02d}", decidee_le=on,
    )  # fmt: skip


def _write_fiche(
    terrain: _Terrain, axe: dict[str, Any], texte: dict[str, Any], besoin: Besoin, rank: int
) -> None:
    statut, avancement = AVANCEES[rank % len(AVANCEES)] if terrain.en_cours else ("a_lancer", 0)
    begun = statut != "a_lancer"
    fiche = create_fiche(
        acteur=terrain.acteur, contrat=terrain.contrat,
        contenu=FicheEcrite(
            titre=texte["titre"],
            chemin=(axe["libelle"], axe["objectifs"][texte["objectif"] - 1]),
            nature=("nouvelle", "poursuite", "developpement", "existante_valorisee")[rank % 4],
            structurant=rank % 6 == 0,
            domaine_legal=texte["legal"],
            strategie_inegalites=texte["strategie"],
            contexte=f"{texte['contexte']} (exemple)",
            description=texte["description"],
            debut=terrain.debut,
            fin=terrain.fin,
            statut_financement=texte["financement"],
            statut=statut,
            motif=ATTENTE if statut == "reportee" else "",
            avancement=avancement,
            besoins=(besoin.code,),
            liens_prs=(f"prs:1:{axe['prs']}",),
            classements=(f"domaine:{texte['domaine']}", f"theme:{texte['theme']}"),
            intervenants=_intervenants(terrain, texte),
            jalons=_jalons(terrain, texte, done=begun),
            financements=_financements(terrain, texte),
            indicateurs=_indicateurs(terrain, texte),
            publics=(PublicEcrit(libelle=texte["public"]),),
            lieux=_lieux(terrain, rank),
            bilans=_bilans(terrain) if begun else (),
        ),
    )  # fmt: skip
    if terrain.en_cours:
        freeze_fiche(acteur=terrain.acteur, fiche=fiche, expected=fiche.version)


def _intervenants(terrain: _Terrain, texte: dict[str, Any]) -> tuple[IntervenantEcrit, ...]:
    pilote = terrain.structure(texte["pilote"])
    return (
        IntervenantEcrit(role="pilote", structure=pilote, fonction="direction"),
        *(
            IntervenantEcrit(role="technique", structure=terrain.structure(genre))
            for genre in texte["partenaires"]
            if terrain.structure(genre) != pilote
        ),
    )


def _jalons(terrain: _Terrain, texte: dict[str, Any], *, done: bool) -> tuple[JalonEcrit, ...]:
    step = (terrain.fin - terrain.debut) / (len(texte["etapes"]) + 1)
    days = [terrain.debut + step * rank for rank, _ in enumerate(texte["etapes"], start=1)]
    today = timezone.localdate()
    return tuple(
        JalonEcrit(libelle=libelle, pour_le=day, fait=done and day <= today)
        for libelle, day in zip(texte["etapes"], days, strict=True)
    )


def _financements(terrain: _Terrain, texte: dict[str, Any]) -> tuple[FinancementEcrit, ...]:
    half = texte["centimes"] // 2
    return tuple(
        FinancementEcrit(financeur=financeur, annee=terrain.debut.year, centimes=half)
        for financeur in (f"Agence de santé{MARQUE}", terrain.porteur)
    )


def _indicateurs(terrain: _Terrain, texte: dict[str, Any]) -> tuple[IndicateurEcrit, ...]:
    told: dict[str, Any] = {
        "source": "registre de l’action",
        "periodicite": "annuelle",
        "responsable": terrain.structure(texte["pilote"]),
    }
    return (
        IndicateurEcrit(
            nature="realisation", libelle=texte["realisation"], cible=texte["cible"], **told
        ),
        IndicateurEcrit(nature="resultat", libelle=texte["resultat"], **told),
    )


def _lieux(terrain: _Terrain, rank: int) -> tuple[LieuEcrit, ...]:
    """Return the whole perimeter for one sheet in two, three of its communes for the others."""
    if rank % 2 == 0 or len(terrain.communes) < 3:
        return (LieuEcrit(type="tout", libelle="tout le périmètre"),)
    start = 3 * rank % (len(terrain.communes) - 2)
    return tuple(
        LieuEcrit(type="commune", code=code, libelle=libelle)
        for code, libelle in terrain.communes[start : start + 3]
    )


def _bilans(terrain: _Terrain) -> tuple[BilanEcrit, ...]:
    last = min(timezone.localdate().year, terrain.fin.year)
    return tuple(BilanEcrit(annee=year, texte=BILAN) for year in range(terrain.debut.year, last))
