"""Refusals of what ordered answers can't tell, before anything is fitted."""

import numpy as np

from isop_analysis.base.reasons import Refused
from isop_analysis.stats.structural.checks import check_rank
from isop_analysis.stats.structural.moments import Array
from isop_analysis.stats.structural.ordinal.model import OrdinalModel
from isop_analysis.stats.structural.ordinal.sample import OrdinalSample

PERFECT = 0.999 - 1e-9


def check_pairs(sample: OrdinalSample, in_group: str | None) -> None:
    """Refuse two variables that determine each other."""
    first, second = sample.layout.pairs
    for place, r in enumerate(sample.pairs.correlations):
        if abs(r) >= PERFECT:
            one, other = (sample.layout.names[int(part[place])] for part in (first, second))
            kind = _kind(sample, one, other)
            raise Refused("pair_at_end", item=one, other=other, in_group=in_group, kind=kind, r=r)


def _kind(sample: OrdinalSample, one: str, other: str) -> str:
    """Return what the correlation of two variables is called."""
    cuts = dict(zip(sample.layout.names, sample.layout.cuts, strict=True))
    ordered = (cuts[one] > 0) + (cuts[other] > 0)
    return ("product-moment", "polyserial", "polychoric")[ordered]


def check_ordinal_identified(model: OrdinalModel, start: Array) -> None:
    """Refuse a model that thresholds and correlations don't determine, by counting and by rank."""
    size = sum(sample.layout.size for sample in model.samples)
    if size < model.n_free:
        raise Refused("parameters_beyond_correlations", parameters=model.n_free, over=model.n_free - size)
    check_rank(lambda theta: np.vstack(model.jacobians(theta)), start, model.table.free_names)
