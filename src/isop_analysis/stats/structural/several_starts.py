"""The maximum of a likelihood from several starts: within limits, and wherever a first search ends badly.

A likelihood often has more than one maximum within limits, and a model whose maximum is inadmissible or not
found may have a better one elsewhere. Starts are the same in every run.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import Protocol

import numpy as np

from isop_analysis.base.reasons import Refused
from isop_analysis.stats.structural.admissibility import inadmissibilities
from isop_analysis.stats.structural.implied_moments import Tabled
from isop_analysis.stats.structural.limits import Limits
from isop_analysis.stats.structural.moments import Array
from isop_analysis.stats.structural.optimum import Objective, Optimum, maximise
from isop_analysis.stats.structural.parameter_table import Parameter, ParameterTable

SAME = 1e-6
"""Distance of log-likelihoods at which two searches have found the same maximum."""
AGREED = 3
"""Searches that end at the best maximum, after which no other is made."""
DRAWN, SEED = 8, 20240229


class Searched(Objective, Tabled, Protocol):
    """A model that can be maximised and judged."""


def best_maximum(model: Searched, table: ParameterTable, start: Array, limits: Limits) -> Optimum:
    """Return the maximum from `start` (q,); where that is inadmissible or not found, the best of several.

    Another end is better where it has a higher log-likelihood and either is a maximum or has a smaller
    gradient: so an inadmissible maximum stays where no higher one is found. Raises Refused where no start
    implies positive definite covariances.
    """
    first = _first(model, table, start, limits)
    if first.convergence.converged and not inadmissibilities(model, model.values(first.theta)):
        return first
    best, agreed = first, 1
    for place in _others(table, start):
        found = climbed(model, place, limits)
        if found is None:
            continue
        if _better(found, best):
            best, agreed = found, 1
        elif found.convergence.converged and abs(found.slope.loglik - best.slope.loglik) < SAME:
            agreed += 1
        if agreed == AGREED:
            break
    return best


def _first(model: Objective, table: ParameterTable, start: Array, limits: Limits) -> Optimum:
    """Return the maximum without limits where that lies within them, else the highest found within."""
    freely = maximise(model, start)
    if not limits.limiting:
        return freely
    if freely.convergence.converged and limits.contain(freely.theta):
        return replace(freely, limits=limits)
    places = (start, freely.theta, *_plain(table, start))
    found = [climbed(model, place, limits) for place in places]
    kept = [optimum for optimum in found if optimum is not None]
    return max(kept, key=_rank) if kept else maximise(model, start, limits)


def _rank(optimum: Optimum) -> tuple[bool, float]:
    return optimum.convergence.converged, optimum.slope.loglik


def _better(found: Optimum, best: Optimum) -> bool:
    higher = found.slope.loglik - best.slope.loglik
    if found.convergence.converged:
        return higher > (SAME if best.convergence.converged else -SAME)
    return higher > SAME and found.convergence.gradient < best.convergence.gradient


def _plain(table: ParameterTable, start: Array) -> Iterator[Array]:
    """Yield the start with small factors, then with equal loadings."""
    factors, loadings = _measuring(table)
    small, level = start.copy(), start.copy()
    small[factors] *= 0.1
    yield small
    level[loadings] = np.sign(start[loadings])
    yield level


def _others(table: ParameterTable, start: Array) -> Iterator[Array]:
    """Yield starts beside the usual one.

    They are the plain ones; with first items that are weak, or weak and turned round: small factors and large
    loadings; and ones drawn around the usual one, variances times exp(N(0, 1)), loadings and slopes moved by
    N(0, 1) of their size or of a half.
    """
    yield from _plain(table, start)
    factors, loadings = _measuring(table)
    for times in (3.0, -3.0):
        weak = start.copy()
        weak[loadings] *= times
        weak[factors] /= times**2
        yield weak
    generator = np.random.default_rng(SEED)
    rows = _first_rows(table)
    spread = [place for place, row in rows.items() if row.op == "~~" and row.lhs == row.rhs]
    paths = [place for place, row in rows.items() if row.op in ("=~", "~")]
    for _ in range(DRAWN):
        drawn, moves = start.copy(), generator.normal(size=len(start))
        drawn[spread] *= np.exp(moves[spread])
        drawn[paths] += moves[paths] * np.maximum(np.abs(start[paths]), 0.5)
        yield drawn


def _measuring(table: ParameterTable) -> tuple[list[int], list[int]]:
    """Return the places of factors' variances and of loadings."""
    rows = _first_rows(table)
    latent = {name for block in table.blocks for name in block.roles.latent}
    factors = [place for place, row in rows.items() if row.op == "~~" and row.lhs == row.rhs in latent]
    return factors, [place for place, row in rows.items() if row.op == "=~"]


def _first_rows(table: ParameterTable) -> dict[int, Parameter]:
    return {row.free: row for row in table.parameters if row.free >= 0}


def climbed(model: Objective, start: Array, limits: Limits) -> Optimum | None:
    """Return the maximum uphill from a start, factors' variances kept well above their limits at first.

    None where the start implies a covariance matrix that isn't positive definite, or the search breaks down.
    """
    try:
        with np.errstate(all="ignore"):  # far from a maximum a search may run off
            return _climbed(model, start, limits)
    except (Refused, np.linalg.LinAlgError):
        return None


def _climbed(model: Objective, start: Array, limits: Limits) -> Optimum:
    before = limits.at_first
    if before is None:
        return maximise(model, start, limits)
    found = maximise(model, start, before)
    if found.convergence.converged and not (found.theta == before.lower).any():
        return replace(found, limits=limits)
    return maximise(model, found.theta, limits).after(found.convergence.iterations)
