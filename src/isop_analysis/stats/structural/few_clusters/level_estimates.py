"""Both levels of a path model, each estimated in ways that stand few clusters, beside the joint fit.

Within clusters: the model of level 1 fitted to deviations from cluster means, errors by leaving out one
cluster at a time (cluster jackknife, CV3; MacKinnon, Nielsen & Webb 2023, J. Applied Econometrics 38,
671–694), intervals t on J − 1 degrees of freedom. Between clusters: `between_estimates`, t on J − p − 1.
Intervals of what is defined by slopes are quantiles of draws of these from that t distribution.
"""

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from isop_analysis.base.reasons import Reason, Refused
from isop_analysis.stats.structural.few_clusters.between_model import between_model
from isop_analysis.stats.structural.few_clusters.between_rows import BetweenRow, drawn_limits, summary_row
from isop_analysis.stats.structural.few_clusters.cluster_data import cluster_data
from isop_analysis.stats.structural.few_clusters.estimates import (
    FEW,
    BetweenEstimates,
    between_estimates,
    draws_of,
)
from isop_analysis.stats.structural.few_clusters.within_part import (
    WithinEstimates,
    within_estimates,
    within_syntax,
)
from isop_analysis.stats.structural.result import StructuralFit
from isop_analysis.stats.structural.statements import Syntax
from isop_analysis.stats.structural.syntax import parse

OF_LEVELS = ("error_partly_taken", "loadings_equal")
"""Notes on estimates between clusters that are told beside both levels too."""


@dataclass(frozen=True)
class LevelEstimates:
    """The slopes and defined parameters of both levels, in several ways.

    Attributes:
        table: a row a level, way and parameter: level, method, lhs, op, rhs, label, estimate, se, df,
            statistic, p_value, ci_low, ci_high, percentile_low, percentile_high (cluster bootstrap),
            without_one_low, without_one_high, without_one, leads, difference: the joint estimate less this
            one. Methods: "deviations" at level 1; "corrected" and "manifest" at level 2; "two_level", the
            joint fit, at both.
        clusters, n: how many clusters and rows.
        notes: what a reader must know beside the numbers.
    """

    table: pd.DataFrame
    clusters: int
    n: int
    notes: tuple[Reason, ...]


def level_estimates(
    joint: StructuralFit, data: pd.DataFrame, cluster: str, replicates: int = 1000, seed: int = 20240229
) -> LevelEstimates:
    """Return what a joint two-level fit finds at each level beside estimates that stand few clusters.

    Below 30 clusters the others lead: deviations within, corrected cluster means between. A level that can't
    be estimated is left out and a note says why. Complete rows only.

    Raises:
        Refused: syntax without levels, or neither level that can be estimated.
    """
    syntax = parse(joint.syntax)
    data = _complete(syntax, data, cluster)
    if syntax.levels != (1, 2):
        raise Refused("no_two_levels")
    within, refused_within = _within(joint.syntax, data, cluster, replicates, seed)
    between, refused_between = _between(joint.syntax, data, cluster, replicates, seed)
    rows = [(1, row) for row in within]
    notes = [one for one in (refused_within, refused_between) if one is not None]
    if between is not None:
        found = between.table[between.table["method"] != "two_level"]
        rows += [(2, BetweenRow(**{str(key): row[key] for key in row})) for row in found.to_dict("records")]
        notes += [note for note in between.notes if note.key in OF_LEVELS]
    loose = [str(one) for one in syntax.constraints if one not in within_syntax(joint.syntax).constraints]
    if loose:
        notes.append(Reason("constraints_joint_only", lines=loose))
    if not rows:
        raise Refused("neither_level", reasons=notes) if notes else Refused("no_regression")
    rows = [(level, _by_draws(row)) for level, row in rows]
    rows += _joint_rows(joint, {(level, row.lhs, row.op, row.rhs) for level, row in rows})
    table = pd.DataFrame([{"level": level} | vars(row) for level, row in rows])
    clusters = int(data[cluster].nunique())
    return LevelEstimates(_compared(table, joint, clusters), clusters, len(data), tuple(notes))


def _by_draws(row: BetweenRow) -> BetweenRow:
    """Return a defined parameter's row with the limits that were drawn; a slope's as it is."""
    return replace(row, ci_low=row.drawn_low, ci_high=row.drawn_high) if row.op == ":=" else row


def _complete(syntax: Syntax, data: pd.DataFrame, cluster: str) -> pd.DataFrame:
    return data.dropna(subset=[*_observed(syntax), cluster])


def _observed(syntax: Syntax) -> list[str]:
    latent = {line.lhs for line in syntax.statements if line.op == "=~"}
    return sorted({name for line in syntax.statements for name in (line.lhs, line.rhs) if name} - latent)


def _within(
    text: str, data: pd.DataFrame, cluster: str, replicates: int, seed: int
) -> tuple[list[BetweenRow], Reason | None]:
    own = within_syntax(text)
    if not any(line.op == "~" for line in own.statements):
        return [], None
    try:
        clusters = cluster_data(tuple(_observed(own)), data, cluster, None)
        found = within_estimates(own, clusters, draws_of(len(clusters.sizes), replicates, seed))
    except Refused as refusal:
        return [], refusal.reason
    return _rows(found, clusters.labels), None


def _rows(found: WithinEstimates, labels: tuple[str, ...]) -> list[BetweenRow]:
    """Return a row a parameter, its error by leaving out one cluster at a time."""
    free = found.clusters
    moved = found.values[1 : len(labels) + 1] - found.values[0]
    covariance = (free - 1) / free * moved.T @ moved
    if not found.found[: len(labels) + 1].all():
        covariance = np.full_like(covariance, np.nan)
    errors = np.sqrt(np.diag(covariance))
    rows = [
        summary_row("deviations", name, found.values[:, place], errors[place], free - 1, labels, found.found)
        for place, name in enumerate(found.names)
    ]
    slopes = len(rows) - len(found.defined)
    labelled = {name[3]: place for place, name in enumerate(found.names[:slopes]) if name[3]}
    own = covariance[:slopes, :slopes]
    drawn = drawn_limits(found.defined, found.values[0, :slopes], own, np.full(slopes, free - 1.0), labelled)
    limits = [(np.nan, np.nan)] * slopes + [(float(low), float(high)) for low, high in drawn]
    return [
        replace(row, drawn_low=low, drawn_high=high) for row, (low, high) in zip(rows, limits, strict=True)
    ]


def _between(
    text: str, data: pd.DataFrame, cluster: str, replicates: int, seed: int
) -> tuple[BetweenEstimates | None, Reason | None]:
    try:
        between_model(text)
    except Refused:
        return None, None
    try:
        return between_estimates(
            text, data, cluster, replicates=replicates, seed=seed, joint_model=False
        ), None
    except Refused as refusal:
        return None, refusal.reason


def _joint_rows(joint: StructuralFit, wanted: set[tuple[int, str, str, str]]) -> list[tuple[int, BetweenRow]]:
    if not joint.convergence.converged:
        return []
    kept = ("lhs", "op", "rhs", "label", "estimate", "se", "statistic", "p_value", "ci_low", "ci_high")
    found = []
    for row in joint.parameters.to_dict("records"):
        levels = [int(row["level"])] if row["op"] != ":=" else [1, 2]
        for level in levels:
            if (level, row["lhs"], row["op"], row["rhs"]) in wanted:
                own = BetweenRow(method="two_level", df=np.inf, **{name: row[name] for name in kept})
                found.append((level, own))
    return found


def _compared(table: pd.DataFrame, joint: StructuralFit, clusters: int) -> pd.DataFrame:
    """Add which row of a parameter leads, and how far the joint estimate lies from each of the others."""
    key = ["level", "lhs", "op", "rhs"]
    usable = joint.convergence.converged and joint.admissible and clusters >= FEW
    best = ("two_level",) if usable else ("deviations", "corrected")
    of_joint = table.loc[table["method"] == "two_level", [*key, "estimate"]]
    beside = table[key].merge(of_joint, on=key, how="left")["estimate"].to_numpy()
    apart = np.where(table["method"] == "two_level", np.nan, beside - table["estimate"].to_numpy())
    return table.assign(leads=table["method"].isin(best), difference=apart)
