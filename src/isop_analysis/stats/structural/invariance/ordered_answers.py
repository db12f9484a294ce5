"""Whether ordered answers can be compared over groups or waves at all, and each item's thresholds."""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from isop_analysis.stats.structural.refusals import ModelRefused, listed
from isop_analysis.stats.structural.rows import Question, model_rows

FEWEST = 3
"""Answers an item must have: equal thresholds of two answers set no scale."""


def group_thresholds(
    items_by_factor: Mapping[str, Sequence[str]], data: pd.DataFrame, group: str, missing: str
) -> dict[str, int]:
    """Return the thresholds of every item. Raises ModelRefused as `_thresholds` does."""
    items = [item for names in items_by_factor.values() for item in names]
    rows = model_rows(Question(tuple(items), (), missing, group, None), data)
    return {
        item: _thresholds(
            item, {f"group '{part.label}'": _answers(part.values[:, place]) for part in rows.groups}
        )
        for place, item in enumerate(items)
    }


def wave_thresholds(
    items_by_factor: Mapping[str, Sequence[str]], data: pd.DataFrame, waves: Sequence[str], missing: str
) -> dict[str, int]:
    """Return the thresholds of every item. Raises ModelRefused as `_thresholds` does."""
    items = [item for names in items_by_factor.values() for item in names]
    columns = tuple(f"{item}_{wave}" for wave in waves for item in items)
    values = model_rows(Question(columns, (), missing, None, None), data).groups[0].values
    return {
        item: _thresholds(
            item,
            {
                f"wave '{wave}'": _answers(values[:, count * len(items) + place])
                for count, wave in enumerate(waves)
            },
        )
        for place, item in enumerate(items)
    }


def _answers(column: np.ndarray) -> set[float]:
    return set(np.unique(column[~np.isnan(column)]).tolist())


def _thresholds(item: str, given: Mapping[str, set[float]]) -> int:
    """Refuse an answer that one group or wave doesn't give, and an item of fewer than three answers."""
    every = set.union(*given.values())
    for where, own in given.items():
        lacking = [f"{answer:g}" for answer in sorted(every - own)]
        if lacking:
            raise ModelRefused(
                f"Nobody in {where} gives answer {listed(lacking)} to '{item}', others do; thresholds can't "
                "be compared: join it with the answer beside it, or take the answers as numbers."
            )
    if len(every) < FEWEST:
        raise ModelRefused(
            f"'{item}' has {len(every)} answers; expected at least {FEWEST} of an ordered item to tell "
            "thresholds from intercepts: leave it out, or take the answers as numbers."
        )
    return len(every) - 1
