"""Run one step of the line: ``python -m isop_analysis score_scales --config config/config.yaml``.

A step that fails ends with one line ``ERROR <step>: <reason>`` per problem and exit code 1. What nobody
foresaw has its story in a file of its own; its message is told only where our own code wrote it.
"""

import argparse
import importlib
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

# One thread per step: sums then have one order, so that two runs give the same bytes. Before numpy is there.
for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS"):
    os.environ.setdefault(variable, "1")

from isop_analysis.base.last_guard import DISK_FULL, broke, is_disk_full, is_told_by_us  # noqa: E402
from isop_analysis.base.locks import FileLock  # noqa: E402
from isop_analysis.base.ran import timed  # noqa: E402
from isop_analysis.steps import STEPS  # noqa: E402
from isop_analysis.study.problems import Problem, StudyError, grouped  # noqa: E402

if TYPE_CHECKING:
    from isop_analysis.study.study import Study

SEES_IDENTITIES = frozenset(
    {"check_study", "import_answers", "import_context", "clean_answers", "mask_texts", "integrate_findings"}
)
CUTS = ("language", "part", "gather")
"""What a job may be asked to do of its step, instead of all of it."""
TOLD = ("code",)
"""What a rule may tell its step."""
Look = Callable[["Study"], list[Problem]]


def run_step(arguments: Sequence[str], look: Look | None = None) -> int:
    """Run the step named first among the arguments; return the exit code.

    `look` says what is wrong between the config's files (`study.crossrefs.crossref_problems`), where nobody
    has looked before: the Snakefile has, and starts its jobs with ``--checked``.
    """
    parser = argparse.ArgumentParser(prog="python -m isop_analysis", description=__doc__)
    parser.add_argument("step", choices=STEPS)
    parser.add_argument("--config", default="config/config.yaml", help="the study file")
    parser.add_argument("--language", help="draw the figures of this language only")
    parser.add_argument("--code", help="hash of the step's code, which drawings tell")
    parser.add_argument("--part", type=int, help="fit the models of this part only (models_per_job)")
    parser.add_argument("--gather", action="store_true", help="put the tables of all parts together")
    parser.add_argument("--checked", action="store_true", help="the config's files are known to fit together")
    options = parser.parse_args(arguments)
    logs = Path("logs")
    try:
        from isop_analysis.study.reading import read_study

        study = read_study(options.config)
        logs = study.root / "logs" / study.name
        if look is not None and (problems := look(study)):
            raise StudyError(problems)
        only = {name: value for name in CUTS if (value := getattr(options, name))}
        told = {name: value for name in TOLD if (value := getattr(options, name))}
        job = "_".join([options.step, *map(str, only.values())])
        with _turn(study, job), timed(logs, job):
            importlib.import_module(f"isop_analysis.steps.{options.step}").run(study, **only, **told)
    except StudyError as error:
        return _report(options.step, [str(problem) for problem in grouped(error.problems)])
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:
        if is_disk_full(error):
            return _report(options.step, [DISK_FULL])
        if options.step not in SEES_IDENTITIES and is_told_by_us(error):
            broke(error, logs, options.step)
            return _report(options.step, [" ".join(str(error).split()) or type(error).__name__])
        return _report(options.step, [broke(error, logs, options.step)])
    return 0


@contextmanager
def _turn(study: "Study", job: str) -> Iterator[None]:
    """Hold the job's turn: a killed run may leave a process behind that is still writing its files."""
    lock = FileLock(study.root / ".snakemake" / f"step_of_{study.name}_{job}.lock")
    if not lock.take():
        print(f"waiting for {job} of an earlier run to end", flush=True)
        lock.take(wait=True)
    try:
        yield
    finally:
        lock.release()


def _report(step: str, reasons: list[str]) -> int:
    for reason in reasons:
        print(f"ERROR {step}: {reason}", file=sys.stderr)
    return 1
