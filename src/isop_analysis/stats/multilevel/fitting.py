"""Fit a linear mixed model from a formula and a data frame."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from isop_analysis.base.reasons import Reason
from isop_analysis.stats.multilevel.assembly import assemble
from isop_analysis.stats.multilevel.columns import Array
from isop_analysis.stats.multilevel.degrees import Degrees, Method, method_of
from isop_analysis.stats.multilevel.formula import parse_formula
from isop_analysis.stats.multilevel.inference import Inference, Normal
from isop_analysis.stats.multilevel.kenward_roger import kenward_roger
from isop_analysis.stats.multilevel.notes import fit_notes
from isop_analysis.stats.multilevel.result import Fit
from isop_analysis.stats.multilevel.satterthwaite import satterthwaite
from isop_analysis.stats.multilevel.solution import Solution, solve


def fit(
    formula: str,
    data: pd.DataFrame,
    *,
    reml: bool = True,
    df: Degrees = "kenward-roger",
    references: Mapping[str, str] | None = None,
    weights: str | Array | pd.Series | None = None,
) -> Fit:
    """Fit a linear mixed model.

    Args:
        formula: lme4's notation, such as "skill ~ dose * wave + (1 + wave | person) + (1 | site/team)"; `||`
            for uncorrelated effects, a:b and a*b, 0 +, I(x^2), log(x), poly(x, 2), factor(x).
        data: one row per answer. Strings, categories and truth values are factors. Rows with a missing value
            in a column of the formula are dropped and counted.
        reml: restricted maximum likelihood, or maximum likelihood.
        df: degrees of freedom of tests and intervals. "kenward-roger" (1997) also adjusts the covariance; for
            an ML fit it is computed at the REML estimates, as pbkrtest does. "satterthwaite" is lmerTest's,
            "normal" makes no allowance for few clusters. "auto" is Kenward–Roger where a grouping factor has
            fewer than 50 levels, and Satterthwaite otherwise; the fit's `df` says which.
        references: reference level per factor; failing that the first in sorted order, for ordered categories
            the first category.
        weights: name of a column, or one value a row, with Var(residual) = σ² / weight.

    Raises:
        Refused: where no fit is possible, and for an unknown method of degrees of freedom.
    """
    method_of(df, ())
    model = assemble(parse_formula(formula), data, references or {}, weights)
    return finished(solve(model, reml), method_of(df, model.clusters.values()), data.index)


def finished(solution: Solution, df: Method, index: pd.Index) -> Fit:
    """Return the fit an analyst sees; `index` is that of all rows of the data."""
    model = solution.model
    kept = model.columns.kept
    k = len(solution.beta) + len(model.layout.parameters) + 1
    inference, inference_notes = infer(solution, df)
    return Fit(
        formula=model.formula.text,
        reml=solution.reml,
        df=df,
        loglik=solution.loglik,
        aic=-2.0 * solution.loglik + 2.0 * k,
        bic=-2.0 * solution.loglik + k * float(np.log(model.n)),
        n=model.n,
        n_dropped=int(len(kept) - model.n),
        clusters=model.clusters,
        singular=solution.singular,
        convergence=solution.optimum.convergence,
        notes=(*fit_notes(solution, int(len(kept) - model.n)), *inference_notes),
        rows=index if kept.all() else index[kept],
        inference=inference,
        solution=solution,
    )


def infer(solution: Solution, df: Method) -> tuple[Inference, tuple[Reason, ...]]:
    """Return the inference asked for, and notes on what it rests on."""
    model = solution.model
    R_inverse = model.fixed.R_inverse
    if df == "normal":
        return Normal(solution.covariance), ()
    if df == "satterthwaite":
        criterion = model.criterion(solution.reml)
        point = solution.optimum.point
        return satterthwaite(criterion, point, solution.theta, model.whitenings, R_inverse), ()
    restricted = solution if solution.reml else solve(model, reml=True)
    result = kenward_roger(model.criterion(True), restricted.optimum.point, R_inverse)
    return result, () if solution.reml else (Reason("tested_by_reml"),)
