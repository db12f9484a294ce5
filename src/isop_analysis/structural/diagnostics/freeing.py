"""Score tests of fixed parameters: what a parameter would become, and chi-square lose, were it free.

With g the score of the parameter and V its information given the model's own parameters, the test is g²/V on
one degree of freedom and the expected change g/V (Sörbom 1989, Psychometrika 54, eq. 6–8).
"""

from dataclasses import dataclass, replace

import numpy as np

from isop_analysis.structural.evidence import Evidence
from isop_analysis.structural.likelihood import Likelihood, likelihood
from isop_analysis.structural.moments import Array, Places
from isop_analysis.structural.parameter_table import Parameter

SMALLEST = 1e-8
"""Share of a parameter's information that must be its own; with less, data can't tell it from the others."""


@dataclass(frozen=True)
class Extended:
    """A model with m parameters freed: its likelihood, its free parameters (q + m,), and q.

    `departs` (q + m, q + m) turns departures from the model's values into values: a freed parameter that
    was equal to others is their value plus its departure.
    """

    model: Likelihood
    theta: Array
    own: int
    departs: Array


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
    departs = np.eye(len(theta) + len(freed))
    for place, row in freed.items():
        own = replace(row, free=len(start), fixed=np.nan, exogenous=False)
        if place < len(values):
            if rows[place].free >= 0:
                departs[len(start), rows[place].free] = 1.0
            start.append(values[place])
            rows[place] = own
        else:
            start.append(0.0)
            rows.append(own)
    table = replace(model.table, parameters=tuple(rows), n_free=len(start))
    larger = likelihood(table, evidence.terms, evidence.exogenous, evidence.n_units)
    return Extended(larger, np.array(start), model.n_free, departs)


@dataclass(frozen=True)
class Departures:
    """Score (m,) of the freed parameters and their information (m, m), the model's own parameters given."""

    score: Array
    information: Array
    total: Array


def departures(larger: Extended) -> Departures:
    """Return score and information of the freed parameters, with the expected information."""
    slope, own = larger.model.slope(larger.theta), larger.own
    information = larger.departs.T @ slope.information @ larger.departs
    inner, across, outer = information[:own, :own], information[:own, own:], information[own:, own:]
    try:
        left = outer - across.T @ np.linalg.solve(inner, across)
    except np.linalg.LinAlgError:
        left = np.full_like(outer, np.nan)
    return Departures((larger.departs.T @ slope.gradient)[own:], left, np.diag(outer))


def score_tests(larger: Extended) -> ScoreTests:
    """Return the test of every freed parameter on its own."""
    found = departures(larger)
    left = np.diag(found.information)
    left = np.where(left > SMALLEST * found.total, left, np.nan)
    return ScoreTests(found.score**2 / left, found.score / left)


def joint_score_test(found: Departures, chosen: Places) -> float:
    """Return the test of some freed parameters together, with as many df; NaN if not told apart."""
    score, information = found.score[chosen], found.information[np.ix_(chosen, chosen)]
    try:
        return float(score @ np.linalg.solve(information, score))
    except np.linalg.LinAlgError:
        return float("nan")
