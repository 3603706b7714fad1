"""The published editions, for the review that a new edition of the figures asks for."""

from collections.abc import Iterator

from ancrage.plateforme.diagnostics.models import Edition, SelectionIndicateur
from ancrage.plateforme.observations.consequences import Publication
from ancrage.plateforme.observations.etats import GenreConsequence


def list_editions(region: str) -> Iterator[Publication]:
    """Yield the editions in force of a region, with their territory and indicators."""
    editions = Edition.objects.in_force().filter(region=region).select_related("diagnostic")
    codes: dict[int, set[str]] = {}
    chosen = SelectionIndicateur.objects.filter(diagnostic__editions__in=editions)
    for diagnostic, code in chosen.values_list("diagnostic_id", "code"):
        codes.setdefault(diagnostic, set()).add(code)
    for edition in editions:
        yield Publication(
            GenreConsequence.EDITION,
            str(edition.identifiant),
            str(edition),
            f"/observatoire/diagnostics/{edition.diagnostic.identifiant}/",
            edition.diagnostic.territoire,
            frozenset(codes.get(edition.diagnostic_id, ())),
        )
