"""The letter of a reasoned refusal: its facts, frozen, and the document made from them."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.timezone import localtime

from ancrage import __version__
from ancrage.plateforme.commun.demonstration import marked
from ancrage.plateforme.observations.alternatives import Alternative
from ancrage.plateforme.observations.attente_demandes import CaseAttendue, freeze_awaited
from ancrage.plateforme.observations.models import DemandeOrs
from ancrage.plateforme.observations.profils import find_territoire
from ancrage.plateforme.observations.secret_demandes import CaseMasquee
from ancrage.publication.documents.blocs import (
    Cellule,
    Document,
    Liste,
    Morceau,
    Point,
    Section,
    Tableau,
    texte,
)
from ancrage.publication.documents.relecture import proofread
from ancrage.publication.documents.rendu_court import FORMATS, render_court

SEXES = {"ensemble": "sexes réunis", "femmes": "femmes", "hommes": "hommes"}


__all__ = ["FORMATS", "build_letter", "freeze_refusal", "render_letter"]


def freeze_refusal(
    cases: Sequence[CaseMasquee | CaseAttendue], motif: str, edition: str
) -> dict[str, Any]:
    """Return the facts of a refusal as data: a letter of today reads the same in ten years."""
    return {
        "motif": motif,
        "edition": edition,
        "le": timezone.localdate().isoformat(),
        "cases": [
            freeze_awaited(one) if isinstance(one, CaseAttendue) else _freeze_masked(one)
            for one in cases
        ],
    }


def _freeze_masked(one: CaseMasquee) -> dict[str, Any]:
    return {
        "nature": "secret",
        "indicateur": one.case.indicateur,
        "libelle": one.libelle,
        "periode": one.case.periode,
        "sexe": SEXES[one.case.sexe],
        "source": one.source,
        "regle": one.regle,
        "offertes": [_alternative(found) for found in one.offertes],
        "essayees": [_alternative(found) for found in one.essayees],
    }


def _alternative(found: Alternative) -> dict[str, str]:
    return {
        "territoire": find_territoire(found.case.aire).libelle,
        "code": found.case.aire,
        "periode": found.case.periode,
        "sexe": SEXES[found.case.sexe],
        "change": ", ".join(found.changements),
        "regle": found.regle,
    }


def render_letter(demande: DemandeOrs, fmt: str) -> bytes:
    """Return the letter in a format of `FORMATS`."""
    return render_court(build_letter(demande), fmt)


def build_letter(demande: DemandeOrs) -> Document:
    """Return the letter of a refusal: why, what may be given instead, what was tried."""
    refus = demande.refus
    le = date.fromisoformat(refus["le"])
    return proofread(
        Document(
            titre="Réponse à une demande de chiffres",
            sous_titre=f"Demande du {localtime(demande.cree_le):%d/%m/%Y}",
            territoire=demande.territoire_libelle,
            edition=f"réponse du {le:%d/%m/%Y}",
            version=__version__,
            date=le,
            auteur="Observatoire régional de la santé",
            etat="valide",
            sections=(_asked(demande), _why(refus), _instead(refus), *_tried(refus)),
            mention=marked(""),
            description="Refus motivé, et ce qui peut être donné à la place.",
        )
    )


def _asked(demande: DemandeOrs) -> Section:
    return Section(
        "Votre demande",
        1,
        (texte(f"« {demande.question} »"), texte(f"Territoire : {demande.territoire_libelle}.")),
    )


def _why(refus: Mapping[str, Any]) -> Section:
    """Return the reasons: what secrecy hides, and what waits for its source."""
    awaited = [case for case in refus["cases"] if case.get("nature") == "attente"]
    masked = [case for case in refus["cases"] if case.get("nature") != "attente"]
    motif = (texte(refus["motif"]),) if refus["motif"] else ()
    blocs = (*(_masked(masked) if masked else ()), *(_awaited(awaited) if awaited else ()))
    return Section("Pourquoi nous ne pouvons pas répondre", 2, (*motif, *blocs))


def _masked(cases: Sequence[Mapping[str, Any]]) -> tuple[Any, ...]:
    head = (
        "Les chiffres ci-dessous existent, mais leur communication dévoilerait un petit effectif, "
        "directement ou par soustraction. Le secret statistique nous l’interdit, quelle que soit "
        "la personne qui les demande."
    )
    rows = tuple(
        tuple(
            Cellule(one)
            for one in (f"{c['libelle']} ({c['indicateur']})", c["periode"], c["sexe"], c["regle"])
        )
        for c in cases
    )
    table = Tableau(
        "refuses",
        "Chiffres qui ne peuvent pas être communiqués",
        ("Indicateur", "Période", "Sexe", "Règle"),
        rows,
        ("gauche",) * 4,
        (3, 1.2, 1.2, 3.6),
        source=" ; ".join(dict.fromkeys(c["source"] for c in cases if c["source"])),
    )
    return texte(head), table


def _awaited(cases: Sequence[Mapping[str, Any]]) -> tuple[Any, ...]:
    head = (
        "Les indicateurs ci-dessous demandent des données que leur producteur ne remet que sous "
        "convention. Nous ne les avons pas pour ce territoire : aucun chiffre n’est calculé."
    )
    rows = tuple(
        tuple(
            Cellule(one) for one in (f"{c['libelle']} ({c['indicateur']})", c["source"], c["regle"])
        )
        for c in cases
    )
    table = Tableau(
        "attendus",
        "Indicateurs qui attendent leur source",
        ("Indicateur", "Ce qui est attendu", "Pourquoi"),
        rows,
        ("gauche",) * 3,
        (3, 2.6, 3.4),
    )
    return texte(head), table


def _instead(refus: Mapping[str, Any]) -> Section:
    blocs: list[Any] = [
        texte(
            "Voici ce qui s’en approche le plus et peut vous être communiqué. Écrivez-nous "
            "lequel vous convient."
        )
    ]
    for case in refus["cases"]:
        title = ", ".join(filter(None, (case["libelle"], case["sexe"], case["periode"])))
        blocs.append(texte(title, "intertitre"))
        points = tuple(_point(found) for found in case["offertes"])
        none = (
            "Rien d’approchant n’est calculé aujourd’hui, même pour toute la région."
            if case.get("nature") == "attente"
            else "Rien d’approchant n’atteint le seuil, même pour toute la région."
        )
        blocs.append(Liste(points) if points else texte(none))
    return Section("Ce que nous pouvons vous donner", 2, tuple(blocs))


def _point(found: Mapping[str, str]) -> Point:
    what = f"{found['territoire']}, {found['periode']}, {found['sexe']}"
    why = f" ({found['change']}) : {found['regle']}."
    return Point((Morceau(what, gras=True), Morceau(why)))


def _tried(refus: Mapping[str, Any]) -> Iterator[Section]:
    """Yield the section of what was tried in vain, when there is any."""
    rows = tuple(
        tuple(
            Cellule(one)
            for one in (
                case["indicateur"], found["territoire"], found["periode"], found["sexe"],
                found["regle"],
            )
        )
        for case in refus["cases"]
        for found in case["essayees"]
    )  # fmt: skip
    if rows:
        table = Tableau(
            "essais",
            "Élargissements qui ne suffisent pas",
            ("Indicateur", "Territoire", "Période", "Sexe", "Pourquoi"),
            rows,
            ("gauche",) * 5,
            (1, 2, 1.2, 1.2, 3),
            dense=True,
        )
        yield Section("Ce qui a été essayé", 2, (table,))
