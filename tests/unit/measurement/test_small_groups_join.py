"""Small groups are no predictors of leaving: they join their wider value, or the attribute is left out."""

import numpy as np
import pandas as pd
import pytest

from isop_analysis.measurement.groups import GroupCounts
from isop_analysis.measurement.missing.predictors import factor_of
from isop_analysis.study.participant_settings import Attribute


def attribute(**parents: str | None) -> Attribute:
    values = [{"name": name, "nl": name, "en": name, "parent": parent} for name, parent in parents.items()]
    return Attribute.model_validate({"name": "job", "title": {"nl": "j", "en": "j"}, "values": values})


def counts(**groups: tuple[int, int]) -> GroupCounts:
    """Return people: of each group so many, so many of whom left."""
    names = np.repeat(list(groups), [size for size, _ in groups.values()])
    left = [place < gone for size, gone in groups.values() for place in range(size)]
    return GroupCounts(pd.Series(left), {("job", name): names == name for name in groups}, 5)


@pytest.mark.parametrize(
    ("groups", "sizes"),
    [
        ({"a": (20, 10), "b": (12, 6), "w": (30, 9)}, {"a": 20, "b": 12, "w": 30}),
        # Four of b left, which is few: b joins w, and so does c, of whom one stayed.
        ({"a": (20, 10), "b": (12, 4), "c": (6, 5), "w": (30, 9)}, {"a": 20, "w": 48}),
        # a is small and has no wider value: the attribute is left out.
        ({"a": (20, 1), "b": (12, 6)}, None),
        # One group alone is no predictor.
        ({"b": (12, 2), "w": (30, 9)}, None),
    ],
)
def test_small_groups_join_their_wider_value(
    groups: dict[str, tuple[int, int]], sizes: dict[str, int] | None
) -> None:
    found = factor_of(attribute(a=None, b="w", c="w", w=None), counts(**groups))
    assert (None if found is None else found.values.value_counts().to_dict()) == sizes
