"""Numbers that authors type about an answer become false with other data: refused, with a way out."""

import shutil
from pathlib import Path

import pytest

from isop_analysis.study import StudyError, load

ROOT = Path(__file__).parents[3]
FILE = "questions.yaml"
SURE = "We compare people with their own team mates."
USE = "Talk, with the sheet of your own team."
INSTEAD = (
    "is typed by hand and becomes false with other data; leave it out (the answer, its table and the flow of "
    "people hold the numbers) or say it in words"
)


def told(folder: Path, old: str, new: str) -> str:
    shutil.copytree(ROOT / "config", folder / "config")
    file = folder / "config" / FILE
    text = file.read_text(encoding="utf-8")
    assert text.count(old) == 1
    file.write_text(text.replace(old, new), encoding="utf-8")
    try:
        load(folder / "config/config.yaml", folder)
    except StudyError as error:
        return str(error)
    return ""


@pytest.mark.parametrize("number", ["24", "1,200", "0.41", "40%", "40 %", "2023"])
def test_a_typed_number_is_refused_with_file_line_key_and_what_to_write(tmp_path: Path, number: str) -> None:
    problem = told(tmp_path, SURE, f"We compare people in {number} of our teams.")
    assert f"{FILE}:" in problem
    assert f"questions[0].how_sure.en: the number '{number}' {INSTEAD}" in problem


def test_so_is_one_in_what_a_reader_can_do(tmp_path: Path) -> None:
    problem = told(tmp_path, USE, "Talk with all 6 of your team.")
    assert f"questions[0].use[1].text.en: the number '6' {INSTEAD}" in problem


@pytest.mark.parametrize("name", ["T1", "LT18", "mbo-4", "2a", "three"])
def test_digits_of_a_name_and_numbers_in_words_are_none(tmp_path: Path, name: str) -> None:
    assert told(tmp_path, SURE, f"We compare people of {name} with their team mates.") == ""
