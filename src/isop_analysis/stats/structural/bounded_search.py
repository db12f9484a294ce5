"""The maximum within limits, from several starts: a bounded likelihood often has more than one."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from isop_analysis.base.reasons import Refused
from isop_analysis.stats.structural.limits import Limits
from isop_analysis.stats.structural.moments import Array
from isop_analysis.stats.structural.optimum import Objective, Optimum, maximise
from isop_analysis.stats.structural.parameter_table import ParameterTable


def maximise_within(model: Objective, table: ParameterTable, start: Array, limits: Limits) -> Optimum:
    """Return the maximum without limits where that lies within them, else the highest found within.

    Raises Refused where no start implies positive definite covariances.
    """
    freely = maximise(model, start)
    if not limits.limiting:
        return freely
    if freely.convergence.converged and limits.contain(freely.theta):
        return replace(freely, limits=limits)
    found = [climbed(model, place, limits) for place in _starts(table, start, freely.theta)]
    kept = [optimum for optimum in found if optimum is not None]
    return max(kept, key=_rank) if kept else maximise(model, start, limits)


def _rank(optimum: Optimum) -> tuple[bool, float]:
    return optimum.convergence.converged, optimum.slope.loglik


def _starts(table: ParameterTable, start: Array, freely: Array) -> Iterator[Array]:
    """Yield starts: the usual one, the place found without limits, small factors, and equal loadings."""
    yield start
    yield freely
    rows = {row.free: row for row in table.parameters if row.free >= 0}
    latent = {name for block in table.blocks for name in block.roles.latent}
    factors = [place for place, row in rows.items() if row.op == "~~" and row.lhs == row.rhs in latent]
    loadings = [place for place, row in rows.items() if row.op == "=~"]
    small, level = start.copy(), start.copy()
    small[factors] *= 0.1
    yield small
    level[loadings] = np.sign(start[loadings])
    yield level


def climbed(model: Objective, start: Array, limits: Limits) -> Optimum | None:
    """Return the maximum uphill from a start, factors' variances kept well above their limits at first.

    None where the start implies a covariance matrix that isn't positive definite.
    """
    try:
        before = limits.at_first
        if before is None:
            return maximise(model, start, limits)
        found = maximise(model, start, before)
        if found.convergence.converged and not (found.theta == before.lower).any():
            return replace(found, limits=limits)
        return maximise(model, found.theta, limits).after(found.convergence.iterations)
    except Refused:
        return None
