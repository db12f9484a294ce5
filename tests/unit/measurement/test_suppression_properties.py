"""What is hidden can't be had back from what is told, for any table (hypothesis, derandomised)."""

import numpy as np
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as some

from isop_analysis.measurement.disclosure import (
    ALL,
    Group,
    GroupCounts,
    breaches,
    hidden_groups,
    small_cells,
    told_groups,
)

MINIMUM = 5
COUNTS = some.lists(some.integers(0, 12), min_size=1, max_size=7)
few = settings(derandomize=True, max_examples=150, deadline=None)


@few
@given(COUNTS)
def test_the_total_minus_what_is_shown_is_no_small_number(counts: list[int]) -> None:
    cells = pd.Series(counts)
    hidden = small_cells(cells, MINIMUM)
    assert not ((cells > 0) & (cells < MINIMUM) & ~hidden).any()
    rest, others = int(cells[hidden].sum()), cells[~hidden & (cells > 0)]
    assert rest == 0 or (hidden.sum() >= 2 and rest >= MINIMUM) or others.empty


GROUPS = some.lists(some.tuples(some.integers(0, 12), some.integers(0, 12)), min_size=1, max_size=6)


@few
@given(GROUPS, some.tuples(some.integers(0, 8), some.integers(0, 8)))
def test_everyone_minus_the_groups_shown_is_no_small_group(groups, unknown) -> None:  # type: ignore[no-untyped-def]
    named = [Group(str(place), yes, yes + no) for place, (yes, no) in enumerate(groups) if yes + no]
    nameless = Group("", unknown[0], sum(unknown))
    hidden = hidden_groups(named, nameless, MINIMUM)
    shown = [group for group in named if group.value not in hidden]
    assert not any(group.is_small(MINIMUM) for group in shown)
    left = [group for group in named if group.value in hidden] + [nameless]
    rest = Group("", sum(g.chosen for g in left), sum(g.asked for g in left))
    if shown:
        assert rest.asked == 0 or not rest.is_small(MINIMUM)


PEOPLE = some.lists(
    some.tuples(some.booleans(), some.integers(0, 3), some.integers(0, 2), some.integers(0, 2)),
    min_size=12,
    max_size=70,
)


@few
@given(PEOPLE)
def test_no_small_group_is_a_sum_of_weighted_told_ones(people) -> None:  # type: ignore[no-untyped-def]
    """Any weights: a small group's column may not lie in the space that the told groups' columns span."""
    table = np.array(people, dtype=int)
    members = {(ALL, ALL): np.ones(len(table), dtype=bool)}
    members |= {
        (f"attribute {column}", str(value)): table[:, column] == value
        for column in (1, 2, 3)
        for value in np.unique(table[:, column])
    }
    counts = GroupCounts(pd.Series(table[:, 0] == 1), members, MINIMUM)
    told = told_groups(counts)
    assert next(breaches(counts, told), None) is None
    columns = np.column_stack([members[key] for key in sorted(told)]) if told else np.empty((len(table), 0))
    for key in members:
        if counts.group(key).is_small(MINIMUM):
            assert key not in told
            if told:
                weights = np.linalg.lstsq(columns.astype(float), members[key].astype(float), rcond=None)[0]
                assert np.abs(columns @ weights - members[key]).max() > 1e-6
