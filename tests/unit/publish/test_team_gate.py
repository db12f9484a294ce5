"""The gate of a team's dot: stable boxes and largest stable sets are what trying every row of scores says."""

from itertools import combinations, combinations_with_replacement, product

import numpy as np
import pytest

from isop_analysis.publish.team_gate import (
    PARTS,
    Seen,
    dot_of,
    is_stable_box,
    largest,
    on_grid,
    stable_rows,
    steps_of,
    told_beside,
    told_dot,
)

Rows = list[tuple[int, ...]]


def is_stable(rows: list[tuple[tuple[int, ...], tuple[int, ...]]], steps: int) -> bool:
    """Try every coalition of every row (counted, others): each other score ranges over a third at least."""
    room: dict[object, list[int]] = {}
    for counted, others in rows:
        people = [(0, one) for one in counted] + [(1, one) for one in others]
        for size in (1, 2):
            for own in combinations(range(len(people)), size):
                known = tuple(sorted(people[place] for place in own))
                for place, (kind, score) in enumerate(people):
                    if place not in own:
                        room.setdefault((known, kind), []).append(score)
    return all(max(found) - min(found) >= steps / 3 - 1e-9 for found in room.values())


def all_rows(n: int, steps: int) -> Rows:
    return list(combinations_with_replacement(range(steps + 1), n))


def wide_boxes(steps: int) -> Rows:
    return [one for one in product(range(steps + 1), repeat=2) if one[1] - one[0] >= steps / 3 - 1e-9]


@pytest.mark.parametrize(("n", "steps"), [(4, 8), (5, 6), (5, 9), (6, 6)])
def test_what_is_told_of_a_dot_is_stable_and_the_largest_set_holds_every_box(n: int, steps: int) -> None:
    for dot in range(PARTS + 1):
        rows = [row for row in all_rows(n, steps) if dot_of(row, steps) == dot]
        told = [row for row in rows if told_dot(row, steps) is not None]
        assert is_stable([(row, ()) for row in told], steps)
        assert set(told) == largest(n, steps, dot)
        for least, most in wide_boxes(steps):
            if not is_stable_box(Seen(n, 0, steps, dot, dot), least, most):
                continue
            box = [row for row in rows if least <= row[0] and row[-1] <= most]
            assert is_stable([(row, ()) for row in box], steps)
            assert set(box) <= set(told)


@pytest.mark.parametrize(("n", "steps"), [(4, 7), (5, 6), (6, 5)])
def test_a_box_is_stable_exactly_where_trying_its_rows_says_so(n: int, steps: int) -> None:
    tried = 0
    for dot in range(PARTS + 1):
        rows = [row for row in all_rows(n, steps) if dot_of(row, steps) == dot]
        for least, most in wide_boxes(steps):
            box = [row for row in rows if least <= row[0] and row[-1] <= most]
            if box:
                found = is_stable_box(Seen(n, 0, steps, dot, dot), least, most)
                assert found == is_stable([(row, ()) for row in box], steps)
                tried += 1
    assert tried > 60


@pytest.mark.parametrize(("counted", "others"), [(5, 1), (6, 1), (6, 2)])
def test_beside_the_reports_dot_what_is_told_is_stable_for_everyone(counted: int, others: int) -> None:
    steps = 6
    told: dict[tuple[int, int], list[tuple[tuple[int, ...], tuple[int, ...]]]] = {}
    for own, rest in product(all_rows(counted, steps), all_rows(others, steps)):
        dot = told_beside(own, rest, steps)
        if dot is not None:
            both = tuple(sorted((*own, *rest)))
            assert told_dot(both, steps) is not None
            told.setdefault((dot, dot_of(both, steps)), []).append((own, rest))
    assert sum(map(len, told.values())) > 30
    assert all(is_stable(rows, steps) for rows in told.values())


def test_no_larger_stable_set_holds_what_was_removed() -> None:
    """Adding any removed row, with all that are told, makes a set that isn't stable: tried for one dot."""
    steps, n, dot = 6, 5, 11
    rows = [row for row in all_rows(n, steps) if dot_of(row, steps) == dot]
    kept = largest(n, steps, dot)
    assert 0 < len(kept) < len(rows)
    assert stable_rows(np.array(sorted(kept)), steps).tolist() == [list(row) for row in sorted(kept)]
    for row in set(rows) - kept:
        assert not is_stable([(one, ()) for one in {*kept, row}], steps)


def test_ends_of_the_scale_and_teams_of_two_are_not_told() -> None:
    assert told_dot((16,) * 5, 16) is None
    assert told_dot((0,) * 12, 16) is None
    assert told_dot((4, 12), 16) is None
    # No more others are known than there are: of dots that no rows have nobody is bounded.
    assert is_stable_box(Seen(5, 3, 4, 0, 4), 0, 2)
    assert told_dot((5, 11, 8, 8, 8), 16) == 8


def test_large_teams_are_decided_by_boxes() -> None:
    """Twelve of a team on 40 steps can't be counted one by one; what is told lies in a stable box."""
    assert largest(12, 40, 8) == frozenset()
    assert told_dot((18, 20, 22) * 4, 40) == 8
    assert told_dot((0,) * 11 + (40,), 40) is None
    assert is_stable_box(Seen(12, 0, 40, 8, 8), 0, 40)


def test_one_who_is_not_counted_at_the_end_of_the_scale_is_seen_beside_the_report() -> None:
    counted = (10, 11, 12, 12, 13)  # 58 to 62 in the sheet, 57 to 63 with the sixth: 0 to 5 of 16
    assert told_beside(counted, (), 16) == 12
    assert told_beside(counted, (0,), 16) is None
    assert told_beside(counted, (11,), 16) == 12


def test_scores_are_taken_to_the_grid_before_they_are_added_up() -> None:
    """A member who left one of four items out has thirds: 2.33 lies nearest to 2.25, 2.67 to 2.75."""
    assert on_grid([1, 7 / 3, 8 / 3, 5], 1, 5, 16) == (0, 5, 7, 16)


@pytest.mark.parametrize(("items", "steps"), [(1, 4), (4, 16), (5, 20), (30, 40)])
def test_scores_have_a_step_a_point_of_an_item(items: int, steps: int) -> None:
    assert steps_of(1, 5, items) == steps
