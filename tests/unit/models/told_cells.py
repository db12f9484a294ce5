"""A cell of reasons as the log tells it."""

from isop_analysis.base.reasons import read_reasons


def told(cell: object) -> str:
    """Return the reasons of a cell in English, one after another."""
    return "; ".join(str(reason) for reason in read_reasons(cell))
