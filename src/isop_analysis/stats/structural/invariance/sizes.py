"""How many rows each group or wave has, and whether they suffice."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from isop_analysis.base.reasons import Reason, Refused
from isop_analysis.stats.structural.rows import Question, model_rows

SHOWN = 10
"""Smaller numbers of people are not told, since a refusal may be published."""


@dataclass(frozen=True)
class Sizes:
    """Labels of the groups or waves, in the order of the fit, and rows or persons of each."""

    labels: tuple[str, ...]
    counts: tuple[int, ...]

    def check(self, kind: str, minimum: int) -> None:
        """Refuse where a group or wave (`kind`) has fewer than the minimum."""
        small = {
            label: count for label, count in zip(self.labels, self.counts, strict=True) if count < minimum
        }
        if small:
            self._refuse(kind, small, minimum)

    def _refuse(self, kind: str, small: Mapping[str, int], minimum: int) -> None:
        smallest = min(small.values())
        if kind == "group" and smallest < SHOWN:  # a group of few people is not named
            raise Refused("few_in_small_groups", found=len(small), all=len(self.labels), needed=minimum)
        of = _of_group if kind == "group" else _of_wave
        found = [of(label, count, smallest) for label, count in small.items()]
        raise Refused("few_to_compare", kind=kind, small=found, needed=minimum)


def _of_group(label: str, count: int, _smallest: int) -> Reason:
    return Reason("group_has", in_group=label, found=count)


def _of_wave(label: str, count: int, smallest: int) -> Reason:
    # beside a number that is not told, another would give it away by what both add up to
    if count < SHOWN:
        return Reason("wave_has_under", wave=label, least=SHOWN)
    if smallest < SHOWN:
        return Reason("wave_has_few", wave=label)
    return Reason("wave_has", wave=label, found=count)


def group_sizes(
    items_by_factor: Mapping[str, Sequence[str]], data: pd.DataFrame, group: str, missing: str
) -> Sizes:
    """Return the usable rows of every group."""
    rows = model_rows(Question(_items(items_by_factor), (), missing, group, None), data)
    return Sizes(tuple(part.label for part in rows.groups), tuple(len(part.values) for part in rows.groups))


def wave_sizes(
    items_by_factor: Mapping[str, Sequence[str]], data: pd.DataFrame, waves: Sequence[str], missing: str
) -> Sizes:
    """Return the persons of every wave, among usable rows: those with an answer there."""
    items = _items(items_by_factor)
    columns = tuple(f"{item}_{wave}" for wave in waves for item in items)
    values = model_rows(Question(columns, (), missing, None, None), data).groups[0].values
    seen = ~np.isnan(values.reshape(len(values), len(waves), len(items)))
    return Sizes(tuple(waves), tuple(int(count) for count in seen.any(axis=2).sum(axis=0)))


def _items(items_by_factor: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    return tuple(item for items in items_by_factor.values() for item in items)
