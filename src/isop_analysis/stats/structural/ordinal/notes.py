"""What a reader must know beside the numbers of a fit to ordered answers."""

from collections.abc import Iterator

import numpy as np

from isop_analysis.stats.structural.inference import Covariance
from isop_analysis.stats.structural.optimum import Optimum
from isop_analysis.stats.structural.ordinal.model import OrdinalModel
from isop_analysis.stats.structural.ordinal.sample import OrdinalSample
from isop_analysis.stats.structural.refusals import listed
from isop_analysis.stats.structural.rows import ModelRows

NEARLY = 0.99


def ordinal_notes(
    rows: ModelRows, model: OrdinalModel, optimum: Optimum, covariance: Covariance, said: tuple[str, ...]
) -> tuple[str, ...]:
    """Return the sentences, what is wrong with the solution first."""
    notes = list(said)
    if rows.n_dropped:
        notes.append(f"{rows.n_dropped} of {rows.n + rows.n_dropped} rows were left out for missing values.")
    if not optimum.convergence.converged:
        notes.append(optimum.convergence.message)
    for sample, block in zip(model.samples, model.table.blocks, strict=True):
        label = model.table.conventions.groups[block.group]
        notes += _sample_notes(sample, f" in group '{label}'" if label else "")
    if covariance.singular:
        notes.append(
            "The information matrix is singular at the solution: the data don't determine all parameters, "
            "and standard errors can't be computed."
        )
    return tuple(notes)


def _sample_notes(sample: OrdinalSample, where: str) -> Iterator[str]:
    pairs = sample.pairs
    if np.linalg.eigvalsh(sample.covariance)[0] < 0:
        yield (
            f"The polychoric correlations are not positive definite together{where}: they rest on few or "
            "different answers, and robust indices can't be computed."
        )
    if len(pairs.empty):
        yield (
            f"{len(pairs.empty)} of {len(pairs.correlations)} pairs of items have combinations of answers "
            f"that nobody gave{where}."
        )
    if len(pairs.halved):
        names = (_name(sample, place) for place in pairs.halved)
        yield f"The empty cell in the 2 × 2 table of {listed(names)}{where} counts as ½, the margins kept."
    near = np.flatnonzero(np.abs(pairs.correlations) > NEARLY)
    if len(near):
        yield f"{listed(_name(sample, int(place)) for place in near)}{where} correlate nearly perfectly."


def _name(sample: OrdinalSample, pair: int) -> str:
    first, second = (sample.layout.names[int(part[pair])] for part in sample.layout.pairs)
    return f"{first} × {second}"
