"""What a page shows of the signatures of a file, and whose they are."""

from dataclasses import dataclass

from ancrage.plateforme.documents.models import RetourSignature
from ancrage.plateforme.documents.pades import ConstatSignature
from ancrage.plateforme.documents.services.retours import signatures_of


@dataclass(frozen=True, slots=True)
class Ligne:
    """A signature as read, and the signatory that a person recognised."""

    constat: ConstatSignature
    signataire: str
    rapprochable: bool


def lines_of(given: RetourSignature) -> list[Ligne]:
    """Return the signatures of a file given back, in the order of the file."""
    tied = {one.champ: str(one.signature.signataire) for one in given.rapprochements.all()}
    return [
        Ligne(
            one, tied.get(one.champ, ""),
            one.valide and bool(given.constats["meme_document"]) and one.champ not in tied,
        )
        for one in signatures_of(given)
    ]  # fmt: skip
