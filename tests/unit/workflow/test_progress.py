import logging
from types import SimpleNamespace

import pytest

from isop_analysis.workflow import progress as room
from isop_analysis.workflow.failures import FailedJob
from isop_analysis.workflow.progress import Progress


def event(name: str, **data: object) -> logging.LogRecord:
    record = logging.makeLogRecord({"msg": "Snakemake's own sentence", "levelno": logging.INFO, **data})
    record.event = SimpleNamespace(value=name)
    return record


def told(progress: Progress, *records: logging.LogRecord) -> None:
    for record in records:
        progress.emit(record)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    """A clock that stands still until a test sets it."""
    now = SimpleNamespace(at=0.0)
    monkeypatch.setattr(room.time, "monotonic", lambda: now.at)
    return now


def test_a_line_a_step_and_in_the_end_where_the_time_went(
    clock: SimpleNamespace, capsys: pytest.CaptureFixture[str]
) -> None:
    progress = Progress(lines=True)
    steps = ["clean_answers", "score_scales", "fit_models", "draw_figures", "render_report", "audit_run"]
    stats = dict.fromkeys([*steps, "all"], 1) | {"total": 7}
    told(progress, event("run_info", stats=stats))
    for number, step in enumerate(steps):
        told(progress, event("job_info", jobid=number, rule_name=step))
        clock.at += 10 - number
        told(progress, event("job_finished", job_id=number), event("progress", done=1, total=7))
    told(progress, event("job_info", jobid=9, rule_name="all"), event("job_finished", job_id=9))
    progress.close_run()
    assert capsys.readouterr().err == (
        "1/6 clean_answers 10.0 s\n"
        "2/6 score_scales 9.0 s\n"
        "3/6 fit_models 8.0 s\n"
        "4/6 draw_figures 7.0 s\n"
        "5/6 render_report 6.0 s\n"
        "6/6 audit_run 5.0 s\n"
        "45.0 s: clean_answers 10.0 s, score_scales 9.0 s, fit_models 8.0 s, draw_figures 7.0 s, "
        "2 more 11.0 s\n"
    )


def test_a_failed_step_is_said_and_remembered(
    clock: SimpleNamespace, capsys: pytest.CaptureFixture[str]
) -> None:
    progress = Progress(lines=True)
    told(
        progress,
        event("run_info", stats={"check_study": 1, "total": 1}),
        event("job_info", jobid=1, rule_name="check_study"),
    )
    clock.at = 1.25
    told(progress, event("job_error", jobid=1, rule_name="check_study", log=["logs/check_study.log"]))
    assert progress.failed == {FailedJob("check_study", "logs/check_study.log")}
    assert capsys.readouterr().err == "1/1 check_study 1.2 s, failed\n"


def test_a_dry_run_says_what_would_run(capsys: pytest.CaptureFixture[str]) -> None:
    progress = Progress(lines=True, plan=True)
    told(progress, event("run_info", stats={"score_scales": 1, "audit_run": 1, "all": 1, "total": 3}))
    progress.close_run()
    assert capsys.readouterr().err == "2 steps would run: audit_run, score_scales\n"


def test_snakemakes_errors_and_its_having_nothing_to_do_are_said(capsys: pytest.CaptureFixture[str]) -> None:
    progress = Progress(lines=True)
    progress.emit(logging.makeLogRecord({"msg": "Missing input", "levelno": logging.ERROR}))
    progress.emit(logging.makeLogRecord({"msg": "Nothing to be done (…)", "levelno": logging.INFO}))
    progress.emit(logging.makeLogRecord({"msg": "Building DAG", "levelno": logging.INFO}))
    assert capsys.readouterr().err == "Missing input\nNothing to be done: all is up to date.\n"


def test_beside_snakemakes_own_sentences_nothing_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    progress = Progress(lines=False)
    told(
        progress,
        event("run_info", stats={"check_study": 1, "total": 1}),
        event("job_info", jobid=1, rule_name="check_study"),
        event("job_error", jobid=1, rule_name="check_study", log=["logs/check_study.log"]),
    )
    progress.close_run()
    assert progress.failed == {FailedJob("check_study", "logs/check_study.log")}
    assert capsys.readouterr().err == ""
