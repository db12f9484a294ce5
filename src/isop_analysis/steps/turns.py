"""One process a step at a time: a killed run may leave a step behind that is still writing its files."""

from collections.abc import Iterator
from contextlib import contextmanager

from isop_analysis.base.locks import FileLock
from isop_analysis.study.study import Study


@contextmanager
def turn(study: Study, step: str) -> Iterator[None]:
    """Wait until no other process runs this step of this study, then hold the turn."""
    lock = FileLock(study.root / ".snakemake" / f"step_of_{study.name}_{step}.lock")
    if not lock.take():
        print(f"waiting for {step} of an earlier run to end", flush=True)
        lock.take(wait=True)
    try:
        yield
    finally:
        lock.release()
