"""An invented extract on real communes, and what its figures are, worked out by hand.

Deaths per commune of the Loiret, year, sex and age band: the same in nearly every commune, so that
a rate can be worked out on one line. FICTIVE, quote nowhere.
"""

from collections.abc import Iterator

from ancrage.plateforme.observations import profils

METROPOLE, LOIRET = "epci:244500468", "departement:45"
ANNEES = ("2018", "2019", "2020", "2021", "2022")
PERIODE = "2018-2022"
SEUIL = 5  # CépiDc
# The European population of 2013 by age band, for 100 000 (Eurostat, Revision of the European
# Standard Population, 2013, table 2; the bands under 5 and over 90 added up).
EUROPE = {
    "0-4": 5000, "5-9": 5500, "10-14": 5500, "15-19": 5500, "20-24": 6000, "25-29": 6000,
    "30-34": 6500, "35-39": 7000, "40-44": 7000, "45-49": 7000, "50-54": 7000, "55-59": 6500,
    "60-64": 6000, "65-69": 5500, "70-74": 5000, "75-79": 4000, "80-84": 2500, "85-89": 1500,
    "90+": 1000,
}  # fmt: skip
AGES = tuple(EUROPE)
POPULATION = dict(zip(AGES, range(60, 22, -2), strict=True))  # each commune, year and sex
ENTETE = "COM;ANNEE;SEXE;CLAGE;NB_DECES;POP"
# Each year and sex: one death per commune from 65 on, two from 80 on.
AGES_ELEVES = {"65-69": 1, "70-74": 1, "75-79": 1, "80-84": 2, "85-89": 2, "90+": 2}
# Earlier deaths, in 2020 alone. Elsewhere in the Loiret: one of each sex per commune and band.
# In the métropole: men per commune; women in all, fewer than the threshold whatever the bound.
HOMMES = {"55-59": 1, "60-64": 3}
FEMMES = {"55-59": 3, "60-64": 1}


def write_extract() -> str:
    """Return the file that the producer sends."""
    rows = (";".join(map(str, row)) for row in _rows())
    return "\n".join(["COM;ANNEE;SEXE;CLAGE;NB_DECES;POP", *rows]) + "\n"


def total() -> int:
    """Return the control total that comes with the file."""
    return sum(row[4] for row in _rows())


def _rows() -> Iterator[tuple[str, str, str, str, int, int]]:
    inside = _inside()
    for commune in profils.find_territoire(LOIRET).communes:
        for annee in ANNEES:
            for sexe in "12":
                for age in AGES:
                    deaths = AGES_ELEVES.get(age, 0)
                    if annee == "2020" and age in HOMMES:
                        deaths += _early(commune, sexe, age, inside)
                    yield commune, annee, sexe, age, deaths, POPULATION[age]


def _inside() -> tuple[str, ...]:
    return tuple(sorted(profils.find_territoire(METROPOLE).communes))


def _early(commune: str, sexe: str, age: str, inside: tuple[str, ...]) -> int:
    if commune not in inside:
        return 1
    return HOMMES[age] if sexe == "1" else int(commune in inside[: FEMMES[age]])


def rate(sexe: str, age_max: int | None = None) -> float:
    """Return the standardised rate of the métropole for 100 000, before an age or at all ages.

    Directly: the sum over ages of rate by European weight, over the sum of these weights.
    """
    ages = [age for age in AGES if age_max is None or _first(age) < age_max]
    people = len(ANNEES) * len(_inside()) * (2 if sexe == "ensemble" else 1)
    weighted = sum(EUROPE[age] * _deaths(sexe, age) / (POPULATION[age] * people) for age in ages)
    return 100_000 * weighted / sum(EUROPE[age] for age in ages)


def _first(age: str) -> int:
    return int(age.partition("-")[0].rstrip("+"))


def _deaths(sexe: str, age: str) -> int:
    """Return the deaths of the métropole in five years at one age."""
    if sexe == "ensemble":
        return _deaths("hommes", age) + _deaths("femmes", age)
    communes = len(_inside())
    early = HOMMES.get(age, 0) * communes if sexe == "hommes" else FEMMES.get(age, 0)
    return AGES_ELEVES.get(age, 0) * len(ANNEES) * communes + early
