"""Public counts of the same events: the reader has them already, the masks reckon with it."""

import csv
import shutil
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

from ancrage.observatoire import api
from ancrage.observatoire.api import CodeSortie, Erreur
from ancrage.observatoire.moteur.faits_publics import FaitPublic, known_totals
from tests.observatoire.moteur.attaque import Attaque
from tests.observatoire.moteur.depots.extrait import EXTRAIT, Edit, cut, deposit, years
from tests.observatoire.moteur.depots.test_depots_lies import (
    CONTENUS,
    INDICATEURS,
    SEUIL,
    blocks,
    learn_values,
    truth,
)
from tests.observatoire.moteur.portes_attaque import read_json
from tests.observatoire.moteur.region import MEMBRES, commune_of

PUBLIC = {("M03-BRUT", "2013-2018"): "public"}
TOUS = blocks("tous", 2013, 2017)


Publish = Callable[[], None]


def deaths(extrait: Path) -> dict[str, float]:
    """Count the deaths of 2013 to 2017 by commune of today, and in the larger areas."""
    found: dict[str, float] = defaultdict(float)
    with extrait.open(encoding="utf-8") as lines:
        for row in csv.DictReader(lines, delimiter=";"):
            for aire, members in MEMBRES.items():
                if commune_of(row["COM"]) in members:
                    found[aire] += int(row["NB_DECES"])
    return found


@pytest.fixture
def publish(tmp_path: Path, store_folder: Path, files: Path, edit: Edit) -> Publish:
    """Return a function that lets the public source count the deaths of the extract as it is.

    The extract is no longer an invented one: nobody knows invented deaths.
    """
    state = tmp_path / "etat" / "magasin"
    state.unlink()
    shutil.copytree(store_folder / "magasin", state, symlinks=True)
    edit("depot.toml", "fictif = true", "fictif = false")

    def write() -> None:
        counts = deaths(files / EXTRAIT)
        plain = {aire.partition(":")[2]: count for aire, count in counts.items()}
        for name, key, known in (("comptes", "code", plain), ("valeurs", "aire", counts)):
            path = state / "courant" / f"{name}.parquet"
            told = pl.col(key).replace_strict(known, default=None, return_dtype=pl.Float64)
            mine = (pl.col("indicateur") == "M03-BRUT") & (pl.col("periode") == "2013-2018")
            count = pl.when(mine & told.is_not_null()).then(told).otherwise("numerator")
            pl.read_parquet(path).with_columns(numerator=count).write_parquet(path)

    return write


def thin(extrait: Path, kept: dict[str, tuple[int, int]]) -> None:
    """Keep so many cancers, and other deaths, in some communes."""
    head, *body = extrait.read_text("utf-8").splitlines()
    left = {code: list(numbers) for code, numbers in kept.items()}
    lines = []
    for line in body:
        cells = line.split(";")
        commune = commune_of(cells[0])
        if commune in left:
            kind = 0 if cells[4].startswith("C") else 1
            count = min(int(cells[5]), left[commune][kind])
            left[commune][kind] -= count
            line = ";".join([*cells[:5], str(count), *cells[6:]])
        lines.append(line)
    extrait.write_text("\n".join([head, *lines]) + "\n", "utf-8")


# Four deaths, three of them cancers, in each of two communes of the same EPCI.
FEW = {"00001": (3, 1), "00002": (3, 1)}


def attack(extrait: Path, folder: Path) -> tuple[Attaque, Attaque]:
    """Read the public counts at the door, then what the deposits show; return both readers."""
    contents = {f"{depot} {code}": group for (depot, code), group in CONTENUS.items()}
    readers = [Attaque(SEUIL, MEMBRES, contents | {"public": TOUS}) for _ in range(2)]
    for reader in readers:
        for aire in MEMBRES:
            reader.learn(aire, PUBLIC, read_json(api.profile(aire), folder))
    learn_values(readers[0], api.list_depots())
    return readers[0], readers[1]


CANCERS = INDICATEURS["M07"] + INDICATEURS["M11"]


def leaks(files: Path) -> list[object]:
    reader, public = attack(files / EXTRAIT, files)
    assert {cell[2] for cell in public.known} == {"public"}
    assert len(public.known) == len(MEMBRES)
    asked = {name for _, _, name in reader.known} | {name for _, _, name in reader.marks}
    told = truth(files / EXTRAIT, {name: reader.contenu[name] for name in asked - {"public"}})
    return list(reader.leaks(told, public))


@pytest.mark.parametrize("indicateurs", [CANCERS, INDICATEURS["M03"] + INDICATEURS["M07"]])
def test_public_counts_bound_no_masked_cell_tighter_than_they_do_alone(
    files: Path, publish: Publish, indicateurs: str
) -> None:
    thin(files / EXTRAIT, FEW)
    publish()
    item = api.add_depot(*cut(files, "causes", indicateurs=indicateurs))
    relation = "tous" if "M03" in indicateurs else "partie"
    assert f"insee_comparateur 2013-2018 : {relation}" in item.publics
    assert leaks(files) == []


def test_without_them_the_same_reader_finds_masked_counts(
    files: Path, publish: Publish, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the test above would miss: a deposit blind to what the observatory shows beside it."""
    thin(files / EXTRAIT, FEW)
    publish()
    monkeypatch.setattr("ancrage.observatoire.moteur.admission.read_public_facts", lambda *_: [])
    api.add_depot(*cut(files, "causes", indicateurs=CANCERS))
    assert leaks(files)


def test_a_window_inside_the_public_one_is_bounded_by_it(files: Path, publish: Publish) -> None:
    thin(files / EXTRAIT, FEW)
    publish()
    span = ("2014", "2015", "2016", "2017")
    paths = cut(files, "fenetre", years(*span), lambda row: row["ANNEE"] in span)
    assert api.add_depot(*paths).publics
    assert leaks(files) == []


def test_two_windows_and_the_public_total_are_solved_together(
    files: Path, publish: Publish
) -> None:
    thin(files / EXTRAIT, FEW)
    publish()
    for code, first in (("debut", 2013), ("fin", 2014)):
        span = [str(year) for year in range(first, first + 4)]
        paths = cut(files, code, years(*span), lambda r, s=span: r["ANNEE"] in s, CANCERS)
        api.add_depot(*paths)
    assert leaks(files) == []


def test_public_deaths_less_cancers_never_tell_two_other_deaths(
    files: Path, publish: Publish
) -> None:
    """30 deaths are public: 28 cancers shown beside them would tell that two died otherwise."""
    thin(files / EXTRAIT, {"00001": (28, 2)})
    publish()
    item = api.add_depot(*cut(files, "causes", indicateurs=INDICATEURS["M07"]))
    told = item.valeurs.filter(aire="commune:00001", sexe="ensemble")
    assert told["status"].to_list() == ["secret_secondaire"]


def test_a_small_count_that_is_public_stays_masked_here_and_takes_nothing_along(
    files: Path, publish: Publish
) -> None:
    """The agreement masks it whoever else gives it; no other total is lost for it."""
    thin(files / EXTRAIT, {"00004": (1, 2)})
    publish()
    item = api.add_depot(*cut(files, "causes", indicateurs=INDICATEURS["M03"]))
    told = item.valeurs.filter(indicateur="M03", sexe="ensemble")
    assert told.filter(aire="commune:00004")["status"].to_list() == ["secret"]
    others = told.filter(pl.col("aire") != "commune:00004")
    assert set(others["status"]) <= {"valeur", "zero"}


def test_the_events_named_by_the_description_are_declared_by_a_public_source(
    files: Path, publish: Publish, edit: Edit
) -> None:
    publish()
    edit("depot.toml", "seuil = 5", 'seuil = 5\nevenements = "mariages"')
    with pytest.raises(Erreur, match="Aucune source publique") as refused:
        deposit(files)
    assert (refused.value.code, refused.value.colonne) == ("evenements_inconnus", "evenements")
    assert "deces_domicilies" in (refused.value.attendu or "")
    assert api.list_depots() == []


def test_an_extract_of_some_causes_cannot_be_declared_whole(files: Path, publish: Publish) -> None:
    publish()
    edits = {"seuil = 5": "seuil = 5\ntoutes_causes = true"}
    paths = cut(files, "autre", edits, lambda r: r["CAUSE"].startswith("C"), INDICATEURS["M07"])
    with pytest.raises(Erreur, match="disent le contraire") as refused:
        api.add_depot(*paths)
    assert refused.value.sortie == CodeSortie.REFUS


@pytest.mark.parametrize("line", ['evenements = ""', 'famille = "depistage"', "fictif = true"])
def test_other_events_are_not_bounded_by_the_public_ones(
    files: Path, publish: Publish, edit: Edit, line: str
) -> None:
    publish()
    old = {"evenements": "seuil = 5", "famille": 'famille = "cepidc"', "fictif": "fictif = false"}
    was = old[line.split(" ")[0]]
    edit("depot.toml", was, line if was != "seuil = 5" else f"{was}\n{line}")
    assert deposit(files).publics in ([], ())


def test_more_events_than_the_public_ones_are_other_events(files: Path, publish: Publish) -> None:
    """The same extract, every count doubled: these are not the deaths that the source counts."""
    publish()
    lines = (files / EXTRAIT).read_text("utf-8").splitlines()
    cells = [line.split(";") for line in lines[1:]]
    twice = [";".join([*c[:5], str(2 * int(c[5])), *c[6:]]) for c in cells]
    (files / EXTRAIT).write_text("\n".join([lines[0], *twice]) + "\n", "utf-8")
    part = cut(files, "part", {"seuil = 5": "seuil = 5\ntoutes_causes = false"})
    with pytest.raises(Erreur, match="compte une partie des événements"):
        api.add_depot(*part)
    assert api.add_depot(*cut(files, "double")).publics == []


def fact(first: int, last: int, **counts: float) -> FaitPublic:
    span = frozenset(str(year) for year in range(first, last + 1))
    return FaitPublic("s", f"{first}-{last}", span, counts)


def span(first: int, last: int) -> frozenset[str]:
    return frozenset(str(year) for year in range(first, last + 1))


def test_the_total_of_a_window_comes_from_sums_and_differences() -> None:
    facts = [fact(2013, 2018, a=30, b=9), fact(2018, 2018, a=4, b=2), fact(2019, 2019, a=5)]
    assert known_totals([span(2013, 2017)], facts) == {span(2013, 2017): {"a": 26, "b": 7}}
    assert known_totals([span(2018, 2019)], facts) == {span(2018, 2019): {"a": 9}}


def test_a_window_that_no_sum_gives_is_bounded_from_above_and_from_below() -> None:
    facts = [fact(2013, 2017, a=30), fact(2018, 2022, a=40), fact(2015, 2015, a=6)]
    assert known_totals([span(2014, 2018)], facts) == {
        span(2013, 2022): {"a": 70},
        span(2015, 2015): {"a": 6},
    }
    assert known_totals([span(2023, 2024)], facts) == {}
