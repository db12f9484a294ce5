"""Polychoric correlations of ordered answers: thresholds first, then each correlation (two-step)."""

from dataclasses import dataclass
from itertools import combinations
from typing import Literal

import numpy as np
import pandas as pd

from isop_analysis.base.reasons import Reason, Refused
from isop_analysis.stats.answers import numeric_items
from isop_analysis.stats.bivariate.two_way_tables import most_likely, tables_of_counts

FEWEST, MOST = 2, 20
"""Different answers of an ordered item."""
LARGEST = 1 - 1e-6
"""The correlation at which the search ends."""


@dataclass(frozen=True)
class Polychoric:
    """Correlations of the normal variables that ordered answers are cut from."""

    correlations: pd.DataFrame
    """Items × items, 1 on the diagonal."""
    thresholds: pd.DataFrame
    """item, answer (the highest below the threshold), threshold in standard deviations."""
    n: pd.DataFrame
    """Items × items: rows that answered both."""
    notes: tuple[Reason, ...]


def polychoric(items: pd.DataFrame, *, missing: Literal["pairwise", "listwise"] = "pairwise") -> Polychoric:
    """Return polychoric correlations of items with 2 to 20 different answers, one row a respondent.

    Olsson 1979, Psychometrika 44, 443–460, the two-step estimator: thresholds from each item's own shares,
    then the correlation that makes each pair's table most likely. With `missing="pairwise"` thresholds rest
    on all who answered the item and correlations on those who answered both (as psych); with "listwise" all
    rest on complete rows (as lavaan). One empty cell of a 2 × 2 table counts as ½, the margins kept (lavaan's
    zero.add and zero.keep.margins); larger tables stay as they are.

    Raises
    ------
    Refused
        For an item with one answer only or more than 20, or a pair nobody answered both of.
    """
    answers = numeric_items(items, least=2)
    answers = answers.dropna() if missing == "listwise" else answers
    _check(answers)
    cuts = {name: _thresholds(answers[name]) for name in answers.columns}
    names = list(answers.columns)
    matrix = pd.DataFrame(np.eye(len(names)), index=names, columns=names)
    notes = []
    pairs = list(combinations(names, 2))
    for (first, second), r in zip(pairs, _correlations(answers, cuts, pairs), strict=True):
        matrix.loc[first, second] = matrix.loc[second, first] = r
        if abs(r) >= LARGEST:
            notes.append(Reason("polychoric_at_its_end", first=str(first), second=str(second)))
    if np.linalg.eigvalsh(matrix.to_numpy())[0] < 0:
        notes.append(Reason("polychoric_indefinite"))
    together = answers.notna().astype(int)
    return Polychoric(matrix, _threshold_table(answers, cuts), together.T @ together, tuple(notes))


def _check(answers: pd.DataFrame) -> None:
    for name in answers.columns:
        different = answers[name].nunique()
        if not FEWEST <= different <= MOST:
            raise Refused("polychoric_answers", item=str(name), found=different)
    together = answers.notna().astype(int)
    alone = np.argwhere(np.triu((together.T @ together).to_numpy() == 0, k=1))
    if len(alone):
        first, second = (str(answers.columns[place]) for place in alone[0])
        raise Refused("polychoric_apart", first=first, second=second)


def _thresholds(answers: pd.Series) -> np.ndarray:
    """Cuts from −∞ to ∞, one more than there are different answers."""
    from scipy.special import ndtri

    counts = answers.value_counts().sort_index().to_numpy()
    return np.r_[-np.inf, ndtri(np.cumsum(counts)[:-1] / counts.sum()), np.inf]


def _threshold_table(answers: pd.DataFrame, cuts: dict[str, np.ndarray]) -> pd.DataFrame:
    rows = [
        (name, value, cut)
        for name in answers.columns
        for value, cut in zip(np.sort(answers[name].dropna().unique())[:-1], cuts[name][1:-1], strict=True)
    ]
    return pd.DataFrame(rows, columns=["item", "answer", "threshold"])


def _table(answers: pd.DataFrame, first: str, second: str) -> np.ndarray:
    both = answers[[first, second]].dropna()
    codes = [
        np.searchsorted(np.sort(answers[name].dropna().unique()), both[name]) for name in (first, second)
    ]
    table = np.zeros((answers[first].nunique(), answers[second].nunique()))
    np.add.at(table, tuple(codes), 1)
    return _without_empty_cells(table) if table.shape == (2, 2) else table


def _without_empty_cells(table: np.ndarray) -> np.ndarray:
    """A 2 × 2 table whose empty cell has ½, its margins kept; with two opposite ones empty it stays."""
    empty = table == 0
    if empty.sum() != 1:
        return table
    shift = np.eye(2) - 0.5 if empty.diagonal().any() else 0.5 - np.eye(2)
    return table + shift


def _correlations(
    answers: pd.DataFrame, cuts: dict[str, np.ndarray], pairs: list[tuple[str, str]]
) -> np.ndarray:
    """Correlation of every pair, tables padded to the widest item's answers."""
    width = max(len(own) for own in cuts.values()) - 1
    weights = np.zeros((len(pairs), width, width))
    for place, (first, second) in enumerate(pairs):
        table = _table(answers, first, second)
        weights[place, : table.shape[0], : table.shape[1]] = table
    padded = {name: np.r_[own, np.full(width + 1 - len(own), np.inf)] for name, own in cuts.items()}
    ends = [np.array([padded[pair[side]] for pair in pairs]).reshape(-1, width + 1) for side in (0, 1)]
    tables = tables_of_counts(ends[0], ends[1], weights.reshape(len(pairs), -1))
    return most_likely(tables, LARGEST)
