"""Score tests of fixed parameters: what a parameter would become, and chi-square lose, were it free.

With g the score of the parameter and V its information given the model's own parameters, the test is g²/V on
one degree of freedom and the expected change g/V (Sörbom 1989, Psychometrika 54, eq. 6–8).
"""

from dataclasses import dataclass, replace

import numpy as np

from isop_analysis.structural.evidence import Evidence
from isop_analysis.structural.likelihood import Likelihood, likelihood
from isop_analysis.structural.moments import Array
from isop_analysis.structural.parameter_table import Parameter

SMALLEST = 1e-8
"""Share of a parameter's information that must be its own; with less, data can't tell it from the others."""


@dataclass(frozen=True)
class Extended:
    """A model with m parameters freed: its likelihood, its free parameters (q + m,), and q."""

    model: Likelihood
    theta: Array
    own: int


@dataclass(frozen=True)
class ScoreTests:
    """A test a freed parameter: statistic, expected change; NaN where the data can't tell (m,)."""

    statistic: Array
    change: Array


def extended(model: Likelihood, evidence: Evidence, theta: Array, freed: dict[int, Parameter]) -> Extended:
    """Return the model with more free parameters.

    `freed` maps places in the table to the rows that stand there instead, places beyond the table to added
    rows; each becomes a parameter of its own, at the value it has in the model, added ones at zero.
    """
    values = model.values(theta)
    rows, start = list(model.table.parameters), list(theta)
    for place, row in freed.items():
        own = replace(row, free=len(start), fixed=np.nan, exogenous=False)
        start.append(values[place] if place < len(values) else 0.0)
        if place < len(values):
            rows[place] = own
        else:
            rows.append(own)
    table = replace(model.table, parameters=tuple(rows), n_free=len(start))
    larger = likelihood(table, evidence.terms, evidence.exogenous, evidence.n_units)
    return Extended(larger, np.array(start), model.n_free)


def score_tests(larger: Extended) -> ScoreTests:
    """Return the test of every freed parameter on its own, with the expected information."""
    slope = larger.model.slope(larger.theta)
    own, information = larger.own, slope.information
    inner, across = information[:own, :own], information[:own, own:]
    total = np.diag(information)[own:]
    try:
        left = total - np.einsum("ij,ij->j", across, np.linalg.solve(inner, across))
    except np.linalg.LinAlgError:
        left = np.zeros_like(total)
    left = np.where(left > SMALLEST * total, left, np.nan)
    gradient = slope.gradient[own:]
    return ScoreTests(gradient**2 / left, gradient / left)
