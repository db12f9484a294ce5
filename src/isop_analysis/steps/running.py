"""Run one step of the line: ``python -m isop_analysis score_scales --config config/config.yaml``.

A step that fails ends with one line ``ERROR <step>: <reason>`` per problem and exit code 1.
"""

import argparse
import importlib
import os
import sys
import traceback
from collections.abc import Sequence

# One thread per step: sums then have one order, so that two runs give the same bytes. Before numpy is there.
for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS"):
    os.environ.setdefault(variable, "1")

from isop_analysis.steps import STEPS  # noqa: E402
from isop_analysis.study.problems import StudyError  # noqa: E402


def run_step(arguments: Sequence[str]) -> int:
    """Run the step named first among the arguments; return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m isop_analysis", description=__doc__)
    parser.add_argument("step", choices=STEPS)
    parser.add_argument("--config", default="config/config.yaml", help="the study file")
    parser.add_argument("--language", help="draw the figures of this language only")
    options = parser.parse_args(arguments)
    try:
        from isop_analysis.steps.turns import turn
        from isop_analysis.study.loading import load

        study = load(options.config)
        only = {"language": options.language} if options.language else {}
        with turn(study, "_".join([options.step, *only.values()])):
            importlib.import_module(f"isop_analysis.steps.{options.step}").run(study, **only)
    except StudyError as error:
        return _report(options.step, [str(problem) for problem in error.problems])
    except Exception as error:
        traceback.print_exc()
        return _report(options.step, [" ".join(str(error).split()) or type(error).__name__])
    return 0


def _report(step: str, reasons: list[str]) -> int:
    for reason in reasons:
        print(f"ERROR {step}: {reason}", file=sys.stderr)
    return 1
