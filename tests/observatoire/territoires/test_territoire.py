"""Territoires as users write them: canonical codes, former codes, unions, files, clear errors."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ancrage.observatoire.erreurs import CodeSortie, Erreur
from ancrage.observatoire.territoires import (
    Territoire,
    aire,
    aires,
    appartenance,
    departements_of,
    epci_of,
    parse_territoire,
    region_of,
    regions_of,
)

ORLEANS = "commune:45234"
METROPOLE = "epci:244500468"
DREUX = "epci:200040277"  # CA du Pays de Dreux: Eure-et-Loir and Eure, two régions


@pytest.mark.parametrize(
    ("texte", "niveau", "libelle", "communes"),
    [
        ("commune:45234", "commune", "Orléans", 1),
        ("epci:244500468", "epci", "Orléans Métropole", 22),
        ("departement:45", "departement", "Loiret", 325),
        ("departement:2A", "departement", "Corse-du-Sud", 124),
        ("departement:976", "departement", "Mayotte", 17),
        ("departement:75", "departement", "Paris", 1),
        ("departement:987", "departement", "Polynésie française", 48),
        ("region:24", "region", "Centre-Val de Loire", 1754),
        ("region:94", "region", "Corse", 360),
        ("france", "france", "France", 34_875),
    ],
)
def test_each_form_names_its_communes(texte: str, niveau: str, libelle: str, communes: int) -> None:
    found = parse_territoire(texte)
    assert (found.code, found.niveau, found.libelle) == (texte, niveau, libelle)
    assert len(found.communes) == communes
    assert list(found.communes) == sorted(set(found.communes))


@pytest.mark.parametrize(
    "texte", [" commune:45234 ", "Commune : 45234", "COM:45234", "commune:45 234"]
)
def test_case_and_spaces_do_not_matter(texte: str) -> None:
    assert parse_territoire(texte).code == ORLEANS


def test_a_departement_letter_may_be_lower_case() -> None:
    assert parse_territoire("departement:2a") == parse_territoire("departement:2A")


def test_the_same_code_may_hold_other_communes_at_another_vintage() -> None:
    assert len(parse_territoire("departement:28", 2024).communes) > len(
        parse_territoire("departement:28").communes
    )
    assert parse_territoire("commune:28025", 2024).notes == ()


@given(st.permutations([ORLEANS, "commune:18033", METROPOLE, "departement:36", "commune:18033"]))
@settings(max_examples=20, deadline=None)
def test_a_union_has_one_code_whatever_the_order_and_the_repeats(parts: list[str]) -> None:
    found = parse_territoire("+".join(parts))
    assert found.code == f"commune:18033+departement:36+{METROPOLE}"
    assert found.libelle == "Bourges, Indre et Orléans Métropole"
    assert found.niveau == "union"
    assert any("Orléans" in note for note in found.notes)


def test_all_the_communes_of_an_epci_are_not_the_epci_unless_asked_so() -> None:
    members = aire("epci", "244500468").communes
    union = parse_territoire("+".join(f"commune:{code}" for code in members))
    assert union.niveau == "union"
    assert union.communes == members
    assert parse_territoire(f"{METROPOLE}+{METROPOLE}").code == METROPOLE


def test_a_former_code_is_carried_and_said() -> None:
    found = parse_territoire("commune:28025")
    assert found.code == "commune:28319"
    assert "28025" in found.notes[0]
    assert "2024" in found.notes[0]


def test_an_arrondissement_becomes_its_commune() -> None:
    found = parse_territoire("commune:75105")
    assert (found.code, found.libelle) == ("commune:75056", "Paris")
    assert "arrondissement" in found.notes[0]


def test_a_name_can_be_given() -> None:
    assert parse_territoire(METROPOLE, libelle="CLS d'Orléans").libelle == "CLS d'Orléans"


def test_a_file_of_codes_is_a_list_with_a_stable_code(tmp_path: Path) -> None:
    path = tmp_path / "pays_de_loire.csv"
    path.write_bytes(
        "# périmètre 2023\r\ncode;nom\r\n45234;Orléans\r\n28025;Barmainville # absorbée\r\n"
        "\r\n45234;Orléans\r\n2a004;Ajaccio\r\n".encode("cp1252")
    )
    found = parse_territoire(str(path))
    assert found.communes == ("28319", "2A004", "45234")
    assert (found.niveau, found.libelle) == ("liste", "pays de loire")
    assert len(found.notes) == 1
    other = tmp_path / "autre.txt"
    other.write_text("2A004\n45234\n28319\n")
    assert parse_territoire(str(other)).code == found.code


def test_a_file_joins_a_union(tmp_path: Path) -> None:
    path = tmp_path / "liste.txt"
    path.write_text("18033\n36044\n")
    found = parse_territoire(f"{path}+{ORLEANS}")
    assert found.communes == ("18033", "36044", "45234")


def test_text_from_the_web_reads_no_file(tmp_path: Path) -> None:
    path = tmp_path / "liste.txt"
    path.write_text("45234\n")
    for texte in (str(path), f"{path}+{ORLEANS}"):
        with pytest.raises(Erreur, match="n'est pas un territoire"):
            parse_territoire(texte, files=False)


def test_a_wrong_code_in_a_file_names_its_line(tmp_path: Path) -> None:
    path = tmp_path / "liste.txt"
    path.write_text("45234\n1004\n")
    with pytest.raises(Erreur) as error:
        parse_territoire(str(path))
    assert error.value.ligne == 2
    assert error.value.sortie == CodeSortie.ENTREE
    assert "01004" in str(error.value)


@pytest.mark.parametrize("content", ["", "# rien\n\n", "code;nom\n"])
def test_a_file_without_code_is_refused(tmp_path: Path, content: str) -> None:
    path = tmp_path / "vide.txt"
    path.write_text(content)
    with pytest.raises(Erreur, match="aucun code"):
        parse_territoire(str(path))


@pytest.mark.parametrize(
    ("texte", "help_text"),
    [
        ("commune:1004", "commune:01004"),
        ("departement:1", "departement:01"),
        ("epci:244500469", "epci:244500468"),
        ("commune:jargau", "commune:45173"),
        ("orleans", "commune:45234"),
        ("45234", "commune:45234"),
        ("cls:jargeau", "plateforme"),
        ("absent.txt", "introuvable"),
        ("", "departement:45"),
        ("commune:45234+", "departement:45"),
        ("commune:99999", "99999"),
    ],
)
def test_an_unknown_territoire_comes_with_a_remedy(texte: str, help_text: str) -> None:
    with pytest.raises(Erreur) as error:
        parse_territoire(texte)
    assert help_text in str(error.value)


@given(st.text(max_size=40))
@settings(max_examples=150, deadline=None)
def test_any_text_gives_a_territoire_or_a_clear_error(texte: str) -> None:
    try:
        assert parse_territoire(texte).communes
    except Erreur as error:
        assert error.attendu


def test_an_epci_astride_two_regions_belongs_to_both() -> None:
    found = parse_territoire(DREUX)
    assert departements_of(found) == ("27", "28")
    assert regions_of(found) == ("24", "28")
    assert region_of(found) == "24"
    for region in ("24", "28"):
        assert DREUX in {area.code for area in aires("epci", region)}


def test_parents_of_a_union_come_from_all_its_communes() -> None:
    found = parse_territoire("commune:45234+commune:18033")
    assert departements_of(found) == ("18", "45")
    assert len(epci_of(found)) == 2
    assert region_of(parse_territoire("departement:987")) is None


def test_regions_share_out_france_without_overlap() -> None:
    rows = appartenance(aires("region"))
    assert rows["commune"].is_unique().all()
    assert set(rows["commune"]) == set(parse_territoire("france").communes)


def test_aires_of_a_region_are_only_its_own() -> None:
    assert len(aires("departement", "24")) == 6
    assert len(aires("commune", "24")) == 1754


@pytest.mark.usefixtures("region_miniature")
def test_the_invented_region_reads_like_the_real_one() -> None:
    found = parse_territoire("commune:00009+epci:990000002")
    assert found == Territoire(
        "commune:00003+epci:990000002",
        "Cormeau et CA de Fontelle",
        "union",
        2026,
        ("00003", "00005", "00006", "00007", "0A001"),
    )
    assert departements_of(found) == ("00", "0A")
    with pytest.raises(Erreur, match="45234"):
        parse_territoire(ORLEANS)


def test_a_name_never_holds_what_a_document_cannot() -> None:
    given = "Pays\x01 d'\x1bessai\nSud\u202f!\udcff"
    assert parse_territoire("commune:45234", libelle=given).libelle == "Pays  d' essai Sud\u202f!"
    assert parse_territoire("commune:45234", libelle="\x01").libelle == "Orléans"


def test_a_cell_longer_than_any_code_is_an_unknown_code(tmp_path: Path) -> None:
    path = tmp_path / "communes.csv"
    path.write_text('"' + "9" * 300_000 + '"\n45234\n', "utf-8")
    with pytest.raises(Erreur) as caught:
        parse_territoire(str(path))
    assert (caught.value.code, caught.value.ligne) == ("territoire_inconnu", 1)
    assert len(str(caught.value)) < 1000
