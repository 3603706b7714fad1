"""Write a FICTITIOUS extract in the layout commune × year × age × sex × cause, with its depot.toml.

Invented deaths drawn from an invented mortality law on the displayed populations, same seed same
bytes. For tests on the invented region, and for demonstrations on the communes of a real région:
the latter is never committed, and the mark « extrait fictif » follows every figure.

    python scripts/generate_depot_fictif.py --region 24 --sortie /tmp/depot_fictif
"""

import argparse
import sys
from pathlib import Path

import numpy as np

from ancrage.observatoire.territoires.millesimes import MILLESIME_COURANT
from ancrage.observatoire.territoires.passage import table_passage
from ancrage.observatoire.territoires.referentiel import communes

NOM = "cepidc_extrait_fictif.csv"
AGES = [*(f"{age}-{age + 4}" for age in range(0, 90, 5)), "90+"]
# Share of the people, and of the deaths of one cause, by band: round invented numbers.
PART_AGE = np.array([5, 6, 6, 6, 5, 5, 6, 6, 6, 7, 7, 7, 6.5, 6.5, 5.5, 4, 2.5, 2, 1]) / 100
TAUX_0 = 0.00004
PENTE = 0.092
SURMORTALITE = {"1": 1.35, "2": 0.8}
CAUSES = {
    "C18": 0.04,
    "C34": 0.09,
    "C50": 0.04,
    "C61": 0.09,
    "I21": 0.08,
    "I64": 0.10,
    "J44": 0.07,
    "X70": 0.02,
    "R99": 0.47,
}
AUCUNE = "AUCUNE"

MODELE = """# Extrait FICTIF : chiffres inventés par un tirage au sort, à ne citer nulle part.
code = "{code}"
titre = "Décès domiciliés par commune, âge, sexe et cause"
producteur = "Inserm-CépiDc"
numero_convention = "FICTIVE-0000"
usages_permis = ["diagnostic", "chiffres_cles", "interne"]
famille = "cepidc"
seuil = 5
expire_le = 2099-12-31
fictif = true
cog = {cog}
periodes = [{periodes}]
cases_absentes = "zero"

[lecture]
separateur = ";"
encodage = "utf-8"
decimale = ","
masques = ["s"]

[colonnes]
commune = "COM"
periode = "ANNEE"
sexe = "SEXE"
age = "CLAGE"
cause = "CAUSE"
effectif = "NB_DECES"
population = "POP"

[sexes]
"1" = "hommes"
"2" = "femmes"

[ages]
{ages}

[[indicateurs]]
code = "M01"

[[indicateurs]]
code = "M02"
age_min = 65

[[indicateurs]]
code = "M03"

[[indicateurs]]
code = "M04"
age_max = 65

[[indicateurs]]
code = "M07"
causes = ["C00-C97"]

[[indicateurs]]
code = "M11"
causes = ["I00-I99"]

[[indicateurs]]
code = "M03-ICM"

[[indicateurs]]
code = "M07-ICM"
causes = ["C00-C97"]

[totaux]
effectif = {total}

[totaux.par_sexe]
hommes = {hommes}
femmes = {femmes}

[totaux.par_periode]
{par_periode}
"""


def main() -> int:
    """Draw the extract and write it with its description."""
    parser = argparse.ArgumentParser(description="Écrit un extrait FICTIF et sa description.")
    parser.add_argument("--region", required=True, help="code de la région")
    parser.add_argument("--sortie", required=True, type=Path, help="dossier à écrire")
    parser.add_argument("--cog", type=int, default=MILLESIME_COURANT)
    parser.add_argument("--premiere-annee", type=int, default=2013)
    parser.add_argument("--annees", type=int, default=5)
    parser.add_argument("--graine", type=int, default=20260101)
    choix = parser.parse_args()
    annees = [str(choix.premiere_annee + step) for step in range(choix.annees)]
    lignes = draw(people(choix.region, choix.cog), annees, np.random.default_rng(choix.graine))
    choix.sortie.mkdir(parents=True, exist_ok=True)
    head = "COM;ANNEE;SEXE;CLAGE;CAUSE;NB_DECES;POP"
    text = "\n".join([head, *(";".join(map(str, ligne)) for ligne in lignes)])
    (choix.sortie / NOM).write_text(text + "\n", "utf-8")
    (choix.sortie / "depot.toml").write_text(describe(lignes, annees, choix.cog), "utf-8")
    print(f"{choix.sortie / NOM} : {len(lignes)} lignes, extrait FICTIF")
    return 0


def people(region: str, cog: int) -> dict[str, float]:
    """Return the size of each commune of the région at the vintage, merged ones shared equally."""
    sizes = dict(communes().filter(region=region).select("code", "population_affichee").iter_rows())
    links = table_passage(cog, MILLESIME_COURANT).select("de", "vers").sort("de", "vers")
    parts: dict[str, list[str]] = {}
    for de, vers in links.iter_rows():
        if vers in sizes:
            parts.setdefault(vers, []).append(de)
    found: dict[str, float] = {}
    for vers, origins in parts.items():
        for de in origins:
            found[de] = found.get(de, 0.0) + (sizes[vers] or 0) / len(origins)
    return dict(sorted(found.items()))


def draw(
    sizes: dict[str, float], annees: list[str], hasard: np.random.Generator
) -> list[tuple[str, str, str, str, str, int, int]]:
    """Return commune, year, sex, age, cause, deaths, people; a cell without death has one row."""
    rates = np.minimum(TAUX_0 * np.exp(PENTE * (np.arange(len(AGES)) * 5 + 2.5)), 0.4)
    names, shares = list(CAUSES), np.array(list(CAUSES.values()))
    lignes = []
    for commune, size in sizes.items():
        people_by_age = np.rint(size / 2 * PART_AGE).astype(int)
        for annee in annees:
            for sexe, excess in SURMORTALITE.items():
                deaths = hasard.binomial(people_by_age, np.minimum(rates * excess, 1.0))
                for band, (count, base) in enumerate(zip(deaths, people_by_age, strict=True)):
                    split = hasard.multinomial(count, shares)
                    cell = (commune, annee, sexe, AGES[band])
                    found = [
                        (*cell, cause, int(part), int(base))
                        for cause, part in zip(names, split, strict=True)
                        if part
                    ]
                    lignes += found or [(*cell, AUCUNE, 0, int(base))]
    return lignes


def describe(
    lignes: list[tuple[str, str, str, str, str, int, int]], annees: list[str], cog: int
) -> str:
    """Return the text of depot.toml, control totals included."""
    by_sex = {sexe: sum(row[5] for row in lignes if row[2] == sexe) for sexe in SURMORTALITE}
    by_year = {annee: sum(row[5] for row in lignes if row[1] == annee) for annee in annees}
    return MODELE.format(
        code="cepidc_fictif",
        cog=cog,
        periodes=", ".join(f'"{annee}"' for annee in annees),
        ages="\n".join(f'"{label}" = {index * 5}' for index, label in enumerate(AGES)),
        total=sum(by_sex.values()),
        hommes=by_sex["1"],
        femmes=by_sex["2"],
        par_periode="\n".join(f'"{annee}" = {total}' for annee, total in by_year.items()),
    )


if __name__ == "__main__":
    sys.exit(main())
