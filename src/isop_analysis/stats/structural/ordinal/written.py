"""Refusals of what is written about ordered items and can't be."""

from isop_analysis.stats.structural.parameter_table import Parameter, ParameterTable
from isop_analysis.stats.structural.refusals import ModelRefused


def check_written(table: ParameterTable) -> None:
    """Refuse a threshold that the item hasn't, and a scale or residual variance that follows."""
    for row in table.parameters:
        if not row.written:
            continue
        if row.op == "|":
            _check_threshold(row, table.conventions.thresholds[row.lhs])
        own = row.lhs == row.rhs and row.lhs in table.conventions.thresholds
        if own and row.op == "~~" and table.conventions.parameterization == "delta":
            raise ModelRefused(
                f"'{row.name}' is written, but the residual variance of an ordered item follows from the "
                "others in the delta parameterization; leave it out, or pass parameterization='theta'."
            )
        if own and row.op == "~*~" and table.conventions.parameterization == "theta":
            raise ModelRefused(
                f"'{row.name}' is written, but the scale of an ordered item follows from the others in the "
                "theta parameterization; leave it out, or pass parameterization='delta'."
            )
        if row.op == "~*~" and row.lhs != row.rhs:
            raise ModelRefused(
                f"'{row.name}' has two variables; expected one, as in '{row.lhs} ~*~ {row.lhs}'."
            )


def _check_threshold(row: Parameter, count: int) -> None:
    known = [f"t{place + 1}" for place in range(count)]
    if row.rhs not in known:
        raise ModelRefused(
            f"'{row.name}' names threshold '{row.rhs}', but '{row.lhs}' has {count + 1} answers; expected "
            f"one of {', '.join(known)}."
        )
