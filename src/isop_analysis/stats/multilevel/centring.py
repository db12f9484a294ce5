"""Predictors split over levels: a variable's mean per group, and what is left within the group."""

from collections.abc import Mapping, Sequence

import pandas as pd

from isop_analysis.base.nearest import nearest
from isop_analysis.base.reasons import Refused


def centred(
    data: pd.DataFrame,
    variable: str,
    groups: Sequence[str | Sequence[str]],
    names: Mapping[str, str] | None = None,
) -> pd.DataFrame:
    """Split a variable over nested levels, the widest first.

    With groups ["team", "person"] the new columns are `variable_team` (team mean minus grand mean),
    `variable_person` (person mean minus team mean) and `variable_within` (value minus person mean); they
    add up to the variable minus its grand mean. A group may be several columns, such as ["team", "person"].
    Means are over rows; where a variable is missing its parts are, and rows with a missing group have only
    the parts above it.

    Args:
        data: one row per answer; returned with the new columns added. variable: numeric column. groups:
        grouping columns, the widest first; each should lie within the one before, or parts of one level
            are correlated with another's.
        names: new names, by the ending ("team", "within").

    Raises:
        Refused: for an unknown or non-numeric column.
    """
    keys = [[group] if isinstance(group, str) else list(group) for group in groups]
    for column in [variable, *(name for key in keys for name in key)]:
        if column not in data.columns:
            raise Refused("column_absent", column=column, meant=nearest(column, data.columns))
    if not pd.api.types.is_numeric_dtype(data[variable]):
        raise Refused("centring_of_text", column=variable)
    values = data[variable].astype("float64")
    above = pd.Series(values.mean(), index=data.index)
    result = data.copy()
    for key in keys:
        mean = values.groupby([data[name] for name in key], observed=True).transform("mean")
        ending = "_".join(key) if len(key) == 1 else key[-1]
        result[_name(variable, ending, names)] = (mean - above).where(values.notna())
        above = mean
    result[_name(variable, "within", names)] = values - above
    return result


def _name(variable: str, ending: str, names: Mapping[str, str] | None) -> str:
    return (names or {}).get(ending, f"{variable}_{ending}")
