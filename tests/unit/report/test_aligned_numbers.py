"""Numbers of a column stand with their decimal marks below each other."""

import pytest

from isop_analysis.report.blocks import Cell, Table, plain, text_of
from isop_analysis.report.writers.places import FIGURE_SPACE, THIN_SPACE, Language, rows_of

ONE, TWO = FIGURE_SPACE, FIGURE_SPACE * 2


def column(language: Language, *texts: str) -> list[str]:
    table = Table("", (Cell(plain("")),), tuple((Cell(plain(text), True),) for text in texts))
    return [text_of(row[0].text) for row in rows_of(table, language)]


@pytest.mark.parametrize(
    ("language", "before", "after"),
    [
        ("nl", ["0,41", "−0,004", "12"], [f"0,41{ONE}", "−0,004", f"12{THIN_SPACE}{ONE}{TWO}"]),
        ("en", [".04", "< .001", "1,208"], [f".04{ONE}", "< .001", f"1,208{THIN_SPACE}{ONE}{TWO}"]),
        ("nl", ["1\u202f208", "12"], ["1\u202f208", "12"]),
        ("nl", ["[0,12; 0,48]", "0,3", "0,41", "–"], ["[0,12; 0,48]", f"0,3{ONE}", "0,41", "–"]),
    ],
)
def test_decimal_marks_align(language: Language, before: list[str], after: list[str]) -> None:
    assert column(language, *before) == after


def test_a_column_of_text_stays() -> None:
    table = Table("", (Cell(plain("")),), ((Cell(plain("0,4")),), (Cell(plain("0,41")),)))
    assert rows_of(table, "nl") == table.rows
