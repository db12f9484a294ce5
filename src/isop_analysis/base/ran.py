"""When each job of a run ran, and what it took: beside its log, for the crate of the run alone.

Begin and end are told in UTC to the second, memory in tens of megabytes: enough to plan a run by.
"""

import json
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from isop_analysis.base.whole_files import write_whole

ENDING = ".ran.json"
MEGABYTES = 10
"""To how many of them peak memory is told."""
PAUSE = 60
"""Seconds between two steps of a run at most."""


@dataclass(frozen=True)
class Ran:
    """One time that a job ran, or several jobs of one step.

    Attributes
    ----------
    start, end
        In UTC, ISO 8601.
    cpu_seconds
        Of the processor.
    memory_mb
        At its peak; 0 where the system doesn't tell.
    """

    start: str
    end: str
    cpu_seconds: int
    memory_mb: int


@contextmanager
def timed(logs: Path, job: str) -> Iterator[None]:
    """Write when the block ran, beside the job's log; nothing where it fails."""
    start, before = now(), time.process_time()
    yield
    write_ran(logs, job, Ran(start, now(), round(time.process_time() - before), peak_megabytes()))


def write_ran(logs: Path, job: str, one: Ran) -> None:
    """Write when a job ran."""
    write_whole(logs / f"{job}{ENDING}", json.dumps(asdict(one)) + "\n")


def read_ran(logs: Path, step: str) -> Ran | None:
    """Return when a step ran last, its jobs (languages, parts) together; None where nothing is known."""
    paths = sorted([*logs.glob(f"{step}{ENDING}"), *logs.glob(f"{step}_*{ENDING}")])
    return together([Ran(**json.loads(path.read_text(encoding="utf-8"))) for path in paths])


def together(jobs: Sequence[Ran]) -> Ran | None:
    """Return jobs as one: from the first begin to the last end, all seconds, the most memory."""
    if not jobs:
        return None
    start, end = min(one.start for one in jobs), max(one.end for one in jobs)
    return Ran(start, end, sum(one.cpu_seconds for one in jobs), max(one.memory_mb for one in jobs))


def in_one_go(ran: Mapping[str, Ran], before: Mapping[str, Sequence[str]]) -> bool:
    """Tell whether steps ran after one another, each after those `before` it, without a pause in between.

    Where a step was up to date its old times beside new ones of others would tell which files had changed.
    """
    for step, own in ran.items():
        if any(ran[one].end > own.start for one in before.get(step, ()) if one in ran):
            return False
    end = min((one.end for one in ran.values()), default="")
    for one in sorted(ran.values(), key=lambda own: own.start):
        if one.start > end and _seconds(end, one.start) > PAUSE:
            return False
        end = max(end, one.end)
    return True


def _seconds(start: str, end: str) -> float:
    return (datetime.fromisoformat(end) - datetime.fromisoformat(start)).total_seconds()


def now() -> str:
    """Return the time in UTC, to the second."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def peak_megabytes() -> int:
    """Return the peak memory of this process so far; 0 where the system doesn't tell."""
    try:
        import resource
    except ImportError:  # Windows
        return 0
    unit = 2**20 if sys.platform == "darwin" else 2**10
    return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit / MEGABYTES) * MEGABYTES
