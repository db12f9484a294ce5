"""What would tell n beside another number is told as for the middle of the band that n is told in.

ICC(2) is 1 − 1/F (Bliese 2000): beside it, p of that F with k − 1 and n − k df would tell n; so would Feldt's
interval beside alpha.
"""

from typing import TYPE_CHECKING, Any

from isop_analysis.base.reasons import read_reasons, written
from isop_analysis.contracts.cells import Count

if TYPE_CHECKING:
    import pandas as pd

NAMING_P, LEVEL = "verdict_differ", 0.05
NEAREST = 0.0006
"""How far from the level p is told at least, on the side of the verdict: half a unit of the third decimal."""


def with_tests_of_bands(rows: "pd.DataFrame", width: int) -> "pd.DataFrame":
    """Return agreement with p as for the middle of n's band, on the same side of the level as it was."""
    pairs = [(row, _p_value(row, width)) for row in rows.to_dict("records")]
    return rows.assign(
        p_value=[row["p_value"] if p is None else p for row, p in pairs],
        reason=[row["reason"] if p is None else _reason(row["reason"], p) for row, p in pairs],
    )


def with_intervals_of_bands(rows: "pd.DataFrame", width: int) -> "pd.DataFrame":
    """Return reliability with the intervals of alpha as for the middle of n's band."""
    ends = [_ends(row, width) for row in rows.to_dict("records")]
    return rows.assign(alpha_ci_low=[low for low, _ in ends], alpha_ci_high=[high for _, high in ends])


def _ends(row: dict[Any, Any], width: int) -> tuple[float, float]:
    from isop_analysis.stats.scales.alpha import feldt_interval

    low, high = row["alpha_ci_low"], row["alpha_ci_high"]
    if low != low or row["n_items"] < 2:
        return low, high
    found = feldt_interval(row["alpha"], _middle(row["n"], width), int(row["n_items"]))
    return found.low, found.high


def _p_value(row: dict[Any, Any], width: int) -> float | None:
    """Return p of F with the df of the middle; None where the row has no such test."""
    from scipy.special import fdtrc

    p, icc2, groups = row["p_value"], row["icc2"], row["clusters"]
    if p != p or icc2 != icc2 or icc2 >= 1 or _middle(row["n"], width) <= groups:
        return None
    found = float(fdtrc(groups - 1, _middle(row["n"], width) - groups, 1 / (1 - icc2)))
    named = [one.values["needed"] for one in read_reasons(row["reason"]) if one.key == NAMING_P]
    level = named[0] if named else LEVEL
    return min(found, level - NEAREST) if p < level else max(found, level + NEAREST)


def _middle(n: float, width: int) -> int:
    return round(Count.banded(int(n), width).middle)


def _reason(cell: Any, p: float) -> Any:
    """Return a cell of reasons with this p where one names it."""
    if not isinstance(cell, str):
        return cell
    return written(
        one.with_values(lambda name, value: p if name == "p" else value) if one.key == NAMING_P else one
        for one in read_reasons(cell)
    )
