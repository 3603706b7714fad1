"""All communes, EPCI and départements of a région in one pass, against a loop over them."""

from ancrage.observatoire import api
from benchmarks.mesures import Reglage, Resultat, draw, time_each
from benchmarks.territoires import every_area

TOURS, ECHANTILLON = 5, 40


def measure(reglage: Reglage) -> list[Resultat]:
    """Time the pass, then a loop over a sample, brought to the whole."""
    areas = every_area(reglage)
    table = api.profile_table(areas)
    rows = f"{len(areas)} territoires, {table.height} valeurs"
    whole = time_each(
        "Passe vectorielle de la région",
        range(reglage.runs(TOURS)),
        lambda _: api.profile_table(areas),
        note=rows,
    )
    known = {area.code: area for area in areas}
    sample = [known[code] for code in draw(sorted(known), reglage.runs(ECHANTILLON))]
    loop = time_each(
        "Un territoire seul, en boucle", sample, lambda area: api.profile_table([area])
    )
    brought = loop.mediane * len(areas)
    loop.note = f"{brought:.0f} s pour tous : {brought / whole.mediane:.0f} fois la passe"
    return [whole, loop]
