"""A quartier prioritaire is named with its communes; its figures never become the territory's."""

from pathlib import Path

import pytest

from ancrage.observatoire import api
from ancrage.observatoire.api import Valeur

pytestmark = pytest.mark.usefixtures("magasin")


def c2s(territoire: str) -> Valeur:
    found = api.profile(territoire).latest("S12-QPV")
    assert found is not None
    return found


def test_a_quartier_astride_is_named_in_each_of_its_communes_and_counted_whole() -> None:
    for commune in ("00005", "00007"):
        astride = next(
            item for item in api.quartiers_of(f"commune:{commune}") if item.code == "QP000002"
        )
        assert astride.libelle == "Le Grand Clos"
        assert astride.communes == ("Fontelle", "Hautbois")
        assert (astride.population, astride.periode) == (1480, "2022")  # POP_MUN of DEMO_2022


def test_a_territory_without_quartier_lists_none() -> None:
    assert api.quartiers_of("commune:00001") == ()


def test_the_share_of_each_quartier_is_listed_and_makes_no_figure_of_the_territory() -> None:
    valeur = c2s("epci:990000002")
    assert (valeur.status, valeur.value, valeur.comparaisons) == ("non_additif", None, ())
    assert "quartier" in (valeur.motif or "")
    # REVN_2022: (C_C2SNP + C_C2SP) / C
    assert [(m.code, m.libelle, m.value) for m in valeur.membres] == [
        ("qpv:QP000001", "Les Tilleuls", pytest.approx(100 * (1040 + 260) / 2808)),
        ("qpv:QP000002", "Le Grand Clos", pytest.approx(100 * (493 + 123) / 1332)),
    ]


def test_a_masked_quartier_stays_masked_in_the_list() -> None:
    (masked,) = c2s("commune:0A005").membres
    assert (masked.value, masked.status) == (None, "secret")


def test_a_figure_of_the_territory_is_preferred_to_its_quartiers() -> None:
    """S01 is published by EPCI and by quartier."""
    profil = api.profile("epci:990000002")
    listed = {m.code for v in profil.indicateurs if v.code == "S01" for m in v.membres}
    assert not any(code.startswith("qpv:") for code in listed)


def test_every_shipped_quartier_lies_in_communes_of_today(
    magasin: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("ANCRAGE_GEOGRAPHIE_DIR")
    monkeypatch.setenv("ANCRAGE_STATE_DIR", str(magasin / "vide"))  # the embedded figures
    found = {item.code: item for item in api.quartiers_of("epci:244500468")}
    assert found["QP045010"].libelle == "La Source"
    assert found["QP045010"].communes == ("Orléans",)
    assert found["QP045010"].population == 11284  # DEMO_2022, POP_MUN
