"""The table of parameters with their errors."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from isop_analysis.stats.structural.definitions import Formula, defined_gradients, defined_values
from isop_analysis.stats.structural.implied_moments import Tabled
from isop_analysis.stats.structural.inference import NOBODY
from isop_analysis.stats.structural.moments import Array, Places
from isop_analysis.stats.structural.standardised import standardised, standardised_jacobian


@dataclass(frozen=True)
class _Values:
    """Estimates, their errors, standardised estimates and theirs, a row of the table each (rows,)."""

    estimate: Array
    se: Array
    std_all: Array
    std_se: Array

    def followed_by(self, other: "_Values") -> "_Values":
        """Return both, one after the other."""
        return _Values(*(np.concatenate(pair) for pair in zip(_columns(self), _columns(other), strict=True)))


def _columns(values: _Values) -> tuple[Array, ...]:
    return values.estimate, values.se, values.std_all, values.std_se


@dataclass(frozen=True)
class _Standard:
    """Standardised values of the table's rows (rows,), and their derivatives (rows, q)."""

    values: Array
    jacobian: Array


def estimate_table(
    model: Tabled,
    theta: Array,
    covariance: Array,
    defined: tuple[Formula, ...],
    standard_slopes: Array | None = None,
    held: Places = NOBODY,
) -> pd.DataFrame:
    """Return one row a parameter with z, p, 95 % interval and standardised value; defined ones last.

    `standard_slopes` are the derivatives of the standardised values by the free parameters (rows, q), where
    they are not those of the table alone; `held` free parameters have no error.
    """
    values = model.values(theta)
    slopes = standardised_jacobian(model, values) if standard_slopes is None else standard_slopes
    standard = _Standard(standardised(model, values), slopes)
    free = np.array([row.free for row in model.table.parameters], dtype=np.intp)
    own_errors = np.append(np.sqrt(np.diag(covariance)), 0.0)[free]
    std_errors = _errors(slopes, covariance)
    for errors in (own_errors, std_errors):
        errors[np.isin(free, held)] = np.nan
    found = _Values(values, own_errors, standard.values, std_errors)
    if defined:
        found = found.followed_by(_defined_values(model, values, standard, covariance, defined))
    return pd.DataFrame({**_names(model, defined), **_numbers(found)})


def _names(model: Tabled, defined: tuple[Formula, ...]) -> dict[str, object]:
    """Return what the rows are, in columns."""
    rows, blocks, groups = model.table.parameters, model.table.blocks, model.table.conventions.groups
    levels = [blocks[row.block].level for row in rows] + [None] * len(defined)
    return {
        "lhs": [row.lhs for row in rows] + [formula.name for formula in defined],
        "op": [row.op for row in rows] + [":="] * len(defined),
        "rhs": [row.rhs for row in rows] + [formula.expression for formula in defined],
        "group": [groups[blocks[row.block].group] or None for row in rows] + [None] * len(defined),
        "level": pd.array(levels, dtype="Int64"),
        "label": [row.label for row in rows] + [formula.name for formula in defined],
    }


def _numbers(found: _Values) -> dict[str, Array]:
    """Return the values with z, p and 95 % intervals, in columns."""
    from scipy.special import ndtr, ndtri

    quantile = float(ndtri(0.975))
    statistic = found.estimate / np.where(found.se > 0, found.se, np.nan)
    reach, std_reach = quantile * found.se, quantile * found.std_se
    return {
        "estimate": found.estimate,
        "se": found.se,
        "statistic": statistic,
        "p_value": 2 * ndtr(-np.abs(statistic)),
        "ci_low": found.estimate - reach,
        "ci_high": found.estimate + reach,
        "std_all": found.std_all,
        "std_se": found.std_se,
        "std_ci_low": found.std_all - std_reach,
        "std_ci_high": found.std_all + std_reach,
    }


def _defined_values(
    model: Tabled, values: Array, standard: _Standard, covariance: Array, defined: tuple[Formula, ...]
) -> _Values:
    labelled = {
        row.label: place for place, row in reversed(list(enumerate(model.table.parameters))) if row.label
    }
    places = list(labelled.values())
    estimates = {label: float(values[place]) for label, place in labelled.items()}
    shares = {label: float(standard.values[place]) for label, place in labelled.items()}
    slopes = np.stack([_unit(model, place) for place in places]) if places else np.zeros((0, model.n_free))
    found, found_shares = defined_values(defined, estimates), defined_values(defined, shares)
    gradients, share_gradients = (
        np.array([[gradient[formula.name][label] for label in labelled] for formula in defined])
        for gradient in (defined_gradients(defined, estimates), defined_gradients(defined, shares))
    )
    return _Values(
        np.array([found[formula.name] for formula in defined]),
        _errors(gradients @ slopes, covariance),
        np.array([found_shares[formula.name] for formula in defined]),
        _errors(share_gradients @ standard.jacobian[places], covariance),
    )


def _unit(model: Tabled, place: int) -> Array:
    free = model.table.parameters[place].free
    unit = np.zeros(model.n_free)
    if free >= 0:
        unit[free] = 1.0
    return unit


def _errors(slopes: Array, covariance: Array) -> Array:
    """Return the delta-method errors of functions with these derivatives (functions, q)."""
    return np.sqrt(np.maximum(((slopes @ covariance) * slopes).sum(axis=1), 0.0))
