"""Groups of people of which some left: how many there are, and which are too small for a regression."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

ALL = "all"
Key = tuple[str, str]
"""An attribute and a value of it."""


@dataclass(frozen=True)
class Group:
    """How many people of a group chose an option or left, of how many."""

    value: str
    chosen: int
    asked: int

    def is_small(self, minimum: int) -> bool:
        """Tell whether those who chose, or those who did not, are fewer than the minimum."""
        rest = self.asked - self.chosen
        return self.asked < minimum or 0 < self.chosen < minimum or 0 < rest < minimum


@dataclass(frozen=True)
class GroupCounts:
    """People of one pair of occasions.

    Attributes:
        left: per person whether they left (n,).
        members: per attribute and value, whether each person is of that group (n,); ("all", "all") is
            everyone.
        minimum: people below which a group is small.
    """

    left: "pd.Series"
    members: Mapping[Key, "np.ndarray"]
    minimum: int

    def group(self, key: Key) -> Group:
        """Return how many people of a group left."""
        return self.counted(key[1], self.members[key])

    def counted(self, name: str, people: "np.ndarray") -> Group:
        """Return how many of these people (n,) left."""
        return Group(name, int(self.left.to_numpy()[people].sum()), int(people.sum()))

    def small(self) -> frozenset[Key]:
        """Return the groups of which too few left or stayed."""
        return frozenset(key for key in self.members if self.group(key).is_small(self.minimum))
