"""What a page shows of the signatures of a file, and whose they are."""

from collections.abc import Sequence
from dataclasses import dataclass

from ancrage.plateforme.contrats.models import Signataire
from ancrage.plateforme.documents.models import RetourSignature
from ancrage.plateforme.documents.pades import ConstatSignature
from ancrage.plateforme.documents.services.retours import signatures_of
from ancrage.plateforme.web.signature.forms import RapprochementForm
from ancrage.plateforme.web.socle.jetons import new_token


@dataclass(frozen=True, slots=True)
class Ligne:
    """A signature as read, the signatory that a person recognised, the form to say so."""

    constat: ConstatSignature
    signataire: str
    rapprochable: bool
    form: RapprochementForm
    jeton: str


def lines_of(given: RetourSignature, waiting: Sequence[Signataire]) -> list[Ligne]:
    """Return the signatures of a file given back, in the order of the file."""
    tied = {one.champ: str(one.signature.signataire) for one in given.rapprochements.all()}
    return [
        Ligne(
            one,
            tied.get(one.champ, ""),
            one.valide and bool(given.constats["meme_document"]) and one.champ not in tied,
            RapprochementForm(
                waiting=waiting, initial={"champ": one.champ}, auto_id=f"id_{rank}_%s"
            ),
            new_token(),
        )
        for rank, one in enumerate(signatures_of(given), start=1)
    ]
