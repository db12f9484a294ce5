"""Who chose what by profession: small groups hidden, by hand."""

import pytest

from isop_analysis.measurement.disclosure import Group, hidden_groups

NOBODY = (0, 0)


@pytest.mark.parametrize(
    ("groups", "unknown", "hidden"),
    [
        ([("a", 9, 20), ("b", 8, 16)], NOBODY, []),
        ([("a", 9, 20), ("b", 0, 16)], NOBODY, []),
        # All minus the others would tell of the 2 of 4 in c, also when the sample tells of 15 unknown ones.
        ([("a", 9, 20), ("b", 8, 16), ("c", 2, 4)], NOBODY, ["b", "c"]),
        ([("a", 9, 20), ("b", 8, 16), ("c", 2, 4)], (7, 15), ["b", "c"]),
        # 12 of 13 chose it: the one who did not is as recognisable as one who did.
        ([("a", 12, 13), ("b", 8, 16), ("c", 9, 20)], NOBODY, ["a", "b"]),
        # Two small groups that together are a small one need a third.
        ([("a", 9, 20), ("b", 1, 8), ("c", 2, 7), ("d", 6, 15)], NOBODY, ["b", "c", "d"]),
        # All minus a and b would tell of the 2 of 4 whose group is not known.
        ([("a", 9, 20), ("b", 8, 16)], (2, 4), ["b"]),
        ([("a", 9, 20), ("b", 8, 16)], (6, 12), []),
        ([("a", 2, 4)], NOBODY, ["a"]),
    ],
)
def test_small_groups_are_hidden_with_others(
    groups: list[tuple[str, int, int]], unknown: tuple[int, int], hidden: list[str]
) -> None:
    found = hidden_groups([Group(*group) for group in groups], Group("", *unknown), 5)
    assert sorted(found) == hidden
