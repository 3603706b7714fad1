"""The proof of a diagnosis: the document as it would be published, read before it is."""

from dataclasses import replace
from datetime import date
from functools import lru_cache

from django.utils import timezone

from ancrage.plateforme.commun.demonstration import marked
from ancrage.plateforme.diagnostics.models import Diagnostic
from ancrage.plateforme.documents.contenu import gather_edition
from ancrage.plateforme.observations import profils
from ancrage.publication.documents.blocs import Document
from ancrage.publication.production import build_from

MENTION = "Épreuve, non publiée"


def proof_of(diagnostic: Diagnostic) -> Document:
    """Return the proof of the edition under way, of today's figures and texts."""
    texts = tuple(diagnostic.redactions.order_by("pk").values_list("pk", "version"))
    edition = profils.edition("diagnostic")
    return _proof(diagnostic.pk, diagnostic.version, texts, edition, timezone.localdate())


@lru_cache(maxsize=4)
def _proof(
    pk: int, _version: int, _texts: tuple[tuple[int, int], ...], _edition: str, jour: date
) -> Document:
    """Draw a proof once for those who read it: all that it depends on is in the key."""
    matiere, _ = gather_edition(Diagnostic.objects.for_list().get(pk=pk), jour)
    options = replace(matiere.options, etat="brouillon", mention=marked(MENTION))
    return build_from(replace(matiere, options=options))
