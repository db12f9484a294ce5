"""What a run says while it runs: a line a step with its seconds, and in the end where the time went.

Snakemake tells by events, with data; its own sentences are for ``-v`` only.
"""

import logging
import signal
import sys
import time
from types import FrameType
from typing import Any, Literal

from isop_analysis.workflow.failures import FailedJob

STEP_OF_RULE = {
    "fit_multilevel_part": "fit_multilevel",
    "fit_structural_part": "fit_structural",
}
SLOWEST = 4
shows: Literal["nothing", "plan", "lines"] = "nothing"
"""What is shown instead of Snakemake's own sentences: ``isop run`` shows lines, and with ``-n`` the plan."""


class Progress(logging.Handler):
    """Listens to a run's events, and remembers which jobs failed.

    Attributes
    ----------
    failed
        Jobs that failed, as the events come.
    interrupted
        Whether somebody pressed Ctrl-C.
    """

    def __init__(self, lines: bool, plan: bool = False) -> None:
        super().__init__()
        self.lines = lines
        self.plan = plan
        self.failed: set[FailedJob] = set()
        self.interrupted = False
        self._total = self._done = 0
        self._running: dict[int, tuple[str, float]] = {}
        self._seconds: dict[str, float] = {}
        self._started = time.monotonic()

    def emit(self, record: logging.LogRecord) -> None:
        """Take note of an event; say a line where a step has ended."""
        event = str(getattr(getattr(record, "event", None), "value", ""))
        note = getattr(self, f"_on_{event}", None)
        if note is not None:
            note(record)
        elif self.lines and record.levelno >= logging.ERROR and not (self.failed or _of_a_step(record)):
            self._say(record.getMessage().strip())
        elif self.lines and record.getMessage().startswith("Nothing to be done"):
            self._say("Nothing to be done: all is up to date.")

    def _on_run_info(self, record: Any) -> None:
        steps = {rule: count for rule, count in record.stats.items() if rule not in {"total", "all"}}
        told, self._total = self._total > 0, sum(steps.values())
        if self.plan and not told:
            names = {STEP_OF_RULE.get(rule, rule) for rule in steps}
            self._say(f"{len(names)} steps would run: {', '.join(sorted(names))}")

    def _on_job_info(self, record: Any) -> None:
        if record.rule_name != "all":
            step = STEP_OF_RULE.get(record.rule_name, record.rule_name)
            self._running[record.jobid] = (step, time.monotonic())

    def _on_job_finished(self, record: Any) -> None:
        if record.job_id in self._running:
            self._ended(record.job_id, "")

    def _on_job_error(self, record: Any) -> None:
        step = STEP_OF_RULE.get(record.rule_name, record.rule_name)
        self.failed |= {FailedJob(step, str(log)) for log in record.log}
        if record.jobid in self._running:
            self._ended(record.jobid, ", stopped" if self.interrupted else ", failed")

    def interrupt(self, number: int, frame: FrameType | None) -> None:
        """Take note of Ctrl-C, and let it do what it does."""
        self.interrupted = True
        signal.default_int_handler(number, frame)

    def _ended(self, job: int, how: str) -> None:
        step, started = self._running.pop(job)
        self._done += 1
        seconds = time.monotonic() - started
        self._seconds[step] = self._seconds.get(step, 0.0) + seconds
        if self.lines:
            self._say(f"{self._done}/{self._total} {step} {seconds:.1f} s{how}")

    def close_run(self) -> None:
        """Say where the time went, the slowest steps first; nothing where no step has run."""
        if not self.lines or not self._seconds:
            return
        slowest = sorted(self._seconds.items(), key=lambda one: -one[1])
        told = [f"{step} {seconds:.1f} s" for step, seconds in slowest[:SLOWEST]]
        if rest := [seconds for _, seconds in slowest[SLOWEST:]]:
            told.append(f"{len(rest)} more {sum(rest):.1f} s")
        self._say(f"{time.monotonic() - self._started:.1f} s: {', '.join(told)}")

    @staticmethod
    def _say(line: str) -> None:
        print(line, file=sys.stderr, flush=True)


def _of_a_step(record: logging.LogRecord) -> bool:
    """Whether an error only repeats that a step has failed, which is told with the step's own reasons."""
    return getattr(record, "exception", "") == "RuleException" or not record.getMessage().strip()


def follow_run() -> Progress:
    """Listen to the run that is being planned; with lines of our own, Snakemake's are not shown."""
    logger = logging.getLogger("snakemake.logging")
    progress = Progress(lines=shows != "nothing", plan=shows == "plan")
    if shows != "nothing":
        for shown in [one for one in logger.handlers if not isinstance(one, logging.FileHandler)]:
            shown.addFilter(lambda record: False)
    logger.addHandler(progress)
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, progress.interrupt)
    return progress
