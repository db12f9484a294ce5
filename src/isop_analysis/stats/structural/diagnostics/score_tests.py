"""Score tests of fixed parameters: what a parameter would become, and chi-square lose, were it free.

With g the score of the parameter and V its information given the model's own parameters, the test is g²/V on
one degree of freedom and the expected change g/V (Sörbom 1989, Psychometrika 54, eq. 6–8). Where the
covariance S of the score isn't its information, as after weighted least squares, g²/V is no chi-square, but
g²/S is: the generalised score test (Boos 1992, The American Statistician 46, eq. 6; Satorra 1989,
Psychometrika 54, eq. 3.8). It equals g²/V over a scaling of its own, S/V.
"""

from dataclasses import dataclass, replace
from typing import Protocol

import numpy as np

from isop_analysis.stats.structural.diagnostics.residual_correlations import solved_part
from isop_analysis.stats.structural.implied_moments import Tabled
from isop_analysis.stats.structural.likelihood import Likelihood, likelihood
from isop_analysis.stats.structural.moments import Array, Places
from isop_analysis.stats.structural.ordinal.model import OrdinalModel, ordinal_model
from isop_analysis.stats.structural.parameter_table import Parameter, ParameterTable
from isop_analysis.stats.structural.result import StructuralFit
from isop_analysis.stats.structural.sample_statistics import SampleStatistics


@dataclass(frozen=True)
class Scores:
    """What score tests rest on, at one place.

    Attributes:
        model: that it is about.
        gradient: of what the fit maximises (q,).
        information: its expected curvature (q, q).
        spread: covariance of the gradient (q, q); None where it is taken to be the information.
    """

    model: Tabled
    gradient: Array
    information: Array
    spread: Array | None


class Tested(Protocol):
    """A model at its estimates, and scores of others on the same data."""

    @property
    def model(self) -> Tabled:
        """The fitted model."""
        ...

    @property
    def theta(self) -> Array:
        """Its estimates (q,)."""
        ...

    @property
    def limited(self) -> Places:
        """Those of them that stand on a limit."""
        ...

    def scores(self, table: ParameterTable, theta: Array) -> Scores:
        """Return what another table gives on the same data at these parameters."""
        ...


@dataclass(frozen=True)
class TestedLikelihood:
    """A fit by maximum likelihood."""

    __test__ = False
    model: Likelihood
    theta: Array
    limited: Places
    statistics: SampleStatistics

    def scores(self, table: ParameterTable, theta: Array) -> Scores:
        """Return gradient and expected information of the log-likelihood."""
        data = self.statistics
        model = likelihood(table, data.terms, data.exogenous, data.n_units)
        slope = model.slope(theta)
        return Scores(model, slope.gradient, slope.information, None)


@dataclass(frozen=True)
class TestedOrdinal:
    """A fit to ordered answers; `robust` where its errors are."""

    __test__ = False
    model: OrdinalModel
    theta: Array
    limited: Places
    robust: bool

    def scores(self, table: ParameterTable, theta: Array) -> Scores:
        """Return gradient, curvature and spread of minus half the weighted squared distance."""
        model = ordinal_model(table, self.model.samples, self.model.exogenous)
        spread = model.spread(theta) if self.robust else None
        return Scores(model, model.slope(theta).gradient, model.information(theta), spread)


def tested(fitted: StructuralFit) -> Tested:
    """Return the fit as score tests see it; raises Refused for one that has no scores."""
    if fitted.ordinal is not None:
        robust = fitted.estimator != "DWLS"
        return TestedOrdinal(fitted.ordinal, fitted.theta, fitted.limited, robust)
    solved = solved_part(fitted)
    return TestedLikelihood(solved.model, fitted.theta, fitted.limited, solved.statistics)


SMALLEST = 1e-8
"""Share of a parameter's information that must be its own; with less, data can't tell it from the others."""


@dataclass(frozen=True)
class Extended:
    """A model with m parameters freed: its scores at theta (q + m,), q, and which of its own vary.

    `departs` (q + m, q + m) turns departures from the model's values into values: a freed parameter that
    was equal to others is their value plus its departure.
    """

    scores: Scores
    theta: Array
    own: int
    varying: Places
    departs: Array


@dataclass(frozen=True)
class ScoreTests:
    """A test a freed parameter: statistic, expected change; NaN where the data can't tell (m,).

    `robust` holds the generalised tests; the statistic itself where the score's covariance is its
    information.
    """

    statistic: Array
    change: Array
    robust: Array


def extended(tested: Tested, freed: dict[int, Parameter]) -> Extended:
    """Return the model with more free parameters; those of its own that stand on a limit stay there.

    `freed` maps places in the table to the rows that stand there instead, places beyond the table to added
    rows; each becomes a parameter of its own, at the value it has in the model, added ones at zero.
    """
    theta, old = tested.theta, tested.model.table
    values = tested.model.values(theta)
    rows, start = list(old.parameters), list(theta)
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
    table = replace(old, parameters=tuple(rows), n_free=len(start))
    varying = np.setdiff1d(np.arange(old.n_free), tested.limited)
    return Extended(tested.scores(table, np.array(start)), np.array(start), old.n_free, varying, departs)


@dataclass(frozen=True)
class Departures:
    """Score (m,) of the freed parameters, and given the model's own ones their information and the score's
    covariance (m, m); `total` is the information nothing given (m,).
    """

    score: Array
    information: Array
    spread: Array
    total: Array


def departures(larger: Extended) -> Departures:
    """Return score, information and the score's covariance of the freed parameters."""
    scores, kept = larger.scores, np.r_[larger.varying, larger.own : len(larger.theta)]
    departs, own = larger.departs[:, kept], len(larger.varying)
    information = departs.T @ scores.information @ departs
    inner, across, outer = information[:own, :own], information[:own, own:], information[own:, own:]
    try:
        cleared = np.hstack([-np.linalg.solve(inner, across).T, np.eye(len(outer))])
    except np.linalg.LinAlgError:
        cleared = np.full((len(outer), len(information)), np.nan)
    left = outer + cleared[:, :own] @ across
    spread = left
    if scores.spread is not None:
        spread = cleared @ departs.T @ scores.spread @ departs @ cleared.T
    return Departures((departs.T @ scores.gradient)[own:], left, spread, np.diag(outer))


def score_tests(larger: Extended) -> ScoreTests:
    """Return the test of every freed parameter on its own."""
    found = departures(larger)
    left, spread = np.diag(found.information), np.diag(found.spread)
    told = (left > SMALLEST * found.total) & (spread > 0)
    left, spread = np.where(told, left, np.nan), np.where(told, spread, np.nan)
    return ScoreTests(found.score**2 / left, found.score / left, found.score**2 / spread)


def joint_score_test(found: Departures, chosen: Places) -> float:
    """Return the generalised test of some freed parameters together, NaN if they are not told apart."""
    score, spread = found.score[chosen], found.spread[np.ix_(chosen, chosen)]
    left = found.information[np.ix_(chosen, chosen)]
    scale = np.sqrt(found.total[chosen])
    if not (np.isfinite(left).all() and (scale > 0).all()):
        return float("nan")
    if np.linalg.eigvalsh(left / np.outer(scale, scale))[0] < SMALLEST:
        return float("nan")
    return float(score @ np.linalg.solve(spread, score))
