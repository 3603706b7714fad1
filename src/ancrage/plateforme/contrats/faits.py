"""The facts that the guards ask for, and who answers for each.

A fact has one provider, or is attested by a dated file. Apps above plug their own provider in
from `AppConfig.ready()`: `register_fact("forum_tenu", provider)`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from ancrage.plateforme.comptes.roles import Role
from ancrage.plateforme.contrats.etats import DD, C, K, O, S


@dataclass(frozen=True, slots=True)
class Reponse:
    """What a provider says: is the fact there, with what detail, what is missing otherwise.

    `nombre` is for the facts that count something (the priorities). `contraire`: somebody said
    no, so that an older file does not say yes in its place.
    """

    tenu: bool
    detail: str = ""
    manque: str = ""
    nombre: int | None = None
    contraire: bool = False


Fournisseur = Callable[[Any, date], Reponse]


@dataclass(frozen=True, slots=True)
class Fait:
    """A fact: what it says, what its absence means, who can bring it.

    `attestable`: while no app provides it, a dated file attests it. `compte`: it has a number.
    """

    libelle: str
    manque: str
    par: frozenset[str]
    attestable: bool = True
    compte: bool = False


def _propre(libelle: str, manque: str, par: frozenset[str]) -> Fait:
    """Return a fact that this app itself knows: never attested."""
    return Fait(libelle, manque, par, attestable=False)


VALIDEUR = frozenset({str(Role.ORS_VALIDATEUR)})
FAITS: dict[str, Fait] = {
    "territoire_eligible": Fait(
        "le territoire est éligible dans la programmation régionale",
        "l’éligibilité du territoire dans la programmation régionale", S,
    ),
    "portage_politique": Fait(
        "le portage politique est assuré",
        "l’engagement des élus (lettre, compte rendu, délibération de principe)", DD | C | K,
    ),
    "ingenierie_financee": Fait(
        "l’ingénierie est financée", "le financement de l’ingénierie (convention de poste)", DD
    ),
    "copil_installe": Fait(
        "le comité de pilotage est installé", "le compte rendu du premier COPIL", DD | K
    ),
    "volets_complets": Fait(
        "les volets du diagnostic sont complets", "les volets attendus du diagnostic", O
    ),
    "controles_signes": Fait(
        "les contrôles statistiques et de secret sont signés",
        "la signature des contrôles statistiques et de secret", VALIDEUR,
    ),
    "forum_tenu": Fait("le forum santé est tenu", "la restitution du forum santé", DD | K),
    "inscriptions_enregistrees": Fait(
        "les inscriptions sont enregistrées", "la liste des inscrits aux ateliers", DD | K
    ),
    "priorites_retenues": Fait(
        "les priorités sont retenues en COPIL", "le relevé de décisions du COPIL", DD | K,
        compte=True,
    ),
    "fiches_completes": Fait(
        "les fiches actions sont complètes",
        "dans chaque fiche : pilote, indicateurs, statut de financement", DD | K,
    ),
    "fiches_liees_au_prs": Fait(
        "chaque fiche décline le PRS", "dans chaque fiche, un lien avec le PRS", DD | K
    ),
    "indicateurs_par_action": Fait(
        "chaque action a ses indicateurs",
        "dans chaque fiche, des indicateurs de réalisation et de résultat", DD | K,
    ),
    "indicateurs_de_suivi": Fait(
        "les indicateurs de suivi sont convenus",
        "les indicateurs de suivi convenus entre l’ARS et les signataires", DD | K,
    ),
    "avis_cotech": Fait("le comité technique a rendu son avis", "l’avis du COTECH", DD | K),
    "avis_ars": Fait("l’ARS a rendu son avis de conformité au PRS", "l’avis de l’ARS", S),
    "articles_complets": Fait(
        "les neuf articles sont écrits", "le texte complet du contrat, neuf articles", DD | K
    ),
    "decision_de_poursuite": Fait(
        "le COPIL a décidé de poursuivre", "la décision du COPIL de poursuivre", DD | K
    ),
    "decision_de_renouvellement": Fait(
        "le COPIL a décidé de renouveler", "la décision du COPIL de renouveler", DD | K
    ),
    "decision_de_non_reconduction": Fait(
        "le COPIL a décidé de ne pas reconduire", "la note motivée et la décision du COPIL", DD | K
    ),
    # --- what the contract itself knows
    "porteur_competent": _propre(
        "un porteur est désigné et statutairement compétent",
        "un porteur dont les statuts fondent la compétence, vérifiée", DD | K,
    ),
    "coordonnateur_recrute": _propre(
        "un coordonnateur est en poste", "l’affectation d’un coordonnateur", DD
    ),
    "perimetre_fige": _propre(
        "le périmètre d’étude est figé",
        "un périmètre d’étude figé par le siège (communes, millésime)", S,
    ),
    "priorites_en_nombre": _propre(
        "le nombre de priorités est dans la fourchette régionale",
        "un nombre de priorités dans la fourchette, ou une dérogation motivée", DD,
    ),
    "signataires_obligatoires": _propre(
        "les signataires obligatoires sont là", "les signataires obligatoires", DD | K
    ),
    "prefecture_signataire": _propre(
        "la préfecture est signataire", "la préfecture parmi les signataires", DD | K
    ),
    "signataires_restreints": _propre(
        "le nombre de signataires reste restreint", "un nombre restreint de signataires", DD | K
    ),
    "deliberations_completes": _propre(
        "les délibérations sont complètes", "des délibérations complètes", C | K | DD
    ),
    "accords_ecrits_recus": _propre(
        "les accords écrits sont reçus", "des accords écrits", DD | K
    ),
    "perimetre_contrat_fige": _propre(
        "le périmètre du contrat est figé", "un périmètre du contrat figé par le siège", S
    ),
    "ecart_perimetre_explique": _propre(
        "l’écart entre périmètre d’étude et périmètre du contrat est expliqué",
        "l’explication de l’écart avec le périmètre d’étude", DD | K,
    ),
    "duree_ecrite": _propre(
        "la durée est écrite", "les dates de début et de fin du contrat", DD | K
    ),
    "duree_contenue": _propre(
        "la durée tient dans celle de la région", "une durée plus courte", DD | K
    ),
    "signatures_recues": _propre(
        "chaque signataire a signé", "la signature de chaque signataire", DD | K
    ),
    "debut_atteint": _propre(
        "la date de début est atteinte", "la date de début du contrat", DD | K
    ),
    "terme_a_venir": _propre("le terme n’est pas passé", "un terme à venir (prorogation)", S),
    "terme_depasse": _propre("le terme est passé", "le terme du contrat", DD),
    "evaluation_de_mi_parcours": _propre(
        "l’évaluation est de mi-parcours",
        "une évaluation ouverte plus d’un an avant le terme", DD | K,
    ),
    "avenant_de_terme_signe": _propre(
        "l’avenant de prolongation est signé", "un avenant signé qui reporte le terme", S
    ),
    "aucun_successeur_en_cours": _propre(
        "aucun contrat suivant n’est en cours", "l’abandon du contrat suivant", DD
    ),
    "successeur_signe": _propre("le contrat suivant est signé", "sa signature", S),
}  # fmt: skip

_fournisseurs: dict[str, Fournisseur] = {}
_attestes_aussi: set[str] = set()


def register_fact(code: str, provider: Fournisseur, *, attestable: bool = False) -> None:
    """Say who answers for a fact; one provider each, known facts only.

    `attestable`: a dated file still attests it, for what was said outside the site.
    """
    if code not in FAITS:
        raise ValueError(f"No guard asks for the fact {code!r}.")
    if _fournisseurs.get(code, provider) is not provider:
        raise ValueError(f"The fact {code!r} has a provider already.")
    _fournisseurs[code] = provider
    if attestable:
        _attestes_aussi.add(code)


def provider_of(code: str) -> Fournisseur | None:
    """Return who answers for a fact, or None while it is attested by a file."""
    return _fournisseurs.get(code)


def is_attested(code: str) -> bool:
    """Say whether a dated file may attest a fact: nobody provides it yet, or both ways are open."""
    provided = code in _fournisseurs and code not in _attestes_aussi
    return FAITS[code].attestable and not provided


def roles_in_words(roles: frozenset[str]) -> str:
    """Return who may bring a fact, in French, in the order of the list of roles.

    Some labels hold a comma: « ARS, siège ».
    """
    return " ; ".join(str(role.label) for role in Role if str(role) in roles)
