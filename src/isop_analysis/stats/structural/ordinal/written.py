"""Refusals of what is written about ordered items and can't be."""

from isop_analysis.base.reasons import Refused
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
