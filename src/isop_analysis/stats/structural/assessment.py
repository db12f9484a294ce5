"""What a maximum is worth: errors, indices of fit, admissibility."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from isop_analysis.base.reasons import Reason
from isop_analysis.stats.structural.admissibility import bound_notes, inadmissibilities, named
from isop_analysis.stats.structural.definitions import Formula
from isop_analysis.stats.structural.estimates import estimate_table
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
from isop_analysis.stats.structural.moments import Array
from isop_analysis.stats.structural.optimum import Optimum
from isop_analysis.stats.structural.parameter_table import ParameterTable
from isop_analysis.stats.structural.reference_models import ReferenceFit, independence, saturated
from isop_analysis.stats.structural.request import Task
from isop_analysis.stats.structural.result import Solved, StructuralFit
from isop_analysis.stats.structural.robust_indices import Judged, corrected_indices, scaled_indices
from isop_analysis.stats.structural.rows import ModelRows
from isop_analysis.stats.structural.sample_statistics import SampleStatistics
from isop_analysis.stats.structural.standardised import explained_variances

THIN = 0.1
"""Share of rows that have two variables together, below which that is told (as lavaan warns)."""


def assess(
    task: Task,
    rows: ModelRows,
    statistics: SampleStatistics,
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
    wanting = (*_thin_pairs(model.table, rows, missing), *_srmr_notes(model, statistics, theta, nested))
    said = (*wrong, *bound_notes(task.bounds, on_bound, covariance.held))
    return StructuralFit(
        syntax=task.text,
        estimator=estimator,
        missing=missing,
        parameters=estimate_table(model, theta, covariance.matrix, defined, held=covariance.held),
        fit_indices=_fit_indices(model, optimum, statistics, robust, missing == "fiml" and not nested),
        n=rows.n,
        n_dropped=rows.n_dropped,
        clusters=rows.n_clusters if nested else 0,
        groups=tuple(part.label for part in rows.groups if part.label),
        convergence=optimum.convergence,
        admissible=not wrong,
        notes=(*_notes(rows, statistics, optimum, covariance, said), *wanting),
        r2=explained_variances(model, values),
        covariance=pd.DataFrame(
            covariance.matrix, index=model.table.free_names, columns=model.table.free_names
        ),
        theta=theta,
        bounds=task.bounds,
        limited=limited,
        on_bound=on_bound,
        solved=Solved(model, statistics, rows, defined, optimum.limits),
    )


def _notes(
    rows: ModelRows,
    statistics: SampleStatistics,
    optimum: Optimum,
    covariance: Covariance,
    said: tuple[Reason, ...],
) -> tuple[Reason, ...]:
    notes = list(said)
    if rows.n_dropped:
        notes.append(Reason("rows_left_out_missing", found=rows.n_dropped, all=rows.n + rows.n_dropped))
    if optimum.convergence.reason is not None:
        notes.append(optimum.convergence.reason)
    if not statistics.comparable:
        notes.append(Reason("saturated_unfound", why="clusters" if rows.n_clusters < rows.n else "rows"))
    if covariance.singular:
        notes.append(Reason("errors_unknown"))
    return tuple(notes)


def _thin_pairs(table: ParameterTable, rows: ModelRows, missing: str) -> Iterator[Reason]:
    """Yield, a group, the pair of variables that fewest rows have together, where these are few.

    At two levels variables of level 1 count: the others have a value a cluster.
    """
    if missing != "fiml":
        return
    for block in table.blocks:
        if block.level == 2:
            continue
        names = block.roles.observed
        seen = (~np.isnan(rows.columns(block.group, names))).astype(float)
        shares = seen.T @ seen / max(len(seen), 1)
        pairs = [(shares[i, j], names[i], names[j]) for j in range(len(names)) for i in range(j)]
        thin = [pair for pair in pairs if pair[0] < THIN]
        if thin:
            share, item, other = min(thin, key=lambda pair: pair[0])
            label = table.conventions.groups[block.group] or None
            yield Reason(
                "thin_pairs", item=item, other=other, share=share, found=len(thin), bar=THIN, in_group=label
            )


def _srmr_notes(
    model: Likelihood, statistics: SampleStatistics, theta: Array, nested: bool
) -> Iterator[Reason]:
    """Yield why an SRMR of a two-level model is not a number: over both levels, or of one."""
    if not nested:
        return
    yield Reason("srmr_by_level")
    implied = model.moments(theta)
    for block, *both in zip(model.table.blocks, statistics.sample, implied, strict=True):
        variances = np.min([np.diag(moments.covariance) for moments in both], axis=0)
        names = [name for name, value in zip(block.roles.observed, variances, strict=True) if value <= 0]
        if names:
            yield Reason("srmr_undefined", level="within" if block.level == 1 else "between", names=names)


def _fit_indices(
    model: Likelihood, optimum: Optimum, statistics: SampleStatistics, robust: bool, incomplete: bool
) -> pd.Series:
    full, bare = saturated(model.table, statistics), independence(model.table, statistics)
    if not statistics.comparable:
        full = replace(full, loglik=np.nan)
    test, limited = _test(full, optimum.slope.loglik, model.n_free), optimum.limits.reached(optimum.theta)
    fitted = Judged(model, optimum.theta, test, limited)
    baseline = Judged(bare.model, bare.theta, _test(full, bare.loglik, bare.model.n_free))
    indices = _plain_indices(fitted, baseline.test, optimum.slope.loglik, statistics)
    if robust:
        indices |= scaled_indices(fitted, baseline, full, statistics)
    if incomplete and statistics.comparable:
        indices |= corrected_indices(fitted, baseline, full, statistics, scores=robust)
    return pd.Series(indices, dtype="float64")


def _plain_indices(
    fitted: Judged, baseline: Test, joint: float, statistics: SampleStatistics
) -> dict[str, float]:
    table, test = fitted.model.table, fitted.test
    n, groups = float(statistics.counts.sum()), len(statistics.counts)
    nested = table.blocks[0].level is not None
    residuals = _residuals(fitted, statistics, nested)
    loglik = joint - statistics.exogenous_loglik
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


def _residuals(fitted: Judged, statistics: SampleStatistics, nested: bool) -> _Residuals:
    implied = fitted.model.moments(fitted.theta)
    if nested:
        within, between = (
            correlation_residual(seen, model) for seen, model in zip(statistics.sample, implied, strict=True)
        )
        return _Residuals(within=within, between=between)
    means = fitted.model.table.conventions.mean_structure
    return _Residuals(overall=srmr(statistics.sample, implied, statistics.counts, means))


def _test(full: ReferenceFit, loglik: float, n_free: int) -> Test:
    return Test(float(np.maximum(2 * (full.loglik - loglik), 0.0)), full.model.n_free - n_free)
