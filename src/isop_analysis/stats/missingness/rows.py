"""Rows a model uses, and which variable the others are lost to."""

from collections.abc import Mapping

import numpy as np
import pandas as pd


def rows_lost(missing: Mapping[str, "pd.Series | np.ndarray"], available: int) -> pd.DataFrame:
    """Return per variable how many rows it costs.

    Args:
        missing: per variable, in the order in which causes are named, a truth value per row (available,).
        available: number of rows before any is left out.

    Returns:
        One row a variable: variable, lost_any (rows that miss it), lost_first (rows that miss it and none of
        the variables before: adds up to the rows lost), lost_only (rows that miss nothing else). First a row
        with variable "all": rows lost in all.

    Raises:
        ValueError: a variable has another number of rows.
    """
    flags = {name: np.asarray(values, dtype=bool) for name, values in missing.items()}
    for name, values in flags.items():
        if len(values) != available:
            raise ValueError(f"'{name}' has {len(values)} rows; expected {available}.")
    together = np.array(list(flags.values())).reshape(len(flags), available)
    times = together.sum(axis=0)
    lost = int((times > 0).sum())
    rows = [("all", lost, lost, lost)]
    before = np.zeros(available, dtype=bool)
    for name, values in flags.items():
        rows.append(
            (name, int(values.sum()), int((values & ~before).sum()), int((values & (times == 1)).sum()))
        )
        before |= values
    return pd.DataFrame(rows, columns=["variable", "lost_any", "lost_first", "lost_only"])
