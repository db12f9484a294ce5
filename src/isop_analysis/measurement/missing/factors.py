"""Attributes as predictors of leaving: groups that may not be told are merged, or all are left out."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from isop_analysis.measurement.missing.told import Key, LeftByGroup, breaches

if TYPE_CHECKING:
    from isop_analysis.study.participant_settings import Attribute


@dataclass(frozen=True)
class Factor:
    """A predictor with labels.

    Attributes:
        values: label per person (n,), missing where unknown.
        reference: label that the others are set against, where one is declared.
    """

    values: pd.Series
    reference: str | None


def told_factor(attribute: "Attribute", counts: LeftByGroup, told: frozenset[Key]) -> Factor | None:
    """Return an attribute whose groups may all be told, or None where there is none.

    The odds of a group and its size tell how many of it left. So each group is one that dropout_groups tells,
    or holds two or more of the hidden ones, which together are not small: a hidden group joins its declared
    wider value (children first), as rare values do at cleaning.
    """
    name = attribute.name
    sizes = {value: int(own.sum()) for (of, value), own in counts.members.items() if of == name}
    hidden = {value for value in sizes if (name, value) not in told}
    parents = {value.name: value.parent for value in attribute.values}
    into = _merged({value: value for value in sizes}, hidden, parents, sizes, counts, name)
    if into is None or len(set(into.values())) < 2:
        return None
    merged = f"{name}, merged"
    members = {
        (merged, label): np.logical_or.reduce([counts.members[(name, v)] for v in sizes if into[v] == label])
        for label in sorted(set(into.values()))
    }
    beside = replace(counts, members={**counts.members, **members})
    if next(breaches(beside, told | frozenset(members)), None) is not None:
        return None
    labels = pd.Series(None, index=counts.left.index, dtype="object")
    for (_, label), own in members.items():
        labels[own] = label
    reference = attribute.reference
    return Factor(labels, into.get(reference, reference) if reference is not None else None)


def _merged(
    into: dict[str, str],
    hidden: set[str],
    parents: dict[str, str | None],
    sizes: dict[str, int],
    counts: LeftByGroup,
    name: str,
) -> dict[str, str] | None:
    """Return the label of each value when no label shows hidden values that are few; None where some do."""
    labels = set(into.values())
    open_ = [label for label in labels if not _is_safe(label, into, hidden, counts, name)]
    if not open_:
        return into
    movable = {label: wider for label in open_ if (wider := _wider(label, parents, into)) is not None}
    if not movable:
        return None
    having = {_wider(label, parents, into) for label in labels}
    first = min(
        movable, key=lambda label: (label in having, sum(sizes[v] for v in into if into[v] == label), label)
    )
    joined = {value: movable[first] if label == first else label for value, label in into.items()}
    return _merged(joined, hidden, parents, sizes, counts, name)


def _wider(label: str, parents: dict[str, str | None], into: dict[str, str]) -> str | None:
    """Return the label that a value's nearest wider value now has; the wider value's own where nobody is."""
    parent = parents.get(label)
    while parent is not None and into.get(parent, parent) == label:
        parent = parents.get(parent)
    return None if parent is None else into.get(parent, parent)


def _is_safe(label: str, into: dict[str, str], hidden: set[str], counts: LeftByGroup, name: str) -> bool:
    own = [value for value, now in into.items() if now == label and value in hidden]
    if not own:
        return True
    together = np.logical_or.reduce([counts.members[(name, value)] for value in own])
    return len(own) > 1 and not counts.counted(label, together).is_small(counts.minimum)
