"""Fit a linear mixed model from a formula and a data frame."""

from collections.abc import Mapping
from typing import get_args

import numpy as np
import pandas as pd

from isop_analysis.stats.multilevel.assembly import Assembly, assemble
from isop_analysis.stats.multilevel.columns import Array
from isop_analysis.stats.multilevel.formula import parse_formula
from isop_analysis.stats.multilevel.inference import Inference, Normal
from isop_analysis.stats.multilevel.kenward_roger import kenward_roger
from isop_analysis.stats.multilevel.notes import fit_notes
from isop_analysis.stats.multilevel.result import Degrees, Fit
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
            an ML fit it is computed at the REML estimates, as pbkrtest does. "satterthwaite" is lmerTest's.
        references: reference level per factor; failing that the first in sorted order, for ordered categories
            the first category.
        weights: name of a column, or one value a row, with Var(residual) = σ² / weight.

    Raises:
        ModelRefused: where no fit is possible, saying why in one sentence.
        ValueError: for an unknown method of degrees of freedom.
    """
    if df not in get_args(Degrees):
        raise ValueError(f"df is '{df}': expected one of {', '.join(get_args(Degrees))}.")
    model = assemble(parse_formula(formula), data, references or {}, weights)
    return finished(solve(model, reml), df, data.index)


def finished(solution: Solution, df: Degrees, index: pd.Index) -> Fit:
    """Return the fit an analyst sees; `index` is that of all rows of the data."""
    model = solution.model
    kept = model.columns.kept
    k = len(solution.beta) + len(model.layout.parameters) + 1
    clusters = {effect.group: len(effect.factor.levels) for effect in model.layout.effects}
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
        clusters=clusters,
        singular=solution.singular,
        convergence=solution.optimum.convergence,
        notes=(*fit_notes(solution, int(len(kept) - model.n)), *inference_notes),
        rows=index if kept.all() else index[kept],
        inference=inference,
        solution=solution,
    )


def infer(solution: Solution, df: Degrees) -> tuple[Inference, tuple[str, ...]]:
    """Return the inference asked for, and sentences on what it rests on."""
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
    return result, _reml_note(solution, model)


def _reml_note(solution: Solution, model: Assembly) -> tuple[str, ...]:
    if solution.reml:
        return ()
    return (
        "Estimates are maximum likelihood; Kenward–Roger's standard errors and degrees of freedom are taken "
        "at the REML estimates.",
    )
