"""The plan: frozen once, by hash, and compared part by part with the study as it stands."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from hypotheses_study import change, small_study, write_study

from isop_analysis.__main__ import main
from isop_analysis.integration.deviations import deviation_rows
from isop_analysis.study import StudyError, load
from isop_analysis.study.plan import plan_hash, plan_of, read_registration

LOCK = "small.registration.json"
NAMES = ("dose_helps", "skill_grows", "time_and_attitude")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    config = write_study(tmp_path)
    assert main(["freeze", "--config", str(config), "--date", "2025-09-01"]) == 0
    return tmp_path


def found(folder: Path) -> list[tuple[object, ...]]:
    rows = deviation_rows(load(folder / "config.yaml"))
    return [(row["deviation"], row["key"], row["planned"], row["present"]) for row in rows]


def compared(folder: Path, capsys: pytest.CaptureFixture[str]) -> list[str]:
    capsys.readouterr()
    assert main(["freeze", "--compare", "--config", str(folder / "config.yaml")]) == 0
    return capsys.readouterr().out.splitlines()


def test_it_holds_plan_day_and_hash(folder: Path) -> None:
    content = json.loads((folder / LOCK).read_text(encoding="utf-8"))
    assert (content["study"], content["frozen_on"]) == ("small", "2025-09-01")
    assert tuple(content["plan"]["hypotheses"]) == NAMES
    assert list(content["plan"]["models"]) == ["dosage", "growth"]
    assert content["plan"]["models"]["dosage"]["effects"][0]["smallest"] == 0.2
    assert content["sha256"] == plan_hash(plan_of(load(folder / "config.yaml")))
    assert len(content["sha256"]) == 64


def test_comments_change_nothing(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    change(folder, "hypotheses.yaml", "hypotheses:\n", "# a comment\nhypotheses:\n")
    assert found(folder) == []
    (line,) = compared(folder, capsys)
    assert line.startswith("plan of 2025-09-01 (SHA-256 ")
    assert line.endswith("…): as planned")


def test_no_plan_and_no_hypotheses(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    study = small_study(tmp_path)
    assert deviation_rows(study) == []
    assert compared(tmp_path, capsys) == ["no plan was frozen"]
    change(tmp_path, "config.yaml", "hypotheses: hypotheses.yaml\n", "")
    assert main(["freeze", "--config", str(tmp_path / "config.yaml")]) == 1
    assert "names no hypotheses; there is no plan to freeze" in capsys.readouterr().err


def test_changed_is_told_with_both_values(folder: Path) -> None:
    change(folder, "models.yaml", "smallest: 0.1", "smallest: 0.3")
    change(folder, "models.yaml", "score ~ dose + time", "score ~ dose")
    change(folder, "hypotheses.yaml", "direction: negative", "direction: either")
    change(folder, "hypotheses.yaml", "scales: [attitude]", "scales: [attitude, skill]")
    change(folder, "instrument.yaml", "items: [b], minimum", "items: [a, b], minimum")
    change(folder, "config.yaml", "privacy:", "cleaning: {steps: [{rule: test_answers}]}\nprivacy:")
    assert found(folder) == [
        ("changed", "hypotheses.time_and_attitude.direction", '"negative"', '"either"'),
        ("changed", "hypotheses.time_and_attitude.scales", '["attitude"]', '["attitude", "skill"]'),
        (
            "changed",
            "models.dosage.formula",
            '"score ~ dose + time + (1 | team)"',
            '"score ~ dose + (1 | team)"',
        ),
        ("changed", "models.growth.effects[time].smallest", "0.1", "0.3"),
        ("changed", "scales.attitude.items", '["b"]', '["a", "b"]'),
        ("added", "cleaning.steps[test_answers]", None, '{"rule": "test_answers"}'),
    ]


@pytest.mark.parametrize(
    ("old", "new", "row"),
    [
        (
            "answers: five}, {name: b",
            "answers: five, reversed: true}, {name: b",
            ("a.reversed", "false", "true"),
        ),
        ("low: 1", "low: 0", ("a.low", "1.0", "0.0")),
        ("high: 5", "high: 7", ("a.high", "5.0", "7.0")),
    ],
)
def test_how_an_item_is_scored_belongs_to_the_plan(
    folder: Path, old: str, new: str, row: tuple[str, str, str]
) -> None:
    change(folder, "instrument.yaml", old, new)
    key, planned, present = row
    assert found(folder)[0] == ("changed", f"items.{key}", planned, present)


def test_which_cell_means_what_belongs_to_the_plan(tmp_path: Path) -> None:
    config = write_study(tmp_path)
    labels = "values: [{value: 1, nl: nee, en: no}, {value: 5, nl: ja, en: yes, accept: [Y]}]"
    missing = "missing: [{code: n.v.t., kind: not_applicable}]"
    change(tmp_path, "instrument.yaml", "low: 1, high: 5", f"low: 1, high: 5, {labels}, {missing}")
    change(tmp_path, "instrument.yaml", "format: plain_csv", "format: plain_csv, missing: []")
    assert main(["freeze", "--config", str(config), "--date", "2025-09-01"]) == 0
    change(tmp_path, "instrument.yaml", "{value: 5, nl: ja", "{value: 4, nl: ja")
    change(tmp_path, "instrument.yaml", "kind: not_applicable", "kind: refused")
    change(tmp_path, "instrument.yaml", "missing: []", "missing: [{code: '9', kind: refused}]")
    assert [row for row in found(tmp_path) if str(row[1]).startswith("items.b")] == [
        *(("changed", f"items.b.values.{cell}", "5.0", "4.0") for cell in ("ja", "yes", "Y")),
        ("changed", "items.b.missing.n.v.t.", '"not_applicable"', '"refused"'),
        ("added", "items.b.missing.plain: 9", None, '"refused"'),
    ]


def test_a_plan_of_before_items_were_frozen_says_so(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    content = json.loads((folder / LOCK).read_text(encoding="utf-8"))
    del content["plan"]["items"]
    content["sha256"] = plan_hash(content["plan"])
    (folder / LOCK).write_text(json.dumps(content), encoding="utf-8")
    change(folder, "instrument.yaml", "low: 1", "low: 0")
    assert found(folder) == []
    (line,) = compared(folder, capsys)
    untold = "how items are scored was not frozen, so that nothing tells whether it changed"
    assert line.endswith(f"…): as planned; {untold}")


def test_a_hypothesis_that_went_and_one_that_came(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    change(folder, "hypotheses.yaml", "name: skill_grows", "name: growth_of_skill")
    rows = found(folder)
    assert [row[:2] for row in rows] == [
        ("removed", "hypotheses.skill_grows"),
        ("added", "hypotheses.growth_of_skill"),
    ]
    assert json.loads(str(rows[0][2]))["text"]["en"] == "Skill grows."
    assert rows[0][3] is None
    lines = compared(folder, capsys)
    assert lines[0].endswith("…): 2 deviations")
    assert lines[1].startswith("removed hypotheses.skill_grows: {")
    assert lines[1].endswith(" → –")


def test_a_plan_whose_hypotheses_are_gone_is_told(folder: Path) -> None:
    change(folder, "config.yaml", "hypotheses: hypotheses.yaml\n", "")
    assert [row[:2] for row in found(folder)] == [
        *(("removed", f"hypotheses.{name}") for name in NAMES),
        *(("removed", f"models.{name}") for name in ("dosage", "growth")),
        *(("removed", f"scales.{name}") for name in ("attitude", "skill")),
    ]


def test_the_order_of_hypotheses_does_not_count(folder: Path) -> None:
    text = (folder / "hypotheses.yaml").read_text(encoding="utf-8")
    head, named = text.split("hypotheses:\n")
    first, *rest = named.split("  - name: ")[1:]
    again = "".join(f"  - name: {one}" for one in [*rest, first])
    (folder / "hypotheses.yaml").write_text(f"{head}hypotheses:\n{again}", encoding="utf-8")
    assert found(folder) == []


def test_the_order_of_cleaning_counts(tmp_path: Path) -> None:
    config = write_study(tmp_path)
    rules = ("{rule: test_answers}", "{rule: unfinished, minimum_share: 0.5}")
    change(tmp_path, "config.yaml", "privacy:", f"cleaning: {{steps: [{rules[0]}, {rules[1]}]}}\nprivacy:")
    main(["freeze", "--config", str(config)])
    change(tmp_path, "config.yaml", f"{rules[0]}, {rules[1]}", f"{rules[1]}, {rules[0]}")
    planned, present = '["test_answers", "unfinished"]', '["unfinished", "test_answers"]'
    assert found(tmp_path) == [("changed", "cleaning.steps", planned, present)]


def rewritten(folder: Path, edit: str, value: object) -> None:
    """Put a key of the model `growth` into the frozen plan, or take it out, and set the hash."""
    content = json.loads((folder / LOCK).read_text(encoding="utf-8"))
    model = content["plan"]["models"]["growth"]
    model.pop(edit, None)
    if value is not None:
        model[edit] = value
    content["sha256"] = plan_hash(content["plan"])
    (folder / LOCK).write_text(json.dumps(content), encoding="utf-8")


def test_a_key_that_models_gained_since_is_no_deviation(folder: Path) -> None:
    rewritten(folder, "rows", None)
    assert found(folder) == []
    change(folder, "models.yaml", "    scales: [skill]\n", "    scales: [skill]\n    rows: all\n")
    assert found(folder) == [("changed", "models.growth.rows", '"participants"', '"all"')]


def test_what_the_report_only_shows_is_no_deviation(folder: Path) -> None:
    shown = "margins: [{name: at_mean, title: {nl: x, en: x}, slope_of: dose}]"
    change(folder, "models.yaml", "    effects:", f"    {shown}\n    effects:")
    assert load(folder / "config.yaml").multilevel[0].margins
    assert found(folder) == []


def test_what_is_fitted_where_a_model_is_singular_belongs_to_the_plan(tmp_path: Path) -> None:
    config = write_study(tmp_path)
    change(tmp_path, "models.yaml", "    effects:", "    singular: plain\n    effects:")
    extra = (
        "  - {name: plain, title: {nl: x, en: x}, question: {nl: x, en: x}, scales: all, "
        "formula: score ~ dose + (1 | team)}\n"
    )
    change(tmp_path, "models.yaml", "structural:\n", extra + "structural:\n")
    assert main(["freeze", "--config", str(config), "--date", "2025-09-01"]) == 0
    change(tmp_path, "models.yaml", "score ~ dose + (1 | team)}", "score ~ dose + time + (1 | team)}")
    assert [key for _, key, _, _ in found(tmp_path)] == ["models.plain.formula"]


def test_a_key_that_models_lost_since_is_told(folder: Path) -> None:
    rewritten(folder, "optimiser", "bobyqa")
    assert found(folder) == [("removed", "models.growth.optimiser", '"bobyqa"', None)]


def test_a_frozen_plan_is_never_overwritten(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = (folder / LOCK).read_bytes()
    change(folder, "hypotheses.yaml", "direction: negative", "direction: either")
    assert main(["freeze", "--config", str(folder / "config.yaml")]) == 1
    assert "is there already; a frozen plan is not overwritten" in capsys.readouterr().err
    assert (folder / LOCK).read_bytes() == before


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ('"smallest": 0.2', '"smallest": 0.9', "was changed after it was frozen (its hash differs); restore"),
        ('"study": "small"', '"study": "other"', "is the plan of study 'other', not of 'small'; restore the"),
        ('"sha256"', '"sha1"', "is no frozen plan; restore it from the archive"),
        ("2025-09-01", "1-9-2025", "is no frozen plan; restore it from the archive"),
        ("{", "[", "is no frozen plan; restore it from the archive"),
    ],
)
def test_a_plan_that_was_tampered_with_is_told_with_the_studys_other_problems(
    folder: Path, old: str, new: str, reason: str
) -> None:
    text = (folder / LOCK).read_text(encoding="utf-8")
    assert old in text
    (folder / LOCK).write_text(text.replace(old, new, 1), encoding="utf-8")
    change(folder, "hypotheses.yaml", "term: dose", "term: dosis")
    with pytest.raises(StudyError) as caught:
        load(folder / "config.yaml")
    assert len(caught.value.problems) == 2
    assert str(caught.value.problems[1]).startswith(f"{LOCK}: {reason}")


def test_a_day_is_a_day(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["freeze", "--config", str(folder / "config.yaml"), "--date", "1-9-2025"]) == 2
    assert capsys.readouterr().err == "ERROR isop freeze: '1-9-2025' is no day; expected YYYY-MM-DD\n"


def test_the_command_says_nothing_but_its_answer(folder: Path) -> None:
    command = [sys.executable, "-m", "isop_analysis", "freeze", "--compare", "--config"]
    done = subprocess.run([*command, str(folder / "config.yaml")], text=True, capture_output=True)
    assert done.stderr == ""
    assert done.stdout.endswith("…): as planned\n")


def test_a_study_without_a_plan_reads_none(tmp_path: Path) -> None:
    assert read_registration(small_study(tmp_path)) is None
