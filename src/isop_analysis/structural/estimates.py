"""The table of parameters with their errors."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from isop_analysis.structural.definitions import Formula, defined_gradients, defined_values
from isop_analysis.structural.likelihood import Likelihood
from isop_analysis.structural.moments import Array
from isop_analysis.structural.standardised import standardised

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


def estimate_table(
    model: Likelihood, theta: Array, covariance: Array, defined: tuple[Formula, ...]
) -> pd.DataFrame:
    """Return one row a parameter with z, p and 95 % interval; defined ones last (delta method)."""
    values = model.values(theta)
    shares = standardised(model, values)
    rows = _model_rows(model, values, shares, covariance) + _defined_rows(
        model, values, shares, covariance, defined
    )
    frame = pd.DataFrame([vars(row) for row in rows])
    return _with_tests(frame)[list(COLUMNS)]


def _model_rows(model: Likelihood, values: Array, shares: Array, covariance: Array) -> list[_Row]:
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
                float(shares[place]),
            )
        )
    return rows


def _defined_rows(
    model: Likelihood, values: Array, shares: Array, covariance: Array, defined: tuple[Formula, ...]
) -> list[_Row]:
    labelled = {
        row.label: place for place, row in reversed(list(enumerate(model.table.parameters))) if row.label
    }
    estimates = {label: float(values[place]) for label, place in labelled.items()}
    standard = {label: float(shares[place]) for label, place in labelled.items()}
    found, found_standard = defined_values(defined, estimates), defined_values(defined, standard)
    gradients = defined_gradients(defined, estimates)
    rows = []
    for formula in defined:
        gradient = np.zeros(model.n_free)
        for label, place in labelled.items():
            free = model.table.parameters[place].free
            if free >= 0:
                gradient[free] += gradients[formula.name][label]
        se = float(np.sqrt(gradient @ covariance @ gradient))
        rows.append(
            _Row(
                formula.name,
                ":=",
                formula.expression,
                None,
                None,
                formula.name,
                found[formula.name],
                se,
                found_standard[formula.name],
            )
        )
    return rows


def _with_tests(frame: pd.DataFrame) -> pd.DataFrame:
    from scipy.stats import norm

    se = frame["se"].where(frame["se"] > 0)
    statistic = frame["estimate"] / se
    reach = float(norm.ppf(0.975)) * frame["se"]
    return frame.assign(
        level=frame["level"].astype("Int64"),
        statistic=statistic,
        p_value=2 * norm.sf(statistic.abs()),
        ci_low=frame["estimate"] - reach,
        ci_high=frame["estimate"] + reach,
    )
