"""The shipped store: open licences only, traced, and the same figures as a full build."""

from pathlib import Path

import pytest

from ancrage.observatoire import api
from ancrage.observatoire.moteur.magasin import Magasin, embedded_dir

PAYS = "epci:200070100+epci:244500427+epci:244500484"


@pytest.fixture
def embarque(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Magasin:
    """Use the embedded store: no store of the user's."""
    monkeypatch.setenv("ANCRAGE_STATE_DIR", str(tmp_path / "vide"))
    return Magasin(embedded_dir())


def test_only_sources_that_may_be_redistributed_are_shipped(embarque: Magasin) -> None:
    known = api.sources()
    shipped = set(embarque.provenances["source"])
    assert shipped
    assert all(known[code].diffusable for code in shipped)
    assert not [code for code in shipped if code.startswith(("cartosante", "ars_"))]


def test_every_shipped_figure_names_a_file_with_its_checksum(embarque: Magasin) -> None:
    keys = ["indicateur", "serie", "periode"]
    orphans = embarque.comptes.join(embarque.provenances, on=keys, how="anti")
    assert orphans.is_empty()
    assert embarque.provenances["sha256"].str.len_chars().eq(64).all()


def test_the_shipped_store_is_small() -> None:
    assert sum(path.stat().st_size for path in embedded_dir().iterdir()) < 10_000_000


def test_a_pays_has_its_profile_without_any_file(embarque: Magasin) -> None:
    profil = api.profile(PAYS)
    assert len(profil.territoire.communes) == 49
    population = profil.latest("D01")
    assert population is not None
    assert population.status == "valeur"
    poverty = profil.latest("S02")
    assert poverty is not None
    assert poverty.status == "non_additif"
    assert len(poverty.membres) == 49


@pytest.mark.donnees_officielles
def test_the_shipped_figures_are_those_of_the_official_files(
    donnees_officielles: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ANCRAGE_STATE_DIR", str(tmp_path / "vide"))
    shipped = {t: values(t) for t in ("epci:244500468", PAYS, "commune:45234", "departement:28")}
    monkeypatch.setenv("ANCRAGE_STATE_DIR", str(tmp_path / "etat"))
    api.load(donnees_officielles)
    for territoire, before in shipped.items():
        after = values(territoire)
        assert {key: after.get(key) for key in before} == before


def values(territoire: str) -> dict[tuple[str, str | None, str], tuple[object, ...]]:
    """Return what is said of each entry of open licence: value, limits, status, verdicts."""
    known = api.sources()
    return {
        (v.code, v.periode, v.sexe): (
            v.value, v.lower, v.upper, v.status, v.niveau, v.position,
            tuple((c.code, c.value, c.verdict) for c in v.comparaisons),
        )
        for v in api.profile(territoire).indicateurs
        if v.source and known[v.source.code].diffusable
    }  # fmt: skip
