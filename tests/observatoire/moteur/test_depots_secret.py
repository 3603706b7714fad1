"""Secrecy of a deposit: nothing small is the sum or difference of what is shown.

The attacker of these tests knows every shown count and every list of communes, and solves the
whole system at once, commune by commune and sex by sex: no shortcut in common with the engine.
"""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import sparse

from ancrage.observatoire import api
from ancrage.observatoire.erreurs import Erreur
from ancrage.observatoire.moteur.secret_depots import (
    OUVERT,
    Cases,
    Compte,
    Contenu,
    protect,
    protect_together,
)
from tests.conftest import FICHIERS_MINIATURE, GEOGRAPHIE_MINIATURE

SEUIL = 5
# Seven communes; EPCI a, b (astride) and c; départements x and y; the région.
EPCI = {"a": [0, 1, 2], "b": [3, 4], "c": [5, 6]}
DEPARTEMENTS = {"x": [0, 1, 2, 3], "y": [4, 5, 6]}
AREAS = [[c] for c in range(7)] + [*EPCI.values(), *DEPARTEMENTS.values(), list(range(7))]
Counts = list[list[int]]


def cases_of(counts: Counts) -> Cases:
    """Return the cells of every area: men, women, both (or one column)."""
    links = np.zeros((len(AREAS), 7))
    for row, members in enumerate(AREAS):
        links[row, members] = 1
    parts = links @ np.array(counts, dtype=float)
    observed = parts if parts.shape[1] == 1 else np.c_[parts, parts.sum(axis=1)]
    answered = np.ones(observed.shape, dtype=bool)
    return Cases(observed, answered, sparse.csr_array(links), np.arange(7))


def vectors(cases: Cases) -> np.ndarray:
    """Write every cell on the unknowns commune × sex."""
    links = cases.links.toarray()
    parts = cases.parts
    cells = np.zeros((*cases.observed.shape, 7, parts))
    for area in range(len(AREAS)):
        for column in range(cases.observed.shape[1]):
            sexes = range(parts) if column == parts or parts == 1 else [column]
            for sexe in sexes:
                cells[area, column, :, sexe] = links[area]
    return cells.reshape(*cases.observed.shape, -1)


def recovered(cases: Cases, status: np.ndarray) -> list[tuple[int, int]]:
    """Return the masked small cells that the shown ones give by linear combination."""
    cells = vectors(cases)
    shown = cells[status == OUVERT]
    rank = np.linalg.matrix_rank(shown) if shown.size else 0
    return [
        (int(area), int(column))
        for area, column in np.argwhere(status == "secret")
        if shown.size and np.linalg.matrix_rank(np.vstack([shown, cells[area, column]])) == rank
    ]


counts_of_two_sexes = st.lists(
    st.lists(st.integers(0, 14), min_size=2, max_size=2), min_size=7, max_size=7
)


@given(counts_of_two_sexes)
@settings(max_examples=120)
def test_no_combination_of_shown_counts_gives_a_small_one(counts: Counts) -> None:
    cases = cases_of(counts)
    status = protect(cases, SEUIL)
    small = (cases.observed > 0) & (cases.observed < SEUIL)
    assert (status[small] != OUVERT).all()
    assert recovered(cases, status) == []


@given(st.lists(st.integers(0, 40), min_size=7, max_size=7))
@settings(max_examples=80)
def test_no_remainder_of_an_area_is_a_small_sum(counts: list[int]) -> None:
    cases = cases_of([[count] for count in counts])
    status = protect(cases, SEUIL)
    for row, members in enumerate(AREAS):
        if status[row, 0] == OUVERT and len(members) > 1:
            hidden = sum(counts[c] for c in members if status[c, 0] != OUVERT)
            assert hidden == 0 or hidden >= SEUIL


def test_the_attack_finds_a_single_masked_commune() -> None:
    # 30 + 3 + 20: with 53 shown for the EPCI, one subtraction gives 3. The attacker must see it.
    cases = cases_of([[30], [3], [20], [15], [25], [40], [50]])
    naive = np.where((cases.observed > 0) & (cases.observed < SEUIL), "secret", OUVERT)
    assert recovered(cases, naive) == [(1, 0)]


def test_the_overlap_of_two_larger_areas_is_protected_though_nobody_shows_it() -> None:
    """{0, 1, 2} and {1, 2, 3}, and all four: 1 and 2 together, 4, follow by subtraction."""
    members = [[0], [1], [2], [3], [0, 1, 2], [1, 2, 3], [0, 1, 2, 3]]
    links = np.array([[float(c in area) for c in range(4)] for area in members])
    counts = links @ np.array([[20.0], [2.0], [2.0], [30.0]])
    cases = Cases(counts, counts >= 0, sparse.csr_array(links), np.arange(4))
    status = protect(cases, SEUIL)[:, 0]
    assert status[1:3].tolist() == ["secret", "secret"]
    assert status[0] != OUVERT or status[4] != OUVERT  # 24 less 20
    assert status[3] != OUVERT or status[5] != OUVERT  # 34 less 30


def test_one_masked_commune_takes_its_smallest_neighbour_along() -> None:
    status = protect(cases_of([[30], [3], [20], [15], [25], [40], [50]]), SEUIL)[:, 0]
    assert list(status[:7]) == ["", "secret", "secret_secondaire", "", "", "", ""]
    assert set(status[7:]) == {OUVERT}


def test_two_masked_communes_of_crossed_areas_are_protected() -> None:
    # One in each EPCI, one in each département: no single total gives them, their crossing does.
    cases = cases_of([[9], [3], [9], [9], [2], [9], [9]])
    naive = np.where((cases.observed > 0) & (cases.observed < SEUIL), "secret", OUVERT)
    assert recovered(cases, naive)
    assert recovered(cases, protect(cases, SEUIL)) == []


def test_shown_total_never_gives_away_the_other_sex() -> None:
    counts = [[20, 20]] * 7
    counts[5] = [2, 30]
    status = protect(cases_of(counts), SEUIL)
    assert status[5, 0] == "secret"
    assert OUVERT not in {status[5, 1], status[5, 0]} or status[5, 2] != OUVERT


def test_nothing_is_masked_without_a_small_count() -> None:
    counts = [[20, 0], [5, 5], [0, 0], [9, 9], [7, 7], [30, 30], [6, 8]]
    assert set(protect(cases_of(counts), SEUIL).ravel()) == {OUVERT}


BIG = [[30], [40], [20], [15], [25], [40], [50]]


ANNEE = frozenset({"2020"})
TOUS = Contenu(ANNEE, frozenset({("C", 0), ("X", 0)}))
CANCERS = Contenu(ANNEE, frozenset({("C", 0)}))
AUTRES = Contenu(ANNEE, frozenset({("X", 0)}))


def test_deaths_less_cancers_never_tell_two_other_deaths() -> None:
    tous = Compte("tous", cases_of(BIG), TOUS)
    cancers = Compte("C", cases_of([[10], [12], [18], [9], [8], [12], [20]]), CANCERS)
    status = protect_together([tous, cancers], SEUIL)
    assert OUVERT in (status["tous"][2, 0], status["C"][2, 0])  # 20 and 18: only one is shown
    assert status["tous"][2, 0] != status["C"][2, 0]
    apart = [protect(item.cases, SEUIL) for item in (tous, cancers)]
    assert {mark for found in apart for mark in found.ravel()} == {OUVERT}


def test_causes_that_make_up_the_whole_are_protected_by_one_another() -> None:
    cancers = [[27], [12], [18], [9], [8], [12], [20]]
    others = [[whole[0] - part[0]] for whole, part in zip(BIG, cancers, strict=True)]
    comptes = [Compte("tous", cases_of(BIG), TOUS), Compte("C", cases_of(cancers), CANCERS)]
    status = protect_together([*comptes, Compte("X", cases_of(others), AUTRES)], SEUIL)
    assert status["X"][0, 0] == "secret"  # 3 other deaths
    assert status["C"][0, 0] != OUVERT or status["tous"][0, 0] != OUVERT


def told(*marks: str) -> np.ndarray:
    """Return what an earlier deposit told of the seven communes, its larger areas unanswered."""
    return np.array([[mark] for mark in marks] + [[OUVERT]] * (len(AREAS) - 7), dtype="<U20")


def test_two_measures_of_the_same_events_are_one_cell_with_one_mark() -> None:
    counts = cases_of([[30], [3], [20], [15], [25], [40], [50]])
    status = protect_together([Compte("a", counts, TOUS), Compte("b", counts, TOUS)], SEUIL)
    assert status["a"].tolist() == status["b"].tolist()
    assert "secret" in status["a"]


def test_what_an_earlier_deposit_shows_is_known_and_the_new_one_masks_in_its_place() -> None:
    """Deaths 20 shown earlier: cancers 18 may not be shown beside them, the 20 are out."""
    earlier = Compte("", cases_of(BIG), TOUS, told(*["montre"] * 7))
    cancers = Compte("C", cases_of([[10], [12], [18], [9], [8], [12], [20]]), CANCERS)
    assert protect_together([earlier, cancers], SEUIL)["C"][2, 0] == "secret_secondaire"


def test_what_an_earlier_deposit_masked_stays_masked_under_the_same_mark() -> None:
    marks = ["montre", "secret_secondaire", "secret_secondaire", *["montre"] * 4]
    earlier = Compte("", cases_of(BIG), TOUS, told(*marks))
    status = protect_together([earlier, Compte("nouveau", cases_of(BIG), TOUS)], SEUIL)["nouveau"]
    assert status[:7, 0].tolist() == [mark.replace("montre", OUVERT) for mark in marks]


def test_two_counts_of_the_same_cell_cannot_be_protected_together() -> None:
    other = [[31], *BIG[1:]]
    with pytest.raises(Erreur, match="31 pour la même case") as refused:
        protect_together(
            [Compte("", cases_of(BIG), TOUS), Compte("b", cases_of(other), TOUS)], SEUIL
        )
    assert refused.value.sortie == api.CodeSortie.REFUS


@pytest.fixture(scope="module")
def valeurs(tmp_path_factory: pytest.TempPathFactory):
    """Return the protected values of the fictitious extract."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ANCRAGE_GEOGRAPHIE_DIR", str(GEOGRAPHIE_MINIATURE))
        patch.setenv("ANCRAGE_STATE_DIR", str(tmp_path_factory.mktemp("etat")))
        folder: Path = FICHIERS_MINIATURE / "depot"
        item = api.add_depot(folder / "cepidc_extrait_fictif.csv", folder / "depot.toml")
        return item.valeurs


COMMUNES = [f"0000{n}" for n in range(1, 8)] + [f"0A00{n}" for n in range(1, 6)]
GROUPES = {
    "epci:990000001": COMMUNES[:4],
    "epci:990000002": COMMUNES[4:8],
    "epci:990000003": COMMUNES[8:],
    "departement:00": COMMUNES[:7],
    "departement:0A": COMMUNES[7:],
    "region:99": COMMUNES,
}


@pytest.mark.parametrize("code", ["M03", "M04", "M07", "M11"])
def test_the_published_extract_resists_the_whole_system(valeurs, code: str) -> None:
    rows = {
        (row["aire"], row["sexe"]): row
        for row in valeurs.filter(indicateur=code).iter_rows(named=True)
    }
    members = {f"commune:{c}": [c] for c in COMMUNES} | GROUPES
    shown, masked = [], []
    for (aire, sexe), row in rows.items():
        if aire == "france":
            continue
        vector = np.zeros((len(COMMUNES), 2))
        columns = {"hommes": [0], "femmes": [1], "ensemble": [0, 1]}[sexe]
        for commune in members[aire]:
            vector[COMMUNES.index(commune), columns] = 1
        if row["numerator"] is not None:
            shown.append(vector.ravel())
        elif row["status"] == "secret":
            masked.append(vector.ravel())
    system = np.array(shown)
    rank = np.linalg.matrix_rank(system)
    assert all(np.linalg.matrix_rank(np.vstack([system, cell])) > rank for cell in masked)
    assert masked or code == "M03"


def test_rate_and_index_on_the_same_deaths_are_masked_alike(valeurs) -> None:
    keys = ["aire", "sexe"]
    masks = ["secret", "secret_secondaire"]
    rate = valeurs.filter(valeurs["status"].is_in(masks), indicateur="M07").select(keys)
    index = valeurs.filter(valeurs["status"].is_in(masks), indicateur="M07-ICM").select(keys)
    assert rate.height
    assert rate.sort(keys).equals(index.sort(keys))
