"""Figures stay legible at every width: the drawn text is never under 10.5 pixels."""

import pytest

pytestmark = [pytest.mark.navigateur, pytest.mark.django_db(transaction=True)]
PAGES = [
    "/territoires/epci:244500468/",
    "/territoires/epci:244500468/population-et-conditions-sociales/",
    "/territoires/epci:244500468/indicateurs/S01/",
]
SMALLEST = """() => Math.min(...[...document.querySelectorAll('.figure-ancrage, figure svg')]
  .filter(svg => svg.getClientRects().length && svg.querySelector('text'))
  .flatMap(svg => {
    const scale = svg.getBoundingClientRect().width / svg.viewBox.baseVal.width;
    return [...svg.querySelectorAll('text')].map(t => parseFloat(getComputedStyle(t).fontSize)
      * scale);
  }))"""


@pytest.mark.parametrize("largeur", [320, 700, 768, 1280])
def test_the_text_of_a_figure_is_legible(ouvrir, largeur):
    for chemin in PAGES:
        smallest = ouvrir(chemin, largeur).evaluate(SMALLEST)
        assert 10.5 <= smallest < 30, (chemin, smallest)
