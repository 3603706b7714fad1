"""Extracts of a rarer shape: one sex, no year, arrondissements; and states left by hand."""

import re
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from scipy import sparse

from ancrage.observatoire import api
from ancrage.observatoire.api import CodeSortie, Erreur
from ancrage.observatoire.catalogue.chargement import read_toml
from ancrage.observatoire.catalogue.depots import DepotRestreint
from ancrage.observatoire.moteur import extraits
from ancrage.observatoire.moteur.faits_publics import TOUS, FaitPublic, relation
from ancrage.observatoire.moteur.repere_extraits import Frame
from ancrage.observatoire.moteur.secret_depots import SECRET, Cases, Compte, Contenu
from ancrage.observatoire.moteur.systeme_secret import MONTRE, System
from ancrage.observatoire.moteur.usages_depots import explain_silence
from tests.observatoire.moteur.attaque import Attaque
from tests.observatoire.moteur.depots.extrait import EXTRAIT, cut, deposit, rows, years
from tests.observatoire.moteur.depots.test_depots_lies import (
    CONTENUS,
    INDICATEURS,
    attack,
    forget,
    learn_values,
    truth,
)
from tests.observatoire.moteur.region import MEMBRES

SEUIL = 5
FENETRE = ("2014", "2015", "2016", "2017")


NAMES = ("COM", "ANNEE", "SEXE", "CLAGE", "CAUSE", "NB_DECES")
KEYS = {
    "ANNEE": r'periode = "ANNEE"\n',
    "SEXE": r'sexe = "SEXE"\n|\[sexes\][^\[]*',
    "CLAGE": r'age = "CLAGE"\n|\[ages\][^\[]*',
}


def summed(files: Path, code: str, indicateurs: str, column: str) -> tuple[Path, Path]:
    """Write the extract without one of its columns, nor population: its cells added."""
    extrait, description = cut(files, code, {'population = "POP"\n': ""}, indicateurs=indicateurs)
    kept = [rank for rank, name in enumerate(NAMES[:-1]) if name != column]
    cells: dict[str, int] = {}
    for line in extrait.read_text("utf-8").splitlines()[1:]:
        found = line.split(";")
        key = ";".join(found[rank] for rank in kept)
        cells[key] = cells.get(key, 0) + int(found[5])
    head = ";".join(name for name in NAMES if name != column)
    extrait.write_text("\n".join([head, *(f"{k};{n}" for k, n in cells.items())]) + "\n", "utf-8")
    description.write_text(re.sub(KEYS[column], "", description.read_text("utf-8")), "utf-8")
    return extrait, description


def test_an_extract_without_sexes_is_protected_and_answers_for_both_together(files: Path) -> None:
    told = api.add_depot(*summed(files, "causes", INDICATEURS["M07"], "SEXE")).valeurs
    assert set(told["sexe"]) == {"ensemble"}
    count = sum(int(row["NB_DECES"]) for row in rows() if row["CAUSE"].startswith("C"))
    assert told.filter(aire="region:99")["numerator"].to_list() == [count]
    assert told.filter(pl.col("numerator") < SEUIL, pl.col("numerator") > 0).is_empty()
    assert "secret" in told["status"]
    assert attack(files / EXTRAIT) == []


def test_two_extracts_without_years_are_solved_together(files: Path) -> None:
    """Cancers at any age, then all causes under 65: what both count is cut from one of them."""
    api.add_depot(*summed(files, "causes", INDICATEURS["M07"], "ANNEE"))
    api.add_depot(*summed(files, "debut", INDICATEURS["M04"], "ANNEE"))
    assert {item.statuts["secret"] > 0 for item in api.list_depots()} == {True}
    told = {("causes", "M07"): CONTENUS["cepidc_fictif", "M07"],
            ("debut", "M04"): CONTENUS["cepidc_fictif", "M04"]}  # fmt: skip
    reader = Attaque(SEUIL, MEMBRES, {f"{depot} {code}": g for (depot, code), g in told.items()})
    learn_values(reader, api.list_depots())
    assert list(reader.leaks(truth(files / EXTRAIT, reader.contenu))) == []


def test_a_public_window_inside_a_pooled_extract_never_exceeds_it(files: Path) -> None:
    """2013 alone, public: at most the deaths of 2013 to 2017 that the extract counts."""
    paths = summed(files, "causes", INDICATEURS["M03"], "ANNEE")
    lu = extraits.read_cells(paths[0], read_toml(paths[1], DepotRestreint), paths[0].name)
    frame = Frame([lu])
    own = lu.events(lu.depot.periodes)
    more = {code: count + 3 for code, count in own.items()}
    fact = FaitPublic("s", "2013", frozenset({"2013"}), more)
    (compte,) = frame.public_counts([lu], [fact], complete=True)
    told = dict(zip(frame.aires["aire"], compte.cases.observed[:, -1], strict=True))
    assert {code: told[f"commune:{code}"] for code in own} == own
    (partial,) = frame.public_counts([lu], [fact], complete=False)
    free = dict(zip(frame.aires["aire"], partial.cases.observed[:, -1], strict=True))
    assert {code: free[f"commune:{code}"] for code in own} == more


def test_arrondissements_are_counted_in_their_commune(region_miniature: Path) -> None:
    """Two arrondissements of one commune: 3 + 4; one masked cell masks the sum."""
    parent = {"00901": "00001", "00902": "00001"}
    rows = [("00901", "1", 3.0, "valeur"), ("00902", "1", 4.0, "valeur"),
            ("00901", "2", 6.0, "valeur"), ("00902", "2", None, "secret"),
            ("00002", "1", 5.0, "valeur")]  # fmt: skip
    prepared = pl.DataFrame(
        [(code, "commune", "2013", sexe, "0", "M", value, status, rank)
         for rank, (code, sexe, value, status) in enumerate(rows)],
        schema=["code", "niveau", "periode", "sexe", "age", "mesure", "value", "status", "ligne"],
        orient="row",
    )  # fmt: skip
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(extraits, "parent_of_arrondissement", lambda: parent)
        merged = extraits._merge_arrondissements(prepared)
    assert merged.select("code", "sexe", "value", "status").rows() == [
        ("00001", "1", 7.0, "valeur"),
        ("00001", "2", None, "secret"),
        ("00002", "1", 5.0, "valeur"),
    ]


def test_a_missing_extract_is_told(files: Path) -> None:
    with pytest.raises(Erreur) as caught:
        api.add_depot(files / "absent.csv", files / "depot.toml")
    assert caught.value.code == "extrait_absent"


def test_a_standardised_rate_needs_ages(files: Path) -> None:
    own = '[[indicateurs]]\ncode = "M07"\ncauses = ["C00-C97"]\n'
    extrait, description = summed(files, "causes", own, "CLAGE")
    text = description.read_text("utf-8").replace("[colonnes]", '[colonnes]\npopulation = "POP"')
    description.write_text(text, "utf-8")
    lines = extrait.read_text("utf-8").splitlines()
    whole = [f"{lines[0]};POP", *(f"{line};1000" for line in lines[1:])]
    extrait.write_text("\n".join(whole) + "\n", "utf-8")
    with pytest.raises(Erreur) as caught:
        api.add_depot(extrait, description)
    assert (caught.value.code, caught.value.colonne) == ("age_absent", "colonnes.age")


def test_an_unknown_deposit_is_answered_with_the_known_ones(files: Path) -> None:
    deposit(files)
    with pytest.raises(Erreur, match="cepidc_autre") as caught:
        api.find_depot("cepidc_autre")
    assert (caught.value.attendu, caught.value.sortie) == ("cepidc_fictif", CodeSortie.USAGE)


def test_unreadable_facts_of_a_deposit_are_told(files: Path) -> None:
    (deposit(files).dossier / "controle.json").write_text("{", "utf-8")
    with pytest.raises(Erreur) as caught:
        api.list_depots()
    assert caught.value.code == "depot_abime"


def test_the_same_deposit_removed_twice_leaves_one_trace(files: Path) -> None:
    left = []
    for _ in range(2):
        root = deposit(files).dossier.parent
        api.remove_depot("cepidc_fictif")
        left.append(len(list(root.rglob("valeurs.parquet"))))
    assert left == [1, 1]
    assert list(root.rglob("extrait")) == []


def test_a_nameless_trace_of_other_years_stops_nothing(files: Path) -> None:
    paths = cut(files, "avant", years("2013"), lambda row: row["ANNEE"] == "2013")
    forget(api.add_depot(*paths), lambda facts: facts.pop("causes"))
    api.remove_depot("avant")
    after = cut(files, "apres", years(*FENETRE), lambda row: row["ANNEE"] in FENETRE)
    assert api.add_depot(*after).statuts["valeur"] > 0


def test_a_removed_deposit_of_another_family_weighs_nothing(files: Path) -> None:
    """Deaths and stays that patients made: nothing ties their counts once one is gone."""
    before = deposit(files)
    api.remove_depot("cepidc_fictif")
    told = api.add_depot(*cut(files, "depistage", {'famille = "cepidc"': 'famille = "depistage"'}))
    assert told.statuts == before.statuts


def test_a_public_source_without_some_communes_is_compared_on_the_others(files: Path) -> None:
    paths = cut(files, "causes", indicateurs=INDICATEURS["M03"])
    depot = read_toml(paths[1], DepotRestreint)
    lu = extraits.read_cells(paths[0], depot, paths[0].name)
    own = lu.events(depot.periodes)
    known = {code: count for code, count in own.items() if code != "00001"}
    fact = FaitPublic("s", "2013-2017", frozenset(depot.periodes), known)
    assert relation(lu, [fact], paths[1]) == TOUS


def test_an_expired_deposit_explains_only_the_silence_of_its_own(files: Path) -> None:
    item = deposit(files)
    description = item.dossier / "depot.toml"
    description.write_text(description.read_text("utf-8").replace("2099", "2020"), "utf-8")
    (item.dossier / "controle.json").touch()
    explain_silence("S05", "diagnostic")  # nothing to say of an indicateur that it never held
    with pytest.raises(Erreur, match="a expiré") as caught:
        explain_silence("M07", "diagnostic")
    assert caught.value.code == "usage_non_permis"


# Three areas: two communes and both together. NaN: erased with its deposit.
LIENS = sparse.csr_array(np.array([[1.0, 0], [0, 1], [1, 1]]))
TOUT = Contenu(frozenset({"2013"}), frozenset({("A", 0)}))


def compte(counts: list[float], marks: list[str] | None = None, *, public: bool = False) -> Compte:
    observed = np.array([counts]).T
    cases = Cases(observed, np.ones(observed.shape, dtype=bool), LIENS, np.arange(2))
    told = None if marks is None else np.array([marks], dtype="<U20").T
    return Compte("", cases, TOUT, told, public)


def solve(*comptes: Compte) -> System:
    system = System()
    for one in comptes:
        system.add_measure(one)
    system.link()
    system.tables(SEUIL)
    return system


NAN = float("nan")


def test_a_masked_count_that_a_new_extract_makes_large_is_a_contradiction() -> None:
    removed = compte([NAN, 20, NAN], [SECRET, MONTRE, ""])
    with pytest.raises(Erreur, match="d'une case masquée"):
        solve(removed, compte([9, 20, 29]))


def test_erased_counts_that_no_table_allows_are_a_contradiction() -> None:
    """20 and a small count never make 29."""
    with pytest.raises(Erreur, match="ne s'additionnent pas"):
        solve(compte([NAN, 20, 29], [SECRET, MONTRE, MONTRE]))


def test_a_public_count_gives_way_to_what_an_erased_deposit_showed() -> None:
    """A public 26 for both communes, 20 shown of one, a mark on the other: 24 at most."""
    removed = compte([NAN, 20, NAN], [SECRET, MONTRE, ""])
    system = solve(removed, compte([6, 20, 26], public=True))
    counts = [cell.count for cell in system.cells]
    assert 1 <= counts[0] < SEUIL
    assert counts[2] == counts[0] + counts[1]
