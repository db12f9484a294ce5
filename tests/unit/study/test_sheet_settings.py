"""What a study's authors may write for team sheets, and what is said of the rest."""

import shutil
from pathlib import Path

import pytest

from isop_analysis.study import StudyError, load
from isop_analysis.study.crossrefs import crossref_problems
from isop_analysis.study.plan import read_registration
from isop_analysis.study.plan_deviations import deviations
from isop_analysis.study.sheet_refs import sheet_advice
from isop_analysis.study.sheet_settings import Clause

ROOT = Path(__file__).resolve().parents[3]
CONFIG, SCAN = "config/config.yaml", "config/instruments/scan_netwerkleren.yaml"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    shutil.copytree(ROOT / "config", tmp_path / "config")
    return tmp_path


def edit(root: Path, file: str, old: str, new: str) -> None:
    text = (root / file).read_text(encoding="utf-8")
    assert old in text
    (root / file).write_text(text.replace(old, new), encoding="utf-8")


def problems(root: Path) -> list[str]:
    try:
        return [str(one) for one in crossref_problems(load(root / CONFIG, root))]
    except StudyError as error:
        return [str(one) for one in error.problems]


@pytest.mark.parametrize(
    ("file", "old", "new", "told"),
    [
        (
            SCAN,
            "We weten wie wat doet rond een kind",
            "We weten altijd precies wie wat doet rond een kind",
            "scales[0].sheet.nl: 'We weten altijd precies wie wat doet rond een kind' is not allowed; "
            "write at most 40 characters",
        ),
        (
            CONFIG,
            'en: "Learning team {number}"',
            'en: "Learning team"',
            "teams: 'Learning team' must hold '{number}' once; write it in",
        ),
        (
            CONFIG,
            "languages: [nl, en]\n  contact",
            "languages: [nl, de]\n  contact",
            "sheet.languages[1]: 'de' is not",
        ),
        (
            CONFIG,
            "languages: [nl, en]\n  contact",
            "languages: [nl, nl]\n  contact",
            "'nl' stands twice; keep one",
        ),
        (CONFIG, "    - {about: person, title", "    - {about: team, title", "'team' stands twice; keep one"),
        (CONFIG, "    team_sheet: teamblad\n", "", "purpose 'team_sheet' has no column"),
        (CONFIG, "words: {people: 3", "words: {people: 2", "2 is not allowed; write a number of 3 or more"),
        (
            CONFIG,
            "  strength: {probability: 0.9",
            "  strengths: {probability: 0.9",
            "unknown key 'strengths'",
        ),
    ],
)
def test_bad_input_is_one_sentence(root: Path, file: str, old: str, new: str, told: str) -> None:
    edit(root, file, old, new)
    found = problems(root)
    assert len(found) == 1, found
    assert told in found[0]
    assert found[0].startswith(f"{file}:")


def test_a_clause_needs_a_language() -> None:
    with pytest.raises(ValueError, match="says nothing; write nl, en or both"):
        Clause()
    assert Clause(nl="Geen tijd.").in_language("en") is None


def test_check_advises_what_is_missing_in_a_language(root: Path) -> None:
    assert sheet_advice(load(root / CONFIG, root)) == []
    edit(root, SCAN, ', en: "Knowing who does what"', "")
    edit(root, "config/integration.yaml", ', en: "No time."', "")
    assert problems(root) == []
    assert sheet_advice(load(root / CONFIG, root)) == [
        "team sheets in 'en' lack: roles_tasks.strength, no_time.sheet"
    ]


def test_a_scale_may_be_left_out_and_a_study_has_no_sheets_by_default(root: Path) -> None:
    statement = (
        'sheet: {nl: "We weten wie wat doet rond een kind", en: "We know who does what around a child"}'
    )
    edit(root, SCAN, statement, "sheet: false")
    study = load(root / CONFIG, root)
    assert study.scale("roles_tasks").sheet is False
    assert sheet_advice(study) == []
    plain = load(ROOT / "config/bhr2000/config.yaml")
    assert plain.config.sheet is None
    assert sheet_advice(plain) == []


def test_clauses_are_no_deviation_from_a_frozen_plan() -> None:
    study = load(ROOT / CONFIG)
    registration = read_registration(study)
    assert registration is not None
    assert [one.key for one in deviations(study, registration) if "scales" in one.key] == []
