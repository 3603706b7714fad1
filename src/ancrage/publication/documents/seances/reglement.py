"""The rules of a committee: who sits, quorum, how often, how decisions are taken (R21)."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from ancrage import __version__
from ancrage.publication.documents.blocs import Document, Section, texte
from ancrage.publication.documents.relecture import proofread
from ancrage.publication.documents.seances.communs import points, table
from ancrage.publication.typographie import ordinal


def build_reglement(
    instance: Mapping[str, Any],
    membres: Sequence[tuple[str, str, bool]],
    alertes: Sequence[str],
    delais: Mapping[str, int],
    *,
    jour: date,
) -> Document:
    """Return the rules of a body as the site applies them."""
    rank = ordinal(instance["generation"], feminin=True)
    sections = (
        Section("Objet", 1, (texte(instance["role"]),), "1"),
        Section("Composition", 1, _composition(membres, alertes), "2"),
        Section("Présidence", 1, (texte(_president(instance)),), "3"),
        Section("Séances et convocation", 1, (points(_sessions(instance, delais)),), "4"),
        Section("Quorum et représentation", 1, (points(_quorum(instance)),), "5"),
        Section("Décisions et compte rendu", 1, (points(_decisions(delais)),), "6"),
    )
    return proofread(
        Document(
            titre=f"Règlement intérieur : {instance['nom']}",
            sous_titre=f"Territoire : {instance['territoire']}",
            territoire=f"{instance['contrat']} ({rank} génération)",
            edition="proposition",
            version=__version__,
            date=jour,
            auteur="Secrétariat du contrat local de santé",
            etat="brouillon",
            sections=sections,
            mention="Proposition à adopter par l’instance",
            description="Composition, quorum, fréquence et décisions de l’instance.",
        )
    )


def _composition(membres: Sequence[tuple[str, str, bool]], alertes: Sequence[str]) -> Any:
    rows = [
        (college, who, "délibérative" if voice else "consultative")
        for college, who, voice in membres
    ]
    heads = ("Collège", "Organisation et fonction", "Voix")
    found: tuple[Any, ...] = (
        (table("membres", "Membres à ce jour", heads, rows, (1.5, 3.5, 1.2)),)
        if rows
        else (texte("Aucun membre n’est encore désigné."),)
    )
    note = (texte(f"À vérifier avec la règle régionale : {' ; '.join(alertes)}.", "note"),)
    return (*found, *(note if alertes else ()))


def _president(instance: Mapping[str, Any]) -> str:
    return (
        f"L’instance est présidée par : {instance['president']}."
        if instance["president"]
        else "La présidence reste à désigner."
    )


def _sessions(instance: Mapping[str, Any], delais: Mapping[str, int]) -> list[str]:
    count = instance["seances_par_an"]
    often = "une fois" if count == 1 else f"{count} fois"
    return [
        f"L’instance se réunit au moins {often} par an.",
        f"La convocation part {delais['convocation']} jours avant la séance, avec l’ordre du jour.",
        f"Le dossier de séance est remis {delais['dossier']} jours avant.",
    ]


def _quorum(instance: Mapping[str, Any]) -> list[str]:
    quorum = instance["quorum"]
    rule = (
        f"L’instance délibère si {quorum} % des voix au moins sont présentes ou représentées."
        if quorum
        else "Aucun quorum n’est fixé : l’instance délibère quel que soit le nombre de présents."
    )
    return [rule, "Un membre empêché désigne qui le représente : une fonction, une organisation."]


def _decisions(delais: Mapping[str, int]) -> list[str]:
    return [
        "Chaque décision a un numéro dans le contrat ; elle dit quoi, qui et pour quand.",
        "Elle est suivie à chaque séance jusqu’à ce qu’elle soit faite ou abandonnée, "
        "avec son motif.",
        f"Le compte rendu est écrit dans les {delais['compte_rendu']} jours. Validé, il ne change "
        "plus : une édition motivée le corrige.",
    ]
