"""Items and scales described: how many answered, where answers lie, how many at either end."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from isop_analysis.base.reasons import Refused
from isop_analysis.stats.answers import check_range, named, numeric_items

Bound = float | Mapping[str, float]


def describe_items(answers_wide: pd.DataFrame, low: Bound, high: Bound) -> pd.DataFrame:
    """Return one row an item: item, n, missing, mean, sd, median, skewness, floor, ceiling, minimum, maximum.

    `answers_wide` has one row a respondent and one column an item; low and high are the possible range, one
    for all or one by item. sd has n − 1; skewness is G1, adjusted for n (Joanes & Gill 1998), missing below
    three answers or without variance; floor and ceiling are the shares (0 to 1) of answers at low and high.
    An item nobody answered has n 0 and missing statistics.

    Examples
    --------
    >>> found = describe_items(pd.DataFrame({"a": [1, 2, 5, None]}), 1, 5)
    >>> found[["n", "missing", "floor"]].round(2).iloc[0].tolist()
    [3.0, 1.0, 0.33]

    Raises
    ------
    Refused
        For text, an answer out of range, or an item without low or high.
    """
    return _described(answers_wide, low, high, "item")


def describe_scales(scores: pd.DataFrame, low: Bound, high: Bound) -> pd.DataFrame:
    """Return one row a scale, with the columns of `describe_items`; `scores` has one column a scale.

    Floor and ceiling are the shares of people at the lowest and the highest possible score.

    Raises
    ------
    Refused
        For text, a score out of range, or a scale without low or high.
    """
    return _described(scores, low, high, "scale")


def count_answers(
    answers_wide: pd.DataFrame, values: Mapping[str, list[float]] | list[float]
) -> pd.DataFrame:
    """Return item, answer, count, share for each possible answer, those nobody gave with count 0.

    `values` are the possible answers, one list for all items or one by item. Shares are of the answers given,
    missing where nobody answered.

    Examples
    --------
    >>> count_answers(pd.DataFrame({"a": [1, 3, 3, None]}), [1, 2, 3])["count"].tolist()
    [1, 0, 2]

    Raises
    ------
    Refused
        For an answer that isn't among the possible ones.
    """
    answers = numeric_items(answers_wide)
    tables = [_counts(answers[item], _possible(values, item)) for item in answers.columns]
    return pd.concat(tables, ignore_index=True)


def _possible(values: Mapping[str, list[float]] | list[float], item: str) -> list[float]:
    if not isinstance(values, Mapping):
        return sorted(values)
    if item not in values:
        raise Refused("answers_not_listed", item=str(item), given=named(values))
    return sorted(values[item])


def _counts(answers: pd.Series, values: list[float]) -> pd.DataFrame:
    given = answers.dropna()
    unknown = given[~given.isin(values)]
    if len(unknown):
        raise Refused(
            "answer_not_listed",
            item=str(answers.name),
            value=unknown.iloc[0],
            row=str(unknown.index[0]),
            expected=", ".join(f"{value:g}" for value in values),
        )
    counts = given.value_counts().reindex(values, fill_value=0).to_numpy()
    shares = counts / len(given) if len(given) else np.full(len(values), np.nan)
    return pd.DataFrame({"item": answers.name, "answer": values, "count": counts, "share": shares})


def _described(frame: pd.DataFrame, low: Bound, high: Bound, kind: str) -> pd.DataFrame:
    answers = numeric_items(frame)
    lows, highs = (_bounds(bound, answers.columns, name) for bound, name in ((low, "low"), (high, "high")))
    if not _inside(answers.to_numpy(), lows.to_numpy(), highs.to_numpy()):
        for item in answers.columns:
            check_range(answers[[item]], lows[item], highs[item])
    n = answers.notna().sum()
    some = n > 0
    return pd.DataFrame(
        {
            kind: list(answers.columns),
            "n": n.to_numpy(),
            "missing": answers.isna().sum().to_numpy(),
            "mean": answers.mean().to_numpy(),
            "sd": answers.std().to_numpy(),
            "median": answers.median().to_numpy(),
            "skewness": answers.skew().where((n >= 3) & (answers.nunique() > 1)).to_numpy(),
            "floor": (answers.eq(lows).sum() / n.where(some)).to_numpy(),
            "ceiling": (answers.eq(highs).sum() / n.where(some)).to_numpy(),
            "minimum": answers.min().to_numpy(),
            "maximum": answers.max().to_numpy(),
        }
    )


def _inside(answers: np.ndarray, lows: np.ndarray, highs: np.ndarray) -> bool:
    """Whether every range is one, and no answer lies outside its item's."""
    ranges = np.isfinite(lows) & np.isfinite(highs) & (lows < highs)
    return bool(ranges.all() and not ((answers < lows) | (answers > highs)).any())


def _bounds(bound: Bound, names: pd.Index, which: str) -> pd.Series:
    if not isinstance(bound, Mapping):
        return pd.Series(float(bound), index=names)
    absent = [name for name in names if name not in bound]
    if absent:
        raise Refused("bound_not_given", which=which, names=named(absent), given=named(bound))
    return pd.Series({name: float(bound[name]) for name in names})
