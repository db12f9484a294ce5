"""Whether a solution can be a population's: no negative variances, no indefinite covariance matrices."""

import numpy as np

from isop_analysis.base.reasons import Reason
from isop_analysis.stats.structural.moments import Array, Places
from isop_analysis.stats.structural.tabled import Tabled

SMALLEST = -float(np.finfo(float).eps ** 0.75)
INADMISSIBLE = frozenset({"heywood_case", "latent_indefinite", "residuals_indefinite"})
"""Keys of the notes that make a solution inadmissible."""


def inadmissibilities(model: Tabled, values: Array) -> tuple[Reason, ...]:
    """Return a reason for every way in which the values of the table's rows (rows,) are inadmissible."""
    found: list[Reason] = []
    for place, block in enumerate(model.blocks):
        at = model.table.where(place)
        _, S, _ = block.matrices(values)
        p = block.n_observed
        negative = [name for name, value in zip(block.variables, np.diag(S), strict=True) if value < 0]
        if negative:
            found.append(Reason("heywood_case", names=negative, in_group=at.in_group, level=at.level))
        latent = block.total_covariance(values)[p:, p:]
        if _indefinite(latent) and not any(name in block.variables[p:] for name in negative):
            found.append(Reason("latent_indefinite", in_group=at.in_group, level=at.level))
        if _indefinite(S[:p, :p]) and not any(name in block.variables[:p] for name in negative):
            found.append(Reason("residuals_indefinite", in_group=at.in_group, level=at.level))
    return tuple(found)


def named(model: Tabled, free: Places) -> tuple[Reason, ...]:
    """Return the free parameters, each with its group or level."""
    first = {row.free: row for row in reversed(model.table.parameters)}
    found = []
    for place in free:
        row = first[place]
        at = model.table.where(row.block)
        found.append(
            Reason(
                "parameter_there",
                name=row.name,
                lhs=row.lhs,
                op=row.op,
                rhs=row.rhs,
                in_group=at.in_group,
                level=at.level,
            )
        )
    return tuple(found)


def bound_notes(bounds: str, on_bound: tuple[Reason, ...], held: Places) -> tuple[Reason, ...]:
    """Return what a bounded fit must say: that it was one, what stands on a bound, and what this means."""
    if bounds == "none":
        return ()
    if not on_bound:
        return (Reason("bounds_inside", bounds=bounds),)
    if len(held):
        return (Reason("bounds_reached_held", bounds=bounds, parameters=on_bound),)
    return (Reason("bounds_reached", bounds=bounds, parameters=on_bound),)


def _indefinite(matrix: Array) -> bool:
    return bool(len(matrix)) and bool(np.linalg.eigvalsh(matrix)[0] < SMALLEST)
