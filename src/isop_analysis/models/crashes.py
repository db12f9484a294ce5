"""What becomes of a model whose calculation breaks: a reason for its rows, where it went for the log."""

import sys

from isop_analysis.base.last_guard import story
from isop_analysis.base.reasons import Reason


def crash(what: str, error: Exception) -> Reason:
    """Write to the step's log where in the code it broke, and return the reason that tables may hold.

    What the exception says of itself stands in neither: it may quote a cell.
    """
    print(f"{what} broke off:\n{story(error)}", end="", file=sys.stderr, flush=True)
    return Reason("crashed", kind=type(error).__name__)
