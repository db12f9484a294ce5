"""Correlations of the data less those the model implies."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from isop_analysis.base.reasons import Refused
from isop_analysis.stats.structural.moments import Array
from isop_analysis.stats.structural.parameter_table import Block
from isop_analysis.stats.structural.result import Solved, StructuralFit


def residual_correlations(fitted: StructuralFit) -> pd.DataFrame:
    """Return group, level, first, second, sample, implied, residual of every pair of observed variables.

    Each covariance matrix is turned into correlations by its own variances (Bollen 1989, p. 258; lavaan's
    "cor.bollen"); of ordered items polychoric correlations, given the predictors. NaN where a variance isn't
    positive.
    """
    rows: list[tuple[object, ...]] = []
    for part in _matrices(fitted):
        block, names = part.block, part.names
        label = part.label or None
        seen, implied = correlations(part.seen), correlations(part.implied)
        rows += [
            (label, block.level, name, names[second], seen[first, second], implied[first, second])
            for first, name in enumerate(names)
            for second in range(first)
        ]
    frame = pd.DataFrame(rows, columns=["group", "level", "first", "second", "sample", "implied"])
    return frame.assign(
        level=frame["level"].astype("Int64"),
        residual=frame["sample"].astype(float) - frame["implied"].astype(float),
    )


@dataclass(frozen=True)
class _Matrices:
    """A block's covariances (p, p) of these variables, seen and implied."""

    block: Block
    label: str
    names: tuple[str, ...]
    seen: Array
    implied: Array


def _matrices(fitted: StructuralFit) -> list[_Matrices]:
    model = fitted.ordinal
    if model is not None:
        implied = model.implied_covariances(fitted.theta)
        labels = model.table.conventions.groups
        return [
            _Matrices(block, labels[block.group], sample.layout.names, sample.covariance, own)
            for block, sample, own in zip(model.table.blocks, model.samples, implied, strict=True)
        ]
    solved = solved_part(fitted)
    table, moments = solved.model.table, solved.model.moments(fitted.theta)
    labels = table.conventions.groups
    return [
        _Matrices(block, labels[block.group], block.roles.observed, seen.covariance, own.covariance)
        for block, seen, own in zip(table.blocks, solved.evidence.sample, moments, strict=True)
    ]


def correlations(covariance: Array) -> Array:
    """Return the correlations of a covariance matrix (p, p), NaN where a variance isn't positive."""
    variances = np.diag(covariance)
    scale = np.sqrt(np.where(variances > 0, variances, np.nan))
    return covariance / np.outer(scale, scale)


def solved_part(fitted: StructuralFit) -> Solved:
    """Return what the fit was made of; raises Refused for one that isn't a maximum of a likelihood."""
    if fitted.solved is None:
        raise Refused("no_likelihood", estimator=fitted.estimator)
    return fitted.solved
