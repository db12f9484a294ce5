"""Whether a solution can be a population's: no negative variances, no indefinite covariance matrices."""

import numpy as np

from isop_analysis.structural.moments import Array
from isop_analysis.structural.refusals import listed
from isop_analysis.structural.tabled import Tabled

SMALLEST = -float(np.finfo(float).eps ** 0.75)


def inadmissibilities(model: Tabled, values: Array) -> tuple[str, ...]:
    """Return a sentence for every way in which the values of the table's rows (rows,) are inadmissible."""
    found: list[str] = []
    for place, block in enumerate(model.blocks):
        where = _where(model, place)
        _, S, _ = block.matrices(values)
        p = block.n_observed
        negative = [name for name, value in zip(block.variables, np.diag(S), strict=True) if value < 0]
        if negative:
            found.append(
                f"The variance of {listed(negative)}{where} is estimated below zero (a Heywood case): "
                "the solution is inadmissible."
            )
        latent = block.total_covariance(values)[p:, p:]
        if _indefinite(latent) and not any(name in block.variables[p:] for name in negative):
            found.append(f"The covariance matrix of the latent variables{where} is not positive definite.")
        if _indefinite(S[:p, :p]) and not any(name in block.variables[:p] for name in negative):
            found.append(f"The covariance matrix of the residuals{where} is not positive definite.")
    return tuple(found)


def _indefinite(matrix: Array) -> bool:
    return bool(len(matrix)) and bool(np.linalg.eigvalsh(matrix)[0] < SMALLEST)


def _where(model: Tabled, place: int) -> str:
    block = model.table.blocks[place]
    label = model.table.conventions.groups[block.group]
    group = f" in group '{label}'" if label else ""
    if block.level is None:
        return group
    return group + (" within clusters" if block.level == 1 else " between clusters")
