"""All checks of a study together: what is told, in words and as JSON, and when it fails."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from changed_studies import DEMO, ROOT, instruments

from isop_analysis.lint.every_check import CHECKS
from isop_analysis.lint.linting import Result, as_json, fails, lint, told
from isop_analysis.study.problems import Problem
from isop_analysis.workflow.face import main

OF_SETTINGS = [one for one in CHECKS if one.key not in ("code_committed", "libraries_as_locked")]


def test_the_demo_has_nothing_that_must_be_mended() -> None:
    results = lint(DEMO, OF_SETTINGS)
    assert not fails(results)
    assert [one.check.key for one in results if one.found and one.check.severity == "should"] == [
        "plan_before_data",
        "clauses_written",
        "pairs_judged",
        "sources_whole",
    ]


def test_what_looks_at_results_waits_for_a_run(tmp_path: Path) -> None:
    checks = [one for one in CHECKS if one.after_run]
    study = replace(DEMO, root=tmp_path)
    results = lint(study, checks)
    assert [one.found for one in results] == [None] * len(checks)
    assert list(told(study, results)) == [
        "study demo: 8 checks: 0 passed, 8 not run yet (isop run comes first)"
    ]


def test_a_table_that_is_not_there_yet_is_waited_for(tmp_path: Path) -> None:
    audit = tmp_path / "data/processed/demo/audit.parquet"
    audit.parent.mkdir(parents=True)
    audit.touch()
    study = replace(DEMO, root=tmp_path)
    results = lint(study, [one for one in CHECKS if one.key == "scales_hold"])
    assert [one.found for one in results] == [None]


def test_a_must_fails_and_is_told_with_its_place_and_how_to_mend_it() -> None:
    study = instruments(owner="?")
    results = lint(study, [one for one in CHECKS if one.key == "owner_named"])
    assert fails(results)
    assert list(told(study, results))[:3] == [
        "study demo: 1 check: 0 passed, 1 must",
        "\nInstruments",
        "  must   owner_named: config/instruments/scan_netwerkleren.yaml:7: owner: '?' says not whose the "
        "wording is",
    ]
    assert list(told(study, results))[-1].strip() == (
        "write in 'owner' who made the items, and make sure that you may use them"
    )


def test_tools_get_all_that_was_found() -> None:
    study = instruments(owner="?")
    results = lint(study, [one for one in CHECKS if one.key in ("owner_named", "items_real")])
    written = json.loads(as_json(study, results))
    assert (written["study"], written["fails"]) == ("demo", True)
    assert [(one["key"], one["state"], len(one["found"])) for one in written["checks"]] == [
        ("owner_named", "found", 3),
        ("items_real", "passed", 0),
    ]
    assert written["checks"][0]["found"][0] == {
        "file": "config/instruments/scan_netwerkleren.yaml",
        "line": 7,
        "key": "owner",
        "message": "'?' says not whose the wording is",
    }


def test_the_verb_ends_well_on_the_demo(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(ROOT)
    assert main(["lint", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["fails"] is False


def test_there_are_checks_enough_each_of_one_name() -> None:
    assert len({one.key for one in CHECKS}) == len(CHECKS) >= 25


@pytest.mark.parametrize(("count", "shown", "rest"), [(3, 3, ""), (4, 4, ""), (5, 3, "and 2 more")])
def test_a_single_finding_is_never_hidden_behind_a_count(count: int, shown: int, rest: str) -> None:
    found = tuple(Problem(f"file {number}", "is wrong") for number in range(count))
    lines = list(told(DEMO, [Result(CHECKS[0], found)]))
    assert sum("is wrong" in line for line in lines) == shown
    assert [line.strip() for line in lines if " more" in line] == ([rest] if rest else [])
