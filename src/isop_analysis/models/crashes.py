"""What becomes of a model whose calculation breaks: a reason for its rows, the whole story for the log."""

import sys
import traceback

from isop_analysis.base.reasons import Reason


def crash(what: str, error: Exception) -> Reason:
    """Write the traceback to the step's log and return the reason that tables may hold.

    The exception's own message stays in the log: it may tell of values in the data.
    """
    print(f"{what} broke off:", file=sys.stderr)
    traceback.print_exception(error)
    sys.stderr.flush()
    return Reason("crashed", kind=type(error).__name__)
