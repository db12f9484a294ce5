"""Whether a solution can be a population's: no negative variances, no indefinite covariance matrices."""

import numpy as np

from isop_analysis.stats.structural.moments import Array, Places
from isop_analysis.stats.structural.parameter_table import ParameterTable
from isop_analysis.stats.structural.refusals import listed
from isop_analysis.stats.structural.tabled import Tabled

SMALLEST = -float(np.finfo(float).eps ** 0.75)


def inadmissibilities(model: Tabled, values: Array) -> tuple[str, ...]:
    """Return a sentence for every way in which the values of the table's rows (rows,) are inadmissible."""
    found: list[str] = []
    for place, block in enumerate(model.blocks):
        place_name = where(model.table, place)
        _, S, _ = block.matrices(values)
        p = block.n_observed
        negative = [name for name, value in zip(block.variables, np.diag(S), strict=True) if value < 0]
        if negative:
            found.append(
                f"The variance of {listed(negative)}{place_name} is estimated below zero (a Heywood case): "
                "the solution is inadmissible."
            )
        latent = block.total_covariance(values)[p:, p:]
        if _indefinite(latent) and not any(name in block.variables[p:] for name in negative):
            found.append(
                f"The covariance matrix of the latent variables{place_name} is not positive definite."
            )
        if _indefinite(S[:p, :p]) and not any(name in block.variables[:p] for name in negative):
            found.append(f"The covariance matrix of the residuals{place_name} is not positive definite.")
    return tuple(found)


def named(model: Tabled, free: Places) -> tuple[str, ...]:
    """Return the free parameters' names, with group or level."""
    first = {row.free: row for row in reversed(model.table.parameters)}
    return tuple(first[place].name + where(model.table, first[place].block) for place in free)


def bound_notes(bounds: str, on_bound: tuple[str, ...], held: Places) -> tuple[str, ...]:
    """Return what a bounded fit must say: that it was one, what stands on a bound, and what this means."""
    if bounds == "none":
        return ()
    kept = f"Estimates were kept within bounds ('{bounds}')"
    if not on_bound:
        return (f"{kept}; none stands on one.",)
    several = len(on_bound) > 1
    errors = "have no standard error" if several else "has no standard error"
    dubious = "have standard errors" if several else "has a standard error"
    subject, them = ("they", "them") if several else ("it", "it")
    meaning = (
        f"{subject} {errors}, and the others' errors take {them} as fixed"
        if len(held)
        else f"{subject} {dubious} that can't be relied on"
    )
    stands = f"{'; '.join(on_bound)} {'stand' if several else 'stands'} on one"
    return (f"{kept}; {stands}: {meaning}, and the p value of chi-square is approximate.",)


def _indefinite(matrix: Array) -> bool:
    return bool(len(matrix)) and bool(np.linalg.eigvalsh(matrix)[0] < SMALLEST)


def where(table: ParameterTable, place: int) -> str:
    """Return in which group or at which level a block is, as a sentence goes on; nothing if in neither."""
    block = table.blocks[place]
    label = table.conventions.groups[block.group]
    group = f" in group '{label}'" if label else ""
    if block.level is None:
        return group
    return group + (" within clusters" if block.level == 1 else " between clusters")
