"""The parts of a contract: the automatic text beside what the team wrote, and what is missing."""

from dataclasses import dataclass
from datetime import date

from ancrage.plateforme.contrats.models import Contrat
from ancrage.plateforme.documents.champs import champs_of
from ancrage.plateforme.documents.models import RedactionContrat
from ancrage.plateforme.documents.trame import ARTICLES, Trame, fill, trame_for
from ancrage.publication.documents.blocs import Bloc
from ancrage.publication.documents.contrat.textes import blocs_of


@dataclass(frozen=True, slots=True)
class PartieLue:
    """A part as the contract would have it today."""

    cle: str
    titre: str
    automatique: str
    manques: tuple[str, ...]
    redaction: RedactionContrat | None

    @property
    def texte(self) -> str:
        """Return what the document says: the written text, else the automatic one."""
        return self.redaction.texte if self.redaction else self.automatique

    @property
    def blocs(self) -> tuple[Bloc, ...]:
        """Return the same as the document lays it out: paragraphs and lists."""
        return blocs_of(self.texte)

    @property
    def a_revoir(self) -> bool:
        """Say whether the contract moved since somebody wrote: the automatic text changed."""
        return self.redaction is not None and self.redaction.automatique != self.automatique

    @property
    def is_complete(self) -> bool:
        """Say whether it can be signed: written by somebody, or automatic and lacking nothing."""
        return self.redaction is not None or (bool(self.automatique) and not self.manques)

    @property
    def numero(self) -> int | None:
        """Return the number of an article; None for what comes before them."""
        kind, _, rank = self.cle.partition("-")
        return int(rank) if kind == "article" else None

    @property
    def nom(self) -> str:
        """Return how it is called: « Article 2, Périmètre »."""
        return f"Article {self.numero}, {self.titre}" if self.numero else self.titre


def trame_of(contrat: Contrat, on: date) -> Trame:
    """Return the template of a contract: that of its signature once signed."""
    return trame_for(contrat.region, contrat.date_signature or on)


def parts_of(contrat: Contrat, on: date) -> list[PartieLue]:
    """Return every part of a contract, in the order of the document."""
    written = {one.cle: one for one in contrat.redactions.all()}
    return [
        PartieLue(one.cle, one.titre, one.texte, one.manques, written.get(one.cle))
        for one in fill(trame_of(contrat, on), champs_of(contrat, on))
    ]


def part_of(contrat: Contrat, cle: str, on: date) -> PartieLue | None:
    """Return one part, None when there is none of that key."""
    return next((one for one in parts_of(contrat, on) if one.cle == cle), None)


def incomplete(parts: list[PartieLue]) -> list[PartieLue]:
    """Return the articles that cannot be signed as they are."""
    return [one for one in parts if one.cle in ARTICLES and not one.is_complete]
