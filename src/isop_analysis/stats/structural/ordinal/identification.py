"""Refusals of what ordered answers can't tell, before anything is fitted."""

import numpy as np

from isop_analysis.stats.structural.checks import check_rank
from isop_analysis.stats.structural.moments import Array
from isop_analysis.stats.structural.ordinal.model import OrdinalModel
from isop_analysis.stats.structural.ordinal.sample import OrdinalSample
from isop_analysis.stats.structural.refusals import ModelRefused

PERFECT = 0.999 - 1e-9


def check_pairs(sample: OrdinalSample, where: str) -> None:
    """Refuse two variables that determine each other."""
    first, second = sample.layout.pairs
    for place, r in enumerate(sample.pairs.correlations):
        if abs(r) >= PERFECT:
            one, other = (sample.layout.names[int(part[place])] for part in (first, second))
            raise ModelRefused(
                f"'{one}' and '{other}' determine each other{where}: their polychoric correlation is at its "
                f"end ({r:+.3f}); leave one out, or join rare answers."
            )


def check_ordinal_identified(model: OrdinalModel, start: Array) -> None:
    """Refuse a model that thresholds and correlations don't determine, by counting and by rank."""
    size = sum(sample.layout.size for sample in model.samples)
    if size < model.n_free:
        raise ModelRefused(
            f"The model has {model.n_free} free parameters, {model.n_free - size} more than the data have "
            "thresholds and correlations; it is not identified: fix or leave out some."
        )
    check_rank(lambda theta: np.vstack(model.jacobians(theta)), start, model.table.free_names)
