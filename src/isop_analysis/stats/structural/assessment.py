"""What a maximum is worth: errors, indices of fit, admissibility."""

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from isop_analysis.base.reasons import Reason
from isop_analysis.stats.structural.admissibility import bound_notes, inadmissibilities, named
from isop_analysis.stats.structural.definitions import Formula
from isop_analysis.stats.structural.estimates import estimate_table
from isop_analysis.stats.structural.evidence import Evidence
from isop_analysis.stats.structural.fit_indices import (
    Test,
    cfi,
    correlation_residual,
    rmsea,
    rmsea_interval,
    srmr,
    tli,
)
from isop_analysis.stats.structural.inference import (
    Covariance,
    model_covariance,
    sandwich_covariance,
)
from isop_analysis.stats.structural.likelihood import Likelihood
from isop_analysis.stats.structural.optimum import Optimum
from isop_analysis.stats.structural.reference_models import ReferenceFit, independence, saturated
from isop_analysis.stats.structural.result import Solved, StructuralFit
from isop_analysis.stats.structural.robust_indices import Judged, corrected_indices, scaled_indices
from isop_analysis.stats.structural.rows import ModelRows
from isop_analysis.stats.structural.standardised import explained_variances
from isop_analysis.stats.structural.task import Task


def assess(
    task: Task,
    rows: ModelRows,
    evidence: Evidence,
    model: Likelihood,
    optimum: Optimum,
    defined: tuple[Formula, ...],
) -> StructuralFit:
    """Return the fit at an optimum, with everything that is said about it."""
    theta, limited = optimum.theta, optimum.limits.reached(optimum.theta)
    values = model.values(theta)
    estimator, missing = task.estimator, task.missing
    robust = estimator == "MLR"
    nested = model.table.blocks[0].level is not None
    by_hessian = robust or nested or missing == "fiml"
    observed = model.observed_information(theta) if by_hessian else optimum.slope.information
    scores = model.scores(theta) if robust else np.empty((0, model.n_free))
    covariance = (
        sandwich_covariance(observed, scores, limited) if robust else model_covariance(observed, limited)
    )
    wrong, on_bound = inadmissibilities(model, values), named(model, limited)
    said = (*wrong, *bound_notes(task.bounds, on_bound, covariance.held))
    return StructuralFit(
        syntax=task.text,
        estimator=estimator,
        missing=missing,
        parameters=estimate_table(model, theta, covariance.matrix, defined, held=covariance.held),
        fit_indices=_fit_indices(model, optimum, evidence, robust, missing == "fiml" and not nested),
        n=rows.n,
        n_dropped=rows.n_dropped,
        clusters=rows.n_clusters if nested else 0,
        groups=tuple(part.label for part in rows.groups if part.label),
        convergence=optimum.convergence,
        admissible=not wrong,
        notes=_notes(rows, evidence, optimum, covariance, said),
        r2=explained_variances(model, values),
        covariance=pd.DataFrame(
            covariance.matrix, index=model.table.free_names, columns=model.table.free_names
        ),
        theta=theta,
        bounds=task.bounds,
        limited=limited,
        on_bound=on_bound,
        solved=Solved(model, evidence, rows, defined, optimum.limits),
    )


def _notes(
    rows: ModelRows, evidence: Evidence, optimum: Optimum, covariance: Covariance, said: tuple[Reason, ...]
) -> tuple[Reason, ...]:
    notes = list(said)
    if rows.n_dropped:
        notes.append(Reason("rows_left_out_missing", found=rows.n_dropped, all=rows.n + rows.n_dropped))
    if optimum.convergence.reason is not None:
        notes.append(optimum.convergence.reason)
    if not evidence.comparable:
        notes.append(Reason("saturated_unfound", why="clusters" if rows.n_clusters < rows.n else "rows"))
    if covariance.singular:
        notes.append(Reason("errors_unknown"))
    return tuple(notes)


def _fit_indices(
    model: Likelihood, optimum: Optimum, evidence: Evidence, robust: bool, incomplete: bool
) -> pd.Series:
    full, bare = saturated(model.table, evidence), independence(model.table, evidence)
    if not evidence.comparable:
        full = replace(full, loglik=np.nan)
    test, limited = _test(full, optimum.slope.loglik, model.n_free), optimum.limits.reached(optimum.theta)
    fitted = Judged(model, optimum.theta, test, limited)
    baseline = Judged(bare.model, bare.theta, _test(full, bare.loglik, bare.model.n_free))
    indices = _plain_indices(fitted, baseline.test, optimum.slope.loglik, evidence)
    if robust:
        indices |= scaled_indices(fitted, baseline, full, evidence)
    if incomplete and evidence.comparable:
        indices |= corrected_indices(fitted, baseline, full, evidence, scores=robust)
    return pd.Series(indices, dtype="float64")


def _plain_indices(fitted: Judged, baseline: Test, joint: float, evidence: Evidence) -> dict[str, float]:
    table, test = fitted.model.table, fitted.test
    n, groups = float(evidence.counts.sum()), len(evidence.counts)
    nested = table.blocks[0].level is not None
    residuals = _residuals(fitted, evidence, nested)
    loglik = joint - evidence.exogenous_loglik
    low, high = rmsea_interval(test, n, groups)
    return {
        "chi2": test.chi2,
        "df": test.df,
        "p_value": test.p_value,
        "cfi": cfi(test, baseline),
        "tli": tli(test, baseline),
        "rmsea": rmsea(test, n, groups),
        "rmsea_ci_low": low,
        "rmsea_ci_high": high,
        "srmr": residuals.overall,
        "srmr_within": residuals.within,
        "srmr_between": residuals.between,
        "aic": -2 * loglik + 2 * table.n_free,
        "bic": -2 * loglik + np.log(n) * table.n_free,
        "loglik": loglik,
        "n_parameters": table.n_free,
        "baseline_chi2": baseline.chi2,
        "baseline_df": baseline.df,
    }


@dataclass(frozen=True)
class _Residuals:
    """SRMR of a single-level model, or of both levels; NaN where not defined."""

    overall: float = np.nan
    within: float = np.nan
    between: float = np.nan


def _residuals(fitted: Judged, evidence: Evidence, nested: bool) -> _Residuals:
    implied = fitted.model.moments(fitted.theta)
    if nested:
        within, between = (
            correlation_residual(seen, model) for seen, model in zip(evidence.sample, implied, strict=True)
        )
        return _Residuals(within=within, between=between)
    means = fitted.model.table.conventions.mean_structure
    return _Residuals(overall=srmr(evidence.sample, implied, evidence.counts, means))


def _test(full: ReferenceFit, loglik: float, n_free: int) -> Test:
    return Test(float(np.maximum(2 * (full.loglik - loglik), 0.0)), full.model.n_free - n_free)
