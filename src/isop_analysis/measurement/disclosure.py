"""Disclosure control: which counts, shares and groups may be told without giving a few people away.

Complementary suppression after Willenborg & de Waal 2001, ch. 3. How many of everyone answered when
(missing_patterns, people_flow) is a flow that adds up: it tells of no group and of no answer, and is not
protected against subtraction.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

ALL = "all"
Key = tuple[str, str]
"""An attribute and a value of it."""


def with_shares_of_enough(described: pd.DataFrame, minimum: int) -> pd.DataFrame:
    """Return the descriptions without floor and ceiling where these are, or leave out, a few people only.

    A share times n is a count: what item_counts hides must not stand here.
    """
    shares = described[["floor", "ceiling"]]
    counts = shares.mul(described["n"], axis=0).round()
    rest = counts.rsub(described["n"], axis=0)
    few = ((counts > 0) & (counts < minimum)) | ((rest > 0) & (rest < minimum))
    return described.assign(**shares.mask(few))


def small_cells(counts: pd.Series, minimum: int, told_elsewhere: tuple[str, ...] = ()) -> pd.Series:
    """Return which cells of a row that adds up are hidden: those from 1 below the minimum, and some beside.

    The total gives away one hidden cell, and the sum of several. So the smallest of the other cells that are
    not 0 are hidden too, until at least two are and together they hold at least `minimum` (complementary
    suppression, Willenborg & de Waal 2001, ch. 3). Cells in `told_elsewhere` protect nothing: they are hidden
    only where no other cell is left.
    """
    numbers = counts.to_numpy()
    told = counts.index.isin(told_elsewhere)
    hidden = (numbers > 0) & (numbers < minimum) & ~told
    if hidden.any():
        others = np.flatnonzero(~hidden & (numbers > 0))
        for place in others[np.lexsort([numbers[others], told[others]])]:
            if hidden.sum() >= 2 and numbers[hidden].sum() >= minimum:
                break
            hidden[place] = True
    return pd.Series(hidden, index=counts.index)


@dataclass(frozen=True)
class Group:
    """How many people of a group chose an option, of how many who were asked."""

    value: str
    chosen: int
    asked: int

    def is_small(self, minimum: int) -> bool:
        """Tell whether those who chose, or those who did not, are too few to be told."""
        rest = self.asked - self.chosen
        return self.asked < minimum or 0 < self.chosen < minimum or 0 < rest < minimum


def hidden_groups(
    groups: Sequence[Group], unknown: Group, minimum: int, also: frozenset[str] = frozenset()
) -> set[str]:
    """Return which groups are hidden beside a total that is told: small ones, those in `also`, some beside.

    The total minus the groups that are shown gives the others together: those hidden and people of no known
    group. So the smallest groups are hidden too, until what is left over is no small group (complementary
    suppression, Willenborg & de Waal 2001, ch. 3). A small group needs another beside it: how many people are
    of no known group, the sample tells.
    """
    hidden = [group for group in groups if group.value in also or group.is_small(minimum)]
    others = sorted((g for g in groups if g not in hidden), key=lambda group: (group.asked, group.value))
    while others and not _left_over_is_safe(hidden, unknown, minimum):
        hidden.append(others.pop(0))
    return {group.value for group in hidden}


def _left_over_is_safe(hidden: Sequence[Group], unknown: Group, minimum: int) -> bool:
    if not hidden:
        return unknown.asked == 0 or not unknown.is_small(minimum)
    together = Group("", sum(g.chosen for g in hidden), sum(g.asked for g in hidden))
    left_over = Group("", together.chosen + unknown.chosen, together.asked + unknown.asked)
    alone = len(hidden) == 1 and (hidden[0].is_small(minimum) or unknown.asked == 0)
    return not (alone or together.is_small(minimum) or left_over.is_small(minimum))


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


def told_groups(counts: GroupCounts) -> frozenset[Key]:
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


def breaches(counts: GroupCounts, told: frozenset[Key]) -> Iterator[frozenset[Key]]:
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


def _determined(counts: GroupCounts, told: frozenset[Key]) -> Iterator[frozenset[Key]]:
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


def _is_combination(counts: GroupCounts, key: Key, of: list[Key]) -> bool:
    if not of:
        return False
    A = np.column_stack([counts.members[one] for one in of]).astype("float64")
    target = counts.members[key].astype("float64")
    return bool(np.abs(A @ np.linalg.lstsq(A, target, rcond=None)[0] - target).max() < 1e-8)


def _within_attributes(counts: GroupCounts, hidden: frozenset[Key]) -> frozenset[Key]:
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
