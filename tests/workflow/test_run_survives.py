"""A run that is killed, doubled, or that fails."""

import os
import signal

import pytest
from standin_project import Project, wait_until


@pytest.mark.parametrize("whole_group", [False, True], ids=["process", "group"])
def test_a_killed_run_resumes_to_the_same_bytes(fresh: Project, finished: Project, whole_group: bool) -> None:
    slow = fresh.path("slow_clean_answers")
    slow.touch()
    killed = fresh.start()
    wait_until(lambda: "clean_answers" in fresh.ran())
    (os.killpg if whole_group else os.kill)(killed.pid, signal.SIGKILL)
    killed.wait()
    assert killed.stdout
    killed.stdout.close()
    resumed = fresh.start()
    if not whole_group:
        wait_until(lambda: "waiting for clean_answers of an earlier run" in _log(fresh, "clean_answers"))
    slow.unlink()
    output, _ = resumed.communicate(timeout=600)
    assert resumed.returncode == 0, output
    assert fresh.ran().count("import_answers") == 1
    assert fresh.ran().count("clean_answers") == 2
    assert fresh.results() == finished.results()


def _log(project: Project, step: str) -> str:
    path = project.path(f"logs/standin/{step}.log")
    return path.read_text() if path.exists() else ""


def test_a_second_run_at_the_same_time_is_refused_in_one_sentence(fresh: Project) -> None:
    slow = fresh.path("slow_clean_answers")
    slow.touch()
    first = fresh.start()
    wait_until(lambda: "clean_answers" in fresh.ran())
    second = fresh.run()
    slow.unlink()
    output, _ = first.communicate(timeout=600)
    assert first.returncode == 0, output
    assert second.returncode == 1
    assert second.stdout.splitlines()[-1] == (
        f"Another run of study standin is under way in this folder (process {first.pid}); "
        "wait until it has ended."
    )
    assert "Traceback" not in second.stdout
    assert fresh.ran().count("clean_answers") == 1


def test_a_failure_is_told_with_its_reasons_and_log_and_the_rest_goes_on(done: Project) -> None:
    done.path("fail_fit_multilevel").touch()
    done.path("kill_integrate_findings").touch()
    for step in ("fit_multilevel", "integrate_findings"):
        done.edit(f"src/isop_analysis/standin/{step}.py", "1", "2")
    done.edit("src/isop_analysis/standin/import_context.py", "1", "2")
    before = len(done.ran())
    run = done.run()
    assert run.returncode == 1
    rerun = {"fit_multilevel", "integrate_findings", "import_context", "mask_texts", "relate_outcomes"}
    assert set(done.ran()[before:]) == rerun
    assert (
        "ERROR fit_multilevel: raw.csv:3: column 'a' is missing\n"
        "ERROR fit_multilevel: raw.csv: is too old\n"
        "      log: logs/standin/fit_multilevel.log\n"
        "ERROR integrate_findings: ended without giving a reason (stopped, or out of memory?)\n"
        "      log: logs/standin/integrate_findings.log\n"
    ) in run.stdout
    assert "Traceback" not in run.stdout


def test_after_a_failure_is_mended_the_run_ends_as_if_nothing_had_been(
    done: Project, finished: Project
) -> None:
    done.path("fail_fit_multilevel").touch()
    done.edit("src/isop_analysis/standin/fit_multilevel.py", "1", "1 + 0")
    assert done.run().returncode == 1
    assert not done.path("data/processed/standin/model_fits.parquet").exists()
    done.path("fail_fit_multilevel").unlink()
    assert done.run().returncode == 0
    assert done.results() == finished.results()
