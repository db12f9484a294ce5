"""Confirmatory factor analysis from lists of items."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from isop_analysis.base.reasons import Refused
from isop_analysis.stats.structural.fitting import fit
from isop_analysis.stats.structural.result import StructuralFit


def cfa(items_by_factor: Mapping[str, Sequence[str]], data: pd.DataFrame, **options: Any) -> StructuralFit:
    """Fit a factor model of simple structure; `options` are those of `fit`.

    Raises Refused for a factor with fewer than two items, an item listed twice, or as `fit` does.
    """
    for factor, items in items_by_factor.items():
        repeated = sorted({item for item in items if list(items).count(item) > 1})
        if repeated:
            raise Refused("factor_lists_twice", factor=factor, item=repeated[0])
        if len(items) < 2:
            raise Refused("factor_few_items", factor=factor, found=len(items))
    return fit(
        "\n".join(f"{factor} =~ {' + '.join(items)}" for factor, items in items_by_factor.items()),
        data,
        **options,
    )
