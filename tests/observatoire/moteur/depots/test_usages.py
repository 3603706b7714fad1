"""A deposit answers in tables, maps and distributions for its uses, and says so for others."""

from pathlib import Path

import pytest

from ancrage.observatoire import api
from ancrage.observatoire.api import CodeSortie, Erreur
from tests.observatoire.moteur.depots.extrait import Edit, deposit
from tests.observatoire.moteur.region import COMMUNES, MEMBRES

PERIODE = "2013-2017"
MASKS = {"secret", "secret_secondaire"}


def test_a_table_of_areas_gives_what_each_profile_gives(files: Path) -> None:
    deposit(files)
    table = api.profile_table(list(MEMBRES), usage="interne").filter(periode=PERIODE)
    for aire in MEMBRES:
        for valeur in api.profile(aire, period=PERIODE).series("M07"):
            (row,) = table.filter(aire=aire, indicateur="M07", sexe=valeur.sexe).to_dicts()
            assert (row["value"], row["status"]) == (valeur.value, valeur.status)
            assert (row["numerator"] is None) == (valeur.status in MASKS)


def test_a_map_shows_protected_values_and_keeps_statuses_apart(files: Path) -> None:
    item = deposit(files)
    carte = api.carte("region:99", "M03-ICM", usage="diagnostic")
    assert carte is not None
    assert "(extrait fictif)" in carte.source
    told = item.valeurs.filter(indicateur="M03-ICM", sexe="ensemble")
    kept = {aire: (value, status) for aire, value, status in
            told.select("aire", "value", "status").iter_rows()}  # fmt: skip
    assert {z.code: (z.value, z.status) for z in carte.zones} == {
        f"commune:{code}": kept[f"commune:{code}"] for code in COMMUNES
    }
    women = api.carte("region:99", "M07", sexe="femmes", usage="diagnostic", niveau="epci")
    assert women is None or all((z.value is None) == (z.status != "valeur") for z in women.zones)


def test_a_map_tells_secret_from_missing(files: Path) -> None:
    deposit(files)
    carte = api.carte("region:99", "M07-ICM", usage="interne")
    assert carte is not None
    statuses = {zone.status for zone in carte.zones}
    assert statuses & MASKS
    assert all(zone.value is None for zone in carte.zones if zone.status in MASKS)


def test_a_distribution_counts_the_masked_areas_without_their_values(files: Path) -> None:
    item = deposit(files)
    name, values, masked = api.distribution("commune:00001", "M07-ICM", PERIODE, usage="interne")
    told = item.valeurs.filter(indicateur="M07-ICM", sexe="ensemble", niveau="commune")
    assert values == sorted(told["value"].drop_nulls().to_list())
    assert (len(values) + masked, bool(name)) == (len(COMMUNES), True)


def test_what_anyone_may_read_holds_no_deposit(files: Path) -> None:
    deposit(files)
    assert api.carte("region:99", "M07-ICM") is None
    assert api.distribution("commune:00001", "M07-ICM", PERIODE)[1] == []
    assert api.profile_table(["commune:00001"]).filter(indicateur="M07-ICM").is_empty()


def test_a_use_out_of_the_agreement_gets_the_reason(edit: Edit) -> None:
    deposit(edit("depot.toml", '["diagnostic", "chiffres_cles", "interne"]', '["interne"]'))
    reason = "ne permet pas l'usage « diagnostic »"
    for ask in (
        lambda: api.carte("region:99", "M07-ICM", usage="diagnostic"),
        lambda: api.distribution("commune:00001", "M07-ICM", PERIODE, usage="diagnostic"),
    ):
        with pytest.raises(Erreur, match=reason) as refused:
            ask()
        assert refused.value.sortie == CodeSortie.REFUS
    rows = api.profile_table(["commune:00005"], usage="diagnostic").filter(indicateur="M07-ICM")
    assert set(rows["status"]) == {"manquant"}
    assert rows["value"].null_count() == rows["numerator"].null_count() == rows.height
    assert all(reason in motif for motif in rows["motif"])
    assert api.carte("region:99", "S02", usage="diagnostic") is not None  # open figures answer


def test_an_expired_deposit_says_since_when_it_is_silent(files: Path) -> None:
    item = deposit(files)
    path = item.dossier / "depot.toml"
    path.write_text(path.read_text("utf-8").replace("2099-12-31", "2020-12-31"), "utf-8")
    marker = item.dossier / "controle.json"
    marker.write_text(marker.read_text("utf-8") + "\n", "utf-8")
    with pytest.raises(Erreur, match="a expiré le 31/12/2020"):
        api.carte("region:99", "M07-ICM", usage="interne")
