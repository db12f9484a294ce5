"""A small group that is neither a group told nor a difference of two attributes, but half a sum of three.

People of s, x, y, h and r; attributes have the groups s, h, others; s and x; s and y; x and y. Then s is
(s and x) plus (s and y) minus (x and y), halved: every told number of these three gives that of s.
"""

import numpy as np
import pandas as pd

from isop_analysis.measurement import disclosure
from isop_analysis.measurement.disclosure import ALL, GroupCounts, Key, breaches, told_groups

SIZES = {"s": 3, "x": 20, "y": 20, "h": 12, "r": 40}
GROUPS: dict[str, dict[str, str]] = {
    "level": {"s": "s", "h": "h", "others": "xyr"},
    "role": {"sx": "sx", "rest": "yhr"},
    "sector": {"sy": "sy", "rest": "xhr"},
    "region": {"xy": "xy", "rest": "shr"},
}
SMALL: Key = ("level", "s")


def counts() -> GroupCounts:
    people = np.array([part for part, size in SIZES.items() for _ in range(size)])
    left = pd.Series(np.arange(len(people)) % 2 == 0)
    members = {(ALL, ALL): np.ones(len(people), dtype=bool)}
    for attribute, groups in GROUPS.items():
        members |= {(attribute, name): np.isin(people, list(parts)) for name, parts in groups.items()}
    return GroupCounts(left, members, minimum=5)


def gives_away(found: GroupCounts, told: frozenset[Key]) -> bool:
    """Tell whether weights of the told groups add up to the small one, person by person."""
    columns = np.column_stack([found.members[key] for key in sorted(told)]).astype(float)
    target = found.members[SMALL].astype(float)
    rank = np.linalg.matrix_rank
    return bool(rank(np.column_stack([columns, target])) == rank(columns))


def test_a_small_group_is_not_given_away_by_three_attributes_together() -> None:
    found = counts()
    told = told_groups(found)
    assert SMALL not in told
    assert not gives_away(found, told)
    assert frozenset(found.members) - told == {SMALL, ("level", "h"), ("region", "xy"), ("region", "rest")}


def test_without_sums_of_three_the_small_group_would_be_given_away(monkeypatch) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.setattr(disclosure, "_determined", lambda counts, told: iter(()))
    found = counts()
    told = told_groups(found)
    assert told == frozenset(found.members) - {SMALL, ("level", "h")}
    assert gives_away(found, told)


def test_the_breach_names_the_groups_it_takes() -> None:
    found = counts()
    (breach, *_) = breaches(found, frozenset(found.members) - {SMALL, ("level", "h")})
    columns = np.column_stack([found.members[key] for key in sorted(breach)]).astype(float)
    assert np.linalg.matrix_rank(columns) == len(breach)
    assert gives_away(found, breach)
