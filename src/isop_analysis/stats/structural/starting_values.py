"""Starting values: loadings by instrumental variables, half of an item's variance to its factor."""

import math

import numpy as np

from isop_analysis.stats.structural.moments import Array, Moments
from isop_analysis.stats.structural.parameter_table import Parameter, ParameterTable


def starting_values(table: ParameterTable, sample: list[Moments]) -> Array:
    """Return a start (q,) from the sample moments of each block's observed variables.

    Loadings are Σ_k s_jk s_mk / Σ_k s_mk² over the factor's other items k, m its first (Hägglund 1982); those
    of a latent basis (first loading 0, another fixed, others free) lie on the line through the fixed ones.
    """
    theta = np.zeros(table.n_free)
    done = np.zeros(table.n_free, dtype=bool)
    for row in table.parameters:
        if row.free >= 0 and (not done[row.free] or not math.isnan(row.start)):
            theta[row.free] = _start(table, row, sample[row.block])
            done[row.free] = True
    return theta


def _start(table: ParameterTable, row: Parameter, sample: Moments) -> float:
    if not math.isnan(row.start):
        return row.start
    names = table.blocks[row.block].roles.observed
    if row.op == "=~":
        return _loading(table, row, sample)
    if row.op == "~1":
        return float(sample.mean[names.index(row.lhs)]) if row.lhs in names else 0.0
    if row.op == "~~" and row.lhs == row.rhs:
        return _variance(table, row, sample)
    return 0.0


def _items(table: ParameterTable, factor: str, block: int) -> list[str]:
    names = table.blocks[block].roles.observed
    loaded = [
        row.rhs for row in table.parameters if row.op == "=~" and row.lhs == factor and row.block == block
    ]
    return [name for name in loaded if name in names]


def _loading(table: ParameterTable, row: Parameter, sample: Moments) -> float:
    names = table.blocks[row.block].roles.observed
    items = _items(table, row.lhs, row.block)
    if row.rhs not in items:
        return 1.0
    along = _along_basis(table, row)
    if along is not None:
        return along
    item, marker = names.index(row.rhs), names.index(items[0])
    scale = math.sqrt(sample.covariance[item, item] / sample.covariance[marker, marker])
    if item == marker:
        return math.sqrt(0.5 * sample.covariance[item, item])
    others = [names.index(name) for name in items if name not in (items[0], row.rhs)]
    shared = sample.covariance[marker, others]
    if shared @ shared <= 1e-4 * sample.covariance[marker, marker] * sample.covariance[others, others].sum():
        sign = -1.0 if sample.covariance[item, marker] < 0 else 1.0
        ratio = sign * scale
    else:
        ratio = float(
            np.clip(sample.covariance[item, others] @ shared / (shared @ shared), -3 * scale, 3 * scale)
        )
    return ratio * _unit(table, row, sample, marker)


def _along_basis(table: ParameterTable, row: Parameter) -> float | None:
    """Return where the line through a latent basis's fixed loadings, by the items' order, has this one.

    None for another factor. From 0, the first loading, a search often ends at a lower maximum or at none.
    """
    own = [
        other
        for other in table.parameters
        if (other.op, other.lhs, other.block) == ("=~", row.lhs, row.block)
    ]
    fixed = {place: other.fixed for place, other in enumerate(own) if other.free < 0}
    if fixed.get(0) != 0.0 or not any(fixed.values()):
        return None
    slope, start = np.polyfit(list(fixed), list(fixed.values()), 1)
    return float(start + slope * next(place for place, other in enumerate(own) if other.rhs == row.rhs))


def _unit(table: ParameterTable, row: Parameter, sample: Moments, marker: int) -> float:
    """Return the marker's loading: 1 where it is fixed so, else half its variance's root."""
    first = next(
        other
        for other in table.parameters
        if (other.op, other.lhs, other.block) == ("=~", row.lhs, row.block)
    )
    return first.fixed if first.free < 0 else math.sqrt(0.5 * sample.covariance[marker, marker])


def _variance(table: ParameterTable, row: Parameter, sample: Moments) -> float:
    part = table.blocks[row.block].roles
    if row.lhs in part.observed:
        place = part.observed.index(row.lhs)
        loaded = any(other.op == "=~" and other.rhs == row.lhs for other in table.parameters)
        return float(sample.covariance[place, place]) * (0.5 if loaded else 1.0)
    items = _items(table, row.lhs, row.block)
    if not items:
        return 0.5
    marker = part.observed.index(items[0])
    return 0.5 * float(sample.covariance[marker, marker])
