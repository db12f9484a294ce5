"""The two models that fit is judged against: saturated, and independent outcomes."""

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from isop_analysis.stats.structural.gaussian_terms import GaussianTerm
from isop_analysis.stats.structural.likelihood import Likelihood, likelihood
from isop_analysis.stats.structural.moments import Array, Moments
from isop_analysis.stats.structural.optimum import maximise
from isop_analysis.stats.structural.parameter_table import Block, Parameter, ParameterTable
from isop_analysis.stats.structural.sample_statistics import SampleStatistics


@dataclass(frozen=True)
class ReferenceFit:
    """A reference model at its maximum: free parameters (q,) and log-likelihood of all modelled variables."""

    model: Likelihood
    theta: Array
    loglik: float


def saturated(table: ParameterTable, statistics: SampleStatistics) -> ReferenceFit:
    """Return the model without restrictions, the exogenous predictors' moments fixed as in the table."""
    model = _reference(table, statistics, independent=False)
    return _at(model, statistics.sample)


def independence(table: ParameterTable, statistics: SampleStatistics) -> ReferenceFit:
    """Return the model in which no outcome goes together with anything (lavaan's baseline)."""
    model = _reference(table, statistics, independent=True)
    if table.blocks[0].level is None:
        return _at(model, [_seen_moments(statistics, place) for place in range(len(table.blocks))])
    optimum = maximise(model, moment_parameters(model.table, statistics.start))
    return ReferenceFit(model, optimum.theta, optimum.slope.loglik)


def _at(model: Likelihood, moments: list[Moments]) -> ReferenceFit:
    theta = moment_parameters(model.table, moments)
    return ReferenceFit(model, theta, model.loglik(theta))


def _seen_moments(statistics: SampleStatistics, block: int) -> Moments:
    """Return each variable's own mean and variance over the rows that have it."""
    sample = statistics.sample[block]
    counts, sums, squares = (np.zeros_like(sample.mean) for _ in range(3))
    for term in statistics.terms:
        if isinstance(term, GaussianTerm) and term.pieces[0].block == block:
            columns = term.pieces[0].columns
            mean = sample.mean[columns] if term.mean is None else term.mean
            counts[columns] += term.count
            sums[columns] += term.count * mean
            squares[columns] += term.count * (np.diag(term.covariance) + mean**2)
    mean = sums / counts
    return Moments(mean, np.diag(squares / counts - mean**2))


def _reference(table: ParameterTable, statistics: SampleStatistics, independent: bool) -> Likelihood:
    reference = reference_table(table, independent)
    return likelihood(reference, statistics.terms, statistics.exogenous, statistics.n_units)


def reference_table(table: ParameterTable, independent: bool) -> ParameterTable:
    """Return the table of the saturated or the independence model of the same variables."""
    rows: list[Parameter] = []
    count = 0
    for place in range(len(table.blocks)):
        for lhs, op, rhs, fixed, exogenous in _reference_rows(table, place, independent):
            free = -1 if exogenous or not math.isnan(fixed) else count
            rows.append(Parameter(lhs, op, rhs, place, fixed=fixed, free=free, exogenous=exogenous))
            count += free >= 0
    return ParameterTable(tuple(rows), _bare_blocks(table), table.conventions, count)


def _bare_blocks(table: ParameterTable) -> tuple[Block, ...]:
    return tuple(
        replace(block, roles=replace(block.roles, latent=(), latent_exogenous=())) for block in table.blocks
    )


def _reference_rows(
    table: ParameterTable, place: int, independent: bool
) -> Iterator[tuple[str, str, str, float, bool]]:
    """Yield left side, operator, right side, fixed value (NaN for none) and whether exogenous."""
    own, part = table.blocks[place], table.blocks[place].roles
    fixed_x = frozenset(part.exogenous)
    zero_means = {
        name
        for other in table.blocks
        if (own.level, other.level, other.group) == (1, 2, own.group)
        for name in other.roles.observed
    }
    for first, name in enumerate(part.observed):
        for other in part.observed[first:]:
            exogenous = name in fixed_x and other in fixed_x
            if exogenous or name == other or not independent:
                yield name, "~~", other, math.nan, exogenous
    if table.conventions.mean_structure:
        for name in part.observed:
            yield name, "~1", "", 0.0 if name in zero_means else math.nan, name in fixed_x


def moment_parameters(table: ParameterTable, moments: list[Moments]) -> Array:
    """Return the free parameters (q,) of a reference table that are these moments, a block."""
    theta = np.zeros(table.n_free)
    places = [{name: place for place, name in enumerate(block.roles.observed)} for block in table.blocks]
    for row in table.parameters:
        if row.free >= 0:
            index, own = places[row.block], moments[row.block]
            first = index[row.lhs]
            theta[row.free] = own.mean[first] if row.op == "~1" else own.covariance[first, index[row.rhs]]
    return theta
