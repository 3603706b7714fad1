"""What minutes say, as plain data: read from the rows while they are written, frozen with a print.

The eleven headings of documents.md § 5. No name of a person: an organisation and a function.
"""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from ancrage.plateforme.rencontres.lectures import (
    by_college,
    former_decisions,
    presences_of,
    present_words,
    read_quorum,
)
from ancrage.plateforme.rencontres.models import CompteRendu, Decision, Reunion

TRAME = 1  # grows when the frozen content changes shape


def content_of(compte_rendu: CompteRendu) -> dict[str, Any]:
    """Return the whole content of minutes: as frozen, or as the rows stand."""
    return compte_rendu.fige if compte_rendu.fige else build_content(compte_rendu)


def build_content(compte_rendu: CompteRendu) -> dict[str, Any]:
    """Gather the content of minutes from the rows."""
    reunion = compte_rendu.reunion
    rows = presences_of(reunion)
    return {
        "trame": TRAME,
        "edition": compte_rendu.numero,
        "motif": compte_rendu.motif,
        "reunion": describe(reunion),
        "presences": [
            [label, [[f"{one.organisation}, {one.fonction}", present_words(one)] for one in group]]
            for label, group in by_college(rows)
        ],
        "quorum": read_quorum(reunion.instance, rows).en_mots,
        "ordre_du_jour": list(reunion.points.values_list("libelle", flat=True)),
        "precedentes": [decision_row(one) for one in former_decisions(reunion)],
        "decisions": [decision_row(one) for one in decisions_of(reunion)],
        **compte_rendu.texts(),
    }


def describe(reunion: Reunion) -> dict[str, Any]:
    """Return what heads every document of a meeting."""
    return {
        "contrat": reunion.contrat.nom,
        "generation": reunion.contrat.generation,
        "territoire": reunion.contrat.dernier_perimetre.libelle,
        "instance": reunion.instance.nom,
        "type": reunion.instance.type,
        "numero": reunion.numero,
        "le": reunion.le.isoformat(),
        "heure": reunion.heure.strftime("%H:%M"),
        "duree": reunion.duree,
        "lieu": reunion.lieu,
    }


def decisions_of(reunion: Reunion) -> list[Decision]:
    """Return the decisions of a meeting, in their order."""
    return list(Decision.objects.of(reunion.contrat).filter(reunion=reunion).order_by("numero"))


def decision_row(one: Decision) -> dict[str, Any]:
    """Return a decision as documents show it."""
    return {
        "numero": one.numero,
        "quoi": one.quoi,
        "qui": one.responsable,
        "quand": one.quand.isoformat() if one.quand else "",
        "etat": str(one.get_etat_display()),
        "suites": one.suites or one.motif,
    }


def print_of(content: Mapping[str, Any]) -> str:
    """Return the SHA-256 of a content, written the one canonical way."""
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
