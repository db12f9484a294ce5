"""Where a column stands in a file changes nothing that is read of it."""

from itertools import permutations

import pytest
from exported_study import Exported

FILE = "data/raw/small/plain.csv"
SOURCE = "{name: plain, format: plain_csv, files: 'plain*', fields: {finished: done}}"
ROWS = [
    {"a1": "4", "a2": "", "years": "3", "wish": "", "meets": "", "done": "0"},
    {"a1": "", "a2": "2", "years": "", "wish": "", "meets": "Ouders", "done": "0"},
    {"a1": "", "a2": "", "years": "", "wish": "meer", "meets": "", "done": "0"},
    {"a1": "5", "a2": "", "years": "", "wish": "", "meets": "", "done": "1"},
]
SAID = {
    "a1": [4.0, "skipped", "skipped", 5.0],
    "a2": ["skipped", 2.0, "skipped", "skipped"],
    "years": [3.0, "not_seen", "skipped", "skipped"],
    "meets_teacher": ["not_seen", 0.0, "not_seen", "skipped"],
    "meets_parents": ["not_seen", 1.0, "not_seen", "skipped"],
    "meets_nobody": ["not_seen", 0.0, "not_seen", "skipped"],
}


@pytest.mark.parametrize("order", list(permutations(ROWS[0]))[::90])
def test_what_was_not_seen_goes_by_the_codebook(study: Exported, order: tuple[str, ...]) -> None:
    study.instrument(SOURCE)
    lines = [",".join(order), *(",".join(row[name] for name in order) for row in ROWS)]
    study.file("plain.csv", "\n".join(lines) + "\n")
    study.run()
    assert study.answers() == SAID


@pytest.mark.parametrize("spelled", ["meets{}", "meets_{}", "meets.{}", "meets[{}]", "MEETS{}"])
def test_options_are_found_with_and_without_an_underscore(study: Exported, spelled: str) -> None:
    head = ",".join(spelled.format(number) for number in (1, 2, 3))
    study.file("plain.csv", f"a1,a2,years,wish,{head}\n4,4,3,,1,0,1\n")
    study.run()
    answers = study.answers()
    assert [answers[f"meets_{name}"] for name in ("teacher", "parents", "nobody")] == [[1.0], [0.0], [1.0]]


def test_a_column_whose_name_ends_in_a_digit_is_no_option_of_a_joined_question(study: Exported) -> None:
    study.file("plain.csv", "a1,a2,years,wish,meets,meets1,meets2,meets3\n4,4,3,,Ouders,1,0,1\n")
    study.run()
    answers = study.answers()
    assert [answers[f"meets_{name}"] for name in ("teacher", "parents", "nobody")] == [[0.0], [1.0], [0.0]]


def test_an_option_without_an_underscore_whose_column_lacks_is_told(study: Exported) -> None:
    study.file("plain.csv", "a1,a2,years,wish,meets1,meets3\n4,4,3,,1,0\n")
    assert study.problems() == [f"{FILE}:1: column 'meets2' of question meets is missing"]


def test_an_option_whose_column_is_misspelt_makes_no_joined_question(study: Exported) -> None:
    study.file("lime.csv", '"SRT[SQ001]","SRT[SQ002]",YEARS,WISH,MEETS_,MEETS_2,MEETS_3\nA4,A4,3,,Y,,\n')
    assert study.problems() == [
        "data/raw/small/lime.csv:1: column 'MEETS_1' of question meets is missing; did you mean 'MEETS_'?"
    ]
