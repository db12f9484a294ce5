"""Whether there are waves and persons enough for a model of change within persons."""

from collections.abc import Sequence

import pandas as pd

from isop_analysis.stats.structural.refusals import ModelRefused, nearest


def check_panel(
    model: str,
    data: pd.DataFrame,
    variables: Sequence[str],
    waves: Sequence[str],
    fewest_variables: int,
    minimum_n: int,
) -> None:
    """Raise ModelRefused for too few waves, variables, or persons with two or more waves.

    A person has a wave with a value of any of the variables there.
    """
    if len(set(waves)) < max(3, len(waves)):
        raise ModelRefused(
            f"{model} needs three or more different waves, here are {len(set(waves))}; with "
            "fewer, a person's steady part and "
            "change can't be told apart: wait for the next wave, or compare two waves with a "
            "multilevel model."
        )
    if len(set(variables)) < fewest_variables:
        raise ModelRefused(
            f"{model} needs {fewest_variables} or more variables, here is {len(set(variables))}."
        )
    columns = {wave: [f"{name}_{wave}" for name in variables] for wave in waves}
    for own in columns.values():
        for name in own:
            if name not in data:
                raise ModelRefused(
                    f"The data have no column '{name}'{nearest(name, data.columns) or ';'} expected "
                    "<variable>_<wave> for every variable and wave."
                )
    seen = pd.DataFrame({wave: data[own].notna().any(axis=1) for wave, own in columns.items()})
    persons = int((seen.sum(axis=1) >= 2).sum())
    if persons < minimum_n:
        raise ModelRefused(
            f"{model} needs persons with two or more waves, here are {persons} of {len(data)}; "
            "expected at least "
            f"{minimum_n} (minimum_n)."
        )
