"""The DLS names its chapters as its frame does."""

from ancrage.observatoire.api import cadres
from ancrage.publication.documents.dls.contexte import CHAPITRES


def test_chapters_carry_the_titles_of_the_frame() -> None:
    titles = {partie.numero: partie.titre for partie in cadres()["dls"].parties}
    assert CHAPITRES.items() <= titles.items()
