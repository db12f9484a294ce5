"""What a reader must know beside the numbers of a fit to ordered answers."""

from collections.abc import Iterable, Iterator

import numpy as np

from isop_analysis.base.reasons import Reason
from isop_analysis.stats.structural.inference import Covariance
from isop_analysis.stats.structural.optimum import Optimum
from isop_analysis.stats.structural.ordinal.model import OrdinalModel
from isop_analysis.stats.structural.ordinal.sample import OrdinalSample
from isop_analysis.stats.structural.rows import ModelRows

NEARLY = 0.99


def ordinal_notes(
    rows: ModelRows, model: OrdinalModel, optimum: Optimum, covariance: Covariance, said: tuple[Reason, ...]
) -> tuple[Reason, ...]:
    """Return the notes, what is wrong with the solution first."""
    notes = list(said)
    if rows.n_dropped:
        notes.append(Reason("rows_left_out_missing", found=rows.n_dropped, all=rows.n + rows.n_dropped))
    if optimum.convergence.reason is not None:
        notes.append(optimum.convergence.reason)
    for sample, block in zip(model.samples, model.table.blocks, strict=True):
        label = model.table.conventions.groups[block.group]
        notes += _sample_notes(sample, label or None)
    if covariance.singular:
        notes.append(Reason("errors_unknown"))
    return tuple(notes)


def _sample_notes(sample: OrdinalSample, in_group: str | None) -> Iterator[Reason]:
    pairs = sample.pairs
    if np.linalg.eigvalsh(sample.covariance)[0] < 0:
        yield Reason("correlations_indefinite", in_group=in_group)
    if len(pairs.empty):
        yield Reason("cells_empty", found=len(pairs.empty), all=len(pairs.correlations), in_group=in_group)
    if len(pairs.halved):
        yield Reason("cell_halved", pairs=_named(sample, pairs.halved), in_group=in_group)
    near = np.flatnonzero(np.abs(pairs.correlations) > NEARLY)
    if len(near):
        yield Reason("nearly_perfect", pairs=_named(sample, near), in_group=in_group)


def _named(sample: OrdinalSample, places: Iterable[int]) -> list[Reason]:
    names, (first, second) = sample.layout.names, sample.layout.pairs
    return [Reason("pair_of_items", item=names[first[at]], other=names[second[at]]) for at in places]
