"""What a design can find: the power of a model's tests at given clusters, sizes, variances and missing rows.

Outcomes without effect are drawn, and variances estimated by restricted likelihood. A shift of the outcome by
xβ shifts the coefficient by β and leaves the residual space as it is: variances, standard error and degrees
of freedom stay. So one set of draws gives the whole power curve. And what is left of the draw, the estimate
at the true variances, is independent of the residual space and normal: its part of the chance is integrated
(Rao–Blackwell), which leaves a hundredth to a tenth of the Monte-Carlo variance of counting.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from isop_analysis.base.nearest import nearest
from isop_analysis.base.reasons import Refused
from isop_analysis.stats.multilevel.assembly import Assembly, assemble
from isop_analysis.stats.multilevel.columns import Array
from isop_analysis.stats.multilevel.crossproducts import outcome_products
from isop_analysis.stats.multilevel.degrees import Degrees, Method, method_of
from isop_analysis.stats.multilevel.expressions import used_columns
from isop_analysis.stats.multilevel.formula import Formula, parse_formula
from isop_analysis.stats.multilevel.inference import t_quantile
from isop_analysis.stats.multilevel.kenward_roger import kenward_roger
from isop_analysis.stats.multilevel.lattice import Estimates, estimate_all, grouped
from isop_analysis.stats.multilevel.many_outcomes import Outcomes, Place, evaluate
from isop_analysis.stats.multilevel.power_curve import DesignPower, TermPower
from isop_analysis.stats.multilevel.truth import Truth, Variances, drawn_in_chunks, truth_of


def power(
    formula: str,
    design: pd.DataFrame,
    variances: Variances,
    *,
    seed: int,
    terms: Sequence[str] | None = None,
    replications: int = 500,
    alpha: float = 0.05,
    df: Degrees = "kenward-roger",
    references: Mapping[str, str] | None = None,
    weights: str | Array | pd.Series | None = None,
) -> DesignPower:
    """Simulate what a design can find.

    Args:
        formula: as for `fit`; the outcome's values are not used.
        design: one row per answer, with predictors and groups. Where it has the outcome, rows without it are
            dropped, as `fit` drops them; it need not have it.
        variances: per grouping factor, as a fit's `clusters` names them, the intercept's variance or one
            per column; "Residual" for the residual. Or a table like a fit's `variances`.
        seed: of the draws.
        terms: coefficients to look at, all unless named.
        replications: number of outcomes drawn.
        alpha: level of the two-sided test.
        df: degrees of freedom of the test, as for `fit`; Satterthwaite's are taken with the expected
            information.
        references, weights: as for `fit`.

    Returns:
        Per coefficient a power curve: `power(...)["dose"].curve([0.1, 0.2])`, `.smallest(0.80)`.

    Raises:
        Refused: where the model can't be fitted, variances or terms don't belong to it, or the method of
            degrees of freedom is unknown.

    Example:
        >>> power("y ~ dose + (1 | team)", design, {"team": 0.1, "Residual": 0.9}, seed=1)["dose"].smallest()
    """
    method_of(df, ())
    parsed = parse_formula(formula)
    model = assemble(parsed, _with_outcome(parsed, design), references or {}, weights)
    truth = truth_of(model.layout, variances)
    return design_power(model, truth, seed=seed, terms=terms, replications=replications, alpha=alpha, df=df)


def design_power(
    model: Assembly,
    truth: Truth,
    *,
    seed: int,
    terms: Sequence[str] | None = None,
    replications: int = 500,
    alpha: float = 0.05,
    df: Degrees = "kenward-roger",
) -> DesignPower:
    """Simulate what an assembled model can find; see `power`."""
    names = model.fixed.design.names
    wanted = list(names if terms is None else terms)
    for term in wanted:
        if term not in names:
            raise Refused("coefficient_absent", term=term, meant=nearest(term, names), terms=names)
    L = np.eye(len(names))[[names.index(term) for term in wanted]]
    criterion, theta = model.criterion(reml=True), truth.theta(model)
    outcomes = _outcomes(model, truth, replications, seed)
    found = estimate_all(criterion, outcomes, theta)
    true = Place.at(criterion, theta)
    rows = L @ model.fixed.R_inverse
    deviation = (found.beta - evaluate(true, outcomes).beta) @ rows.T
    method = method_of(df, model.clusters.values())
    tested = _Tests.at(true, L, model.fixed.R_inverse, method)
    critical = _critical(model, found, L, method, alpha)
    spread = np.sqrt(truth.sigma2 * np.diag(rows @ true.point.inverse @ rows.T))
    se = np.sqrt(truth.sigma2 * tested.variance)
    return DesignPower(
        {
            term: TermPower(
                deviation[:, place], critical[:, place], float(spread[place]), float(se[place]),
                float(tested.df[place]), alpha,
            )
            for place, term in enumerate(wanted)
        },
        model.n,
        model.clusters,
        float(found.singular.mean()),
        float(1.0 - found.settled.mean()),
        replications,
    )  # fmt: skip


@dataclass(frozen=True)
class _Tests:
    """At one node, per contrast (k,): variance of the estimate / σ², its relative slopes by T (k, m), df."""

    variance: Array
    slopes: Array
    df: Array

    @classmethod
    def at(cls, place: Place, L: Array, R_inverse: Array, method: Method) -> "_Tests":
        result = kenward_roger(place.criterion, place.point, R_inverse, place.parts)
        plain = np.einsum("ki,ij,kj->k", L, result.plain, L)
        slopes = np.einsum("ki,mij,kj->km", L, result.turned[:-1], L) / plain[:, None]
        own = np.einsum("ki,ij,kj->k", L, result.covariance, L) if method == "kenward-roger" else plain
        df = np.array([np.inf if method == "normal" else result.df(one) for one in L])
        return cls(own / place.point.sigma2, slopes, df)


def _critical(model: Assembly, found: Estimates, L: Array, method: Method, alpha: float) -> Array:
    """Return per outcome and contrast (R, k) what the estimate must exceed in size."""
    critical = np.empty((len(found.r2), len(L)))
    for node, own in grouped(found.nodes):
        place = found.lattice.place(node)
        tests = _Tests.at(place, L, model.fixed.R_inverse, method)
        change = np.maximum(1.0 + found.apart[own] @ tests.slopes.T, 0.05)
        variance = (found.r2[own] / place.point.nu)[:, None] * tests.variance * change
        df = np.where(tests.df > 0, tests.df, np.nan)
        critical[own] = t_quantile(1.0 - alpha / 2.0, df) * np.sqrt(variance)
    critical[~found.settled] = np.inf
    return np.where(np.isfinite(critical), critical, np.inf)


def _outcomes(model: Assembly, truth: Truth, replications: int, seed: int) -> Outcomes:
    rng, Q, w = np.random.default_rng(seed), model.fixed.Q, model.root_weights
    parts = []
    for Y in drawn_in_chunks(model, truth, replications, rng):
        weighted = Y if w is None else Y * w
        rest = weighted - (weighted @ Q) @ Q.T
        parts.append(outcome_products(model.layout, model.whitenings, rest, w))
    inner = [np.concatenate([part[0][block] for part in parts], axis=2) for block in range(len(parts[0][0]))]
    return Outcomes(tuple(inner), np.concatenate([part[1] for part in parts]))


def _with_outcome(formula: Formula, design: pd.DataFrame) -> pd.DataFrame:
    """Return the design with some outcome: a model is assembled with one, though its values don't matter."""
    rng, filled = np.random.default_rng(0), design.copy()
    for name in used_columns(formula.response):
        values = 1.0 + rng.random(len(design))
        filled[name] = np.where(design[name].isna(), np.nan, values) if name in design else values
    return filled
