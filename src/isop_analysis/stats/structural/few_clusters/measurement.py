"""The measurement models of a structural model, each fitted on its own: the first step of SAM."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from isop_analysis.base.reasons import Reason, Refused
from isop_analysis.stats.structural.admissibility import bound_notes, named
from isop_analysis.stats.structural.bounds import limits
from isop_analysis.stats.structural.checks import check_identified
from isop_analysis.stats.structural.incomplete_level_statistics import level_statistics
from isop_analysis.stats.structural.inference import model_covariance
from isop_analysis.stats.structural.likelihood import Likelihood, likelihood
from isop_analysis.stats.structural.moments import Array
from isop_analysis.stats.structural.parameter_table import Block, Parameter, ParameterTable
from isop_analysis.stats.structural.roles import Roles
from isop_analysis.stats.structural.rows import ModelRows
from isop_analysis.stats.structural.sample_statistics import single_level
from isop_analysis.stats.structural.several_starts import best_maximum
from isop_analysis.stats.structural.starting_values import starting_values

Key = tuple[str, str, str, int]


@dataclass(frozen=True)
class Measured:
    """One measurement model at its maximum.

    Attributes:
        factors: names in it, of all levels.
        values: of its parameters of measurement (loadings, residuals, intercepts of items) by key and block.
        free: keys of those that are free, and their covariance (k, k).
        notes: what stands on a bound.
    """

    factors: tuple[str, ...]
    values: dict[Key, float]
    free: tuple[Key, ...]
    covariance: Array
    notes: tuple[Reason, ...]


def row_key(row: Parameter) -> Key:
    """Return what identifies a parameter in every table of the same blocks."""
    return (*row.key, row.block)


def is_measurement(table: ParameterTable, row: Parameter) -> bool:
    """Return whether a parameter belongs to the first step: loadings, and moments of items' residuals."""
    if row.op == "=~":
        return True
    items = items_of(table, row.block)
    return row.op in ("~~", "~1") and row.lhs in items and (row.op == "~1" or row.rhs in items)


def items_of(table: ParameterTable, block: int) -> tuple[str, ...]:
    """Return the observed variables of a block that load on a factor, in its order."""
    loaded = {row.rhs for row in table.parameters if row.op == "=~" and row.block == block}
    return tuple(name for name in table.blocks[block].roles.observed if name in loaded)


def measurement_models(table: ParameterTable, rows: ModelRows, expected: bool, bounds: str) -> list[Measured]:
    """Fit every measurement model: factors that share items, over levels too, or items' residuals.

    Estimates keep within bounds. Errors come from the expected information, or else the observed one. Raises
    Refused for a model that isn't identified alone, or doesn't converge.
    """
    return [_measured(table, rows, factors, expected, bounds) for factors in _components(table)]


def _components(table: ParameterTable) -> Iterator[tuple[str, ...]]:
    """Yield sets of factors that must be measured together."""
    items = {factor: set[str]() for block in table.blocks for factor in block.roles.latent}
    for row in table.parameters:
        if row.op == "=~":
            items[row.lhs].add(row.rhs)
    for row in table.parameters:
        if row.op == "~~" and row.lhs != row.rhs:
            for own in items.values():
                if row.lhs in own or row.rhs in own:
                    own |= {row.lhs, row.rhs} - set(items)
    left = list(items)
    while left:
        chosen, reach = [left[0]], set(items[left[0]])
        while True:
            more = [name for name in left if name not in chosen and items[name] & reach]
            if not more:
                break
            chosen += more
            reach |= set().union(*(items[name] for name in more))
        left = [name for name in left if name not in chosen]
        yield tuple(name for name in items if name in chosen)


def _measured(
    table: ParameterTable, rows: ModelRows, factors: tuple[str, ...], expected: bool, bounds: str
) -> Measured:
    part = _part(table, factors)
    nested = table.blocks[0].level is not None
    statistics = level_statistics(part, rows) if nested else single_level(part, rows)
    model = likelihood(part, statistics.terms, statistics.exogenous, statistics.n_units)
    start = starting_values(part, statistics.start)
    check_identified(model, start)
    optimum = best_maximum(model, part, start, limits(part, statistics.sample, bounds))
    if not optimum.convergence.converged:
        raise Refused("measurement_unfound", factors=factors)
    information = optimum.slope.information if expected else model.observed_information(optimum.theta)
    limited = optimum.limits.reached(optimum.theta)
    found = model_covariance(information, limited)
    names = named(model, limited)
    notes = bound_notes(bounds, names, found.held) if names else ()
    return _result(model, factors, optimum.theta, found.matrix, notes)


def _result(
    model: Likelihood, factors: tuple[str, ...], theta: Array, covariance: Array, notes: tuple[Reason, ...]
) -> Measured:
    values = model.values(theta)
    own = [
        (place, row) for place, row in enumerate(model.table.parameters) if is_measurement(model.table, row)
    ]
    free = [row for _, row in own if row.free >= 0]
    places = np.array([row.free for row in free], dtype=np.intp)
    return Measured(
        factors,
        {row_key(row): float(values[place]) for place, row in own},
        tuple(row_key(row) for row in free),
        covariance[np.ix_(places, places)],
        notes,
    )


def _part(table: ParameterTable, factors: tuple[str, ...]) -> ParameterTable:
    """Return the table of some factors alone: their measurement, with free variances and covariances."""
    items = {row.rhs for row in table.parameters if row.op == "=~" and row.lhs in factors}
    blocks = tuple(_bare_block(table, place, factors, items) for place in range(len(table.blocks)))
    rows = []
    for row in table.parameters:
        measuring = is_measurement(table, row) and (row.lhs in factors or row.lhs in items)
        if measuring and row.lhs in (*blocks[row.block].roles.latent, *blocks[row.block].roles.observed):
            rows.append(row)
    known = {row_key(row): row for row in table.parameters}
    for place, block in enumerate(blocks):
        latent = block.roles.latent
        for first, name in enumerate(latent):
            for other in latent[first:]:
                own = known.get(row_key(Parameter(name, "~~", other, place)))
                fixed = own is not None and name == other and _is_scale(table, own)
                rows.append(own if fixed and own is not None else Parameter(name, "~~", other, place))
            if table.conventions.mean_structure:
                mean = Parameter(name, "~1", "", place, fixed=0.0)
                rows.append(known.get(row_key(mean), mean))
    return renumbered(rows, blocks, table)


def _is_scale(table: ParameterTable, row: Parameter) -> bool:
    """Return whether a fixed variance sets the scale: no loading of its factor is fixed."""
    loadings = [
        own for own in table.parameters if own.op == "=~" and (own.lhs, own.block) == (row.lhs, row.block)
    ]
    return row.free < 0 and all(own.free >= 0 for own in loadings)


def _bare_block(table: ParameterTable, place: int, factors: tuple[str, ...], items: set[str]) -> Block:
    block = table.blocks[place]
    latent = tuple(name for name in block.roles.latent if name in factors)
    observed = tuple(name for name in block.roles.observed if name in items)
    return replace(block, roles=Roles(latent, observed, (), latent, ()))


def renumbered(rows: list[Parameter], blocks: tuple[Block, ...], table: ParameterTable) -> ParameterTable:
    """Return a table of these rows, its free parameters numbered anew; those that shared a place still do."""
    places: dict[object, int] = {}
    numbered = []
    for count, row in enumerate(rows):
        if np.isnan(row.fixed) and not row.exogenous:
            shared: object = ("shared", row.free) if row.free >= 0 else ("own", count)
            numbered.append(replace(row, free=places.setdefault(shared, len(places))))
        else:
            numbered.append(replace(row, free=-1))
    return ParameterTable(tuple(numbered), blocks, table.conventions, len(places))
