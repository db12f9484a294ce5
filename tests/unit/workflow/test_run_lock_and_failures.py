import subprocess
import sys
from pathlib import Path

import pytest

from isop_analysis.base import last_guard
from isop_analysis.workflow.failures import FailedJob, failure_summary
from isop_analysis.workflow.lock import RunLock

HOLD = """
import os, sys
from pathlib import Path
from isop_analysis.workflow.lock import RunLock
lock = RunLock("demo", Path(sys.argv[1]))
lock.take()
print(os.getpid(), flush=True)
sys.stdin.read()
"""


def test_a_lock_is_refused_while_its_process_lives_and_free_once_it_is_killed(tmp_path: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(tmp_path)], text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as holder:
        assert holder.stdout
        process = holder.stdout.readline().strip()
        with pytest.raises(
            SystemExit, match=rf"study demo is under way in this folder \(process {process}\)"
        ):
            RunLock("demo", tmp_path).take()
        take_and_release(RunLock("other", tmp_path))
        holder.kill()
    take_and_release(RunLock("demo", tmp_path))


def take_and_release(lock: RunLock) -> None:
    lock.take()
    lock.release()


def test_the_summary_gives_each_failed_jobs_reasons_and_its_log(tmp_path: Path) -> None:
    told, silent, other = (tmp_path / f"fit_multilevel{part}.log" for part in ("", "_1", "_2"))
    told.write_text("Traceback\nERROR fit_multilevel: too few teams\nERROR other: no\n")
    silent.write_text("")
    other.write_text("ERROR fit_multilevel: of an earlier run\n")
    assert failure_summary({FailedJob("fit_multilevel", str(log)) for log in (told, silent)}) == (
        "ERROR fit_multilevel: too few teams\n"
        f"      log: {told}\n"
        "ERROR fit_multilevel: ended without giving a reason (stopped, or out of memory?)\n"
        f"      log: {silent}"
    )
    gone = FailedJob("check_study", str(tmp_path / "check_study.log"))
    assert failure_summary([gone]) == (
        "ERROR check_study: ended without giving a reason (stopped, or out of memory?)\n"
        f"      log: {gone.log}"
    )


def test_what_was_stopped_by_ctrl_c_is_no_failure(tmp_path: Path) -> None:
    told, silent = tmp_path / "fit_multilevel.log", tmp_path / "measure_scales.log"
    told.write_text("ERROR fit_multilevel: too few teams\n")
    failed = {FailedJob("fit_multilevel", str(told)), FailedJob("measure_scales", str(silent))}
    assert failure_summary(failed, interrupted=True) == (
        "ERROR stopped by Ctrl-C; what is done is kept: run it again to go on\n"
        f"ERROR fit_multilevel: too few teams\n      log: {told}"
    )


def test_a_job_that_could_not_write_its_log_says_that_the_disk_is_full(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(last_guard, "LEAST", 2**80)
    log = tmp_path / "logs" / "score_scales.log"
    assert failure_summary([FailedJob("score_scales", str(log))]) == (
        "ERROR score_scales: the disk is full: make room and run it again; what is done is kept\n"
        f"      log: {log}"
    )
