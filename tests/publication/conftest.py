"""An invented profile in every status and verdict: the "Pays d'Essai", union of three EPCI.

Figures are made up; labels and definitions are those of the real catalogue, for their length.
"""

import math
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pytest

from ancrage.observatoire.api import (
    Comparaison,
    DonneesCarte,
    FichierCite,
    Geographie,
    Indicateur,
    Membre,
    Position,
    Profil,
    SourceCitee,
    TerritoireDecrit,
    Valeur,
    ZoneCarte,
    indicateurs,
)
from ancrage.observatoire.moteur.multiplicite import count_latest_tests, flag_valeurs
from ancrage.publication.documents.dls import CommuneDecrite, OptionsDls, QuartierDecrit

EPCI = {
    "990000001": "CC des Essarts",
    "990000002": "CA de Fontelle",
    "990000003": "CC du Val d'Essai",
}
COMMUNES = {
    "00001": ("Amblaie", "990000001", "Essarts", 412),
    "00002": ("Bruyelle", "990000001", "Essarts", 1890),
    "00003": ("Cormeau", "990000001", "Essarts", 3250),
    "00004": ("Dorvilliers", "990000001", "Essarts", 780),
    "00005": ("Fontelle", "990000002", "Essarts", 28410),
    "00006": ("Grandpré-l'Essai", "990000002", "Essarts", 2210),
    "00007": ("Hautbois", "990000002", "Essarts", 640),
    "0A001": ("Isle-sur-Essai", "990000002", "Fontelle-et-Val", 5120),
    "0A002": ("Jarney", "990000003", "Fontelle-et-Val", 96),
    "0A003": ("Kerlou", "990000003", "Fontelle-et-Val", 1505),
    "0A004": ("Lormoy-le-Petit", "990000003", "Fontelle-et-Val", 355),
    "0A005": ("Montessai", "990000003", "Fontelle-et-Val", 4480),
}
INSEE = SourceCitee(
    "insee_comparateur",
    "Insee",
    "Comparateur de territoires",
    "Licence Ouverte 2.0",
    "2022",
    (FichierCite("base_cc_comparateur.csv", "a1" * 32),),
)
CEPIDC = SourceCitee(
    "cepidc_causes",
    "Inserm-CépiDc",
    "Causes de décès par département",
    "Licence Ouverte 2.0",
    "2013-2017",
    (FichierCite("cepidc_departements.csv", "b2" * 32), FichierCite("notice.csv", "c3" * 32)),
)
BPE = SourceCitee(
    "insee_bpe",
    "Insee",
    "Base permanente des équipements",
    "Licence Ouverte 2.0",
    "2020",
    (FichierCite("bpe20_sante.csv", "d4" * 32),),
)


@dataclass
class Cas:
    """One invented indicateur: its last value, limits, references, verdict, status."""

    code: str
    value: float | None
    method: str
    lower: float | None = None
    upper: float | None = None
    numerator: float | None = None
    denominator: float | None = None
    region: float | None = None
    france: float | None = None
    verdict: str | None = None
    status: str = "valeur"
    periode: str = "2020"
    source: SourceCitee = INSEE
    sexe: str = "ensemble"
    annees: tuple[str, ...] = ()  # earlier periods
    plus: dict[str, Any] = field(default_factory=dict)


CAS = (
    Cas("D01", 49148, "effectif", None, None, 49148, None, 2573180, 66732538,
        annees=("2009", "2014"), source=INSEE),
    Cas("D02", -0.31, "evolution_annuelle", region=0.04, france=0.33, periode="2014-2020"),
    Cas("D04", 21.6, "proportion", 21.2, 22.0, 10616, 49148, 23.1, 24.0, "inferieur"),
    Cas("D05", 24.9, "proportion", 24.5, 25.3, 12238, 49148, 23.4, 21.0, "superieur",
        annees=("2009", "2014")),
    Cas("D07", 115.3, "rapport", 112.1, 118.6, 12238, 10616, 101.2, 87.4, "superieur"),
    Cas("D08", 41.2, "proportion", 39.8, 42.6, 1930, 4684, 40.6, 40.9, "non_different"),
    Cas("S01", None, "mediane_publiee", region=22800, france=23160, status="non_additif",
        periode="2021", plus={"membres": "medianes", "motif": "une médiane ne se somme pas"}),
    Cas("S02", None, "taux_publie", region=13.6, france=14.9, status="non_additif",
        periode="2021", plus={"membres": "taux", "motif": "taux masqué dans 9 communes sur 12"}),
    Cas("S05", 12.4, "proportion", 11.9, 12.9, 2840, 22903, 11.6, 12.1, "superieur"),
    Cas("S06", 19.8, "proportion", 17.9, 21.9, 318, 1606, 17.1, 16.3, "superieur"),
    Cas("S09", None, "proportion", status="manquant", plus={"motif": "fichier fourni à l'IRIS"}),
    Cas("S14", 1.7, "indice_publie", region=0.2, france=0.0, periode="2017"),
    Cas("S19", 0, "effectif", numerator=0, region=152000, france=5400000, status="zero"),
    Cas("M01", 78.6, "esperance_vie_publiee", region=78.9, france=79.2, sexe="hommes",
        status="emprunte", periode="2020", plus={"dep": True, "motif": "publiée par département"}),
    Cas("M01", 84.7, "esperance_vie_publiee", region=85.0, france=85.1, sexe="femmes",
        status="emprunte", periode="2020", plus={"dep": True, "motif": "publiée par département"}),
    Cas("M03", 12.9, "taux_brut", 12.4, 13.4, 2530, 196120, 11.2, 9.6, "superieur",
        periode="2017-2020", annees=("2009-2012", "2013-2016"), plus={"rupture": 2}),
    Cas("M07", 233.1, "taux_standardise_publie", region=231.0, france=227.4, status="emprunte",
        periode="2013-2017", source=CEPIDC, plus={"dep": True}),
    Cas("M15", 18.6, "taux_brut", 12.9, 26.0, 34, 182790, 15.9, 13.2, "non_concluant",
        periode="2016-2020", plus={"reliability": "prudence"}),
    Cas("M20", None, "taux_brut", status="non_fiable", periode="2016-2020", region=3.6, france=3.7),
    Cas("A05", None, "taux_brut", status="secret", periode="2020", region=410.0, france=405.0),
    Cas("A12", None, "taux_brut", status="secret_secondaire", periode="2020", region=170.0),
    Cas("P01", 431, "effectif_evenements", 391.3, 473.7, 431, None, 24310, 735000,
        annees=("2013", "2014", "2015", "2016", "2017", "2018", "2019")),
    Cas("P08", None, "proportion", status="non_applicable", periode="2020", region=12.0),
    Cas("V05", 38.4, "taux_publie", region=41.0, france=44.1, status="emprunte", periode="2023",
        plus={"dep": True, "borne": "plancher 5 %"}),
    Cas("N06", 8.1, "proportion", 7.9, 8.4, 4001, 49148, 3.2, 11.8, "superieur", periode="2019"),
    Cas("N08", 31.7, "proportion", 31.0, 32.4, 6120, 19306, 26.8, 21.9, "superieur"),
    Cas("O03", 61.0, "densite", 41.2, 87.1, 30, 49148, 77.9, 84.3, "non_concluant",
        source=BPE, annees=("2012", "2014", "2016", "2018")),
    Cas("O13", 36.6, "densite", 21.7, 57.9, 18, 49148, 33.1, 31.2, "non_concluant", source=BPE),
    Cas("E01", 148.0, "densite", 138.5, 157.9, 693, 4684, 124.0, 98.0, "superieur", source=BPE),
    Cas("B09", 61.9, "densite", 55.1, 69.3, 304, 49148, 47.0, 41.2, "superieur", source=BPE),
)  # fmt: skip


def _comparaisons(cas: Cas) -> tuple[Comparaison, ...]:
    motif = None if cas.verdict else "valeur sans intervalle"
    found = []
    for reference, code, libelle, value in (
        ("departement", "00", "Essarts", cas.region and cas.region * 1.02),
        ("region", "99", "Région d'essai", cas.region),
        ("france", "FR", "France", cas.france),
    ):
        if value is not None:
            outside = reference == "departement" and cas.verdict is not None
            verdict = _verdict(cas, value)
            found.append(Comparaison(reference, code, libelle, value, verdict, motif, outside))
    return tuple(found)


def _verdict(cas: Cas, reference: float) -> str | None:
    """Return what the limits say of this reference, or the verdict of the case."""
    if cas.verdict is None or cas.lower is None or cas.upper is None:
        return None
    if cas.lower > reference:
        return "superieur"
    if cas.upper < reference:
        return "inferieur"
    return cas.verdict if cas.verdict.startswith("non_") else "non_different"


def _membres(cas: Cas) -> tuple[Membre, ...]:
    values = {"medianes": (23110.0, 20480.0, None), "taux": (9.8, None, None)}.get(
        cas.plus.get("membres", ""), ()
    )
    return tuple(
        Membre(code, EPCI[code], value, "valeur" if value is not None else "secret")
        for code, value in zip(EPCI, values, strict=False)
    )


def _valeur(cas: Cas, rank: int | None = None) -> Valeur:
    """Return the last entry of a case, or the earlier one of this rank, a little different."""
    drift = 1.0 if rank is None else 0.86 + 0.14 * rank / max(1, len(cas.annees))

    def moved(value: float | None) -> float | None:
        return None if value is None else value * drift

    borrowed = cas.plus.get("dep", False)
    last = rank is None
    return Valeur(
        code=cas.code,
        libelle=cas.code,
        periode=cas.periode if rank is None else cas.annees[rank],
        sexe=cas.sexe,
        value=moved(cas.value),
        numerator=None if cas.numerator is None else round(cas.numerator * drift),
        denominator=cas.denominator,
        lower=moved(cas.lower),
        upper=moved(cas.upper),
        method=cas.method,
        unit="",
        status=cas.status,
        niveau="departement" if borrowed else "commune",
        geographie=Geographie("departement", "00", "Essarts")
        if borrowed
        else Geographie("union", "pays", "Pays d'Essai"),
        comparaisons=_comparaisons(cas),
        source=cas.source,
        position=Position("intercommunalités de la région", 41, 4) if cas.verdict else None,
        reliability=cas.plus.get("reliability"),
        borne=cas.plus.get("borne"),
        motif=cas.plus.get("motif"),
        membres=_membres(cas),
        rupture="changement de codage des certificats"
        if not last and cas.plus.get("rupture") == rank + 1
        else None,
    )


def build_profil(libelle: str = "Pays d'Essai et des Trois Vallées de la Fontelle") -> Profil:
    """Return the invented profile."""
    entries = flag_valeurs(
        [_valeur(cas, rank) for cas in CAS for rank in (*range(len(cas.annees)), None)]
    )
    return Profil(
        territoire=TerritoireDecrit(
            "+".join(f"epci:{code}" for code in EPCI),
            libelle,
            "union",
            tuple(COMMUNES),
            tuple(EPCI),
            ("00", "0A"),
            ("99",),
        ),
        millesime=2024,
        run="7f3a9c01d2",
        edition="2026-11",
        indicateurs=tuple(entries),
        tests=count_latest_tests(entries),
    )


def contours() -> dict[str, tuple[tuple[tuple[float, float], ...], ...]]:
    """Return twelve uneven areas that share their borders, four by three, in kilometres."""

    def corner(column: int, row: int) -> tuple[float, float]:
        return (
            8.0 * column + 1.6 * math.sin(1.7 * column + 2.3 * row),
            7.0 * row + 1.4 * math.cos(2.9 * column + 1.1 * row),
        )

    rings = {}
    for index, code in enumerate(COMMUNES):
        column, row = index % 4, index // 4
        steps = ((0, 0), (1, 0), (1, 1), (0, 1), (0, 0))
        rings[code] = (tuple(corner(column + right, row + up) for right, up in steps),)
    return rings


def build_cartes() -> dict[str, DonneesCarte]:
    """Return communal values of three indicateurs, with masked and missing ones."""
    statuses = {"0A002": "secret", "00007": "manquant", "0A004": "non_fiable"}
    rings = contours()

    def zones(base: float, step: float) -> tuple[ZoneCarte, ...]:
        rows = []
        for index, (code, (libelle, *_)) in enumerate(COMMUNES.items()):
            status = statuses.get(code, "valeur")
            value = base + step * ((index * 7) % 12) if status == "valeur" else None
            rows.append(ZoneCarte(f"commune:{code}", libelle, value, status, rings[code]))
        return tuple(rows)

    return {
        code: DonneesCarte(code, "2020", "commune", zones(base, step), ())
        for code, base, step in (("D05", 17.2, 1.3), ("S05", 6.1, 0.9), ("N08", 14.0, 3.1))
    }


@pytest.fixture(scope="session")
def profil_essai() -> Profil:
    return build_profil()


@pytest.fixture(scope="session")
def indicateurs_essai() -> dict[str, Indicateur]:
    return indicateurs()


@pytest.fixture(scope="session")
def cartes_essai() -> dict[str, DonneesCarte]:
    return build_cartes()


@pytest.fixture(scope="session")
def options_essai() -> OptionsDls:
    return build_options()


def build_options() -> OptionsDls:
    """Return the options of the invented document."""
    rings = contours()
    return OptionsDls(
        date=date(2026, 11, 1),
        auteur="Observatoire régional de la santé d'essai",
        communes=tuple(
            CommuneDecrite(code, libelle, EPCI[epci], departement, population, rings[code])
            for code, (libelle, epci, departement, population) in COMMUNES.items()
        ),
        limites=tuple(
            tuple(rings[code][0] for code, commune in COMMUNES.items() if commune[1] == epci)
            for epci in EPCI
        ),
        annee_population=2020,
        quartiers=(QuartierDecrit("QP099001", "Les Tilleuls", "Fontelle"),),
    )
