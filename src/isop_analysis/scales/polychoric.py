"""Polychoric correlations of ordered answers: thresholds first, then each correlation (two-step)."""

from dataclasses import dataclass
from itertools import combinations
from typing import Literal

import numpy as np
import pandas as pd

from isop_analysis.scales.answers import numeric_items
from isop_analysis.scales.bivariate_normal import bivariate_normal_cdf, bivariate_normal_density
from isop_analysis.scales.refusals import ScaleRefused, listed

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
    notes: tuple[str, ...]


def polychoric(items: pd.DataFrame, *, missing: Literal["pairwise", "listwise"] = "pairwise") -> Polychoric:
    """Return polychoric correlations of items with 2 to 20 different answers, one row a respondent.

    Olsson 1979, Psychometrika 44, 443–460, the two-step estimator: thresholds from each item's own shares,
    then the correlation that makes each pair's table most likely. With `missing="pairwise"` thresholds rest
    on all who answered the item and correlations on those who answered both (as psych); with "listwise" all
    rest on complete rows (as lavaan). One empty cell of a 2 × 2 table counts as ½, the margins kept (lavaan's
    zero.add and zero.keep.margins); larger tables stay as they are.

    Raises
    ------
    ScaleRefused
        For an item with one answer only or more than 20, or a pair nobody answered both of.
    """
    answers = numeric_items(items, least=2)
    answers = answers.dropna() if missing == "listwise" else answers
    _check(answers)
    cuts = {name: _thresholds(answers[name]) for name in answers.columns}
    names = list(answers.columns)
    matrix = pd.DataFrame(np.eye(len(names)), index=names, columns=names)
    notes = []
    for first, second in combinations(names, 2):
        r = _correlation(_table(answers, first, second), cuts[first], cuts[second])
        matrix.loc[first, second] = matrix.loc[second, first] = r
        if abs(r) >= LARGEST:
            notes.append(
                f"items '{first}' and '{second}' determine each other; their correlation is at its end"
            )
    if np.linalg.eigvalsh(matrix.to_numpy())[0] < 0:
        notes.append(
            "the correlations are not positive definite together; no factor model should rest on them"
        )
    together = answers.notna().astype(int)
    return Polychoric(matrix, _threshold_table(answers, cuts), together.T @ together, tuple(notes))


def _check(answers: pd.DataFrame) -> None:
    for name in answers.columns:
        different = answers[name].nunique()
        if not 2 <= different <= 20:
            raise ScaleRefused(
                f"item '{name}' has {different} different answers; expected 2 to 20 ordered ones: leave it "
                "out, or correlate it as a number"
            )
    together = answers.notna().astype(int)
    alone = np.argwhere(np.triu((together.T @ together).to_numpy() == 0, k=1))
    if len(alone):
        pair = [answers.columns[i] for i in alone[0]]
        raise ScaleRefused(f"nobody answered both of {listed(pair)}; expected answers to both: leave one out")


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


def _correlation(table: np.ndarray, rows: np.ndarray, columns: np.ndarray) -> float:
    """Where the table is most likely: the zero of the slope beside the best point of a grid, or an end."""
    from scipy.optimize import brentq, minimize_scalar

    pair = (table, rows, columns)
    grid = np.r_[-LARGEST, np.linspace(-0.975, 0.975, 40), LARGEST]
    best = int(np.argmax([_loglik(r, *pair) for r in grid]))
    low, high = grid[max(best - 1, 0)], grid[min(best + 1, len(grid) - 1)]
    if _slope(low, *pair) > 0 > _slope(high, *pair):
        return float(brentq(_slope, low, high, args=pair, xtol=1e-12, rtol=1e-12))
    if best in (0, len(grid) - 1):
        return float(grid[best])
    # towards ±1 densities vanish before probabilities do, and the slope with them
    found = minimize_scalar(lambda r: -_loglik(r, *pair), bounds=(low, high), options={"xatol": 1e-10})
    return float(found.x)


def _loglik(r: float, table: np.ndarray, rows: np.ndarray, columns: np.ndarray) -> float:
    shares = _cells(bivariate_normal_cdf(rows[:, None], columns, r))
    seen = table > 0
    return float((table[seen] * np.log(np.maximum(shares[seen], 1e-300))).sum())


def _slope(r: float, table: np.ndarray, rows: np.ndarray, columns: np.ndarray) -> float:
    """Derivative to r of the log-likelihood."""
    shares = _cells(bivariate_normal_cdf(rows[:, None], columns, r))
    slopes = _cells(bivariate_normal_density(rows[:, None], columns, r))
    seen = table > 0
    return float((table[seen] * slopes[seen] / np.maximum(shares[seen], 1e-300)).sum())


def _cells(corners: np.ndarray) -> np.ndarray:
    return np.diff(np.diff(corners, axis=0), axis=1)
