"""The random-intercept cross-lagged panel model, in lavaan's syntax."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations, pairwise

import numpy as np
import pandas as pd

from isop_analysis.stats.structural.fitting import fit
from isop_analysis.stats.structural.panels.persons import check_panel
from isop_analysis.stats.structural.result import StructuralFit


def ri_clpm_syntax(
    variables: Sequence[str],
    waves: Sequence[str],
    steady: bool = False,
    starts: Mapping[str, float] | None = None,
) -> str:
    """Return the model of columns ``<variable>_<wave>`` (Hamaker, Kuiper & Grasman 2015).

    Each variable is a person's steady part ``<variable>_person`` plus the deviation
    ``<variable>_<wave>_within`` of each wave; deviations are regressed on all those of the wave before, the
    steady parts correlate with one another and not with deviations. Variables have no residuals.

    Args:
        variables: two or more names without wave.
        waves: labels in order.
        steady: whether a lagged slope is the same between any two waves, labelled ``<outcome>.<predictor>``.
        starts: starting values of parameters as written, such as "x_2_within ~ x_1_within".
    """
    known = starts or {}
    lines = [f"{name}_person =~ {' + '.join(f'1*{name}_{wave}' for wave in waves)}" for name in variables]
    for name in variables:
        lines.append(_line(f"{name}_person", "~~", f"{name}_person", known))
        for wave in waves:
            lines.append(f"{name}_{wave}_within =~ 1*{name}_{wave}")
            lines.append(_line(f"{name}_{wave}_within", "~~", f"{name}_{wave}_within", known))
            lines.append(f"{name}_{wave} ~~ 0*{name}_{wave}")
            lines.append(f"{name}_{wave} ~ 1")
    for before, after in pairwise(waves):
        for outcome in variables:
            for name in variables:
                label = f"{outcome}.{name}*" if steady else ""
                lines.append(_line(f"{outcome}_{after}_within", "~", f"{name}_{before}_within", known, label))
    lines += _covariances(variables, waves)
    return "\n".join(lines)


def _line(lhs: str, op: str, rhs: str, starts: Mapping[str, float], label: str = "") -> str:
    start = starts.get(f"{lhs} {op} {rhs}")
    return f"{lhs} {op} {'' if start is None else f'start({start:.6g})*'}{label}{rhs}"


def _covariances(variables: Sequence[str], waves: Sequence[str]) -> Iterator[str]:
    for first, second in combinations(variables, 2):
        yield f"{first}_person ~~ {second}_person"
        for wave in waves:
            yield f"{first}_{wave}_within ~~ {second}_{wave}_within"
    for person in variables:
        for name in variables:
            yield f"{person}_person ~~ 0*{name}_{waves[0]}_within"


def ri_clpm(
    data: pd.DataFrame,
    variables: Sequence[str],
    waves: Sequence[str],
    *,
    steady: bool = False,
    estimator: str = "ML",
    missing: str = "fiml",
    minimum_n: int = 100,
) -> StructuralFit:
    """Fit the random-intercept cross-lagged panel model to one row a person.

    Raises Refused for fewer than two variables or three waves, or fewer than `minimum_n` persons with
    two or more waves, or as `fit` does. An inadmissible fit, such as a steady part with a negative
    variance, says so in its
    notes: then the variables hold no steady differences between persons.
    """
    check_panel("cross_lagged", data, variables, waves, 2, minimum_n)
    starts = _starts(data, variables, waves)
    return fit(ri_clpm_syntax(variables, waves, steady, starts), data, estimator, missing)


def _starts(data: pd.DataFrame, variables: Sequence[str], waves: Sequence[str]) -> dict[str, float]:
    """Return starting values: a tenth of a variable's variance steady, slopes on the wave before as seen.

    From slopes of zero the search can end in a valley without a maximum.
    """
    starts: dict[str, float] = {}
    for name in variables:
        columns = data[[f"{name}_{wave}" for wave in waves]].apply(pd.to_numeric, errors="coerce")
        covariance = columns.cov().fillna(0.0).to_numpy()
        variances = np.maximum(np.diag(covariance), 1e-6)
        starts[f"{name}_person ~~ {name}_person"] = 0.1 * float(variances.min())
        starts[f"{name}_{waves[0]}_within ~~ {name}_{waves[0]}_within"] = 0.9 * float(variances[0])
        for place, (before, after) in enumerate(pairwise(waves)):
            slope = float(covariance[place, place + 1] / variances[place])
            left = float(variances[place + 1] - slope * covariance[place, place + 1])
            starts[f"{name}_{after}_within ~ {name}_{before}_within"] = slope
            starts[f"{name}_{after}_within ~~ {name}_{after}_within"] = max(
                left, 0.2 * float(variances[place + 1])
            )
    return starts
