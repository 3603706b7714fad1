"""What remains to fill in a note, and what a favourable decision waits for."""

from collections.abc import Mapping
from typing import Any

from ancrage.plateforme.faisabilite.listes import Rubrique, Sens

R = Rubrique


def missing_of(contenu: Mapping[str, Any]) -> dict[str, list[str]]:
    """Return, part by part, what nobody wrote yet; a full part is left out."""
    found = {
        R.OBJET: _empty(contenu, objet="l’objet", date_rencontre="la date de la rencontre"),
        R.OBJECTIFS: _empty(contenu, objectifs="les objectifs"),
        R.DEMARCHE: _empty(contenu, demarche="la démarche"),
        R.PILOTAGE: _empty(contenu, signataires="les signataires pressentis"),
        R.CHAMPS: _empty(contenu, domaines="les domaines d’action"),
        R.FACTEURS: [
            f"la réponse à « {one['libelle']} »"
            for one in contenu["facteurs"]
            if not one["reponse"]
        ],
        R.CONDITIONS: [
            f"la note de « {one['libelle']} »"
            for one in contenu["conditions"]
            if one["score"] is None
        ],
        R.ACTEURS: _empty(contenu, acteurs="les acteurs et démarches du territoire"),
        R.PERIMETRES: _empty(contenu, scenarios="au moins un périmètre possible"),
        R.MOYENS: _means(contenu["moyens"]),
        R.CALENDRIER: _empty(contenu, jalons="les étapes du calendrier"),
        R.COMPETENCE: _empty(
            contenu, porteur="le porteur pressenti", competence="sa compétence statutaire",
            statuts_du="la date de ses statuts", avis="l’avis de la délégation",
        ),
        R.EXEMPLES: _empty(contenu, exemples="des contrats comparables"),
    }  # fmt: skip
    return {str(code): words for code, words in found.items() if words}


def _empty(contenu: Mapping[str, Any], **fields: str) -> list[str]:
    return [words for name, words in fields.items() if not contenu[name]]


def _means(moyens: Mapping[str, Any]) -> list[str]:
    sommes = moyens["sommes"]
    missing = [] if sommes["coordination_chiffree"] else ["un poste de coordination, avec son coût"]
    if not any(sommes[name] for name in ("acquis", "demande", "a_trouver")):
        missing.append("les financements")
    return missing


# Without these, nobody can say that the territory is ready (domaine.md § 3, guard of state 1).
EXIGES = (R.FACTEURS, R.CONDITIONS, R.MOYENS, R.COMPETENCE)


def blocking(contenu: Mapping[str, Any], sens: str) -> list[str]:
    """Return what a decision waits for: the opinion; in favour, the grid, means and competence."""
    if sens == Sens.DEFAVORABLE:
        return _empty(contenu, avis="l’avis de la délégation")
    missing = missing_of(contenu)
    return [words for code in EXIGES for words in missing.get(code, [])]
