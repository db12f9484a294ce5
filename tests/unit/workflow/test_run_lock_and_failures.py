import subprocess
import sys
from pathlib import Path

import pytest

from isop_analysis.workflow.__main__ import main, study_file_problems
from isop_analysis.workflow.failures import failure_summary
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


def test_the_summary_gives_each_failed_steps_reasons_and_its_log(tmp_path: Path) -> None:
    run = tmp_path / "run.log"
    run.write_text(
        "Error in rule fit_multilevel:\n    jobid: 1\nError in rule check:\nError in rule fit_multilevel:\n"
    )
    (tmp_path / "fit_multilevel.log").write_text(
        "Traceback\nERROR fit_multilevel: too few teams\nERROR other: no\n"
    )
    (tmp_path / "score_scales.log").write_text("ERROR score_scales: of an earlier run\n")
    assert failure_summary([str(run)], tmp_path) == (
        "ERROR check_study: ended without giving a reason (stopped, or out of memory?)\n"
        f"      log: {tmp_path}/check_study.log\n"
        "ERROR fit_multilevel: too few teams\n"
        f"      log: {tmp_path}/fit_multilevel.log"
    )
    assert failure_summary(str(run), tmp_path) == failure_summary([str(run)], tmp_path)


def test_a_wrong_study_file_is_told_before_snakemake_starts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "bad.yaml").write_text("a: [1\nb: 2\n")
    (tmp_path / "good.yaml").write_text("a: 1\n")
    assert main(["check", "--configfile", "nix.yaml"]) == 1
    assert capsys.readouterr().err == "ERROR nix.yaml: file is missing; create it or correct the path\n"
    assert main(["--configfile=bad.yaml"]) == 1
    assert capsys.readouterr().err.startswith("ERROR bad.yaml:2: is no valid YAML: ")
    assert study_file_problems(["--configfile", "good.yaml", "-n"]) == []
    assert study_file_problems(["-n", "--cores", "2"]) == []
    assert study_file_problems(["--configfile", "good.yaml", "check"]) == [
        "--configfile takes one file, but got good.yaml, check; targets go before it."
    ]
