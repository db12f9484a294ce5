"""Estimates between few clusters, several ways side by side."""

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from isop_analysis.base.reasons import Reason, Refused
from isop_analysis.stats.structural.checks import check_independence
from isop_analysis.stats.structural.few_clusters.between_model import BetweenModel, between_model
from isop_analysis.stats.structural.few_clusters.between_rows import BetweenRow, method_rows
from isop_analysis.stats.structural.few_clusters.cluster_data import ClusterData, cluster_data
from isop_analysis.stats.structural.few_clusters.joint_rows import joint_rows
from isop_analysis.stats.structural.few_clusters.loadings import loading_table
from isop_analysis.stats.structural.few_clusters.outcome_limits import (
    OutcomeLimits,
    limits_by_cluster,
    slope_limits,
)
from isop_analysis.stats.structural.few_clusters.regression import BetweenMoments, Variables, between_moments
from isop_analysis.stats.structural.few_clusters.scores import Unit, factor_weights, within_model
from isop_analysis.stats.structural.fitting import fit
from isop_analysis.stats.structural.moments import Array
from isop_analysis.stats.structural.parameter_table import Where
from isop_analysis.stats.structural.result import StructuralFit

FEW = 30


@dataclass(frozen=True)
class BetweenEstimates:
    """Regressions between clusters.

    Attributes:
        table: a row a method and slope or defined parameter: method, lhs, op, rhs, label, estimate, se, df,
            statistic, p_value, ci_low, ci_high (t on J − p − 1 degrees of freedom; z for two_level),
            percentile_low, percentile_high (cluster bootstrap), without_one_low, without_one_high: the
            range when any one cluster is left out; without_one: the cluster that moves it most; lowest,
            highest: of slopes on an outcome with `limits`, over all it can be within them; error_taken: share
            of the error of cluster means that was taken off, less than 1 where nothing would be left;
            std_all: in standard deviations between clusters.
        leads: the method to read first: "corrected" below 30 clusters, else "two_level" where it converged.
        clusters, n: how many clusters and rows.
        reliability: factor, reliability of its cluster means, sd: its standard deviation between clusters;
            with all error taken off, and 0 where that leaves nothing.
        loadings: a row an item: its loading within clusters by the method that leads, and standardised.
        two_level: the joint fit, or None where it was refused.
        failed: share of the bootstrap samples without an estimate.
        notes: what a reader must know beside the numbers.
    """

    table: pd.DataFrame
    leads: str
    clusters: int
    n: int
    reliability: pd.DataFrame
    loadings: pd.DataFrame
    two_level: StructuralFit | None
    failed: float
    notes: tuple[Reason, ...]


def between_estimates(
    syntax: str,
    data: pd.DataFrame,
    cluster: str,
    members: str | None = None,
    replicates: int = 1000,
    seed: int = 20240229,
    limits: OutcomeLimits | None = None,
    unit: Unit = "first_item",
    joint_model: bool = True,
) -> BetweenEstimates:
    """Return the regressions at level 2 of a two-level model, estimated in ways that stand few clusters.

    Methods: `corrected` takes sampling and measurement error off the covariance of cluster means (local SAM
        with Croon's correction); `finite_population` the error of those members who are no rows only (with
        `members`); `manifest` takes cluster means as they are; `two_level` is the joint fit by maximum
        likelihood. Only complete rows are used.

    Args:
        syntax: a two-level model; its regressions at level 2, factors there measured by items of level 1.
        data: one row a person.
        cluster: column of clusters.
        members: column with the number of members of the row's cluster.
        replicates, seed: of the cluster bootstrap.
        limits: bounds of an outcome that is not known exactly for every cluster.
        unit: of factors: their first item's, or "items_mean", that of the mean of their items.
        joint_model: whether the joint two-level model is fitted too.

    Raises:
        Refused: syntax or data that can't be used, or fewer clusters than predictors and three.
    """
    model = between_model(syntax)
    clusters = cluster_data(model.columns, data, cluster, members)
    _check_clusters(model, clusters)
    draws = draws_of(len(clusters.sizes), replicates, seed)
    fits = [within_model(factor, items, clusters) for factor, items in model.factors.items()]
    weights = tuple(factor_weights(own, clusters, draws, unit) for own in fits)
    variables = Variables(model.names, model.item_places(), weights, model.single_places())
    methods = ["corrected", *(["finite_population"] if members else []), "manifest"]
    moments = {method: between_moments(clusters, variables, draws, method) for method in methods}
    most = max(len(equation.predictors) for equation in model.equations)
    found = moments["manifest"].different > most + 1
    if weights:
        found &= variables.found
    joint, refusal = _joint(syntax, data, cluster) if joint_model else (None, None)
    rows = [
        row
        for method in methods
        for row in method_rows(model, moments[method], method, clusters.labels, found)
    ]
    if limits is not None:
        bounds = limits_by_cluster(limits, clusters, data, cluster)
        rows = [
            _bounded(row, model, moments[row.method], variables, clusters, bounds, limits) for row in rows
        ]
    table = pd.DataFrame([vars(row) for row in [*rows, *joint_rows(model, joint, unit)]])
    count = len(clusters.sizes)
    usable = joint is not None and joint.convergence.converged and joint.admissible
    leads = "two_level" if count >= FEW and usable else "corrected"
    return BetweenEstimates(
        table=table,
        leads=leads,
        clusters=count,
        n=len(clusters.codes),
        reliability=_reliability(model, moments["corrected"]),
        loadings=loading_table(fits, joint if leads == "two_level" else None),
        two_level=joint,
        failed=1 - float(found[count + 1 :].mean()),
        notes=_notes(model, moments, joint, refusal, count),
    )


def _bounded(
    row: BetweenRow,
    model: BetweenModel,
    moments: BetweenMoments,
    variables: Variables,
    clusters: ClusterData,
    bounds: Array,
    limits: OutcomeLimits,
) -> BetweenRow:
    if row.op != "~" or row.lhs != limits.outcome:
        return row
    equation = next(own for own in model.equations if model.names[own.outcome] == limits.outcome)
    place = list(equation.predictors).index(model.names.index(row.rhs))
    fall, rise = slope_limits(moments, variables, equation, clusters, bounds)[place]
    return replace(row, lowest=row.estimate + float(fall), highest=row.estimate + float(rise))


def _check_clusters(model: BetweenModel, clusters: ClusterData) -> None:
    most = max(len(equation.predictors) for equation in model.equations)
    if len(clusters.sizes) < most + 3:
        raise Refused(
            "few_clusters_for_predictors", found=len(clusters.sizes), predictors=most, needed=most + 3
        )
    steady = [
        name for name, column in zip(clusters.names, clusters.means.T, strict=True) if np.ptp(column) == 0
    ]
    if steady:
        raise Refused("never_differs_between", names=steady)
    single = model.single_places()
    covariance = np.atleast_2d(np.cov(clusters.means[:, single].T, bias=True))
    if len(single):
        names = tuple(clusters.names[place] for place in single)
        check_independence(names, covariance, Where(level="between"))


def draws_of(count: int, replicates: int, seed: int) -> Array:
    """Return how often each cluster counts: the data, all but one in turn, then drawn with replacement."""
    generator = np.random.default_rng(seed)
    drawn = generator.multinomial(count, np.full(count, 1 / count), size=replicates)
    return np.vstack([np.ones(count), 1 - np.eye(count), drawn]).astype(float)


def _joint(syntax: str, data: pd.DataFrame, cluster: str) -> tuple[StructuralFit | None, Reason | None]:
    try:
        return fit(syntax, data, cluster=cluster), None
    except Refused as refusal:
        return None, refusal.reason


def _reliability(model: BetweenModel, moments: BetweenMoments) -> pd.DataFrame:
    seen = np.diag(moments.seen[0])
    variances = np.maximum(seen - np.diag(moments.error[0]), 0.0)
    share, spread = variances / seen, np.sqrt(variances)
    rows = [(factor, float(share[place]), float(spread[place])) for place, factor in enumerate(model.factors)]
    return pd.DataFrame(rows, columns=["factor", "reliability", "sd"])


def _notes(
    model: BetweenModel,
    moments: dict[str, BetweenMoments],
    joint: StructuralFit | None,
    refusal: Reason | None,
    count: int,
) -> tuple[Reason, ...]:
    notes = []
    if count < FEW:
        notes.append(Reason("few_units_lead", found=count, needed=FEW))
    if refusal is not None:
        notes.append(Reason("joint_refused", reason=refusal))
    elif joint is not None and not (joint.convergence.converged and joint.admissible):
        notes.append(Reason("joint_noted", notes=joint.notes))
    for method, own in moments.items():
        if own.taken[0] < 1:
            notes.append(Reason("error_partly_taken", share=own.taken[0], method=method))
    if any(len(items) == 2 for items in model.factors.values()):
        notes.append(Reason("loadings_equal"))
    if model.left_out:
        notes.append(Reason("definitions_left_out", names=model.left_out))
    return tuple(notes)
