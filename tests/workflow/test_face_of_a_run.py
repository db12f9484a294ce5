"""`isop run`: its lines, its plan, its errors, and that what prepares the scores goes first."""

import os
import re
import signal
import sys
from pathlib import Path

from standin_project import Project, wait_until

LINE = re.compile(r"^(\d+)/22 (\w+) \d+\.\d s$")
END = {
    *("publish_tables", "draw_figures", "execute_notebooks", "render_report", "write_sheets"),
    *("write_dossier", "audit_run"),
}


def test_a_run_says_a_line_a_step_and_where_the_time_went(fresh: Project) -> None:
    run = fresh.isop("run")
    assert run.returncode == 0, run.stdout
    lines = run.stdout.splitlines()
    matches = [LINE.match(line) for line in lines[:-1]]
    assert [int(match[1]) for match in matches if match] == list(range(1, 23))
    assert sorted(match[2] for match in matches if match) == sorted(fresh.ran())
    assert re.match(r"^\d+\.\d s: \w+ \d+\.\d s, .*, 17 more \d+\.\d s$", lines[-1])
    assert fresh.isop("run").stdout == "Nothing to be done: all is up to date.\n"


def test_a_dry_run_says_what_would_run(done: Project) -> None:
    done.edit("src/isop_analysis/standin/integrate_findings.py", "1", "2")
    before = done.ran()
    run = done.isop("run", "-n")
    assert run.stdout == (
        "8 steps would run: audit_run, draw_figures, execute_notebooks, integrate_findings, publish_tables, "
        "render_report, write_dossier, write_sheets\n"
    )
    assert done.ran() == before


def test_a_failure_is_told_at_the_end(done: Project) -> None:
    done.path("fail_integrate_findings").touch()
    done.edit("src/isop_analysis/standin/integrate_findings.py", "1", "2")
    run = done.isop("run")
    assert run.returncode == 1
    lines = run.stdout.splitlines()
    assert re.match(r"^1/9 integrate_findings \d+\.\d s, failed$", lines[0])
    assert lines[-3:] == [
        "ERROR integrate_findings: raw.csv:3: column 'a' is missing",
        "ERROR integrate_findings: raw.csv: is too old",
        "      log: logs/standin/integrate_findings.log",
    ]
    assert "rule" not in run.stdout


def test_with_v_snakemake_speaks(done: Project) -> None:
    assert "Building DAG of jobs" in done.isop("run", "-v").stdout


def test_where_the_scores_come_out_the_same_only_the_records_of_the_code_rerun(done: Project) -> None:
    done.edit("src/isop_analysis/standin/clean_answers.py", "VALUE = 1", "VALUE = 2 - 1")
    before = len(done.ran())
    run = done.isop("run")
    assert run.returncode == 0, run.stdout
    assert done.ran()[before:] == ["clean_answers", "score_scales", "write_dossier", "audit_run"]
    assert done.isop("run").stdout == "Nothing to be done: all is up to date.\n"


def test_where_the_scores_change_all_that_reads_them_reruns(done: Project) -> None:
    done.edit("src/isop_analysis/standin/score_scales.py", "VALUE = 1", "VALUE = 2")
    before = len(done.ran())
    assert done.isop("run").returncode == 0
    ran = set(done.ran()[before:])
    assert {"score_scales", "fit_multilevel", "fit_structural", "measure_scales", *END} <= ran


def test_the_code_of_another_clone_is_refused(done: Project, fresh: Project) -> None:
    own = {**done.environment, "PYTHONPATH": str(fresh.root / "src")}
    run = done.execute(done.command("--dry-run"), own)
    assert run.returncode == 1
    assert run.stdout.splitlines()[-1] == (
        f"ERROR the active environment runs the code of {fresh.root / 'src'}, not that of "
        f"{done.root / 'src'}: leave it (`deactivate`) and use ./run."
    )


def test_a_run_that_is_started_elsewhere_says_where_to_go(done: Project, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "snakemake", "-s", str(done.root / "Snakefile"), "--dry-run"]
    run = done.execute(command, folder=tmp_path)
    assert run.returncode == 1
    assert run.stdout.splitlines()[-1] == (
        f"ERROR the project lies in {done.root}: go there (cd) and start it again."
    )


def test_ctrl_c_is_told_as_such(done: Project) -> None:
    done.path("slow_integrate_findings").touch()
    done.edit("src/isop_analysis/standin/integrate_findings.py", "1", "2")
    ran = len(done.ran())
    run = done.start()
    wait_until(lambda: len(done.ran()) > ran)
    os.killpg(run.pid, signal.SIGINT)
    said, _ = run.communicate(timeout=60)
    assert run.returncode == 1
    assert "ERROR stopped by Ctrl-C; what is done is kept: run it again to go on" in said.splitlines()
    assert "ended without giving a reason" not in said
    assert "Traceback" not in said


def test_a_plan_is_made_without_pandas(done: Project) -> None:
    script = (
        "import sys; from isop_analysis.__main__ import main; main(['run', '-n']);"
        "print({'pandas'} & set(sys.modules))"
    )
    assert done.execute([sys.executable, "-c", script]).stdout.splitlines()[-1] == "set()"
