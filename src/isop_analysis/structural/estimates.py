"""The table of parameters with their errors."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from isop_analysis.structural.definitions import Formula, defined_gradients, defined_values
from isop_analysis.structural.moments import Array
from isop_analysis.structural.standardised import standardised, standardised_jacobian
from isop_analysis.structural.tabled import Tabled

COLUMNS = (
    "lhs",
    "op",
    "rhs",
    "group",
    "level",
    "label",
    "estimate",
    "se",
    "statistic",
    "p_value",
    "ci_low",
    "ci_high",
    "std_all",
    "std_se",
    "std_ci_low",
    "std_ci_high",
)


@dataclass(frozen=True)
class _Row:
    lhs: str
    op: str
    rhs: str
    group: str | None
    level: int | None
    label: str
    estimate: float
    se: float
    std_all: float
    std_se: float


@dataclass(frozen=True)
class _Standard:
    """Standardised values of the table's rows (rows,), and their derivatives (rows, q)."""

    values: Array
    jacobian: Array

    def error(self, place: int, covariance: Array) -> float:
        """Return the delta-method error of a row's standardised value."""
        return _error(self.jacobian[place], covariance)


def estimate_table(
    model: Tabled,
    theta: Array,
    covariance: Array,
    defined: tuple[Formula, ...],
    standard_slopes: Array | None = None,
) -> pd.DataFrame:
    """Return one row a parameter with z, p, 95 % interval and standardised value; defined ones last.

    `standard_slopes` are the derivatives of the standardised values by the free parameters (rows, q), where
    they are not those of the table alone.
    """
    values = model.values(theta)
    slopes = standardised_jacobian(model, values) if standard_slopes is None else standard_slopes
    standard = _Standard(standardised(model, values), slopes)
    rows = _model_rows(model, values, standard, covariance)
    rows += _defined_rows(model, values, standard, covariance, defined)
    frame = pd.DataFrame([vars(row) for row in rows])
    return _with_tests(frame)[list(COLUMNS)]


def _model_rows(model: Tabled, values: Array, standard: _Standard, covariance: Array) -> list[_Row]:
    rows = []
    for place, row in enumerate(model.table.parameters):
        block = model.table.blocks[row.block]
        se = float(np.sqrt(covariance[row.free, row.free])) if row.free >= 0 else 0.0
        rows.append(
            _Row(
                row.lhs,
                row.op,
                row.rhs,
                model.table.conventions.groups[block.group] or None,
                block.level,
                row.label,
                float(values[place]),
                se,
                float(standard.values[place]),
                standard.error(place, covariance),
            )
        )
    return rows


def _defined_rows(
    model: Tabled, values: Array, standard: _Standard, covariance: Array, defined: tuple[Formula, ...]
) -> list[_Row]:
    labelled = {
        row.label: place for place, row in reversed(list(enumerate(model.table.parameters))) if row.label
    }
    estimates = {label: float(values[place]) for label, place in labelled.items()}
    shares = {label: float(standard.values[place]) for label, place in labelled.items()}
    found, found_shares = defined_values(defined, estimates), defined_values(defined, shares)
    gradients, share_gradients = defined_gradients(defined, estimates), defined_gradients(defined, shares)
    slopes = {label: _unit(model, place) for label, place in labelled.items()}
    share_slopes = {label: standard.jacobian[place] for label, place in labelled.items()}
    return [
        _Row(
            formula.name,
            ":=",
            formula.expression,
            None,
            None,
            formula.name,
            found[formula.name],
            _error(_chained(gradients[formula.name], slopes), covariance),
            found_shares[formula.name],
            _error(_chained(share_gradients[formula.name], share_slopes), covariance),
        )
        for formula in defined
    ]


def _unit(model: Tabled, place: int) -> Array:
    free = model.table.parameters[place].free
    unit = np.zeros(model.n_free)
    if free >= 0:
        unit[free] = 1.0
    return unit


def _chained(gradient: dict[str, float], slopes: dict[str, Array]) -> Array:
    """Return the derivatives of a formula by the free parameters (q,), through its labels."""
    return np.sum([gradient[label] * slope for label, slope in slopes.items()], axis=0)


def _error(slope: Array, covariance: Array) -> float:
    """Return the delta-method error of a function with these derivatives (q,)."""
    return float(np.sqrt(np.maximum(slope @ covariance @ slope, 0.0))) if len(slope) else 0.0


def _with_tests(frame: pd.DataFrame) -> pd.DataFrame:
    from scipy.special import ndtr, ndtri

    se = frame["se"].where(frame["se"] > 0)
    statistic = frame["estimate"] / se
    quantile = float(ndtri(0.975))
    reach, std_reach = quantile * frame["se"], quantile * frame["std_se"]
    return frame.assign(
        level=frame["level"].astype("Int64"),
        statistic=statistic,
        p_value=2 * ndtr(-statistic.abs()),
        ci_low=frame["estimate"] - reach,
        ci_high=frame["estimate"] + reach,
        std_ci_low=frame["std_all"] - std_reach,
        std_ci_high=frame["std_all"] + std_reach,
    )
