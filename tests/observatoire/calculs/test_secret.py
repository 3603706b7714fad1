"""Disclosure control of linked tables, against a twin that lists every possible table."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import sparse

from ancrage.observatoire.calculs import blocs_masques, secret
from ancrage.observatoire.calculs.secret import find_exposed, intervals, protect
from ancrage.observatoire.calculs.tables_liees import (
    INTERNE,
    OUVERT,
    SECONDAIRE,
    SECRET,
    Tables,
    primary,
)
from ancrage.observatoire.erreurs import Erreur


def tables(counts, rows, seuil=5, hidden=(), cost=None, **options):
    """Write linked tables; a row « [total, part, part] » says total = part + part."""
    matrix = np.zeros((len(rows), len(counts)))
    for rank, (total, *parts) in enumerate(rows):
        matrix[rank, total] = 1
        matrix[rank, parts] = -1
    shown = np.ones(len(counts), dtype=bool)
    shown[list(hidden)] = False
    chosen = np.arange(len(counts), dtype=float) if cost is None else np.array(cost, dtype=float)
    return Tables(
        np.array(counts, dtype=float), sparse.csr_array(matrix), seuil, shown, chosen, **options
    )


def possible(case, status, marks):
    """List every table of whole numbers that a reader cannot rule out: the slow twin."""
    rows = case.equations.toarray()
    top = int(case.counts.max()) + case.seuil
    spans = []
    for count, mark in zip(case.counts, status, strict=True):
        if mark == OUVERT:
            spans.append((int(count), int(count)))
        elif mark == SECRET and marks:
            spans.append((0 if case.zero_secret else 1, case.seuil - 1))
        else:
            spans.append((0, top))
    # Totals follow from their parts: only the cells that are never a total are drawn.
    totals = {int(np.flatnonzero(row == 1)[0]): np.flatnonzero(row == -1) for row in rows}
    free = [cell for cell in range(len(case.counts)) if cell not in totals]
    drawn = np.array(list(product(*(range(spans[c][0], spans[c][1] + 1) for c in free))))
    every = np.zeros((len(drawn), len(case.counts)))
    every[:, free] = drawn
    for _ in totals:
        for total, parts in totals.items():
            every[:, total] = every[:, parts].sum(axis=1)
    low, high = np.array(spans).T
    kept = ~(every @ rows.T).any(axis=1) & ((every >= low) & (every <= high)).all(axis=1)
    return every[kept]


def breaks(case, status):
    """Return the small cells that the twin bounds tighter than the rule."""
    watched = [i for i in range(len(status)) if case.small[i] and (case.shown[i] or case.counts[i])]
    found = set()
    for marks, room in ((True, 1), (False, case.seuil)):
        every = possible(case, status, marks)
        found |= {i for i in watched if np.ptp(every[:, i]) < room}
    return found


def test_a_small_count_is_masked_and_the_smallest_neighbour_with_it() -> None:
    solved = protect(tables([20, 3, 7, 10], [[0, 1, 2, 3]], cost=[9, 0, 0, 0]))
    assert solved.status.tolist() == [OUVERT, SECRET, SECONDAIRE, OUVERT]
    assert solved.exposed == ()


def test_two_masked_counts_whose_sum_is_small_take_a_third() -> None:
    solved = protect(tables([23, 1, 2, 20], [[0, 1, 2, 3]], cost=[9, 0, 0, 0]))
    assert solved.status.tolist() == [OUVERT, SECRET, SECRET, SECONDAIRE]


def test_marks_that_betray_by_themselves_are_blurred_and_the_total_stays() -> None:
    case = tables([6, 1, 1, 1, 1, 1, 1], [[0, 1, 2, 3, 4, 5, 6]], cost=[9, 0, 0, 0, 0, 0, 0])
    assert find_exposed(case, primary(case)) == [1, 2, 3, 4, 5, 6]
    solved = protect(case)
    assert solved.status[0] == OUVERT
    assert sorted(set(solved.status[1:].tolist())) == [SECRET, SECONDAIRE]
    assert breaks(case, solved.status) == set()


def test_two_fours_under_a_total_of_eight_are_not_told() -> None:
    case = tables([8, 4, 4], [[0, 1, 2]], cost=[9, 0, 0])
    assert breaks(case, primary(case)) == {1, 2}
    assert breaks(case, protect(case).status) == set()


def test_overlapping_areas_do_not_give_the_commune_of_their_difference() -> None:
    """Pays = EPCI + commune: masking the commune alone would be of no use."""
    case = tables([33, 30, 3, 12, 18], [[0, 1, 2], [1, 3, 4]], cost=[8, 5, 0, 0, 0])
    solved = protect(case)
    assert solved.status.tolist() == [OUVERT, SECONDAIRE, SECRET, SECONDAIRE, OUVERT]


def test_a_rest_that_is_never_shown_is_protected_too() -> None:
    """All causes 40, cancers 38: the two other deaths are a small count."""
    case = tables([40, 38, 2], [[0, 1, 2]], hidden=[2], cost=[1, 0, 0])
    assert protect(case).status.tolist() == [OUVERT, SECONDAIRE, INTERNE]


def test_a_rest_that_others_give_is_known_and_no_cell_is_lost() -> None:
    case = tables([30, 12, 18, 30], [[0, 1, 2], [3, 1, 2]], hidden=[2])
    assert protect(case).status.tolist() == [OUVERT, OUVERT, INTERNE, OUVERT]


def test_zeros_are_shown_by_default_and_masked_where_the_agreement_says_so() -> None:
    rows = [[0, 1, 2, 3]]
    assert protect(tables([20, 0, 9, 11], rows)).status.tolist() == [OUVERT] * 4
    solved = protect(tables([20, 0, 9, 11], rows, cost=[9, 0, 0, 0], zero_secret=True))
    assert solved.status.tolist() == [OUVERT, SECRET, SECONDAIRE, OUVERT]


def test_what_is_already_public_is_not_masked_and_what_it_gives_away_is_told() -> None:
    public = np.array([True, False, True])
    solved = protect(tables([12, 3, 9], [[0, 1, 2]], public=public))
    assert solved.status.tolist() == [OUVERT, SECRET, OUVERT]
    assert solved.exposed == (1,)


def test_a_small_count_already_public_is_neither_masked_nor_told() -> None:
    public = np.array([False, True, False])
    solved = protect(tables([12, 3, 9], [[0, 1, 2]], public=public))
    assert solved.status.tolist() == [OUVERT] * 3
    assert solved.exposed == ()


def test_what_an_earlier_publication_hid_stays_hidden() -> None:
    """Two vintages: the year between two windows is not the way to a masked window."""
    earlier = np.array([OUVERT, SECONDAIRE, OUVERT], dtype="<U20")
    solved = protect(tables([19, 10, 9], [[0, 1, 2]], cost=[9, 0, 0], marks=earlier))
    assert solved.status.tolist() == [OUVERT, SECONDAIRE, SECONDAIRE]


def test_a_mark_given_earlier_is_never_blurred_a_new_figure_goes_instead() -> None:
    """Six marks « at least 1 » under 6: the marks are out, so the total has to be masked."""
    earlier = np.array([OUVERT] + [SECRET] * 6, dtype="<U20")
    case = tables([6, *[1] * 6], [[0, 1, 2, 3, 4, 5, 6]], cost=[9, *[0] * 6], marks=earlier)
    solved = protect(case)
    assert solved.status.tolist() == [SECONDAIRE] + [SECRET] * 6
    assert solved.exposed == ()


def test_beside_a_public_total_even_a_zero_is_masked() -> None:
    """3 in all is public: « no woman » would tell that the 3 are men."""
    public = np.array([True, False, False])
    solved = protect(tables([3, 3, 0], [[0, 1, 2]], public=public))
    assert solved.status.tolist() == [OUVERT, SECRET, SECONDAIRE]
    assert solved.exposed == (1,)  # from 0 to 3: what the public total says, and no more


def test_shared_out_counts_are_protected_like_whole_ones() -> None:
    case = tables([20.5, 2.5, 8, 10], [[0, 1, 2, 3]], cost=[9, 0, 0, 0])
    assert protect(case).status.tolist() == [OUVERT, SECRET, SECONDAIRE, OUVERT]
    low, high = intervals(case, protect(case).status)
    assert low[1] == pytest.approx(0) and high[1] == pytest.approx(5)


def test_whole_numbers_are_asked_for_where_halves_would_do() -> None:
    """A triangle of pairs: the programme would share 4.5 as three times 1.5."""
    rows = [[6, 0, 1, 3], [7, 1, 2, 4], [8, 0, 2, 5]]
    case = tables([1, 1, 1, 1, 1, 1, 3, 3, 3], rows, seuil=3, hidden=range(6))
    assert find_exposed(case, primary(case)) == sorted(breaks(case, primary(case))) == []


def test_empty_tables_have_nothing_to_protect() -> None:
    assert protect(tables([12], [])).status.tolist() == [OUVERT]
    assert protect(tables([3], [])).status.tolist() == [SECRET]


def test_tables_that_do_not_add_up_are_refused() -> None:
    with pytest.raises(Erreur, match="ne s'additionnent pas"):
        tables([12, 3, 8], [[0, 1, 2]])


def test_a_threshold_below_two_is_refused() -> None:
    with pytest.raises(Erreur, match="Seuil de secret inutilisable"):
        tables([12], [], seuil=1)


@st.composite
def small_regions(draw):
    """Draw communes × two sexes, two overlapping groupings of communes, and their totals."""
    number = draw(st.integers(2, 3))
    seuil = draw(st.integers(3, 4))
    sexes = draw(st.booleans()) and number == 2
    columns = 3 if sexes else 1
    base = np.array(draw(st.lists(
        st.lists(st.integers(0, 5), min_size=columns - sexes, max_size=columns - sexes),
        min_size=number, max_size=number,
    )))  # fmt: skip
    groups = [tuple(range(number)), *draw(st.lists(st.sampled_from([(0, 1), (1, 2), (0, 2)][
        : 1 if number == 2 else 3
    ]), max_size=2, unique=True))]  # fmt: skip
    counts = [*base, *(base[list(group)].sum(axis=0) for group in groups)]
    full = [[*line, sum(line)] if sexes else list(line) for line in counts]
    rows = [
        [(number + g) * columns + c, *(member * columns + c for member in group)]
        for g, group in enumerate(groups)
        for c in range(columns)
    ]
    if sexes:
        rows += [[a * 3 + 2, a * 3, a * 3 + 1] for a in range(len(full))]
    cost = [10 * (a >= number) + 5 * (c == 2) for a in range(len(full)) for c in range(columns)]
    flat = [count for line in full for count in line]
    return tables(flat, rows, seuil=seuil, cost=cost, zero_secret=draw(st.booleans()))


@settings(max_examples=25, deadline=None)
@given(small_regions())
def test_no_small_count_is_bounded_tighter_than_the_rule_by_listing_all_tables(case) -> None:
    solved = protect(case)
    assert breaks(case, solved.status) == set(solved.exposed)
    assert solved.exposed == ()


@settings(max_examples=15, deadline=None)
@given(small_regions())
def test_the_programme_and_the_list_of_tables_agree_on_every_interval(case) -> None:
    status = primary(case)
    low, high = intervals(case, status)
    every = possible(case, status, marks=True)
    capped = high <= case.counts.max() + case.seuil  # the twin's list stops there
    assert np.allclose(low, every.min(axis=0))
    assert np.allclose(high[capped], every.max(axis=0)[capped])


@settings(max_examples=15, deadline=None)
@given(small_regions())
def test_marks_are_deterministic_and_only_hide(case) -> None:
    first, again = protect(case), protect(case)
    assert first.status.tolist() == again.status.tolist()
    small = case.small & case.shown
    assert set(first.status[small].tolist()) <= {SECRET, SECONDAIRE}
    assert SECRET not in first.status[~small].tolist()


def test_without_the_complementary_step_the_twin_finds_a_leak(monkeypatch) -> None:
    """What this file tests can fail: primary marks alone give the masked count away."""
    case = tables([20, 3, 7, 10], [[0, 1, 2, 3]])
    monkeypatch.setattr(secret, "close_rests", lambda *_: None)
    assert breaks(case, primary(case)) == {1}
    assert breaks(case, protect(case).status) == set()  # the programme alone closes it


@pytest.mark.parametrize("near", [1, 3, 5, 6, 7])
def test_searching_around_each_cell_first_leaves_no_leak(monkeypatch, near: int) -> None:
    """A witness found among neighbours is one of the whole: it never hides a gap."""
    rows = [[0, 1, 2, 3], [4, 5, 6, 7], [8, 0, 4], [9, 1, 5], [10, 2, 6], [11, 3, 7]]
    parts = [12, 1, 4, 7], [10, 2, 3, 5]
    totals = [22, 3, 7, 12]
    case = tables([*parts[0], *parts[1], *totals], rows, cost=[9, 0, 0, 0, 9, 0, 0, 0] + [5] * 4)
    whole = protect(case).status, find_exposed(case, primary(case))
    for name in ("NEAR", "CORE"):
        monkeypatch.setattr(blocs_masques, name, near)
    assert (protect(case).status == whole[0]).all()
    assert find_exposed(case, primary(case)) == whole[1]
    assert len(whole[1]) > 1
    assert find_exposed(case, whole[0]) == []


@pytest.mark.parametrize("size", [2, 2000])
def test_the_equations_around_a_cell_are_enough_to_prove_it_pinned(monkeypatch, size: int) -> None:
    """4 and 4 under a shown 8, marks from 1 to 4: neither has another value; nor has 7 − 4."""
    case = tables([8, 4, 4, 7, 3], [[0, 1, 2], [3, 2, 4]])
    for name in ("NEAR", "CORE"):
        monkeypatch.setattr(blocs_masques, name, size)
    solved = []
    whole = blocs_masques.Block.extreme
    monkeypatch.setattr(
        blocs_masques.Block,
        "extreme",
        lambda block, *told: solved.append(len(block.cells)) or whole(block, *told),
    )
    assert find_exposed(case, primary(case)) == [1, 2, 4]
    assert (2 in solved) == (size == 2)
