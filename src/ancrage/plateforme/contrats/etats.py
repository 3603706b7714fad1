"""The life of a contract in one table: states, acts, roles, guards (domaine.md § 3)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db import models

from ancrage.plateforme.comptes.roles import OBSERVATOIRE, Role


class Etat(models.TextChoices):
    """The twenty states, in the order of a life."""

    SOLLICITATION = "sollicitation", "sollicitation"
    FAISABILITE = "faisabilite", "étude de faisabilité"
    PREFIGURATION = "prefiguration", "préfiguration"
    DLS_COMMANDE = "dls_commande", "diagnostic commandé"
    DLS_EN_COURS = "dls_en_cours", "diagnostic en cours"
    DLS_RESTITUE = "dls_restitue", "diagnostic restitué"
    PRIORISATION = "priorisation", "priorisation"
    ATELIERS = "ateliers", "ateliers"
    REDACTION = "redaction", "rédaction"
    VALIDATION = "validation", "validation"
    SIGNE = "signe", "signé"
    EN_OEUVRE = "en_oeuvre", "en œuvre"
    SUSPENDU = "suspendu", "suspendu"
    EVALUATION = "evaluation", "évaluation"
    RENOUVELLEMENT = "renouvellement", "renouvellement"
    PROROGE = "proroge", "prorogé"
    NON_RECONDUIT = "non_reconduit", "non reconduit"
    ABANDONNE = "abandonne", "abandonné"
    TERMINE = "termine", "terminé"
    ECHU = "echu", "échu"


E = Etat
# Before the signature; then in force; then what was signed once, whatever followed.
AVANT_SIGNATURE = (
    E.SOLLICITATION, E.FAISABILITE, E.PREFIGURATION, E.DLS_COMMANDE, E.DLS_EN_COURS,
    E.DLS_RESTITUE, E.PRIORISATION, E.ATELIERS, E.REDACTION, E.VALIDATION,
)  # fmt: skip
EN_VIGUEUR = (
    E.SIGNE, E.EN_OEUVRE, E.SUSPENDU, E.EVALUATION, E.RENOUVELLEMENT, E.PROROGE, E.ECHU,
)  # fmt: skip
SIGNES = (*EN_VIGUEUR, E.NON_RECONDUIT, E.TERMINE)
CLOS = (E.NON_RECONDUIT, E.ABANDONNE, E.TERMINE)
# A running contract may be taken over in any of these (1 to 14, 11b included).
REPRISES = (*AVANT_SIGNATURE[1:], *(etat for etat in EN_VIGUEUR if etat != E.ECHU))


class StatutCarte(models.TextChoices):
    """The headings of the regional map; « generation » is shown with its rank."""

    ABSENT = "absent", "absent"
    EN_ELABORATION = "en_elaboration", "en cours d’élaboration"
    GENERATION = "generation", "en vigueur"
    NON_RECONDUIT = "non_reconduit", "non reconduit"


STATUTS: dict[str, StatutCarte] = {
    **{str(etat): StatutCarte.EN_ELABORATION for etat in AVANT_SIGNATURE[1:]},
    **{str(etat): StatutCarte.GENERATION for etat in EN_VIGUEUR},
    E.SOLLICITATION: StatutCarte.ABSENT,
    E.NON_RECONDUIT: StatutCarte.NON_RECONDUIT,
    E.ABANDONNE: StatutCarte.ABSENT,
    E.TERMINE: StatutCarte.ABSENT,
}


class MotifFin(models.TextChoices):
    """Why a contract stops, pauses or is not renewed."""

    PORTAGE_POLITIQUE = "portage_politique", "portage politique insuffisant"
    CHANGEMENT_POLITIQUE = "changement_politique", "changement politique"
    MOYENS = "moyens", "moyens ou ingénierie manquants"
    POSTE_VACANT = "poste_vacant", "poste de coordonnateur vacant"
    MOBILISATION = "mobilisation", "mobilisation insuffisante des partenaires"
    REORGANISATION = "reorganisation", "réorganisation du territoire"
    AUTRE_DEMARCHE = "autre_demarche", "repris par une autre démarche"
    AUTRE = "autre", "autre motif"


S = frozenset({str(Role.ARS_SIEGE)})
DD = S | {str(Role.DD_ARS)}
C = frozenset({str(Role.ELU)})
K = frozenset({str(Role.COORDONNATEUR)})
O = frozenset(str(role) for role in OBSERVATOIRE)  # noqa: E741 (the letters of domaine.md § 3)
PERSONNE: frozenset[str] = frozenset()


class EffetGarde(models.TextChoices):
    """What an unmet guard does; « derogation » blocks until a reason is written and accepted."""

    BLOQUE = "bloque", "bloque"
    ALERTE = "alerte", "alerte"
    DEROGATION = "derogation", "dérogation motivée"


@dataclass(frozen=True, slots=True)
class Garde:
    """One condition of an act. With a `regle`, its effect is that of the rule in force.

    Where the region had no such rule on that day, the guard asks for nothing. `effet` set: it
    is this one whatever the rule says (the second half of a rule that has two effects).
    """

    fait: str
    regle: str = ""
    effet: str = ""


@dataclass(frozen=True, slots=True)
class Acte:
    """One act. `de` empty: it makes the contract. Without roles, only the platform does it.

    `auto`: the platform does it too, the day it is due.
    """

    libelle: str
    de: tuple[str, ...]
    vers: tuple[str, ...]
    roles: frozenset[str]
    gardes: tuple[Garde, ...] = ()
    motive: bool = False
    auto: bool = False

    def pairs(self) -> Iterator[tuple[str, str]]:
        """Yield every (from, to) of the act; from is empty at the entry."""
        for de in self.de or ("",):
            for vers in self.vers:
                yield str(de), str(vers)


def _acte(
    libelle: str,
    de: str | Iterable[str],
    vers: str | Iterable[str],
    roles: frozenset[str],
    *gardes: Garde | str,
    motive: bool = False,
    auto: bool = False,
) -> Acte:
    return Acte(
        libelle,
        (de,) if isinstance(de, str) else tuple(de),
        (vers,) if isinstance(vers, str) else tuple(vers),
        roles,
        tuple(one if isinstance(one, Garde) else Garde(one) for one in gardes),
        motive,
        auto or not roles,
    )


ENTREE: tuple[str, ...] = ()
ACTES: dict[str, Acte] = {
    # --- how a contract comes in
    "ouvrir": _acte("ouvrir la sollicitation", ENTREE, E.SOLLICITATION, DD | C | K),
    "succeder": _acte("succéder à un contrat", ENTREE, E.DLS_COMMANDE, PERSONNE),
    "reprendre": _acte("reprendre un contrat en cours", ENTREE, REPRISES, DD),
    "archiver": _acte("enregistrer un contrat passé", ENTREE, E.TERMINE, PERSONNE),
    # --- from the request to the signature, one guard at least per step
    "ouvrir_faisabilite": _acte(
        "ouvrir l’étude de faisabilité", E.SOLLICITATION, E.FAISABILITE, DD, "territoire_eligible"
    ),
    "engager_prefiguration": _acte(
        "engager la préfiguration", E.FAISABILITE, E.PREFIGURATION, DD,
        "portage_politique", "porteur_competent", "ingenierie_financee",
    ),
    "commander_dls": _acte(
        "valider la commande du diagnostic", E.PREFIGURATION, E.DLS_COMMANDE, S,
        "coordonnateur_recrute", "copil_installe",
    ),
    "demarrer_dls": _acte(
        "démarrer le diagnostic", E.DLS_COMMANDE, E.DLS_EN_COURS, O, "perimetre_fige"
    ),
    "restituer_dls": _acte(
        "restituer le diagnostic", E.DLS_EN_COURS, E.DLS_RESTITUE, DD | K,
        Garde("volets_complets", "R7"), "controles_signes",
    ),
    "ouvrir_priorisation": _acte(
        "ouvrir la priorisation", E.DLS_RESTITUE, E.PRIORISATION, DD | K,
        "forum_tenu", "inscriptions_enregistrees",
    ),
    "ouvrir_ateliers": _acte(
        "ouvrir les ateliers", E.PRIORISATION, E.ATELIERS, DD | K,
        "priorites_retenues", Garde("priorites_en_nombre", "R6", EffetGarde.ALERTE),
    ),
    "ouvrir_redaction": _acte(
        "ouvrir la rédaction", E.ATELIERS, E.REDACTION, DD | K,
        "fiches_completes", Garde("fiches_liees_au_prs", "R1"),
        Garde("indicateurs_par_action", "R14"), Garde("indicateurs_de_suivi", "R13"),
    ),
    "soumettre_validation": _acte(
        "soumettre à la validation", E.REDACTION, E.VALIDATION, DD | K,
        "avis_cotech", Garde("priorites_en_nombre", "R6", EffetGarde.DEROGATION),
    ),
    "signer": _acte(
        "signer le contrat", E.VALIDATION, E.SIGNE, S,
        "avis_ars", "articles_complets",
        Garde("priorites_en_nombre", "R6", EffetGarde.DEROGATION),
        Garde("signataires_obligatoires", "R3"),
        Garde("prefecture_signataire", "R3", EffetGarde.ALERTE),
        Garde("signataires_restreints", "R17"),
        Garde("deliberations_completes", "R19"), Garde("accords_ecrits_recus", "R19"),
        "perimetre_contrat_fige", Garde("ecart_perimetre_explique", "R9"),
        Garde("duree_ecrite", "R20"), Garde("duree_contenue", "R20", EffetGarde.ALERTE),
        "signatures_recues",
    ),
    # --- in force
    "mettre_en_oeuvre": _acte(
        "mettre en œuvre", E.SIGNE, E.EN_OEUVRE, DD | K, "debut_atteint", auto=True
    ),
    "suspendre": _acte("suspendre", E.EN_OEUVRE, E.SUSPENDU, DD | C, motive=True),
    "relancer": _acte("relancer", E.SUSPENDU, E.EN_OEUVRE, DD | C, "terme_a_venir"),
    "ouvrir_evaluation": _acte(
        "ouvrir l’évaluation", (E.EN_OEUVRE, E.PROROGE, E.ECHU), E.EVALUATION, DD | K | O
    ),
    "poursuivre": _acte(
        "poursuivre après l’évaluation de mi-parcours", E.EVALUATION, E.EN_OEUVRE, DD | K,
        "evaluation_de_mi_parcours", "decision_de_poursuite",
    ),
    "proroger": _acte(
        "proroger", (E.EN_OEUVRE, E.EVALUATION, E.ECHU), E.PROROGE, S, "avenant_de_terme_signe"
    ),
    "renouveler": _acte(
        "renouveler", (E.EVALUATION, E.PROROGE, E.ECHU), E.RENOUVELLEMENT, DD,
        "decision_de_renouvellement",
    ),
    # A renewal whose successor is given up must still end; domaine.md leaves it open for ever.
    "ne_pas_reconduire": _acte(
        "ne pas reconduire",
        (E.EN_OEUVRE, E.SUSPENDU, E.EVALUATION, E.PROROGE, E.RENOUVELLEMENT, E.ECHU),
        E.NON_RECONDUIT, DD, "decision_de_non_reconduction", "aucun_successeur_en_cours",
        motive=True,
    ),
    "abandonner": _acte("abandonner", AVANT_SIGNATURE, E.ABANDONNE, DD | C, motive=True),
    # --- what the calendar and the successor do; the end of an extension and of a pause counts too
    "constater_echeance": _acte(
        "constater l’échéance", (E.EN_OEUVRE, E.SUSPENDU, E.PROROGE), E.ECHU, PERSONNE,
        "terme_depasse",
    ),
    "terminer": _acte(
        "terminer", E.RENOUVELLEMENT, E.TERMINE, PERSONNE, "successeur_signe"
    ),
}  # fmt: skip
TRIPLETS = tuple((nom, de, vers) for nom, acte in ACTES.items() for de, vers in acte.pairs())


@dataclass(frozen=True, slots=True)
class Devoir:
    """What a state asks to be done, by whom, and when: a delay of the doctrine after the entry.

    `delai` names it in `Doctrine.delais`; with `avant_terme`, it counts back from the end of
    the contract; « terme » alone is the end itself.
    """

    code: str
    libelle: str
    roles: frozenset[str]
    delai: str
    avant_terme: bool = False


DECISION = Devoir("decision", "décider de la suite avant le terme", DD | C, "terme", True)
DEVOIRS: dict[str, tuple[Devoir, ...]] = {
    E.SOLLICITATION: (Devoir("sortie", "répondre à la sollicitation", DD, "sollicitation"),),
    E.FAISABILITE: (Devoir("sortie", "conclure l’étude de faisabilité", DD, "faisabilite"),),
    E.PREFIGURATION: (Devoir("sortie", "recruter, installer le COPIL", DD | C, "prefiguration"),),
    E.DLS_COMMANDE: (Devoir("sortie", "figer le périmètre et démarrer", DD | O, "dls_commande"),),
    E.DLS_EN_COURS: (Devoir("sortie", "restituer le diagnostic", O, "dls_en_cours"),),
    E.DLS_RESTITUE: (Devoir("sortie", "tenir le forum santé", K, "dls_restitue"),),
    E.PRIORISATION: (Devoir("sortie", "retenir les priorités en COPIL", K, "priorisation"),),
    E.ATELIERS: (Devoir("sortie", "terminer les fiches actions", K, "ateliers"),),
    E.REDACTION: (Devoir("sortie", "recueillir l’avis du COTECH", K, "redaction"),),
    E.VALIDATION: (Devoir("sortie", "réunir les actes et signer", DD, "validation"),),
    E.SIGNE: (
        Devoir("conference_locale", "tenir la conférence locale", K, "conference_locale"),
    ),
    E.EN_OEUVRE: (
        Devoir("evaluation", "ouvrir l’évaluation", DD | K, "evaluation_avant_terme", True),
        DECISION,
    ),
    E.SUSPENDU: (Devoir("sortie", "relancer ou ne pas reconduire", DD | C, "suspendu"),),
    E.EVALUATION: (DECISION,),
    E.RENOUVELLEMENT: (Devoir("sortie", "signer le contrat suivant", DD, "renouvellement"),),
    E.PROROGE: (DECISION,),
    E.ECHU: (Devoir("decision", "évaluer, proroger, renouveler ou arrêter", DD, "echu"),),
}  # fmt: skip


def acts_from(etat: str) -> list[str]:
    """Return the acts that a state opens, in the order of the table."""
    return [nom for nom, acte in ACTES.items() if etat in acte.de]
