"""Correlations of the data less those the model implies."""

import numpy as np
import pandas as pd

from isop_analysis.structural.moments import Array
from isop_analysis.structural.refusals import ModelRefused
from isop_analysis.structural.result import Solved, StructuralFit


def residual_correlations(fitted: StructuralFit) -> pd.DataFrame:
    """Return group, level, first, second, sample, implied, residual of every pair of observed variables.

    Each covariance matrix is turned into correlations by its own variances (Bollen 1989, p. 258; lavaan's
    "cor.bollen"). NaN where a variance isn't positive. Raises ModelRefused for a fit without likelihood.
    """
    solved = solved_part(fitted)
    rows = []
    for place, implied in enumerate(solved.model.moments(fitted.theta)):
        block = solved.model.table.blocks[place]
        names = block.roles.observed
        label = solved.model.table.conventions.groups[block.group] or None
        seen, model = correlations(solved.evidence.sample[place].covariance), correlations(implied.covariance)
        rows += [
            (label, block.level, name, names[second], seen[first, second], model[first, second])
            for first, name in enumerate(names)
            for second in range(first)
        ]
    frame = pd.DataFrame(rows, columns=["group", "level", "first", "second", "sample", "implied"])
    return frame.assign(
        level=frame["level"].astype("Int64"),
        residual=frame["sample"].astype(float) - frame["implied"].astype(float),
    )


def correlations(covariance: Array) -> Array:
    """Return the correlations of a covariance matrix (p, p), NaN where a variance isn't positive."""
    variances = np.diag(covariance)
    scale = np.sqrt(np.where(variances > 0, variances, np.nan))
    return covariance / np.outer(scale, scale)


def solved_part(fitted: StructuralFit) -> Solved:
    """Return what the fit was made of; raises ModelRefused for one that isn't a maximum of a likelihood."""
    if fitted.solved is None:
        raise ModelRefused(
            f"This fit was made by {fitted.estimator}, without a likelihood; expected one by ML or MLR: "
            "treat the items as numbers with estimator='MLR'."
        )
    return fitted.solved
