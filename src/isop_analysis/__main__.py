"""What people type, `isop <verb>`, and what Snakemake starts, ``python -m isop_analysis <step>``.

A step pays nothing for the verbs: each face is imported only where it is asked for.
"""

import importlib
import sys
from collections.abc import Sequence

from isop_analysis.steps import STEPS


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the step or the verb on the command line; return the exit code."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    if given and given[0] in STEPS:
        from isop_analysis.steps.fork_server import run_in_fork

        if "--checked" in given and (code := run_in_fork(given)) is not None:
            return code
        from isop_analysis.steps.running import run_step

        if "--checked" in given:
            return run_step(given)
        from isop_analysis.study.crossrefs import crossref_problems

        return run_step(given, crossref_problems)
    return int(importlib.import_module("isop_analysis.workflow.face").main(given))


if __name__ == "__main__":
    sys.exit(main())
