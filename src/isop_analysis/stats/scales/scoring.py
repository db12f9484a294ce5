"""From answers to one score a person: reverse-code, average what was answered, rescale where asked."""

from collections.abc import Iterable

import numpy as np
import pandas as pd

from isop_analysis.base.reasons import Refused
from isop_analysis.stats.answers import check_range, named, numeric_items


def score(
    items: pd.DataFrame,
    *,
    reversed: Iterable[str] = (),
    low: float,
    high: float,
    minimum_answered: int,
    pomp: bool = False,
) -> pd.DataFrame:
    """Return each row's scale score: the mean of the answered items after reverse-coding.

    Parameters
    ----------
    items
        One row a respondent, one column an item; numbers from `low` to `high`, missing where not answered.
    reversed
        Items for which a high answer means little; an answer x counts as low + high − x.
    low, high
        Lowest and highest possible answer, the same for all items.
    minimum_answered
        Fewest answered items for which a mean is taken, from 1 to the number of items.
    pomp
        Whether to rescale to per cent of the maximum possible, 100·(x − low)/(high − low), 0 to 100
        (Cohen, Cohen, Aiken & West 1999, Multivariate Behavioral Research 34, 315–346).

    Returns
    -------
    Frame with the index of `items`: score (missing unless scored), n_items, n_answered, status
    ("scored", "too_few_answers", "no_answers").

    Raises
    ------
    Refused
        For text, answers out of range, unknown reversed items or a minimum that can't be met.
    """
    answers = numeric_items(items)
    check_range(answers, low, high)
    _check_minimum(minimum_answered, answers.shape[1])
    answers = reverse_coded(answers, reversed, low, high)
    answered = answers.notna().sum(axis=1)
    enough = answered >= minimum_answered
    scores = answers.mean(axis=1).where(enough)
    return pd.DataFrame(
        {
            "score": 100 * (scores - low) / (high - low) if pomp else scores,
            "n_items": answers.shape[1],
            "n_answered": answered,
            "status": np.select([enough, answered > 0], ["scored", "too_few_answers"], "no_answers"),
        },
        index=items.index,
    )


def reverse_coded(items: pd.DataFrame, reversed: Iterable[str], low: float, high: float) -> pd.DataFrame:
    """Return the items with each answer x to a reversed item as low + high − x.

    Raises
    ------
    Refused
        For a reversed item that isn't among the items.
    """
    names = [reversed] if isinstance(reversed, str) else list(reversed)
    unknown = [name for name in names if name not in items.columns]
    if unknown:
        raise Refused("reversed_unknown", names=named(unknown), items=named(items.columns))
    coded = items.copy()
    coded[names] = low + high - coded[names]
    return coded


def _check_minimum(minimum: int, n_items: int) -> None:
    if not 1 <= minimum <= n_items:
        raise Refused("minimum_answered", minimum=minimum, items=n_items)
