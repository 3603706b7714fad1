"""What the contracts cover: quarters and disadvantage, counted by commune, never averaged."""

from datetime import timedelta

import pytest
from django.utils import timezone

from ancrage.plateforme.contrats.etats import Etat
from ancrage.plateforme.contrats.lectures import read_carte
from ancrage.plateforme.observations import profils
from ancrage.plateforme.web.region.carte import read_lignes
from ancrage.plateforme.web.region.couverture import Couverture, cover
from tests.plateforme.contrats.factories import Equipe, taken_over

pytestmark = pytest.mark.django_db
REGION = "region:24"


def covered() -> Couverture:
    area = profils.find_territoire(REGION)
    return cover(read_lignes(read_carte("24", timezone.localdate()), area), area)


def value_of(code: str, indicateur: str) -> float:
    profil = profils.profil_of(profils.find_territoire(code))
    latest = [one for one in profil.indicateurs if one.code == indicateur and one.value is not None]
    return max(latest, key=lambda one: one.periode or "").value or 0.0


def test_without_contract_nothing_is_covered_and_the_fifths_share_the_region():
    found = covered()
    assert found.population == found.population_quartiers == 0
    sizes = [one.population_region for one in found.cinquiemes]
    assert abs(sum(sizes) - found.population_region) < 1_000  # one commune has no index
    assert all(one.part == 0 for one in found.cinquiemes)
    # A large town goes whole in one group: the fifths are of about a fifth.
    assert max(sizes) - min(sizes) < 0.1 * found.population_region
    region = value_of(REGION, "S19")
    assert found.population_quartiers_region == pytest.approx(region, rel=0.001)


def test_the_quarters_and_the_fifth_of_a_town_are_covered_with_it():
    equipe = Equipe()
    taken_over(equipe, Etat.EN_OEUVRE, timezone.localdate() - timedelta(days=365), nom="CLS")
    held = {
        code
        for one in read_carte("24", timezone.localdate()).lignes
        for code in one.perimetre.codes
    }
    found = covered()
    wanted = sum(value_of(f"commune:{code}", "S19") for code in held)
    assert found.population_quartiers == round(wanted)
    assert sum(one.population for one in found.cinquiemes) == found.population
    assert any(one.part for one in found.cinquiemes)


def test_the_page_names_source_and_vintage(client):
    equipe = Equipe()
    taken_over(equipe, Etat.EN_OEUVRE, timezone.localdate() - timedelta(days=365), nom="CLS")
    html = client.get("/region/24/").content.decode()
    section = html.partition("h-defavorisation")[2]
    assert "F-EDI) 2021" in section
    assert "le plus défavorisé" in section
    assert "Habitants des quartiers prioritaires couverts" in html
