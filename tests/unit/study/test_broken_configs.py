"""Studies with one small defect each: what stops them where the config is read, and where its models are.

All are checked, and where nothing is found run whole, by `benchmarks/check_against_run.py`. Here only those
are that need no raw file, and one of each kind of file.
"""

import os
import shutil
import sys
from pathlib import Path

import pytest

from isop_analysis.models.multilevel.formula_problems import read_formulas
from isop_analysis.models.structural.syntax_problems import syntax_problems
from isop_analysis.report.notebooks.looking import notebook_problems
from isop_analysis.study import StudyError, load
from isop_analysis.study.problems import Problem, grouped

ROOT = Path(__file__).parents[3]
sys.path.insert(0, str(ROOT / "benchmarks"))
from broken_configs import CONFIG, Broken, broken_configs  # noqa: E402

CASES = broken_configs()
IN_FILES = (
    "outcome_cell_of_text",
    "attribute_word_of_the_register_unknown",
    "stops_at_unknown_teams",
    "nothing_is_finished_enough",
    "third_wave_to_come",
    "count_and_total_exchanged",
    "role_of_an_answer_that_nobody_declared",
    "coding_of_nobody",
)
IN_CONFIG = [
    one
    for one in CASES
    if one.told and one.told.startswith("config/") and not one.files and one.name not in IN_FILES
]


def copied(case: Broken, folder: Path) -> Path:
    for name in ("config", "data/raw/tiny", "notebooks"):
        shutil.copytree(ROOT / name, folder / name, copy_function=os.link)
    case.make(folder)
    return folder / CONFIG


def told_of_config(config: Path, root: Path) -> list[str]:
    """Return what is said where the config is read, and where nothing is, of its models and notebooks."""
    try:
        study = load(config, root)
    except StudyError as error:
        return [str(one) for one in grouped(error.problems)]
    return [
        str(one)
        for one in (*read_formulas(study).problems, *syntax_problems(study), *notebook_problems(study))
    ]


@pytest.mark.parametrize("case", IN_CONFIG, ids=lambda case: case.name)
def test_a_defect_of_the_config_is_told_in_a_sentence(case: Broken, tmp_path: Path) -> None:
    told = told_of_config(copied(case, tmp_path), tmp_path)
    assert told[0] == case.told


@pytest.mark.parametrize("name", IN_FILES)
def test_a_defect_of_a_file_is_told_by_check(name: str, tmp_path: Path) -> None:
    from isop_analysis.steps import check_study

    case = next(one for one in CASES if one.name == name)
    study = load(copied(case, tmp_path), tmp_path)
    with pytest.raises(StudyError) as raised:
        check_study.run(study)
    assert str(grouped(raised.value.problems)[0]) == case.told


def test_there_are_a_hundred_and_forty_defects_or_more_each_of_another_name() -> None:
    assert len({case.name for case in CASES}) == len(CASES) >= 140


def test_what_is_wrong_alike_in_many_rows_is_one_line() -> None:
    alike = [
        Problem("r.xlsx", f"holds a text of {row} characters", row, "column 'A'") for row in range(2, 12)
    ]
    other = Problem("r.xlsx", "column 'B' is missing")
    assert [str(one) for one in grouped([*alike, other])] == [
        "r.xlsx:2: column 'A': holds a text of 2 characters; and 9 more like it (rows 3, 4, 5, 6, 7, …)",
        "r.xlsx: column 'B' is missing",
    ]


def test_columns_of_other_names_are_not_of_one_cause() -> None:
    missing = [Problem("r.xlsx", f"column '{name}' is missing") for name in "AB"]
    assert grouped(missing) == missing
