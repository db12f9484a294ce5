"""What can't be fitted, said before anything is fitted."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from isop_analysis.base.reasons import Refused
from isop_analysis.stats.structural.likelihood import Likelihood
from isop_analysis.stats.structural.moment_jacobian import moment_jacobian
from isop_analysis.stats.structural.moments import Array
from isop_analysis.stats.structural.parameter_table import Parameter, ParameterTable, Where
from isop_analysis.stats.structural.reference_models import reference_table
from isop_analysis.stats.structural.rows import ModelRows
from isop_analysis.stats.structural.sample_moments import complete_moments

TOLD = 10
"""Fewest rows of which a value that all have is told, since a refusal may be published."""


@dataclass(frozen=True)
class Minima:
    """Fewest rows, and fewest rows a free parameter, that a model is fitted to."""

    n: int = 0
    rows_per_parameter: float = 0.0


def check_factors(table: ParameterTable) -> None:
    """Refuse factors with one item of which nothing else is known: its residual or the factor's variance."""
    for place, block in enumerate(table.blocks):
        rows = [row for row in table.parameters if row.block == place]
        for factor in block.roles.latent:
            items = [row for row in rows if row.op == "=~" and row.lhs == factor]
            if len(items) == 1:
                _check_item(items[0], rows, items[0].rhs in table.conventions.thresholds)


def _check_item(loading: Parameter, rows: list[Parameter], ordered: bool) -> None:
    """Refuse a factor's one item unless two of loading, factor's variance and residual variance are fixed."""
    factor, item = loading.lhs, loading.rhs
    own = [row for row in rows if row.op == "~~" and row.lhs == row.rhs and row.lhs in (factor, item)]
    free = sum(row.free >= 0 or (ordered and row.lhs == item) for row in (loading, *own))
    if free < 2:
        return
    if ordered:
        raise Refused("factor_one_ordered_item", factor=factor, item=item)
    raise Refused("factor_one_item", factor=factor, item=item)


def check_rows(table: ParameterTable, rows: ModelRows, minima: Minima) -> None:
    """Refuse too few rows, constant and duplicate variables, and pairs never seen together."""
    _check_count(table, rows, minima)
    for place, group in enumerate(rows.groups):
        names = [name for name in rows.names if _in_group(table, place, name)]
        values = rows.columns(place, names)
        check_constant(names, values, group.label or None)
        _check_pairs(names, values, group.label or None)


def _in_group(table: ParameterTable, group: int, name: str) -> bool:
    return any(block.group == group and name in block.roles.observed for block in table.blocks)


def _check_count(table: ParameterTable, rows: ModelRows, minima: Minima) -> None:
    if rows.n <= table.n_free:
        raise Refused(
            "fewer_rows_than_parameters", found=rows.n, parameters=table.n_free, left_out=rows.n_dropped
        )
    if rows.n < minima.n:
        raise Refused("too_few_usable_rows", found=rows.n, left_out=rows.n_dropped, needed=minima.n)
    free = len({row.free for row in table.parameters if row.free >= 0 and row.op != "~1"})
    if rows.n < minima.rows_per_parameter * free:
        raise Refused(
            "few_rows_per_parameter",
            found=rows.n,
            parameters=free,
            each=rows.n / free,
            needed=minima.rows_per_parameter,
        )


def check_constant(names: list[str], values: Array, in_group: str | None) -> None:
    """Refuse variables (n, p) without a value, or with one."""
    for name, column in zip(names, values.T, strict=True):
        seen = column[~np.isnan(column)]
        if not len(seen):
            raise Refused("column_without_values_there", item=name, in_group=in_group)
        if np.ptp(seen) == 0:
            # of few people the value would be what each of them answered
            if len(seen) >= TOLD:
                raise Refused("one_value", item=name, value=seen[0], found=len(seen), in_group=in_group)
            raise Refused("one_value_untold", item=name, found=len(seen), in_group=in_group)


def _check_pairs(names: list[str], values: Array, in_group: str | None) -> None:
    seen = ~np.isnan(values)
    together = seen.T.astype(float) @ seen
    for first, name in enumerate(names):
        for second in range(first + 1, len(names)):
            both = seen[:, first] & seen[:, second]
            if together[first, second] < 2:
                raise Refused("seldom_together", item=name, other=names[second], in_group=in_group)
            if np.array_equal(values[both, first], values[both, second]):
                raise Refused(
                    "equal_columns", item=name, other=names[second], found=both.sum(), in_group=in_group
                )


def check_independence(names: tuple[str, ...], covariance: Array, where: Where) -> None:
    """Refuse a variable that others determine: a sample covariance (p, p) that is singular."""
    scale = np.sqrt(np.diag(covariance))
    values, vectors = np.linalg.eigh(covariance / np.outer(scale, scale))
    if values[0] < 1e-10:
        involved = [name for name, share in zip(names, vectors[:, 0], strict=True) if abs(share) > 1e-3]
        raise Refused("columns_determined", names=involved, in_group=where.in_group, level=where.level)


def check_complete_rows(names: tuple[str, ...], values: Array, where: Where) -> None:
    """Refuse a variable that others determine in the complete ones of rows (n, p), where these tell."""
    complete = values[~np.isnan(values).any(axis=1)]
    if len(complete) > len(names) + 1 and np.ptp(complete, axis=0).min() > 0:
        check_independence(names, complete_moments(complete).covariance, where)


def check_identified(model: Likelihood, start: Array) -> None:
    """Refuse a model whose parameters the moments don't determine.

    The Jacobian of the implied moments must have full rank near the start (local identification; Wald 1950),
    at a perturbed place, since a start may be special.
    """
    saturated = reference_table(model.table, independent=False)
    df = saturated.n_free - model.n_free
    if df < 0:
        raise Refused("too_many_parameters", parameters=model.n_free, over=-df)
    check_rank(lambda theta: moment_jacobian(model, theta, saturated), start, model.table.free_names)


def check_rank(jacobian: Callable[[Array], Array], start: Array, names: Sequence[str]) -> None:
    """Refuse parameters that can change together without changing what the model implies."""
    moved = start * (1 + 0.1 * np.cos(1 + np.arange(len(start)))) + 0.05 * np.sin(1 + np.arange(len(start)))
    found = jacobian(moved)
    scale = np.linalg.norm(found, axis=0)
    scaled = found / np.where(scale > 0, scale, 1.0)
    _, values, vectors = np.linalg.svd(scaled, full_matrices=False)
    if len(values) and values[-1] < 1e-9 * values[0]:
        involved = np.flatnonzero(np.abs(vectors[-1]) > 1e-3)
        raise Refused("model_not_identified", lines=[names[int(place)] for place in involved])
