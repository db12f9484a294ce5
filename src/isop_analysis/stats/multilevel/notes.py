"""What a reader must know beside a fit's numbers, a sentence for each."""

import numpy as np

from isop_analysis.stats.multilevel.assembly import Assembly, Redundant
from isop_analysis.stats.multilevel.columns import Factor
from isop_analysis.stats.multilevel.refusals import listed
from isop_analysis.stats.multilevel.solution import Solution

FEW_CLUSTERS = 10
FLAT = 1e-6


def fit_notes(solution: Solution, n_dropped: int) -> tuple[str, ...]:
    """Return the sentences on rows, predictors, clusters and the optimum, in this order."""
    model = solution.model
    return (
        *_rows(model, n_dropped),
        *_predictors(model),
        *_rare_levels(model),
        *_clusters(model),
        *_optimum(solution),
    )


def _rows(model: Assembly, n_dropped: int) -> list[str]:
    if not n_dropped:
        return []
    rows, verb = ("row", "was") if n_dropped == 1 else ("rows", "were")
    return [f"{n_dropped} {rows} with a missing value {verb} dropped; {model.n} remain."]


def _predictors(model: Assembly) -> list[str]:
    """Tell which columns were dropped, and why."""
    return [_dropped(redundant, model.n) for redundant in model.fixed.dropped]


def _dropped(redundant: Redundant, n: int) -> str:
    if not redundant.others:
        return f"The predictor '{redundant.name}' is 0 in all {n} rows used: it has no coefficient."
    if redundant.others == ("(Intercept)",):
        return f"The predictor '{redundant.name}' is constant in the {n} rows used: it has no coefficient."
    return (
        f"The predictor '{redundant.name}' is collinear, a combination of {listed(redundant.others)}: it was "
        "dropped, as R does, and has no coefficient."
    )


def _rare_levels(model: Assembly) -> list[str]:
    notes = []
    for name, variable in model.variables.items():
        if isinstance(variable, Factor):
            counts = np.bincount(variable.codes, minlength=len(variable.levels))
            notes += [
                # not which level: it would name the one person who has it
                f"'{name}' has a level with one row only: its coefficient rests on that row."
                for count in counts
                if count == 1
            ]
    return notes


def _clusters(model: Assembly) -> list[str]:
    notes = []
    for block in model.layout.blocks:
        count = len(block.levels)
        if count < FEW_CLUSTERS:
            notes.append(
                f"'{block.group}' has {count} clusters only: its variance is hardly known, and tests rest on "
                "few degrees of freedom."
            )
    return notes


def _optimum(solution: Solution) -> list[str]:
    record = solution.optimum.convergence
    notes = [] if record.converged else [f"Not converged. {record.message}"]
    if not solution.singular and abs(record.min_curvature) < FLAT:
        notes.append(
            "The variances can't be told apart: other values give the same likelihood, so that the formula "
            "has one random effect too many."
        )
    if solution.singular:
        layout, theta = solution.model.layout, solution.optimum.point.theta
        zero = [
            layout.blocks[item.block].group
            for value, item in zip(theta, layout.parameters, strict=True)
            if item.row == item.column and abs(value) < 1e-4
        ]
        notes.append(
            f"Singular fit: a variance over {listed(dict.fromkeys(zero))} is estimated as zero, "
            "or a correlation as ±1; reported as it is."
        )
    return notes
