"""Whether there are waves and persons enough for a model of change within persons."""

from collections.abc import Sequence

import pandas as pd

from isop_analysis.base.nearest import nearest
from isop_analysis.base.reasons import Refused


def check_panel(
    model: str,
    data: pd.DataFrame,
    variables: Sequence[str],
    waves: Sequence[str],
    fewest_variables: int,
    minimum_n: int,
) -> None:
    """Raise Refused for too few waves, variables, or persons with two or more waves.

    `model` is "cross_lagged" or "growth". A person has a wave with a value of any of the variables there.
    """
    if len(set(waves)) < max(3, len(waves)):
        raise Refused("panel_waves", model=model, found=len(set(waves)))
    if len(set(variables)) < fewest_variables:
        raise Refused("panel_variables", model=model, needed=fewest_variables, found=len(set(variables)))
    columns = {wave: [f"{name}_{wave}" for name in variables] for wave in waves}
    for own in columns.values():
        for name in own:
            if name not in data:
                meant = nearest(name, data.columns)
                if meant is None:
                    raise Refused("panel_column_missing", name=name)
                raise Refused("panel_column_missing_meant", name=name, meant=meant)
    seen = pd.DataFrame({wave: data[own].notna().any(axis=1) for wave, own in columns.items()})
    persons = int((seen.sum(axis=1) >= 2).sum())
    if persons < minimum_n:
        raise Refused("panel_people", model=model, found=persons, all=len(data), needed=minimum_n)
