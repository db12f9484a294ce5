"""Whether ordered answers can be compared over groups or waves at all, and each item's thresholds."""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from isop_analysis.base.reasons import Refused
from isop_analysis.stats.structural.rows import Question, model_rows

FEWEST = 3
"""Answers an item must have: equal thresholds of two answers set no scale."""


def group_thresholds(
    items_by_factor: Mapping[str, Sequence[str]], data: pd.DataFrame, group: str, missing: str
) -> dict[str, int]:
    """Return the thresholds of every item. Raises Refused as `_thresholds` does."""
    items = [item for names in items_by_factor.values() for item in names]
    rows = model_rows(Question(tuple(items), (), missing, group, None), data)
    return {
        item: _thresholds(
            item, {part.label: _answers(part.values[:, place]) for part in rows.groups}, over_waves=False
        )
        for place, item in enumerate(items)
    }


def wave_thresholds(
    items_by_factor: Mapping[str, Sequence[str]], data: pd.DataFrame, waves: Sequence[str], missing: str
) -> dict[str, int]:
    """Return the thresholds of every item. Raises Refused as `_thresholds` does."""
    items = [item for names in items_by_factor.values() for item in names]
    columns = tuple(f"{item}_{wave}" for wave in waves for item in items)
    values = model_rows(Question(columns, (), missing, None, None), data).groups[0].values
    return {
        item: _thresholds(
            item,
            {wave: _answers(values[:, count * len(items) + place]) for count, wave in enumerate(waves)},
            over_waves=True,
        )
        for place, item in enumerate(items)
    }


def _answers(column: np.ndarray) -> set[float]:
    return set(np.unique(column[~np.isnan(column)]).tolist())


def _thresholds(item: str, given: Mapping[str, set[float]], over_waves: bool) -> int:
    """Refuse an answer that one group or wave doesn't give, and an item of fewer than three answers."""
    every = set.union(*given.values())
    for where, own in given.items():
        lacking = [f"{answer:g}" for answer in sorted(every - own)]
        if lacking and over_waves:
            raise Refused("answers_not_given_at", item=item, answers=lacking, wave=where)
        if lacking:
            raise Refused("answers_not_given", item=item, answers=lacking, in_group=where)
    if len(every) < FEWEST:
        raise Refused("few_answers", item=item, found=len(every), needed=FEWEST)
    return len(every) - 1
