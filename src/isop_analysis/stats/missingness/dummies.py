"""Predictors as columns: numbers as they are, labels as indicators against a reference."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from isop_analysis.base.reasons import Refused
from isop_analysis.stats.answers import named


def design(predictors: pd.DataFrame, references: Mapping[str, str]) -> pd.DataFrame:
    """Return the columns (n, p), the intercept first; an indicator is called <column><label>, as R does.

    Raises:
        Refused: a column with one value only, or without the reference named.
    """
    columns: dict[str, pd.Series | float] = {"(Intercept)": pd.Series(1.0, index=predictors.index)}
    for name in predictors:
        values = predictors[name]
        if values.nunique() < 2:
            raise Refused("leaving_alike", name=str(name), value=str(values.iloc[0]))
        if pd.api.types.is_numeric_dtype(values):
            columns[str(name)] = values.astype("float64")
            continue
        labels = sorted(values.astype("str").unique())
        reference = references.get(str(name), labels[0])
        if reference not in labels:
            raise Refused("leaving_reference", name=str(name), value=reference, known=named(labels))
        for label in labels:
            if label != reference:
                columns[f"{name}{label}"] = (values.astype("str") == label).astype("float64")
    return pd.DataFrame(columns).astype(np.float64)
