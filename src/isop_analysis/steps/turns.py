"""One process a step at a time: a killed run may leave a step behind that is still writing its files."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager

from isop_analysis.study.study import Study


@contextmanager
def turn(study: Study, step: str) -> Iterator[None]:
    """Wait until no other process runs this step of this study, then hold the turn.

    The system ends the turn of a process that dies, so that nothing is ever left to unlock.
    """
    folder = study.root / ".snakemake"
    folder.mkdir(exist_ok=True)
    with (folder / f"step_of_{study.name}_{step}.lock").open("a") as file:
        try:
            fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            print(f"waiting for {step} of an earlier run to end", flush=True)
            fcntl.lockf(file, fcntl.LOCK_EX)
        yield
