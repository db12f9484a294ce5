"""Each indirect effect of a fitted model against unmeasured causes of what it runs through."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from isop_analysis.base.reasons import Refused
from isop_analysis.stats.structural.diagnostics.residual_correlations import solved_part
from isop_analysis.stats.structural.moments import Array
from isop_analysis.stats.structural.parameter_table import Parameter
from isop_analysis.stats.structural.result import Solved, StructuralFit
from isop_analysis.stats.structural.sensitivity.chains import Chain, chain_through, chains
from isop_analysis.stats.structural.sensitivity.correlated_residuals import residual_correlation
from isop_analysis.stats.structural.sensitivity.curve import Curve, Point, effect_curve, point_at
from isop_analysis.stats.structural.sensitivity.robustness import Moments, Robustness, robustness


@dataclass(frozen=True)
class Compared:
    """An unmeasured cause of mediator and outcome as strong as an observed covariate.

    Attributes:
        covariate: its name.
        of_mediator, of_outcome: shares it explains of what the others leave of each.
        rho: the residual correlation that such a cause would make, towards where the effect vanishes.
        point: the effect there; None where it has no estimate.
    """

    covariate: str
    of_mediator: float
    of_outcome: float
    rho: float
    point: Point | None


@dataclass(frozen=True)
class Standing:
    """A path's robustness against an unmeasured cause of its two ends."""

    cause: str
    effect: str
    robustness: Robustness


@dataclass(frozen=True)
class Confounding:
    """One indirect effect and one of its mediators.

    Attributes:
        chain: the effect; level: of its paths, None in a model of one level.
        mediator, outcome: whose residuals an unmeasured cause would make correlate.
        curve: the effect against that correlation.
        compared: the same for a cause as strong as a covariate; None without covariates.
        standings: of the chain's paths and the direct one.
    """

    chain: Chain
    level: int | None
    mediator: str
    outcome: str
    curve: Curve
    compared: Compared | None
    standings: tuple[Standing, ...]


def indirect_chains(fitted: StructuralFit) -> tuple[Chain, ...]:
    """Return the indirect effects that a fit defines as products of paths."""
    solved = solved_part(fitted)
    return chains(solved.model.table, solved.defined)


def confounding(
    fitted: StructuralFit,
    variables: Sequence[str] | Chain,
    benchmark: str | None = None,
    seed: int = 20240229,
) -> tuple[Confounding, ...]:
    """Return an indirect effect's standing against unmeasured causes, one entry a mediator.

    `variables` are the first cause, the mediators and the outcome, or a chain of `indirect_chains`;
    `benchmark` names the covariate to compare with, else it is the strongest.

    Raises Refused for a fit without likelihood or maximum, a chain that isn't in the model, a mediator
    whose residual is correlated with the outcome's already, or a benchmark that isn't in its equations.
    """
    solved = solved_part(fitted)
    table = solved.model.table
    chain = variables if isinstance(variables, Chain) else chain_through(table, variables)
    block = table.blocks[chain.block]
    if benchmark is not None:
        _check_benchmark(solved, chain, benchmark)
    standings = _standings(fitted, solved, chain, benchmark)
    pairs = zip(chain.variables[1:], chain.variables[2:], strict=False)
    return tuple(
        Confounding(
            chain,
            block.level,
            mediator,
            outcome,
            *_along(fitted, chain, mediator, outcome, benchmark, seed),
            standings,
        )
        for mediator, outcome in pairs
    )


def _along(
    fitted: StructuralFit, chain: Chain, mediator: str, outcome: str, benchmark: str | None, seed: int
) -> tuple[Curve, Compared | None]:
    solved = solved_part(fitted)
    model = residual_correlation(fitted, mediator, outcome, chain.block)
    curve = effect_curve(model, chain, seed=seed)
    shares = _shares(solved, fitted.theta, chain, mediator, outcome, benchmark)
    if shares is None:
        return curve, None
    name, of_mediator, of_outcome = shares
    toward = np.sign(curve.zero_at) if np.isfinite(curve.zero_at) and curve.zero_at else 1.0
    rho = float(toward * np.sqrt(of_mediator * of_outcome))
    return curve, Compared(name, of_mediator, of_outcome, rho, point_at(model, chain, rho, seed))


def _shares(
    solved: Solved, theta: Array, chain: Chain, mediator: str, outcome: str, benchmark: str | None
) -> tuple[str, float, float] | None:
    """Return the covariate that would make the residuals correlate most, and its two shares."""
    moments = implied(solved, theta, chain.block)
    names = _benchmarks(solved, chain, (mediator, outcome), benchmark)
    found = []
    for name in names:
        of_mediator = moments.partial_r2(mediator, name, _causes(solved, chain.block, mediator, (name,)))
        of_outcome = moments.partial_r2(outcome, name, _causes(solved, chain.block, outcome, (name,)))
        found.append((name, max(of_mediator, 0.0), max(of_outcome, 0.0)))
    return max(found, key=lambda own: own[1] * own[2], default=None)


def _standings(
    fitted: StructuralFit, solved: Solved, chain: Chain, benchmark: str | None
) -> tuple[Standing, ...]:
    rows = solved.model.table.parameters
    values = solved.model.values(fitted.theta)
    moments = implied(solved, fitted.theta, chain.block)
    first, last = chain.variables[0], chain.variables[-1]
    direct = [at for at, row in enumerate(rows) if _is_path(row, chain.block, first, last)]
    found = []
    for place in dict.fromkeys([*chain.places, *direct]):
        row = rows[place]
        covariates = _causes(solved, chain.block, row.lhs, (row.rhs,))
        names = [name for name in _benchmarks(solved, chain, (row.lhs,), benchmark) if name in covariates]
        df = _units(fitted, solved, chain.block) - len(covariates) - 2
        own = robustness(moments, row.rhs, row.lhs, covariates, float(values[place]), df, names)
        found.append(Standing(row.rhs, row.lhs, own))
    return tuple(found)


def _is_path(row: Parameter, block: int, cause: str, effect: str) -> bool:
    return (row.block, row.op, row.rhs, row.lhs) == (block, "~", cause, effect)


def _causes(solved: Solved, block: int, effect: str, without: Sequence[str]) -> list[str]:
    rows = solved.model.table.parameters
    own = [row.rhs for row in rows if (row.block, row.op, row.lhs) == (block, "~", effect)]
    return [name for name in own if name not in without]


def _benchmarks(solved: Solved, chain: Chain, effects: Sequence[str], asked: str | None) -> list[str]:
    """Return the exogenous covariates of these equations, or the one that is asked for."""
    known = [name for effect in effects for name in _causes(solved, chain.block, effect, chain.variables)]
    explained = {
        row.lhs for row in solved.model.table.parameters if row.op == "~" and row.block == chain.block
    }
    found = [name for name in dict.fromkeys(known) if name not in explained]
    if asked is None:
        return found
    return [name for name in found if name == asked]


def _check_benchmark(solved: Solved, chain: Chain, benchmark: str) -> None:
    known = _benchmarks(solved, chain, chain.variables[1:], None)
    if not known:
        raise Refused("no_covariates", covariate=benchmark)
    if benchmark not in known:
        raise Refused("no_such_covariate", covariate=benchmark, known=known)


def _units(fitted: StructuralFit, solved: Solved, block: int) -> float:
    """Return the rows an equation rests on: of the group; within clusters less these; between them clusters.

    One is taken off for the intercept by the caller; within clusters it is among those taken off here.
    """
    own = solved.model.table.blocks[block]
    if own.level == 2:
        return float(fitted.clusters)
    rows = float(solved.evidence.counts[own.group])
    return rows - fitted.clusters + 1 if own.level == 1 else rows


def implied(solved: Solved, theta: Array, block: int) -> Moments:
    """Return the implied covariances of all variables of a block, latent ones among them: (I−B)⁻¹Ψ(I−B)⁻ᵀ."""
    values = solved.model.values(theta)
    rows = [(row, values[at]) for at, row in enumerate(solved.model.table.parameters) if row.block == block]
    roles = solved.model.table.blocks[block].roles
    names = (*roles.latent, *roles.observed)
    place = {name: count for count, name in enumerate(names)}
    paths, spread = np.zeros((len(names),) * 2), np.zeros((len(names),) * 2)
    for row, value in rows:
        if row.op == "~":
            paths[place[row.lhs], place[row.rhs]] = value
        elif row.op == "=~":
            paths[place[row.rhs], place[row.lhs]] = value
        elif row.op == "~~":
            spread[place[row.lhs], place[row.rhs]] = spread[place[row.rhs], place[row.lhs]] = value
    total = np.linalg.inv(np.eye(len(names)) - paths)
    return Moments(names, total @ spread @ total.T)
