"""The profile of a territory, in process, from a store already built."""

from ancrage.observatoire import api
from benchmarks.mesures import Reglage, Resultat, time_each
from benchmarks.territoires import mixed

BORNE_S = 0.150


def measure(reglage: Reglage) -> list[Resultat]:
    """Time the profile of communes, EPCI, a union, départements and the région."""
    areas = mixed(reglage, reglage.runs(12))
    api.profile(areas[0])  # the tables of the store are read once, by the first call
    return [time_each("Profil d'un territoire", areas[1:], api.profile, borne=BORNE_S)]
