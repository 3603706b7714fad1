"""The parameters of the rules in French: a name for each, words for each closed value."""

from collections.abc import Mapping
from typing import Any

from ancrage.plateforme.doctrine.models import RegleRegionale

# By rule, then by parameter; what is counted in days, years or pages says so.
LIBELLES: dict[str, dict[str, str]] = {
    "R2": {"domaines": "Domaines sur lesquels une action peut porter"},
    "R3": {
        "obligatoires": "Signataires obligatoires",
        "recommandees": "Signataires attendus (alerte s’ils manquent)",
    },
    "R6": {"minimum": "Priorités, au moins", "maximum": "Priorités, au plus"},
    "R7": {
        "volets": "Volets d’un premier diagnostic",
        "renouvellement": "Volets au renouvellement",
    },
    "R8": {"annees": "Années d’actions inventoriées"},
    "R10": {"auteur": "Auteur du diagnostic", "modele": "Modèle du document"},
    "R11": {"maximum": "Indicateurs relus par une évaluation, au plus"},
    "R12": {"pages": "Pages", "par_an": "Éditions par an", "quand": "Moment de l’édition"},
    "R14": {
        "realisation": "Indicateurs de réalisation par action, au moins",
        "resultat": "Indicateurs de résultat par action, au moins",
    },
    "R15": {
        "mission": "Mission du FIR qui paie le poste",
        "montant_centimes": "Montant annuel du poste, en euros",
    },
    "R16": {
        "etp": "Poste payé quand un CLS et un CLSM vont ensemble, en ETP",
        "part": "Part du poste payée au plus (0,5 pour la moitié)",
    },
    "R17": {"maximum": "Signataires, au plus"},
    "R18": {"permis": "Transferts permis entre secteurs du budget"},
    "R20": {"usuelle": "Durée usuelle, en années", "maximale": "Durée maximale, en années"},
    "R21": {
        "quorum": "Quorum usuel d’un COPIL, en % des membres",
        "cotech": "Comité technique, en jours avant le COPIL",
        "convocation": "Convocation, en jours avant le COPIL",
        "dossier": "Dossier envoyé, en jours avant le COPIL",
        "compte_rendu": "Compte rendu, en jours après le COPIL",
        "deliberations": "Délibérations, en jours après le COPIL",
    },
}
MOTS: Mapping[str, str] = {
    "ars": "l’ARS",
    "collectivite": "une collectivité",
    "prefecture": "la préfecture",
    "promotion": "promotion de la santé",
    "prevention": "prévention",
    "soins": "soins",
    "medico_social": "médico-social",
    "soins_autres": "soins et autres",
    "quantitatif": "quantitatif",
    "qualitatif": "qualitatif",
    "ressources": "ressources",
    "delta": "ce qui a évolué",
    "ors": "l’ORS",
    "fin_de_contrat": "en fin de contrat",
    "sur_demande": "à la demande",
    "annuel": "chaque année",
    "M1": "mission 1",
    "M2": "mission 2",
    "M3": "mission 3",
    "M4": "mission 4",
    "M5": "mission 5",
}
NON_FIXE = "non fixé"
# The steps whose delay the doctrine sets, in the order of a life.
ETAPES: Mapping[str, str] = {
    "sollicitation": "Répondre à la sollicitation",
    "faisabilite": "Conclure l’étude de faisabilité",
    "prefiguration": "Recruter et installer le COPIL",
    "dls_commande": "Figer le périmètre et démarrer le diagnostic",
    "dls_en_cours": "Restituer le diagnostic",
    "dls_restitue": "Tenir le forum santé",
    "priorisation": "Retenir les priorités en COPIL",
    "ateliers": "Terminer les fiches actions",
    "redaction": "Recueillir l’avis du COTECH",
    "validation": "Réunir les actes et signer",
    "conference_locale": "Tenir la conférence locale après la signature",
    "suspendu": "Relancer un contrat suspendu, ou l’arrêter",
    "evaluation_avant_terme": "Ouvrir l’évaluation, avant le terme",
    "renouvellement": "Signer le contrat suivant",
    "echu": "Décider de la suite d’un contrat échu",
}


def say_value(value: Any) -> str:
    """Return a value of a parameter in words; « non fixé » for none."""
    if value is None or value == [] or value == ():
        return NON_FIXE
    if isinstance(value, list | tuple):
        return " ; ".join(_say_one(one) for one in value)
    if isinstance(value, float):
        return f"{value:g}".replace(".", ",")
    return MOTS.get(value, value) if isinstance(value, str) else str(value)


def _say_one(one: Any) -> str:
    """Return one of a list; a pair is a transfer."""
    if isinstance(one, list | tuple):
        source, target = (MOTS.get(word, word) for word in one)
        return f"de {source} vers {target}"
    return MOTS.get(one, str(one))


def say_parametres(code: str, values: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return each parameter of a rule with its value in words, in the order of the labels."""
    return [
        (label, _say_named(name, values.get(name)))
        for name, label in LIBELLES.get(code, {}).items()
    ]


def _say_named(name: str, value: Any) -> str:
    """Return a parameter in words: an amount is kept in cents, and told in euros."""
    if name.endswith("_centimes") and value is not None:
        return f"{value / 100:.2f}".replace(".", ",")
    return say_value(value)


def changes_between(
    before: RegleRegionale | None, after: RegleRegionale
) -> list[tuple[str, str, str]]:
    """Return what a version changed: (what, before, now); nothing for the first one."""
    if before is None:
        return []
    was = dict(say_parametres(before.code, before.lus.model_dump(mode="json")))
    now = say_parametres(after.code, after.lus.model_dump(mode="json"))
    rows = [
        ("Énoncé", before.enonce, after.enonce),
        ("Effet", before.get_effet_display(), after.get_effet_display()),
        *((label, was.get(label, NON_FIXE), value) for label, value in now),
        ("Source", before.source, after.source),
    ]
    return [row for row in rows if row[1] != row[2]]
