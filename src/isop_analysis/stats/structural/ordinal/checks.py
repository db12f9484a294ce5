"""What can't be fitted to ordered items: what is written about them, and what data can't tell."""

import numpy as np

from isop_analysis.base.reasons import Refused
from isop_analysis.stats.structural.checks import check_rank
from isop_analysis.stats.structural.moments import Array
from isop_analysis.stats.structural.ordinal.model import OrdinalModel
from isop_analysis.stats.structural.ordinal.sample import OrdinalSample
from isop_analysis.stats.structural.parameter_table import Parameter, ParameterTable


def check_written(table: ParameterTable) -> None:
    """Refuse a threshold that the item hasn't, and a scale or residual variance that follows."""
    for row in table.parameters:
        if not row.written:
            continue
        if row.op == "|":
            _check_threshold(row, table.conventions.thresholds[row.lhs])
        own = row.lhs == row.rhs and row.lhs in table.conventions.thresholds
        if own and row.op == "~~" and table.conventions.parameterization == "delta":
            raise Refused("residual_follows", line=row.name)
        if own and row.op == "~*~" and table.conventions.parameterization == "theta":
            raise Refused("scale_follows", line=row.name)
        if row.op == "~*~" and row.lhs != row.rhs:
            raise Refused("scale_of_two", line=row.name, item=row.lhs)


def _check_threshold(row: Parameter, count: int) -> None:
    known = [f"t{place + 1}" for place in range(count)]
    if row.rhs not in known:
        raise Refused(
            "threshold_unknown", line=row.name, threshold=row.rhs, item=row.lhs, found=count + 1, known=known
        )


PERFECT = 0.999 - 1e-9
EXACT_NUMBERS = 1 - 1e-9


def check_pairs(sample: OrdinalSample, in_group: str | None) -> None:
    """Refuse two variables that determine each other."""
    names, cuts = sample.layout.names, sample.layout.cuts
    for first, second, r in zip(*sample.layout.pairs, sample.pairs.correlations, strict=True):
        ordered = (cuts[first] > 0) + (cuts[second] > 0)
        if not ordered and abs(r) >= EXACT_NUMBERS:
            pair = [names[first], names[second]]
            raise Refused("columns_determined", names=pair, in_group=in_group, level=None)
        if ordered and abs(r) >= PERFECT:
            kind = "polychoric" if ordered > 1 else "polyserial"
            one, other = names[first], names[second]
            raise Refused("pair_at_end", item=one, other=other, in_group=in_group, kind=kind, r=r)


def check_ordinal_identified(model: OrdinalModel, start: Array) -> None:
    """Refuse a model that thresholds and correlations don't determine, by counting and by rank."""
    size = sum(sample.layout.size for sample in model.samples)
    if size < model.n_free:
        raise Refused("parameters_beyond_correlations", parameters=model.n_free, over=model.n_free - size)
    check_rank(lambda theta: np.vstack(model.jacobians(theta)), start, model.table.free_names)
