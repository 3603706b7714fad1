"""The firmness of a ranking: worked out by hand on small grids, and what must always hold."""

from hypothesis import given
from hypothesis import strategies as st

from ancrage.plateforme.programmes.stabilite import rank_stability

GRAVITE = {"code": "gravite", "libelle": "Gravité", "poids": 2}
LEVIERS = {"code": "leviers", "libelle": "Leviers", "poids": 1}


def notes(gravite: int, leviers: int) -> dict[str, int]:
    return {"gravite": gravite, "leviers": leviers}


def test_a_priority_best_on_every_criterion_never_moves():
    found = rank_stability([GRAVITE, LEVIERS], [notes(5, 5), notes(3, 2)], [True, False])
    # The grid, then for each of two criteria: halved, raised by half, left out.
    assert (found.essais, found.maintenues) == (7, 7)
    assert found.rangs == ((1, 1), (2, 2))


def test_two_opposite_priorities_exchange_their_ranks():
    # Weights 2 and 1: (2×5 + 1×1)/3 = 3.67 against (2×3 + 1×4)/3 = 3.33. Without « gravité » the
    # second leads, 4 against 1; halved, 1 and 1, 3 against 3.5: it leads too. « Leviers » raised
    # by half: (10 + 1.5)/3.5 = 3.29 against (6 + 6)/3.5 = 3.43: it leads a third time.
    found = rank_stability([GRAVITE, LEVIERS], [notes(5, 1), notes(3, 4)], [True, False])
    assert found.rangs == ((1, 2), (1, 2))
    assert found.maintenues == 4


def test_a_priority_half_noted_is_left_out_not_counted_as_zero():
    rows = [notes(5, 5), {"gravite": 5}, notes(1, 1)]
    found = rank_stability([GRAVITE, LEVIERS], rows, [True, True, False])
    assert found.rangs == ((1, 1), None, (2, 2))


def test_nothing_is_said_of_one_priority_alone_or_of_no_grid():
    assert rank_stability([GRAVITE], [{"gravite": 3}], [True]) is None
    assert rank_stability([], [{}, {}], [True, False]) is None


@given(
    st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), min_size=2, max_size=8),
    st.integers(1, 9),
    st.integers(1, 9),
)
def test_the_worst_rank_is_never_better_than_the_best(given_notes, one, two):
    grid = [{**GRAVITE, "poids": one}, {**LEVIERS, "poids": two}]
    rows = [notes(*pair) for pair in given_notes]
    found = rank_stability(grid, rows, [True] * len(rows))
    for best, worst in found.rangs:
        assert 1 <= best <= worst <= len(rows)
    assert min(best for best, _ in found.rangs) == 1
    assert found.maintenues == found.essais
