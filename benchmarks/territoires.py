"""The territories that the cases draw from."""

from ancrage.observatoire import api
from benchmarks.mesures import Reglage, draw


def epci(reglage: Reglage, count: int) -> list[api.Territoire]:
    """Return intercommunalités of the region, drawn with the fixed seed."""
    return [api.parse_territoire(code) for code in draw(_epci_codes(reglage), count)]


def every_area(reglage: Reglage) -> list[api.Territoire]:
    """Return every commune, intercommunalité and département of the region."""
    region = api.parse_territoire(f"region:{reglage.region}")
    codes = [f"commune:{code}" for code in region.communes]
    codes += [*_epci_codes(reglage), *(f"departement:{c}" for c in api.departements_of(region))]
    return [api.parse_territoire(code) for code in codes]


def mixed(reglage: Reglage, count: int) -> list[api.Territoire]:
    """Return territories of every size: communes, EPCI, a union of EPCI, départements, région."""
    region = api.parse_territoire(f"region:{reglage.region}")
    groups = _epci_codes(reglage)
    codes = [f"commune:{code}" for code in draw(sorted(region.communes), count)]
    codes += draw(groups, count)
    codes += ["+".join(draw(groups, 3)), region.code]
    codes += [f"departement:{code}" for code in api.departements_of(region)]
    return [api.parse_territoire(code) for code in codes]


def _epci_codes(reglage: Reglage) -> list[str]:
    region = api.parse_territoire(f"region:{reglage.region}")
    return sorted(f"epci:{code}" for code in api.epci_of(region))
