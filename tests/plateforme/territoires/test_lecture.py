"""A pasted list: whatever people paste is read, and what is not understood is told by line."""

import pytest

from ancrage.observatoire import api
from ancrage.plateforme.territoires.lecture import read_liste


@pytest.mark.parametrize(
    "texte",
    [
        "45234\n45008",
        "45234, 45008",
        "code;nom\n45234;Orléans\n45008;Artenay",
        "45234\tOrléans\t116 000\n45008\tArtenay\t1 800",
        "commune:45234 + commune:45008",
        "orleans\nartenay",
        "# ma liste\n\n45234\n45008\n",
    ],
)
def test_the_usual_ways_to_write_a_list_are_read(texte):
    lue = read_liste(texte)
    assert (lue.communes, lue.refus) == (("45008", "45234"), ())


def test_an_epci_brings_its_communes():
    assert read_liste("epci:244500468").communes == api.parse_territoire("epci:244500468").communes


def test_a_former_code_is_carried_and_said():
    lue = read_liste("28276")
    assert lue.communes == ("28319",)
    assert "28276" in lue.notes[0]


def test_what_is_not_understood_is_told_with_its_line_and_the_rest_is_read():
    lue = read_liste("45234\nOrléanx-sur-Nulle-Part\n99999")
    assert lue.communes == ("45234",)
    assert [refus.split(" :")[0] for refus in lue.refus] == ["Ligne 2", "Ligne 3"]


def test_a_name_that_looks_like_a_header_is_not_left_out_in_silence():
    assert read_liste("commune;population\n45234;116238").refus == ()
    assert "Ligne 1" in read_liste("commune inventée").refus[0]


def test_namesakes_are_not_guessed():
    lue = read_liste("Saint-Aubin")
    assert lue.communes == ()
    assert "plusieurs territoires" in lue.refus[0]


def test_no_file_of_the_server_is_ever_read(tmp_path):
    path = tmp_path / "liste.txt"
    path.write_text("45234")
    assert read_liste(str(path)).communes == ()


def test_a_list_is_read_in_its_vintage():
    # Malesherbes and Mainvilliers (45190) were two communes in 2015; they have merged since.
    assert read_liste("Malesherbes\n45190", 2015).communes == ("45190", "45191")
    lue = read_liste("Le Malesherbois", 2015)
    assert lue.communes == () and "2026" in lue.refus[0]


def test_an_epci_has_no_list_before_the_embedded_vintages():
    lue = read_liste("epci:244500468", 2015)
    assert lue.communes == ()
    assert "d'avant 2021" in lue.refus[0]


def test_a_code_of_another_year_is_told_with_that_year():
    # 45191 exists in both years, 45190 only until 2015.
    assert "millésime 2015" in read_liste("45190", 2016).refus[0]


def test_a_namesake_is_the_one_that_was_chosen():
    lue = read_liste("Olivet")
    (doute,) = lue.ambigues
    assert [one.code for one in doute.homonymes] == ["commune:45232", "commune:53169"]
    assert read_liste("Olivet", choisis={doute.cle: "commune:45232"}).communes == ("45232",)
    assert read_liste("Olivet", choisis={doute.cle: "commune:75056"}).communes == ()
