"""What a reader must know beside a fit's numbers."""

import numpy as np

from isop_analysis.base.reasons import Reason
from isop_analysis.stats.multilevel.assembly import Assembly, Redundant
from isop_analysis.stats.multilevel.columns import Factor
from isop_analysis.stats.multilevel.solution import Solution

FEW_CLUSTERS = 10
FLAT = 1e-6


def fit_notes(solution: Solution, n_dropped: int) -> tuple[Reason, ...]:
    """Return what to know of rows, predictors, clusters and the optimum, in this order."""
    model = solution.model
    return (
        *_rows(model, n_dropped),
        *_predictors(model),
        *_rare_levels(model),
        *_clusters(model),
        *_optimum(solution),
    )


def _rows(model: Assembly, n_dropped: int) -> list[Reason]:
    return [Reason("rows_dropped", found=n_dropped, remain=model.n)] if n_dropped else []


def _predictors(model: Assembly) -> list[Reason]:
    """Tell which columns were dropped, and why."""
    return [_dropped(redundant, model.n) for redundant in model.fixed.dropped]


def _dropped(redundant: Redundant, n: int) -> Reason:
    if not redundant.others:
        return Reason("predictor_zero", term=redundant.name, rows=n)
    if redundant.others == ("(Intercept)",):
        return Reason("predictor_constant", term=redundant.name, rows=n)
    return Reason("predictor_collinear", term=redundant.name, others=redundant.others)


def _rare_levels(model: Assembly) -> list[Reason]:
    notes = []
    for name, variable in model.variables.items():
        if isinstance(variable, Factor):
            counts = np.bincount(variable.codes, minlength=len(variable.levels))
            notes += [
                # not which level: it would name the one person who has it
                Reason("rare_level", factor=name)
                for count in counts
                if count == 1
            ]
    return notes


def _clusters(model: Assembly) -> list[Reason]:
    return [
        Reason("few_clusters_only", group=block.group, found=len(block.levels))
        for block in model.layout.blocks
        if len(block.levels) < FEW_CLUSTERS
    ]


def _optimum(solution: Solution) -> list[Reason]:
    record = solution.optimum.convergence
    notes = [] if record.doubt is None else [record.doubt]
    if not solution.singular and abs(record.min_curvature) < FLAT:
        notes.append(Reason("variances_not_apart"))
    if solution.singular:
        layout, theta = solution.model.layout, solution.optimum.point.theta
        zero = [
            layout.blocks[item.block].group
            for value, item in zip(theta, layout.parameters, strict=True)
            if item.row == item.column and abs(value) < 1e-4
        ]
        notes += [Reason("singular", group=group) for group in dict.fromkeys(zero)]
    return notes
