"""Agreement inside each group: r_wg, r_wg(j) and the average deviation from the group's mean."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

NULLS = ("uniform", "slightly_skewed", "moderately_skewed")

FIVE_POINT_SHARES = {
    "slightly_skewed": (0.05, 0.15, 0.20, 0.35, 0.25),
    "moderately_skewed": (0.00, 0.10, 0.15, 0.40, 0.35),
}
"""Shares of the five answers under each skewed null (James, Demaree & Wolf 1984; LeBreton & Senter 2008)."""

PUBLISHED = {
    5: (1.34, 0.90),
    6: (1.85, 1.26),
    7: (2.90, 2.14),
    8: (3.47, 2.79),
    9: (5.66, 4.73),
    10: (6.30, 5.09),
    11: (7.31, 6.32),
}
"""Variances of the slightly and the moderately skewed null by number of options, as published by LeBreton &
Senter 2008, Organizational Research Methods 11, 815–852."""


@dataclass(frozen=True)
class NullVariances:
    """Variance of an answer under each null, in squared units of the answers; NaN where none is published."""

    options: int
    step: float
    """Distance between neighbouring answers."""
    uniform: float
    slightly_skewed: float
    moderately_skewed: float

    def variance(self, null: str) -> float:
        """Return the variance under the null of that name, one of `NULLS`."""
        return float(getattr(self, null))


def null_variances(low: float, high: float, options: int) -> NullVariances:
    """Return the null variances of `options` equally spaced answers from low to high, 2 or more.

    The uniform one is (A² − 1)/12 steps² for A options; the skewed ones are published for 5 to 11 options and
    are the same whichever end answers lean to.
    """
    step = (high - low) / (options - 1)
    slight, moderate = PUBLISHED.get(options, (np.nan, np.nan))
    return NullVariances(options, step, step**2 * (options**2 - 1) / 12, step**2 * slight, step**2 * moderate)


@dataclass(frozen=True)
class Spread:
    """How far answers lie apart inside each of k groups: groups × items, NaN below two answers."""

    variances: pd.DataFrame
    """Variance (n − 1) of each item, (k, J)."""
    deviations: pd.DataFrame
    """Mean absolute deviation from the group's mean (AD_M) of each item, (k, J)."""


@dataclass(frozen=True)
class WithinGroup:
    """Agreement inside groups of two people or more; the bare numbers are with the uniform null."""

    rwg_j_mean: float
    rwg_j_median: float
    rwg_j_truncated: int
    """Groups whose r_wg(j) was cut at 0 because answers varied more than under the null."""
    rwg_j_mean_skewed: float
    """Mean with the slightly skewed null; NaN where none is published for the number of options."""
    adm_mean: float
    """Mean over groups of AD_M, in units of the answers."""
    adm_cutoff: float
    """Practical upper limit of AD_M: as many steps as a sixth of the options (Burke & Dunlap 2002)."""
    groups: pd.DataFrame
    """group, size, score, item_variance, rwg_j, rwg_j_slightly_skewed, rwg_j_moderately_skewed, adm."""
    nulls: pd.DataFrame
    """null, variance, rwg_j_mean, rwg_j_median, truncated, share_above: one row a null."""
    items: pd.DataFrame
    """item, null, rwg_mean, rwg_median, truncated, adm_mean: each item on its own."""


def within_group(
    answers: pd.DataFrame,
    codes: np.ndarray,
    names: pd.Index,
    nulls: NullVariances,
    enough: float,
) -> WithinGroup:
    """Return r_wg(j), r_wg and AD_M of groups 0 … k−1; `enough` is the r_wg(j) of `share_above`."""
    inside = spread(answers, codes)
    groups = _group_table(answers, codes, names, inside, nulls)
    table = pd.DataFrame([_null_row(groups, inside, null, nulls, enough) for null in NULLS])
    uniform, skewed = table.iloc[0], table.iloc[1]
    return WithinGroup(
        rwg_j_mean=float(uniform["rwg_j_mean"]),
        rwg_j_median=float(uniform["rwg_j_median"]),
        rwg_j_truncated=int(uniform["truncated"]),
        rwg_j_mean_skewed=float(skewed["rwg_j_mean"]),
        adm_mean=float(groups["adm"].mean()),
        adm_cutoff=nulls.step * nulls.options / 6,
        groups=groups,
        nulls=table,
        items=_item_table(inside, nulls),
    )


def spread(answers: pd.DataFrame, codes: np.ndarray) -> Spread:
    """Return the spread of the answers in each group 0 … k−1 (AD_M: Burke & Dunlap 2002)."""
    grouped = answers.groupby(codes)
    several = grouped.count() >= 2
    distances = (answers - grouped.transform("mean")).abs().groupby(codes).mean()
    return Spread(grouped.var().where(several), distances.where(several))


def rwg(variances: np.ndarray | pd.Series | pd.DataFrame, null: float) -> np.ndarray:
    """Return r_wg = 1 − s²/σ² of each variance, cut at 0 where s² exceeds the null's (James et al. 1984)."""
    return 1 - np.minimum(np.asarray(variances, dtype=float) / null, 1)


def rwg_j(variances: np.ndarray | pd.Series, n_items: np.ndarray | int, null: float) -> np.ndarray:
    """Return r_wg(j) = J·a / (J·a + 1 − a) with a = 1 − s̄²/σ² cut at 0 (James, Demaree & Wolf 1984).

    s̄² is the mean variance of the J items in a group. From 0 to 1; NaN stays NaN.
    """
    agreed = rwg(variances, null)
    return n_items * agreed / (n_items * agreed + 1 - agreed)


def _group_table(
    answers: pd.DataFrame, codes: np.ndarray, names: pd.Index, inside: Spread, nulls: NullVariances
) -> pd.DataFrame:
    mean_variance = inside.variances.mean(axis=1)
    n_items = np.maximum(inside.variances.count(axis=1).to_numpy(), 1)
    agreed = {null: rwg_j(mean_variance, n_items, nulls.variance(null)) for null in NULLS}
    return pd.DataFrame(
        {
            "group": names,
            "size": np.bincount(codes),
            "score": answers.mean(axis=1).groupby(codes).mean().to_numpy(),
            "item_variance": mean_variance.to_numpy(),
            "rwg_j": agreed["uniform"],
            "rwg_j_slightly_skewed": agreed["slightly_skewed"],
            "rwg_j_moderately_skewed": agreed["moderately_skewed"],
            "adm": inside.deviations.mean(axis=1).to_numpy(),
        }
    )


def _null_row(
    groups: pd.DataFrame, inside: Spread, null: str, nulls: NullVariances, enough: float
) -> dict[str, object]:
    variance = nulls.variance(null)
    agreed = groups["rwg_j" if null == "uniform" else f"rwg_j_{null}"].dropna()
    return {
        "null": null,
        "variance": variance,
        "rwg_j_mean": agreed.mean(),
        "rwg_j_median": agreed.median(),
        "truncated": int((groups["item_variance"] > variance).sum()),
        "share_above": (agreed >= enough).mean(),
    }


def _item_table(inside: Spread, nulls: NullVariances) -> pd.DataFrame:
    rows = []
    for item in inside.variances.columns:
        variances = inside.variances[item].dropna().to_numpy()
        apart = inside.deviations[item].mean()
        for null in NULLS:
            agreed = rwg(variances, nulls.variance(null))
            rows.append(
                {
                    "item": item,
                    "null": null,
                    "rwg_mean": agreed.mean() if agreed.size else np.nan,
                    "rwg_median": np.median(agreed) if agreed.size else np.nan,
                    "truncated": int((variances > nulls.variance(null)).sum()),
                    "adm_mean": apart,
                }
            )
    return pd.DataFrame(rows)
