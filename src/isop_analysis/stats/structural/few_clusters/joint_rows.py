"""The slopes between clusters of the joint two-level fit, as rows beside the other ways'."""

from dataclasses import replace

import numpy as np

from isop_analysis.stats.structural.few_clusters.between_model import BetweenModel
from isop_analysis.stats.structural.few_clusters.between_rows import BetweenRow, row_names, with_defined
from isop_analysis.stats.structural.few_clusters.scores import Unit
from isop_analysis.stats.structural.likelihood import Likelihood
from isop_analysis.stats.structural.moments import Array
from isop_analysis.stats.structural.result import StructuralFit

REACH = 1.959963984540054
LEVEL = 1
"""Place of the block between clusters."""


def joint_rows(model: BetweenModel, joint: StructuralFit | None, unit: Unit) -> list[BetweenRow]:
    """Return the model's slopes and defined parameters as the joint fit finds them, with intervals of z.

    With the items' mean as a factor's unit, slopes are rescaled by the mean of its loadings between clusters
    and errors follow by the delta method.
    """
    if joint is None or joint.solved is None:
        return []
    values, jacobian = _slopes(model, joint.solved.model, joint.theta, unit)
    covariance = jacobian @ joint.covariance.to_numpy() @ jacobian.T
    own = with_defined(model, values[None, :], covariance, np.full(len(values), np.inf))
    return [
        replace(_row(name, float(estimate), float(error)), std_all=_standardised(joint, name))
        for name, estimate, error in zip(row_names(model), own.values[0], own.errors, strict=True)
    ]


def _slopes(model: BetweenModel, solved: Likelihood, theta: Array, unit: Unit) -> tuple[Array, Array]:
    """Return the slopes (k,) and their derivatives by the free parameters (k, q)."""
    values, rows = solved.values(theta), solved.table.parameters
    places = {row.key: place for place, row in enumerate(rows) if row.block == LEVEL}
    found, jacobian = np.zeros(len(model.terms)), np.zeros((len(model.terms), len(theta)))
    for count, line in enumerate(model.terms):
        place = places[line.key]
        found[count] = values[place]
        if rows[place].free >= 0:
            jacobian[count, rows[place].free] = 1.0
        for factor, power in ((line.lhs, 1), (line.rhs, -1)):
            if unit == "items_mean" and factor in model.factors:
                loadings = [places[factor, "=~", item] for item in model.factors[factor]]
                mean = float(values[loadings].mean())
                jacobian[count] *= mean**power
                found[count] *= mean**power
                for own in loadings:
                    if rows[own].free >= 0:
                        jacobian[count, rows[own].free] += power * found[count] / mean / len(loadings)
    return found, jacobian


def _standardised(joint: StructuralFit, name: tuple[str, str, str, str]) -> float:
    table = joint.parameters
    own = (table["lhs"] == name[0]) & (table["op"] == name[1]) & (table["rhs"] == name[2])
    found = table.loc[own & ((table["level"] == LEVEL + 1) | (table["op"] == ":=")), "std_all"]
    return float(found.iloc[0]) if len(found) else np.nan


def _row(name: tuple[str, str, str, str], estimate: float, error: float) -> BetweenRow:
    from scipy.special import ndtr

    statistic = estimate / error if error > 0 else np.nan
    return BetweenRow(
        *("two_level", *name, estimate, error, np.inf, statistic),
        p_value=float(2 * ndtr(-abs(statistic))),
        ci_low=estimate - REACH * error,
        ci_high=estimate + REACH * error,
    )
