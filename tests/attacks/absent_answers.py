"""Attack: how many gave no answer, and why not, from how many were asked and what is shown of other kinds."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass

from feasible import FEW_VALUES
from sums import Sums

Key = tuple[str, str]
"""An item and an occasion."""


@dataclass(frozen=True)
class Absent:
    """What is told of those who did not answer an item at an occasion.

    Attributes:
        kinds: bounds of the number of people, by kind of absence.
        together: bounds of all kinds together; asked minus answered.
    """

    kinds: Mapping[str, tuple[int, int]]
    together: tuple[int, int]


def kinds_found(
    told: Mapping[Key, Absent],
    over_occasions: Mapping[tuple[str, str], tuple[frozenset[str], tuple[int, int]]],
) -> dict[Hashable, tuple[int, int]]:
    """Return the least and most people of each kind of absence, by item, occasion and kind.

    Also reads totals of a kind over all occasions and a scale's items: (scale, kind) → items and bounds.
    """
    sums = Sums()
    for (item, occasion), absent in told.items():
        for kind, bounds in absent.kinds.items():
            sums.put((item, occasion, kind), *bounds)
        if absent.kinds:
            sums.add([(item, occasion, kind) for kind in absent.kinds], *absent.together)
    for (_, kind), (items, bounds) in over_occasions.items():
        cells = [(*key, kind) for key, absent in told.items() if key[0] in items and kind in absent.kinds]
        if cells:
            sums.add(cells, *bounds)
    return sums.ranges(sums.cells, FEW_VALUES)
