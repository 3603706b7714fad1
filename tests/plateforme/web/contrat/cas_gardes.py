"""Every guard of every act, written by hand from domaine.md § 3: what is read when it alone fails.

`PLAN` builds a contract on which one guard fails; a guard that has none is simply not brought.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta

from ancrage.plateforme.contrats.models import Contrat
from ancrage.plateforme.contrats.services.parties import add_signataire
from ancrage.plateforme.contrats.services.renouvellement import renew_contrat
from ancrage.plateforme.doctrine.services.regles import NouvelleRegle, publish_doctrine
from ancrage.plateforme.territoires.models import Usage
from tests.plateforme.contrats.factories import (
    COMMUNES,
    ELUE,
    Equipe,
    a_signed,
    bring_fact,
    edit,
    freeze,
    fresh,
    give_dates,
    taken_over,
)
from tests.plateforme.territoires.factories import make_perimetre

BLOQUE, ALERTE, DEROGATION = "bloque", "alerte", "dérogation"
# Who acts and who brings, as the pages write them.
SIEGE, DELEGATION = "ARS, siège", "ARS, délégation départementale"
ORS, VALIDATION = "ORS, statisticien", "ORS, validation"
ELU, COORDONNATEUR = "élu référent", "coordonnateur de CLS"
ARS = (SIEGE, DELEGATION)
TERRAIN = (*ARS, COORDONNATEUR)


@dataclass(frozen=True, slots=True)
class Cas:
    """One guard: its act, the words of what is missing, who brings it, who acts, what it does.

    `avec`: guards that cannot be met while this one is not.
    """

    acte: str
    fait: str
    dit: str
    par: tuple[str, ...]
    agit: tuple[str, ...]
    effet: str = BLOQUE
    etats: tuple[str, ...] = ()
    avec: tuple[str, ...] = ()

    @property
    def cle(self) -> tuple[str, str]:
        return self.acte, self.fait


def _of(acte: str, agit: tuple[str, ...], etats: str, *lignes: tuple) -> list[Cas]:
    """Return the guards of one act: (fact, words, who brings), then the effect if it is another."""
    return [
        Cas(acte, fait, dit, par, agit, *rest[:1], etats=tuple(etats.split()), avec=rest[1:])
        for fait, dit, par, *rest in lignes
    ]


SIX = "une dérogation motivée : 6 priorités retenues ; la région en attend 3 à 5"
SORTIES = "en_oeuvre suspendu evaluation proroge renouvellement echu"
CAS = [
    *_of("ouvrir_faisabilite", ARS, "sollicitation",
         ("territoire_eligible", "l’éligibilité du territoire", (SIEGE,))),
    *_of("engager_prefiguration", ARS, "faisabilite",
         ("portage_politique", "l’engagement des élus", (*ARS, ELU, COORDONNATEUR)),
         ("porteur_competent", "la compétence statutaire, écrite et vérifiée, de", TERRAIN),
         ("ingenierie_financee", "le financement de l’ingénierie", ARS)),
    *_of("commander_dls", (SIEGE,), "prefiguration",
         ("coordonnateur_recrute", "l’affectation d’un coordonnateur", ARS),
         ("copil_installe", "le compte rendu du premier COPIL", TERRAIN)),
    *_of("demarrer_dls", (ORS, VALIDATION), "dls_commande",
         ("perimetre_fige", "un périmètre d’étude figé par le siège", (SIEGE,))),
    *_of("restituer_dls", TERRAIN, "dls_en_cours",
         ("volets_complets", "les volets attendus du diagnostic", (ORS, VALIDATION)),
         ("controles_signes", "la signature des contrôles statistiques", (VALIDATION,))),
    *_of("ouvrir_priorisation", TERRAIN, "dls_restitue",
         ("forum_tenu", "la restitution du forum santé", TERRAIN),
         ("inscriptions_enregistrees", "la liste des inscrits aux ateliers", TERRAIN)),
    *_of("ouvrir_ateliers", TERRAIN, "priorisation",
         ("priorites_retenues", "le relevé de décisions du COPIL", TERRAIN, BLOQUE,
          "priorites_en_nombre"),
         ("priorites_en_nombre", SIX, ARS, ALERTE)),
    *_of("ouvrir_redaction", TERRAIN, "ateliers",
         ("fiches_completes", "pilote, indicateurs, statut de financement", TERRAIN),
         ("fiches_liees_au_prs", "un lien avec le PRS", TERRAIN),
         ("indicateurs_par_action", "des indicateurs de réalisation et de résultat", TERRAIN),
         ("indicateurs_de_suivi", "les indicateurs de suivi convenus", TERRAIN, ALERTE)),
    *_of("soumettre_validation", TERRAIN, "redaction",
         ("avis_cotech", "l’avis du COTECH", TERRAIN),
         ("priorites_en_nombre", SIX, ARS, DEROGATION)),
    *_of("signer", (SIEGE,), "validation",
         ("avis_ars", "l’avis de l’ARS", (SIEGE,)),
         ("articles_complets", "le texte complet du contrat, neuf articles", TERRAIN),
         ("priorites_en_nombre", SIX, ARS, DEROGATION),
         ("signataires_obligatoires",
          "parmi les signataires : une collectivité ; Communauté porteuse", TERRAIN),
         ("prefecture_signataire", "la préfecture parmi les signataires", TERRAIN, ALERTE),
         ("signataires_restreints", "un nombre restreint de signataires (3 signataires, seuil 2)",
          TERRAIN, ALERTE),
         ("deliberations_completes",
          "des délibérations complètes : Communauté porteuse (aucune délibération)",
          (*ARS, ELU, COORDONNATEUR)),
         ("accords_ecrits_recus", "l’accord écrit de : Préfecture d’essai", TERRAIN),
         ("perimetre_contrat_fige", "un périmètre du contrat figé par le siège", (SIEGE,)),
         ("ecart_perimetre_explique", "l’explication de l’écart", TERRAIN, ALERTE),
         ("duree_ecrite", "un terme à venir", TERRAIN),
         ("duree_contenue", "une durée d’au plus 5 ans", TERRAIN, ALERTE),
         ("signatures_recues", "la signature de : ARS d’essai", TERRAIN)),
    *_of("mettre_en_oeuvre", TERRAIN, "signe",
         ("debut_atteint", "la date de début, le", TERRAIN)),
    *_of("relancer", (*ARS, ELU), "suspendu",
         ("terme_a_venir", "un terme à venir (prorogation)", (SIEGE,))),
    *_of("poursuivre", TERRAIN, "evaluation",
         ("evaluation_de_mi_parcours", "une évaluation ouverte plus d’un an avant", TERRAIN),
         ("decision_de_poursuite", "la décision du COPIL de poursuivre", TERRAIN)),
    *_of("renouveler", ARS, "evaluation proroge echu",
         ("decision_de_renouvellement", "la décision du COPIL de renouveler", TERRAIN)),
    *_of("ne_pas_reconduire", ARS, SORTIES,
         ("decision_de_non_reconduction", "la note motivée et la décision du COPIL", TERRAIN)),
    *_of("ne_pas_reconduire", ARS, "renouvellement",
         ("aucun_successeur_en_cours", "l’abandon du contrat suivant : CLS suivant", ARS)),
]  # fmt: skip
# What has no page of its own: done by an amendment, by the calendar, by the next contract.
SANS_FORMULAIRE = {
    ("proroger", "avenant_de_terme_signe"),
    ("constater_echeance", "terme_depasse"),
    ("terminer", "successeur_signe"),
}


@dataclass(frozen=True, slots=True)
class Montage:
    """How one guard is left unmet: the contract to start from, then what is brought in its place.

    `sans`: facts not brought, because the step in their place says them.
    """

    depart: Callable[[Equipe, str, date], Contrat] | None = None
    apporte: Callable[[Equipe, Contrat, date], object] | None = None
    sans: tuple[str, ...] = field(default=())


def _signed(**days: int) -> Callable[[Equipe, str, date], Contrat]:
    """Start from a contract signed a year before, with dates counted from the day."""

    def start(equipe: Equipe, etat: str, jour: date) -> Contrat:
        dates = {name: jour + timedelta(days=count) for name, count in days.items()}
        fin = dates.pop("fin", jour + timedelta(days=900))
        signed = a_signed(equipe, jour - timedelta(days=1), fin, **dates)
        return taken_over(equipe, etat, jour - timedelta(days=1), signe=signed)

    return start


def _ended(equipe: Equipe, etat: str, jour: date) -> Contrat:
    ended = a_signed(equipe, jour - timedelta(days=900), jour - timedelta(days=2))
    return taken_over(equipe, etat, jour - timedelta(days=500), signe=ended)


def _six(equipe: Equipe, contrat: Contrat, jour: date) -> None:
    bring_fact(equipe, contrat, "priorites_retenues", jour, priorites=6)


def _signataires(*names: str) -> Callable[[Equipe, Contrat, date], None]:
    def bring(equipe: Equipe, contrat: Contrat, jour: date) -> None:
        for name in names:
            add_signataire(
                acteur=equipe.siege, contrat=contrat, organisation=getattr(equipe, name),
                statut="obligatoire", representant=ELUE,
            )  # fmt: skip

    return bring


def _threshold(equipe: Equipe, contrat: Contrat, jour: date) -> None:
    _signataires("ars", "prefet", "porteur")(equipe, contrat, jour)
    rule = NouvelleRegle("R17", "Peu de signataires.", "alerte", "essai", {"maximum": 2})
    publish_doctrine(
        acteur=None, region="24", date_debut=jour - timedelta(days=1), libelle="Essai",
        source="essai", regles=[rule],
    )  # fmt: skip


def _loose(equipe: Equipe, contrat: Contrat, jour: date) -> None:
    edit(equipe, contrat, perimetre=make_perimetre(communes=COMMUNES, usage=Usage.CONTRAT))


def _apart(equipe: Equipe, contrat: Contrat, jour: date) -> None:
    other = make_perimetre(communes=COMMUNES[:1], usage=Usage.CONTRAT)
    freeze(other)
    edit(equipe, contrat, perimetre=other)


def _dates(debut: int, fin: int) -> Callable[[Equipe, Contrat, date], None]:
    def bring(equipe: Equipe, contrat: Contrat, jour: date) -> None:
        days = (jour + timedelta(days=debut), jour + timedelta(days=fin))
        give_dates(equipe, contrat, jour, *days)

    return bring


def _followed(equipe: Equipe, etat: str, jour: date) -> Contrat:
    contrat = taken_over(equipe, "evaluation", jour)
    bring_fact(equipe, contrat, "decision_de_renouvellement", jour)
    renew_contrat(
        acteur=equipe.siege, contrat=contrat, nom="CLS suivant", expected=contrat.version, on=jour
    )
    return fresh(contrat)


PLAN: dict[str, Montage] = {
    "priorites_en_nombre": Montage(apporte=_six, sans=("priorites_retenues",)),
    "signataires_obligatoires": Montage(apporte=_signataires("ars", "prefet")),
    "prefecture_signataire": Montage(
        apporte=_signataires("ars", "porteur"), sans=("signataires_obligatoires",)
    ),
    "signataires_restreints": Montage(apporte=_threshold, sans=("signataires_obligatoires",)),
    "perimetre_contrat_fige": Montage(apporte=_loose),
    "ecart_perimetre_explique": Montage(apporte=_apart, sans=("perimetre_contrat_fige",)),
    "duree_ecrite": Montage(apporte=_dates(-900, -1)),
    "duree_contenue": Montage(apporte=_dates(0, 2200), sans=("duree_ecrite",)),
    "debut_atteint": Montage(depart=_signed(date_debut=60)),
    "terme_a_venir": Montage(depart=_ended),
    "evaluation_de_mi_parcours": Montage(depart=_signed(fin=200)),
    "aucun_successeur_en_cours": Montage(depart=_followed),
}
