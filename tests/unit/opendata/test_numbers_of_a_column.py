"""A column's decimal sign is what its cells show; a cell that could be thousands or decimals is refused."""

from pathlib import Path

import pytest
from test_open_data_outcomes import KEYS, outcome, write

from isop_analysis.opendata import read_final_test, read_outcome, read_site_keys
from isop_analysis.opendata.published_values import Cell, read_column
from isop_analysis.study.problems import StudyError

NO_NUMBER = "is no number; a number, '<5' or a space was expected"
EITHER = "may have thousands or decimals, and no cell of its column shows which; write 1234 or 1,2340"


def values(*texts: str) -> list[float | str]:
    return [cell.value if isinstance(cell, Cell) else cell for cell in read_column(texts)]


@pytest.mark.parametrize(
    "text", ["1_0", "inf", "nan", "-inf", "Infinity", "1e999", "1 2", "0x10", "1.23.4", "12,5,5"]
)
def test_what_only_looks_like_a_number_is_none(text: str) -> None:
    assert values(text, "12,5")[0] == NO_NUMBER


def test_the_sign_of_other_cells_tells_thousands_from_decimals() -> None:
    assert values("1.234", "12,5") == [1234.0, 12.5]
    assert values("1.234", "12.5") == [1.234, 12.5]
    assert values("1,234", "0,125") == [1.234, 0.125]
    assert values("1,234", "1,234,567") == [1234.0, 1234567.0]
    assert values("1.234", "1.234,5") == [1234.0, 1234.5]
    assert values("1 234", "12 345,5", "1234567") == [1234.0, 12345.5, 1234567.0]
    assert values("-1.5", "+2", "1.5e3") == [-1.5, 2.0, 1500.0]


def test_nothing_is_guessed_where_no_cell_tells() -> None:
    assert values("1.234", "12") == [EITHER, 12.0]
    assert values("1,234", "12") == [EITHER, 12.0]
    assert values("1,234", "12,5", "12.5") == [EITHER, 12.5, 12.5]


def test_an_outcome_with_such_a_cell_is_refused(tmp_path: Path) -> None:
    (tmp_path / "keys.csv").write_text(KEYS)
    keys = read_site_keys(tmp_path / "keys.csv", "keys.csv", outcome_keys())
    head = "BRIN;LOC;JAAR;ONDER;TOTAAL\n"
    path = write(tmp_path, head + "99XA;00;2023;1.234;21\n99XA;01;2023;1_0;inf\n")
    with pytest.raises(StudyError) as error:
        read_outcome(path, "a.csv", outcome(), keys)
    assert [str(problem) for problem in error.value.problems] == [
        f"a.csv:2: ONDER: a number of 4 digits {EITHER}",
        f"a.csv:3: ONDER: a text of 3 characters {NO_NUMBER}",
        f"a.csv:3: TOTAAL: a text of 3 characters {NO_NUMBER}",
    ]


def outcome_keys():  # type: ignore[no-untyped-def]
    from isop_analysis.study.context import SiteKeys

    return SiteKeys()


def test_a_mean_with_three_decimals_is_read_by_its_column(tmp_path: Path) -> None:
    head = "SOORT_PO;BRIN_NUMMER;VESTIGINGSNUMMER;GEMEENTENUMMER;GEMEENTENAAM;LEERJAAR_8;CET_GEM\n"
    path = tmp_path / "f.csv"
    path.write_text(head + "Bo;01AA;00;0222;X;12;538,125\nBo;01AB;00;0222;X;9;532,5\n")
    assert list(read_final_test(path, "f.csv", ["CET"])["CET"]) == [538.125, 532.5]
