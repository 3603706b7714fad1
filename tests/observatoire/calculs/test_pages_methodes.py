"""The method pages: every worked example runs and prints what the page shows."""

import doctest
import re
from pathlib import Path

import pytest

from ancrage.observatoire.calculs import (
    autocorrelation,
    comparaison,
    entonnoir,
    evolution,
    inegalites,
    intervalles,
    joinpoint,
    lissage,
    probabilites,
    projection,
    puissance,
    standardisation_directe,
    standardisation_indirecte,
    tendance,
    tests_multiples,
    typologie,
)

FOLDER = Path(__file__).parents[3] / "docs" / "reference" / "methodes"
PAGES = sorted(path for path in FOLDER.glob("*.md") if path.name != "README.md")
METHODS = [
    *(intervalles.POISSON_EXACT, intervalles.BYAR, intervalles.ENGLISH_MIXTURE),
    *(intervalles.WILSON, intervalles.CLOPPER_PEARSON, intervalles.RATIO_EXACT),
    *(puissance.POWER_EXACT, puissance.POWER_WILSON, puissance.POWER_LOG),
    *standardisation_directe.LIMITS,
    standardisation_indirecte.MID_P,
    *(comparaison.RATIO_LOG, comparaison.DIFFERENCE, comparaison.RATIO_OF_RATIOS),
    *(inegalites.SII, inegalites.RII_SLOPE_MEAN, inegalites.RII_PREDICTED_RATIO),
    *(lissage.MARSHALL_GLOBAL, lissage.MARSHALL_LOCAL, lissage.POISSON_GAMMA),
    *(autocorrelation.MORAN, autocorrelation.MORAN_EB),
    *(entonnoir.FUNNEL_POISSON, entonnoir.FUNNEL_BINOMIAL),
    *(tendance.APC_POISSON, tendance.APC_NEGATIVE_BINOMIAL, tendance.APC_LEAST_SQUARES),
    joinpoint.JOINPOINT,
    *(probabilites.P_POISSON, probabilites.P_SCORE, probabilites.P_CONDITIONAL),
    probabilites.P_NORMAL,
    *(tests_multiples.BENJAMINI_HOCHBERG, evolution.GRID, projection.PROJECTION),
    *(typologie.TYPOLOGY, "chiang_ii", "taux_brut", "taux_indirect"),
]


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.stem)
def test_the_worked_example_of_a_page_prints_what_the_page_shows(page):
    text = page.read_text(encoding="utf-8")
    blocks = re.findall(r"```python\n(.*?)```", text, flags=re.S)
    assert blocks, "a method page needs a worked example"
    example = doctest.DocTestParser().get_doctest("\n\n".join(blocks), {}, page.name, str(page), 0)
    report: list[str] = []
    outcome = doctest.DocTestRunner(verbose=False).run(example, out=report.append)
    assert outcome.failed == 0, "".join(report)


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.stem)
def test_every_page_gives_formula_source_example_and_limits(page):
    titles = re.findall(r"^## (.+)$", page.read_text(encoding="utf-8"), flags=re.M)
    assert {"Formule", "Source", "Exemple", "Quand ne pas l'employer"} <= set(titles)


def test_every_method_named_by_a_result_has_its_page():
    text = "".join(page.read_text(encoding="utf-8") for page in PAGES)
    assert [method for method in METHODS if f"`{method}" not in text] == []


def test_the_index_leads_to_every_page_and_to_nothing_else():
    index = (FOLDER / "README.md").read_text(encoding="utf-8")
    assert sorted(re.findall(r"\]\(([a-z-]+\.md)\)", index)) == [page.name for page in PAGES]
