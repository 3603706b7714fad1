"""Search forgives accents, hyphens, « St », typing errors, and knows former communes."""

import pytest

from ancrage.observatoire.territoires.recherche import chercher, fold


@pytest.mark.parametrize(
    ("texte", "code"),
    [
        ("orleans", "commune:45234"),
        ("ORLÉANS", "commune:45234"),
        ("jargau", "commune:45173"),
        ("St-Jean-de-Braye", "commune:45284"),
        ("saint jean de braye", "commune:45284"),
        ("la roche s/ yon", "commune:85191"),
        ("l'hay les roses", "commune:94038"),
        ("Saint Etiene", "commune:42218"),
        ("Barmainville", "commune:28319"),
        ("Freigné", "commune:44180"),
        ("loiret", "departement:45"),
        ("centre val de loire", "region:24"),
        ("CC des portes de sologne", "epci:200005932"),
        ("45234", "commune:45234"),
        ("2a", "departement:2A"),
        ("244500468", "epci:244500468"),
        ("france", "france"),
    ],
)
def test_the_first_hit_is_the_one_meant(texte: str, code: str) -> None:
    assert chercher(texte)[0].code == code


def test_namesakes_are_told_apart_by_their_departement() -> None:
    hits = [hit for hit in chercher("saint denis") if hit.libelle == "Saint-Denis"]
    assert len(hits) >= 4
    assert len({hit.precision for hit in hits}) == len(hits)


def test_a_former_commune_is_shown_as_such() -> None:
    hit = chercher("barmainville")[0]
    assert hit.libelle == "Neuville Saint Denis"
    assert "ancienne commune Barmainville" in hit.precision


@pytest.mark.parametrize("texte", ["", "  ", "zzzzqqqq", "!?"])
def test_nothing_found_is_an_empty_list(texte: str) -> None:
    assert chercher(texte) == []


def test_the_limit_holds_and_no_territoire_comes_twice() -> None:
    hits = chercher("saint", limite=7)
    assert len(hits) == 7
    assert len({hit.code for hit in hits}) == 7


def test_fold_keeps_words_apart() -> None:
    assert fold("Ste-Mère-l'Église s/Œuf") == "sainte mere l eglise sur oeuf"


def test_a_former_name_under_the_same_code_is_found() -> None:
    # Malesherbes took the name Le Malesherbois when others joined it: its code stayed 45191.
    best = chercher("Malesherbes", 1)[0]
    assert (best.code, best.libelle) == ("commune:45191", "Le Malesherbois")
    assert "ancienne commune Malesherbes" in best.precision
