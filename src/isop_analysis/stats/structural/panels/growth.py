"""Latent growth curves, in lavaan's syntax."""

from collections.abc import Sequence

import pandas as pd

from isop_analysis.base.reasons import Refused
from isop_analysis.stats.structural.fitting import fit
from isop_analysis.stats.structural.panels.persons import check_panel
from isop_analysis.stats.structural.result import StructuralFit


def growth_syntax(
    variable: str, waves: Sequence[str], times: Sequence[float] = (), predictors: Sequence[str] = ()
) -> str:
    """Return a straight line over columns ``<variable>_<wave>``: factors ``start`` and ``growth``.

    Args:
        variable: name without wave.
        waves: labels in order.
        times: of the waves; 0, 1, 2, … if none. `start` is where time is zero, `growth` a unit of time.
        predictors: columns that explain both factors.

    Raises:
        Refused: as many times as waves are expected, all different.
    """
    when = list(times) or [float(place) for place in range(len(waves))]
    if len(when) != len(waves) or len(set(when)) < len(when):
        raise Refused(
            "panel_times", found=len(when), times=", ".join(f"{time:g}" for time in when), waves=len(waves)
        )
    columns = [f"{variable}_{wave}" for wave in waves]
    lines = [
        f"start =~ {' + '.join(f'1*{column}' for column in columns)}",
        f"growth =~ {' + '.join(f'{time:g}*{column}' for time, column in zip(when, columns, strict=True))}",
        *(f"{column} ~ 0*1" for column in columns),
        "start ~ 1",
        "growth ~ 1",
        "start ~~ growth",
    ]
    if predictors:
        lines += [f"{factor} ~ {' + '.join(predictors)}" for factor in ("start", "growth")]
    return "\n".join(lines)


def growth_curve(
    data: pd.DataFrame,
    variable: str,
    waves: Sequence[str],
    *,
    times: Sequence[float] = (),
    predictors: Sequence[str] = (),
    estimator: str = "ML",
    missing: str = "fiml",
    minimum_n: int = 100,
) -> StructuralFit:
    """Fit a straight line with its own start and growth a person to one row a person.

    Raises Refused for fewer than three waves, fewer than `minimum_n` persons with two or more of them,
    or as `growth_syntax` and `fit` do.
    """
    check_panel("growth", data, [variable], waves, 1, minimum_n)
    return fit(growth_syntax(variable, waves, times, predictors), data, estimator, missing)
