"""Structural-after-measurement estimates: local SAM with two-step standard errors.

1. Every measurement model is fitted on its own (`measurement`). 2. Moments of items become moments of
factors (`mapping`), and the structural part is fitted to those. 3. Errors: with I the information of the
whole model at both steps' values, the structural parameters have covariance
   I₂₂⁻¹ + I₂₂⁻¹ I₂₁ V₁₁ I₁₂ I₂₂⁻¹ (Rosseel & Loh 2022, eq. 22).
"""

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from isop_analysis.base.reasons import Reason, Refused
from isop_analysis.stats.structural.bounded_search import maximise_within
from isop_analysis.stats.structural.bounds import limits
from isop_analysis.stats.structural.diagnostics.residual_correlations import solved_part
from isop_analysis.stats.structural.estimates import estimate_table
from isop_analysis.stats.structural.few_clusters.mapping import Mapped, mapped
from isop_analysis.stats.structural.few_clusters.measurement import (
    Key,
    Measured,
    is_measurement,
    measurement_models,
    renumbered,
    row_key,
)
from isop_analysis.stats.structural.gaussian_terms import GaussianTerm, Piece
from isop_analysis.stats.structural.likelihood import Likelihood, likelihood
from isop_analysis.stats.structural.moments import Array, Moments
from isop_analysis.stats.structural.parameter_table import Parameter, ParameterTable
from isop_analysis.stats.structural.result import Solved, StructuralFit
from isop_analysis.stats.structural.starting_values import starting_values


@dataclass(frozen=True)
class SamFit:
    """Local SAM estimates.

    Attributes:
        parameters: as of a `StructuralFit`, with step, 1 for measurement and 2 for structure.
        reliability: factor, group, level, reliability of the mapped scores.
        notes: what a reader must know beside the numbers.
    """

    parameters: pd.DataFrame
    reliability: pd.DataFrame
    notes: tuple[Reason, ...]


def structural_after_measurement(fitted: StructuralFit) -> SamFit:
    """Return the local SAM estimates of a model that was fitted, to whatever maximum, by ML or MLR.

    Unlike the joint estimates, they keep a misfit of the structure out of the measurement, and converge in
    small samples. As in lavaan, measurement models of one level keep within "standard" bounds; those of two
    levels within the fit's. Over groups, parameters that the fit holds equal are equal in their own step.
    Raises Refused for factors of factors, no factor at all, or a measurement model that can't be fitted
    alone.
    """
    solved = solved_part(fitted)
    table = solved.model.table
    _check(table)
    nested = table.blocks[0].level is not None
    expected = not nested and fitted.missing != "fiml"
    bounds = fitted.bounds if nested else "standard"
    measured = measurement_models(table, solved.rows, expected, bounds)
    values = {key: value for part in measured for key, value in part.values.items()}
    sizes = [float(count) for count in solved.evidence.counts]
    if nested:
        sizes.append(float(solved.model.n_units))
    maps = [
        mapped(table, place, values, seen, sizes[place]) for place, seen in enumerate(solved.evidence.sample)
    ]
    values |= _structure(table, maps, sizes, "none" if fitted.bounds == "none" else "pos.var")
    return _assembled(solved, measured, maps, values, expected)


def _check(table: ParameterTable) -> None:
    latent = {name for block in table.blocks for name in block.roles.latent}
    if not latent:
        raise Refused("no_factor")
    higher = [row.rhs for row in table.parameters if row.op == "=~" and row.rhs in latent]
    if higher:
        raise Refused("factor_of_factors", names=higher)


def _structure(
    table: ParameterTable, maps: list[Mapped], sizes: list[float], bounds: str
) -> dict[Key, float]:
    """Return the structural parameters fitted to the factors' moments, a block a group of its own.

    Means that the model adds are free here even where it fixes them, as in lavaan: a first group's factors
    have means of 0 under equal intercepts, but their mapped means aren't.
    """
    rows, blocks, terms = [], [], []
    for place, part in enumerate(maps):
        block = table.blocks[place]
        own = [row for row in table.parameters if row.block == place and not is_measurement(table, row)]
        own += _covariances(block.roles.latent_exogenous, block.roles.exogenous, own, place)
        rows += [_freed(row) for row in own]
        names = replace(block.roles, latent=(), observed=part.names, exogenous=(), latent_exogenous=())
        blocks.append(replace(block, roles=names))
        places = np.arange(len(part.names))
        mean = part.moments.mean if table.conventions.mean_structure else None
        terms.append(
            GaussianTerm(sizes[place], mean, part.moments.covariance, (Piece(place, places, places),))
        )
    structural = renumbered(rows, tuple(blocks), table)
    model = likelihood(structural, tuple(terms), [Moments(np.zeros(0), np.zeros((0, 0)))] * len(maps), 1)
    moments = [part.moments for part in maps]
    start = starting_values(structural, moments)
    optimum = maximise_within(model, structural, start, limits(structural, moments, bounds))
    if not optimum.convergence.converged:
        raise Refused("structure_unfound", reason=optimum.convergence.reason)
    found = model.values(optimum.theta)
    return {row_key(row): float(found[place]) for place, row in enumerate(structural.parameters)}


def _freed(row: Parameter) -> Parameter:
    """Return a row of the second step: nothing is exogenous there, and means that were added are free."""
    if row.op == "~1" and not row.written and row.free < 0:
        return replace(row, exogenous=False, fixed=np.nan)
    return replace(row, exogenous=False)


def _covariances(
    factors: tuple[str, ...], predictors: tuple[str, ...], known: list[Parameter], place: int
) -> list[Parameter]:
    """Return covariances of exogenous factors with exogenous variables, free in the second step."""
    keys = {row_key(row) for row in known}
    rows = [Parameter(factor, "~~", name, place) for factor in factors for name in predictors]
    return [row for row in rows if row_key(row) not in keys]


def _assembled(
    solved: Solved, measured: list[Measured], maps: list[Mapped], values: dict[Key, float], expected: bool
) -> SamFit:
    model, table = solved.model, solved.model.table
    theta = np.zeros(model.n_free)
    for row in table.parameters:
        if row.free >= 0:
            theta[row.free] = values[row_key(row)]
    covariance = _covariance(model, measured, theta, expected)
    parameters = estimate_table(model, theta, covariance, solved.defined)
    first = [is_measurement(table, row) for row in table.parameters]
    parameters["step"] = [1 if own else 2 for own in first] + [2] * len(solved.defined)
    groups = [label or None for label in table.conventions.groups]
    rows = [
        (name, groups[table.blocks[place].group], table.blocks[place].level, float(part.reliability[count]))
        for place, part in enumerate(maps)
        for count, name in enumerate(part.names)
        if name in table.blocks[place].roles.latent
    ]
    columns = ["factor", "group", "level", "reliability"]
    reliability = pd.DataFrame(rows, columns=columns).astype({"level": "Int64"})
    notes = (*_notes(table, maps), *(note for part in measured for note in part.notes))
    return SamFit(parameters, reliability, notes)


def _notes(table: ParameterTable, maps: list[Mapped]) -> tuple[Reason, ...]:
    places = [(part.shrunk, table.where(place)) for place, part in enumerate(maps) if part.shrunk < 1]
    return tuple(
        Reason("measurement_error_partly_taken", share=share, in_group=at.in_group, level=at.level)
        for share, at in places
    )


def _covariance(model: Likelihood, measured: list[Measured], theta: Array, expected: bool) -> Array:
    """Return the two-step covariance of all free parameters (q, q)."""
    information = model.slope(theta).information if expected else model.observed_information(theta)
    places = {row_key(row): row.free for row in model.table.parameters}
    step_one = np.zeros_like(information)
    for part in measured:
        own = np.array([places[key] for key in part.free], dtype=np.intp)
        step_one[np.ix_(own, own)] = part.covariance
    first = np.unique([places[key] for part in measured for key in part.free]).astype(np.intp)
    second = np.setdiff1d(np.arange(len(theta)), first)
    try:
        inverse = np.linalg.inv(information[np.ix_(second, second)])
    except np.linalg.LinAlgError:
        inverse = np.full((len(second), len(second)), np.nan)
    pulled = inverse @ information[np.ix_(second, first)]
    known = step_one[np.ix_(first, first)]
    result = step_one.copy()
    result[np.ix_(second, second)] = inverse + pulled @ known @ pulled.T
    result[np.ix_(second, first)] = -pulled @ known
    result[np.ix_(first, second)] = result[np.ix_(second, first)].T
    return result
