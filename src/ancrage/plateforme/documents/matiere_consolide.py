"""The document of the text in force: the frozen contract, as its amendments changed it."""

import json
from dataclasses import replace
from datetime import date
from typing import Any

from pydantic import TypeAdapter

from ancrage.plateforme.commun.demonstration import marked
from ancrage.plateforme.contrats.models import Avenant, Contrat
from ancrage.plateforme.documents.communes import communes_dites
from ancrage.plateforme.documents.consolidation import TexteConsolide, consolidate
from ancrage.plateforme.documents.matiere_contrat import signatory
from ancrage.publication.documents.contrat import (
    AvenantDit,
    MatiereContrat,
    PartieEcrite,
    SignataireDit,
    make_public,
)
from ancrage.publication.typographie import date_longue

_CONTRAT = TypeAdapter(MatiereContrat)
MENTION = "Texte consolidé, en vigueur depuis le {jour} : seuls les documents signés font foi"


def gather_consolide(contrat: Contrat, on: date) -> MatiereContrat | None:
    """Return what the document of the text in force says; None without a frozen version."""
    text = consolidate(contrat, on)
    if text.figee is None:
        return None
    content = json.loads(text.figee.contenu)
    matiere = _CONTRAT.validate_python({k: v for k, v in content.items() if k != "schema"})
    told = MENTION.format(jour=date_longue(text.depuis))
    return make_public(
        replace(
            matiere,
            jour=text.depuis,
            parties=tuple(
                PartieEcrite(one.cle, one.titre, one.texte, " ; ".join(one.notes))
                for one in text.parties
            ),
            signataires=(*matiere.signataires, *_joined(text)),
            avenants=tuple(_said(one) for one in text.avenants),
            mention=marked(told),
            **_perimetre(text),
        )
    )


def _joined(text: TexteConsolide) -> list[SignataireDit]:
    return [
        signatory(one, avenant.pk)
        for avenant in text.avenants
        for one in avenant.nouveaux_signataires.select_related("organisation").prefetch_related(
            "deliberations", "accordecrits"
        )
    ]


def _said(one: Avenant) -> AvenantDit:
    return AvenantDit(
        one.numero, one.objet, date_longue(one.signe_le) if one.signe_le else "",
        date_longue(one.date_effet),
        tuple(sorted(int(row["article"]) for row in one.articles)),
    )  # fmt: skip


def _perimetre(text: TexteConsolide) -> dict[str, Any]:
    moved = [one.perimetre for one in text.avenants if one.perimetre]
    if not moved:
        return {}
    last = moved[-1]
    return {
        "communes": communes_dites(last), "millesime": last.millesime, "territoire": last.libelle,
    }  # fmt: skip
