"""Which items of a scale are probably worded the other way round, by the sign of their correlations.

The first principal component of the correlation matrix gives each item a sign (as `psych::alpha` with
``check.keys`` does). A sign counts only where the item goes clearly with the others: its correlation with
the sum of the others, turned by their signs, lies beyond chance (two standard errors) and beyond `CLEAR`.
Which side is the reversed one, signs can't tell: the smaller one is, and of two equal ones the one without
the first item.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

CLEAR = 0.05
"""Correlation with the other items below which an item's sign is left undecided."""


@dataclass(frozen=True)
class Keys:
    """Items by name: those that seem reversed, and those whose sign is undecided."""

    reversed: tuple[str, ...]
    undecided: tuple[str, ...]


def keys_by_sign(items: pd.DataFrame) -> Keys:
    """Return which items (a column each, missing answers absent) seem reversed.

    Fewer than three items, or items that nobody answers differently, decide nothing.

    Examples
    --------
    >>> answers = pd.DataFrame({"a": [1, 2, 4, 5], "b": [1, 3, 4, 5], "c": [5, 4, 1, 2]})
    >>> keys_by_sign(answers).reversed
    ('c',)
    """
    spread = items.std(numeric_only=True)
    able = [name for name in items.columns if spread.get(name, 0.0) > 0]
    if len(able) < 3:
        return Keys((), tuple(items.columns))
    standard = (items[able] - items[able].mean()) / items[able].std()
    signs = _signs(standard.corr().fillna(0.0).to_numpy())
    fit = _with_the_others(standard.to_numpy() * signs)
    least = np.maximum(CLEAR, 2 / np.sqrt(np.maximum(standard.notna().sum().to_numpy(), 1)))
    clear = fit >= least
    positive, negative = int((signs > 0).sum()), int((signs < 0).sum())
    turned = -1 if positive > negative else 1 if negative > positive else -signs[0]
    found = [name for name, sign, sure in zip(able, signs, clear, strict=True) if sure and sign == turned]
    unsure = [name for name in items.columns if name not in able or not clear[able.index(name)]]
    return Keys(tuple(found), tuple(unsure))


def _signs(correlations: np.ndarray) -> np.ndarray:
    """Return the signs of the first principal component, 1 or −1 each."""
    _, vectors = np.linalg.eigh(correlations)
    return np.where(vectors[:, -1] < 0, -1, 1)


def _with_the_others(turned: np.ndarray) -> np.ndarray:
    """Return each item's correlation with the mean of the others, over rows that have both."""
    found = []
    for place in range(turned.shape[1]):
        others = np.delete(turned, place, axis=1)
        there = ~np.isnan(turned[:, place]) & ~np.isnan(others).all(axis=1)
        if there.sum() < 3:
            found.append(0.0)
            continue
        mean = np.nanmean(others[there], axis=1)
        own = turned[there, place]
        flat = own.std() == 0 or mean.std() == 0
        found.append(0.0 if flat else float(np.corrcoef(own, mean)[0, 1]))
    return np.array(found)
