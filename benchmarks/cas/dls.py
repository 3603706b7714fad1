"""The DLS in each format: profile, maps, charts and layout, fonts loaded and no figure cached."""

from ancrage.observatoire import api
from ancrage.publication.production import build_document, render
from benchmarks.mesures import Reglage, Resultat, time_each
from benchmarks.territoires import epci

BORNES_S = {".pdf": 2.0, ".docx": 2.0, ".pptx": None, ".xlsx": None}
TOURS = 7


def measure(reglage: Reglage) -> list[Resultat]:
    """Time each format from the code of a territory to bytes, on territories never drawn yet."""
    first, *areas = epci(reglage, 1 + reglage.runs(TOURS) * len(BORNES_S))
    for suffix in {} if reglage.essai else BORNES_S:
        render(build_document(first), suffix)
    count = max(1, len(areas) // len(BORNES_S))
    return [
        time_each(
            f"DLS {suffix[1:].upper()}",
            (areas or [first])[rank * count :][:count] or [first],
            lambda area, suffix=suffix: _write(area, suffix),
            borne=borne,
        )
        for rank, (suffix, borne) in enumerate(BORNES_S.items())
    ]


def _write(area: api.Territoire, suffix: str) -> bytes:
    return render(build_document(area), suffix)
