"""Confirmatory factor analysis from lists of items."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from isop_analysis.stats.structural.fitting import fit
from isop_analysis.stats.structural.refusals import ModelRefused
from isop_analysis.stats.structural.result import StructuralFit


def cfa(items_by_factor: Mapping[str, Sequence[str]], data: pd.DataFrame, **options: Any) -> StructuralFit:
    """Fit a factor model of simple structure; `options` are those of `fit`.

    Raises ModelRefused for a factor with fewer than two items, an item listed twice, or as `fit` does.
    """
    for factor, items in items_by_factor.items():
        repeated = sorted({item for item in items if list(items).count(item) > 1})
        if repeated:
            raise ModelRefused(
                f"Factor '{factor}' lists item '{repeated[0]}' twice; expected every item once."
            )
        if len(items) < 2:
            raise ModelRefused(
                f"Factor '{factor}' has {len(items)} items; expected two or more, three to stand alone."
            )
    return fit(
        "\n".join(f"{factor} =~ {' + '.join(items)}" for factor, items in items_by_factor.items()),
        data,
        **options,
    )
