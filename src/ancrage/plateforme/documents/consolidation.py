"""The text in force of a signed contract: the frozen one, then its amendments in effect.

The frozen version stays as it was signed, and alone has value; this text is for reading.
"""

import json
import re
from dataclasses import dataclass, replace
from datetime import date
from difflib import SequenceMatcher

from ancrage.plateforme.contrats.consolidation import (
    plain,
    register_base,
    register_fidelite,
    signed_of,
)
from ancrage.plateforme.contrats.models import Avenant, Contrat
from ancrage.plateforme.documents.models import VersionContrat
from ancrage.publication.documents.blocs import Bloc
from ancrage.publication.documents.contrat import (
    hide,
)
from ancrage.publication.documents.contrat.textes import blocs_of
from ancrage.publication.typographie import date_longue


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph, and the amendment that wrote it; 0: the contract as signed."""

    texte: str
    avenant: int = 0

    @property
    def blocs(self) -> tuple[Bloc, ...]:
        """Return the same as the document lays it out."""
        return blocs_of(self.texte)


@dataclass(frozen=True, slots=True)
class PartieConsolidee:
    """A part of the contract in force, and what changed it, in words."""

    cle: str
    titre: str
    passages: tuple[Passage, ...]
    notes: tuple[str, ...] = ()

    @property
    def nom(self) -> str:
        """Return how it is called: « Article 2, Périmètre »."""
        kind, _, rank = self.cle.partition("-")
        if kind != "article":
            return self.titre
        return f"Article {rank}, {self.titre}" if self.titre else f"Article {rank}"

    @property
    def is_told(self) -> bool:
        """Say whether there is something to read."""
        return bool(self.passages or self.notes)

    @property
    def texte(self) -> str:
        """Return the text, each changed passage with its amendment."""
        return "\n\n".join(
            f"{one.texte} [avenant n° {one.avenant}]" if one.avenant else one.texte
            for one in self.passages
        )


@dataclass(frozen=True, slots=True)
class TexteConsolide:
    """The contract in force on a day. `figee` is what was signed; none: signed elsewhere."""

    figee: VersionContrat | None
    parties: tuple[PartieConsolidee, ...]
    avenants: tuple[Avenant, ...]
    a_venir: tuple[Avenant, ...]
    depuis: date


def signed_version(contrat: Contrat) -> VersionContrat | None:
    """Return the version of a contract that was signed: the last frozen one."""
    if not contrat.is_signed:
        return None
    rows = VersionContrat.objects.filter(contrat=contrat, avenant__isnull=True)
    return rows.order_by("-numero").first()


def consolidate(contrat: Contrat, on: date) -> TexteConsolide:
    """Return the text in force on a day: each amendment signed, from the day of its effect."""
    figee, signed = signed_version(contrat), signed_of(contrat)
    applied = [one for one in signed if one.date_effet <= on]
    parts = {one["cle"]: _as_signed(one) for one in _frozen_parts(figee)}
    for avenant in applied:
        parts |= _changed(parts, avenant)
    first = contrat.date_signature or on
    return TexteConsolide(
        figee,
        tuple(sorted((one for one in parts.values() if one.is_told), key=_rank)),
        tuple(applied),
        tuple(one for one in signed if one.date_effet > on),
        max([first, *(one.date_effet for one in applied)]),
    )


def public_text(contrat: Contrat, on: date) -> TexteConsolide:
    """Return the text in force as anybody reads it: nobody's coordinates."""
    text = consolidate(contrat, on)
    return replace(
        text,
        parties=tuple(
            replace(one, passages=tuple(replace(p, texte=hide(p.texte)) for p in one.passages))
            for one in text.parties
        ),
    )


def _frozen_parts(figee: VersionContrat | None) -> list[dict[str, str]]:
    if figee is None:
        return []
    found: list[dict[str, str]] = json.loads(figee.contenu).get("parties", [])
    return found


def _as_signed(row: dict[str, str]) -> PartieConsolidee:
    return PartieConsolidee(row["cle"], row["titre"], tuple(Passage(p) for p in _cut(row["texte"])))


def _rank(part: PartieConsolidee) -> tuple[int, str]:
    order = {"preambule": 0, "preparation": 1}
    return order.get(part.cle, 2), part.cle


def _cut(texte: str) -> list[str]:
    return [one for one in re.split(r"\n\s*\n", plain(texte)) if one.strip()]


def _changed(parts: dict[str, PartieConsolidee], avenant: Avenant) -> dict[str, PartieConsolidee]:
    """Return the parts that an amendment changes, as they become."""
    found: dict[str, PartieConsolidee] = {}
    said = f"par l’avenant n° {avenant.numero}"
    said += f" du {date_longue(avenant.signe_le)}" if avenant.signe_le else ""
    for one in avenant.articles:
        cle = f"article-{one['article']}"
        part = parts.get(cle) or _as_signed({"cle": cle, "titre": "", "texte": one["avant"]})
        note = f"Article {one['article']}, modifié {said}"
        found[cle] = replace(
            part, passages=apply(part.passages, one["apres"], avenant.numero),
            notes=(*part.notes, note),
        )  # fmt: skip
    for cle, words in _besides(avenant):
        part = found.get(cle) or parts.get(cle) or PartieConsolidee(cle, "", ())
        found[cle] = replace(part, notes=(*part.notes, f"{words} {said}"))
    return found


def apply(passages: tuple[Passage, ...], apres: str, numero: int) -> tuple[Passage, ...]:
    """Return a text as an amendment makes it: what it leaves keeps who wrote it."""
    before, after = [one.texte for one in passages], _cut(apres)
    found: list[Passage] = []
    steps = SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    for tag, start, end, other_start, other_end in steps:
        if tag == "equal":
            found += passages[start:end]
        else:
            found += [Passage(one, numero) for one in after[other_start:other_end]]
    return tuple(found)


def _besides(avenant: Avenant) -> list[tuple[str, str]]:
    """Return what an amendment changes besides its wordings, by the article that says it."""
    found = []
    joined = [str(one) for one in avenant.nouveaux_signataires.select_related("organisation")]
    if joined:
        found.append(("article-1", f"Parties rejointes par {', '.join(joined)}"))
    if avenant.perimetre:
        found.append(("article-2", f"Périmètre remplacé par « {avenant.perimetre.libelle} »"))
    if avenant.date_fin:
        found.append(("article-7", f"Terme porté au {date_longue(avenant.date_fin)}"))
    return found


# --- what contracts ask of the frozen versions


def articles_as_signed(contrat: Contrat) -> dict[int, str]:
    """Return each article as it was signed; nothing of a contract signed elsewhere."""
    return {
        int(one["cle"].rpartition("-")[2]): one["texte"]
        for one in _frozen_parts(signed_version(contrat))
        if one["cle"].startswith("article-")
    }


def is_faithful(avenant: Avenant) -> bool:
    """Say whether the last frozen version of an amendment says what its draft says."""
    rows = VersionContrat.objects.filter(avenant=avenant).order_by("-numero")
    figee = rows.first()
    if figee is None:
        return True
    content = json.loads(figee.contenu)
    frozen = [(one["avant"], one["apres"]) for one in content.get("articles", [])]
    ordered = sorted(avenant.articles, key=lambda one: int(one["article"]))
    same = frozen == [(one["avant"], one["apres"]) for one in ordered]
    return same and content.get("date_effet", "") == avenant.date_effet.isoformat()


def register_own() -> None:
    """Answer for the text as signed."""
    register_base(articles_as_signed)
    register_fidelite(is_faithful)
