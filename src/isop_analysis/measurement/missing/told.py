"""Which groups may be told of those who left: none that is small, none that gives a small one away.

How many of everyone answered when (missing_patterns, people_flow) is a flow that adds up: it tells of no
group and of no answer, and is not protected against subtraction.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from isop_analysis.measurement.choices import Group, hidden_groups
from isop_analysis.measurement.rows import ALL

Key = tuple[str, str]


@dataclass(frozen=True)
class LeftByGroup:
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


def told_groups(counts: LeftByGroup) -> frozenset[Key]:
    """Return the groups that may be told beside each other.

    Within an attribute, what everyone minus the groups told leaves over is no small group. Between
    attributes, groups of one minus those of another that lie inside them leave no small group either, and
    no small group is the sum and difference of others that are told (complementary suppression,
    Willenborg & de Waal 2001, ch. 3). Where few left or few stayed, nothing is told.
    """
    if counts.group((ALL, ALL)).is_small(counts.minimum):
        return frozenset()
    hidden: frozenset[Key] = frozenset()
    while True:
        hidden = _within_attributes(counts, hidden)
        told = frozenset(counts.members) - hidden
        breach = next(breaches(counts, told), None)
        if breach is None:
            return told
        smallest = min(breach - {(ALL, ALL)}, key=lambda key: (int(counts.members[key].sum()), key))
        hidden |= {smallest}


def breaches(counts: LeftByGroup, told: frozenset[Key]) -> Iterator[frozenset[Key]]:
    """Yield sets of told groups that together give a small group away."""
    by_attribute: dict[str, list[Key]] = {}
    for key in sorted(told):
        by_attribute.setdefault(key[0], []).append(key)
    for attribute, own in by_attribute.items():
        for some in _some(own):
            outer = np.logical_or.reduce([counts.members[key] for key in some])
            for other, keys in by_attribute.items():
                inside = [key for key in keys if not (counts.members[key] & ~outer).any()]
                if other == attribute or not inside:
                    continue
                rest = outer & ~np.logical_or.reduce([counts.members[key] for key in inside])
                if rest.any() and counts.counted("", rest).is_small(counts.minimum):
                    yield frozenset((*some, *inside))
    yield from _determined(counts, told)


def _some(keys: list[Key]) -> Iterator[list[Key]]:
    """Yield the selections of groups of one attribute; of very many, each alone and all together."""
    if len(keys) > 10:
        yield from ([key] for key in keys)
        yield keys
        return
    for bits in range(1, 2 ** len(keys)):
        yield [key for place, key in enumerate(keys) if bits >> place & 1]


def _determined(counts: LeftByGroup, told: frozenset[Key]) -> Iterator[frozenset[Key]]:
    """Yield the fewest told groups of which a small hidden one is a linear combination, person by person."""
    for key in sorted(counts.members):
        if key in told or not counts.group(key).is_small(counts.minimum):
            continue
        used = sorted(told, key=lambda one: (int(counts.members[one].sum()), one))
        if not _is_combination(counts, key, used):
            continue
        for one in list(used):
            without = [other for other in used if other != one]
            if _is_combination(counts, key, without):
                used = without
        yield frozenset(used)


def _is_combination(counts: LeftByGroup, key: Key, of: list[Key]) -> bool:
    if not of:
        return False
    A = np.column_stack([counts.members[one] for one in of]).astype("float64")
    target = counts.members[key].astype("float64")
    return bool(np.abs(A @ np.linalg.lstsq(A, target, rcond=None)[0] - target).max() < 1e-8)


def _within_attributes(counts: LeftByGroup, hidden: frozenset[Key]) -> frozenset[Key]:
    found = set(hidden)
    for attribute in sorted({key[0] for key in counts.members} - {ALL}):
        keys = [key for key in counts.members if key[0] == attribute]
        known = np.logical_or.reduce([counts.members[key] for key in keys])
        also = frozenset(value for name, value in hidden if name == attribute)
        groups = [counts.group(key) for key in keys]
        found |= {
            (attribute, value)
            for value in hidden_groups(groups, counts.counted("", ~known), counts.minimum, also)
        }
    return frozenset(found)
