"""Estimates with their intervals, a row each: what `fit.plot()` draws."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

INCHES_A_ROW = 0.28


def draw_forest(
    labels: Sequence[str], estimates: "pd.DataFrame", unit: str, axes: "Axes | None" = None
) -> "Axes":
    """Draw k estimates from the top down, with zero; on `axes`, or on a figure of its own.

    `estimates` (k, 3) are estimate, lower and upper end.
    """
    import matplotlib.pyplot as plt

    if axes is not None and not hasattr(axes, "axvline"):
        kind = type(axes).__name__
        raise TypeError(
            f"plot draws all coefficients; its argument is matplotlib axes, or none, and no {kind}"
        )
    if axes is None:
        _, axes = plt.subplots(figsize=(6, 1 + INCHES_A_ROW * len(labels)), layout="constrained")
    places = list(range(len(labels)))
    found, lows, highs = estimates.to_numpy(dtype=float).T
    axes.axvline(0, color="black", linewidth=0.6)
    axes.hlines(places, lows, highs, linewidth=1.2)
    axes.plot(found, places, "o", markersize=4)
    axes.set_yticks(places, labels)
    axes.invert_yaxis()
    axes.set_xlabel(unit)
    axes.spines[["top", "right", "left"]].set_visible(False)
    axes.tick_params(axis="y", length=0)
    return axes
