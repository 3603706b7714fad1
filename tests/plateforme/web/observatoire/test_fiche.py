"""The page of an indicator: the level that holds values, and its figures and files to take away."""

import csv
import io
import json

import polars as pl
import pytest
from django.urls import reverse

from ancrage.plateforme.observations.valeurs import values_over

pytestmark = pytest.mark.django_db


def page_of(client, code, **query):
    return client.get(reverse("observatoire:indicateur", args=[code]), query).content.decode()


def file_of(client, code, format, **query):
    url = reverse("observatoire:telecharger_indicateur", args=[code, format])
    return client.get(url, query)


@pytest.mark.parametrize(
    ("code", "opened", "closed"),
    [
        ("O13", "intercommunalités", ""),
        ("S02", "départements", "intercommunalités"),  # published by commune and département
        ("S09-CAF", "communes", "départements"),
    ],
)
def test_a_page_opens_on_a_level_that_holds_values(client, code, opened, closed):
    page = page_of(client, code)
    assert f'aria-current="page">{opened}' in page
    assert "ui-figure__dessin" in page
    if closed:
        assert f'<span class="ui-onglets__vide">{closed} <small>(aucune valeur)' in page


def test_a_level_without_values_that_an_address_asks_for_gives_way(client):
    assert 'aria-current="page">départements' in page_of(client, "S02", niveau="epci")


def test_an_indicator_by_sex_is_drawn_for_one_sex_at_a_time(client):
    page = page_of(client, "M01", sexe="hommes")
    assert 'aria-current="page">hommes' in page and "sexe=femmes" in page


def test_a_count_is_given_in_files_and_never_drawn(client):
    page = page_of(client, "D01")
    assert "Un effectif ne se dessine pas" in page and "ui-figure__dessin" not in page
    assert file_of(client, "D01", "csv").status_code == 200


def test_files_say_what_the_api_says(client):
    expected = [(row["code"], row["periode"], row["value"]) for row in _rows("O13", "epci")]
    text = file_of(client, "O13", "csv").content.decode("utf-8-sig")
    read = csv.DictReader(io.StringIO(text), delimiter=";")
    assert [(r["code"], r["periode"], _number(r["value"])) for r in read] == expected
    frame = pl.read_parquet(io.BytesIO(file_of(client, "O13", "parquet").content))
    assert frame.select("code", "periode", "value").rows() == expected
    sheet = pl.read_excel(io.BytesIO(file_of(client, "O13", "xlsx").content))
    assert sheet["code"].to_list() == [code for code, _, _ in expected]


def test_geojson_keeps_a_masked_area_with_its_status(client):
    found = json.loads(file_of(client, "S02", "geojson", niveau="commune").content)
    masked = [f for f in found["features"] if f["properties"]["value"] is None]
    assert masked and all(f["properties"]["status"] not in ("valeur", "zero") for f in masked)
    assert {f["properties"]["periode"] for f in found["features"]} <= {"2021", "2020", None}
    areas = {row["code"] for row in _rows("S02", "commune")}
    assert len(found["features"]) == len(areas)


@pytest.mark.parametrize("figure", ["carte", "etendue"])
def test_a_figure_is_given_as_a_drawing(client, figure):
    url = reverse("observatoire:figure_indicateur", args=["O13", figure, "svg"])
    assert client.get(url).content.startswith(b"<svg")


@pytest.mark.parametrize(
    "address",
    [
        ("telecharger_indicateur", ["O13", "exe"]),
        ("telecharger_indicateur", ["O01", "csv"]),  # published for other areas than these
        ("figure_indicateur", ["O13", "carte", "exe"]),
        ("figure_indicateur", ["O13", "autre", "svg"]),
        ("figure_indicateur", ["D01", "carte", "svg"]),
    ],
)
def test_what_is_not_offered_is_a_clear_404(client, address):
    name, args = address
    assert client.get(reverse(f"observatoire:{name}", args=args)).status_code == 404


def test_an_indicator_leads_to_its_value_in_a_territory(client):
    assert 'name="indicateur" value="O13"' in page_of(client, "O13")
    query = {"q": "Orléans Métropole", "indicateur": "O13"}
    page = client.get(reverse("observatoire:chercher"), query).content.decode()
    assert "/territoires/epci:244500468/indicateurs/O13/" in page


def _rows(code, niveau):
    return values_over(code, "24", niveau)


def _number(text):
    return float(text.replace(",", ".")) if text else None
