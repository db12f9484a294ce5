"""Pearson correlations of scales, each with the rows it rests on and its interval."""

from itertools import combinations

import numpy as np
import pandas as pd

from isop_analysis.stats.answers import check_confidence, numeric_items


def correlations(scores: pd.DataFrame, confidence: float = 0.95) -> pd.DataFrame:
    """Return scale, scale_2, n, r, ci_low, ci_high for each pair of columns, in their order.

    `scores` has one row a respondent and one column a scale; a pair rests on the rows that have both. The
    interval is Fisher's (1921), tanh(atanh r ± z/√(n − 3)); it takes rows as independent, so for people in
    teams it is too narrow. r is missing below two rows or where a scale doesn't vary, the interval below
    four rows.

    Raises
    ------
    Refused
        For fewer than two columns, or text.
    """
    check_confidence(confidence)
    answers = numeric_items(scores, least=2)
    rows = [_pair(answers, first, second) for first, second in combinations(answers.columns, 2)]
    table = pd.DataFrame(rows, columns=["scale", "scale_2", "n", "r"])
    return table.assign(**_fisher(table["r"].to_numpy(), table["n"].to_numpy(), confidence))


def _pair(answers: pd.DataFrame, first: str, second: str) -> tuple[str, str, int, float]:
    both = answers[[first, second]].dropna()
    if len(both) < 2 or both.nunique().min() < 2:
        return first, second, len(both), np.nan
    r = np.corrcoef(both[first], both[second])[0, 1]
    return first, second, len(both), float(np.clip(r, -1, 1))


def _fisher(r: np.ndarray, n: np.ndarray, confidence: float) -> dict[str, np.ndarray]:
    from scipy.special import ndtri

    reach = ndtri((1 + confidence) / 2) / np.sqrt(np.where(n > 3, n - 3, np.nan))
    with np.errstate(divide="ignore"):
        z = np.arctanh(r)
    return {"ci_low": np.tanh(z - reach), "ci_high": np.tanh(z + reach)}
