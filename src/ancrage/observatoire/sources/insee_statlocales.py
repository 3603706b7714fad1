"""INSEE « Statistiques locales » exports: two title lines, then one column an indicator.

The loader keeps the columns that `_MESURES` knows, and takes the year from the heading.
"""

import polars as pl

from ancrage.observatoire.sources.lecture import read_csv, to_prepare
from ancrage.observatoire.sources.octets import Entree

# Heading -> (measure, period, sexe).
_DEPARTEMENTS = {
    "Taux de pauvreté 2021": ("taux_pauvrete", "2021", "ensemble"),
    "Médiane du niveau de vie 2021": ("niveau_vie_median", "2021", "ensemble"),
    "Espérance de vie des femmes à la naissance 2024": ("esperance_vie", "2024", "femmes"),
    "Espérance de vie des hommes à la naissance 2024": ("esperance_vie", "2024", "hommes"),
    "Taux brut de mortalité 2024": ("taux_brut_mortalite", "2024", "ensemble"),
    "Taux de mortalité standardisé des 0 à 64 ans 2024": (
        "taux_mortalite_prematuree",
        "2024",
        "ensemble",
    ),
    "Part des non ou peu diplômés dans la pop. non scolarisée de 15 ans ou + 2022": (
        "part_peu_diplomes",
        "2022",
        "ensemble",
    ),
    "Part des actifs occ 15 ans ou plus vélo pour travailler 2022": (
        "part_velo_travail",
        "2022",
        "ensemble",
    ),
    "Estimations de population 2025": ("population", "2025", "ensemble"),
    "Médecin généraliste (en nombre) 2024": ("medecins_generalistes", "2024", "ensemble"),
    "Infirmier (en nombre) 2024": ("infirmiers", "2024", "ensemble"),
    "Pharmacie (en nombre) 2024": ("pharmacies", "2024", "ensemble"),
    "Chirurgien dentiste (en nombre) 2024": ("chirurgiens_dentistes", "2024", "ensemble"),
    "Urgences (en nombre) 2024": ("services_urgences", "2024", "ensemble"),
    "Bassin de natation (en nombre) 2024": ("bassins_natation", "2024", "ensemble"),
    "Salles multisports (gymnases) (en nombre) 2024": ("gymnases", "2024", "ensemble"),
}
_BASSINS = {
    "Nombre de décès domiciliés 2024": ("deces_domicilies", "2024", "ensemble"),
    "Part des pers. âgées de 75 ans ou + 2022": ("part_75_plus", "2022", "ensemble"),
    "Taux de pauvreté 2021": ("taux_pauvrete", "2021", "ensemble"),
    "Médiane du niveau de vie 2021": ("niveau_vie_median", "2021", "ensemble"),
    "Part des non ou peu diplômés dans la pop. non scolarisée de 15 ans ou + 2022": (
        "part_peu_diplomes",
        "2022",
        "ensemble",
    ),
    "Part des familles monoparentales 2022": (
        "part_familles_monoparentales",
        "2022",
        "ensemble",
    ),
    "Part des locataires HLM dans les rés. principales 2022": (
        "part_locataires_hlm",
        "2022",
        "ensemble",
    ),
    "Part des résidences principales en suroccupation accentuée 2022": (
        "part_suroccupation_accentuee",
        "2022",
        "ensemble",
    ),
}
_PAUVRETE_BASSINS = {"Taux de pauvreté 2021": ("taux_pauvrete", "2021", "ensemble")}
_TITLE_LINES = 2


def _read(entree: Entree, columns: dict[str, tuple[str, str, str]], niveau: str) -> pl.DataFrame:
    table = read_csv(entree, ["Code", *columns], skip_lines=_TITLE_LINES)
    return pl.concat(
        [
            to_prepare(
                table.select("Code", "ligne", pl.col(column).alias("cellule")),
                entree,
                {"cellule": mesure},
                code="Code",
                niveau=niveau,
                periode=periode,
                sexe=sexe,
            )
            for column, (mesure, periode, sexe) in columns.items()
        ]
    )


def read_departements(entree: Entree) -> pl.DataFrame:
    """Read the indicators by département (life expectancy by sex, poverty, mortality…)."""
    return _read(entree, _DEPARTEMENTS, "departement")


def read_bassins_de_vie(entree: Entree) -> pl.DataFrame:
    """Read the social determinants by bassin de vie."""
    return _read(entree, _BASSINS, "bassin_de_vie")


def read_pauvrete_bassins_de_vie(entree: Entree) -> pl.DataFrame:
    """Read the poverty rate by bassin de vie."""
    return _read(entree, _PAUVRETE_BASSINS, "bassin_de_vie")
