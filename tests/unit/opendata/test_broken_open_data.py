"""Files of open data go through the readers of survey files: what breaks those breaks these in a sentence."""

from pathlib import Path

import pytest

from isop_analysis.opendata import read_disadvantage, read_site_keys, read_text_table
from isop_analysis.study.context import SiteKeys
from isop_analysis.study.problems import StudyError

HEAD = "BRIN;JAAR;N\n"


def said(path: Path) -> list[str]:
    with pytest.raises(StudyError) as error:
        read_text_table(path, "a.csv")
    return [str(problem) for problem in error.value.problems]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "a.csv: is empty; a header and answers were expected"),
        (b"\xef\xbb\xbf" + HEAD.encode() + b"01AA;2023;\xe9\n", "a.csv:2: byte 0xE9 is no UTF-8 although"),
        (HEAD.encode() + b'01AA;2023;"3\n01AB;2023;4\n', "a.csv:2: a quote in this row is not closed"),
        (HEAD.encode() + b"01AA;2023;" + b"x" * 131_073, "a.csv:2: a cell of this row has more than 131,072"),
        (
            HEAD.encode() + b"01AA;2023\n",
            "a.csv:2: has 2 cells where the header has 3",
        ),
        (HEAD.encode() + b"Ren\x81e;2023;4\n", "a.csv: is neither UTF-8, UTF-16 nor Windows-1252"),
        (b"PK\x03\x04" + bytes(50), "a.csv: is an Excel workbook, not a text file; save it as CSV"),
        (HEAD.encode() + b";;\n", "a.csv: has a header but no rows; export it again"),
        (b"BRIN\n01AA\n", "a.csv:1: has one column; cells separated by ';', ',' or tab were expected"),
    ],
)
def test_what_breaks_is_a_sentence(tmp_path: Path, content: bytes, sentence: str) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(content)
    (found,) = said(path)
    assert found.startswith(sentence)


def test_a_folder_and_a_missing_file(tmp_path: Path) -> None:
    assert said(tmp_path)[0].startswith("a.csv: can't be opened: a folder")
    assert said(tmp_path / "none.csv") == ["a.csv: file is missing; put it there or correct the config"]


def test_a_cell_over_two_lines_and_rows_without_cells(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(HEAD + '01AA;2023;"3\n4"\n\n;;\n01AB;2023;5\n', encoding="utf-16")
    table = read_text_table(path, "a.csv")
    assert table.rows == (("01AA", "2023", "3\n4"), ("01AB", "2023", "5"))
    assert table.lines == (2, 5)
    assert table.encoding == "utf-16"


def test_a_folder_where_a_workbook_should_be(tmp_path: Path) -> None:
    with pytest.raises(StudyError) as error:
        read_disadvantage(tmp_path, "d.xlsx")
    assert len(error.value.problems) == 1


def test_a_school_without_its_location_is_told(tmp_path: Path) -> None:
    path = tmp_path / "keys.csv"
    path.write_text("site;brin;location;lrk;municipality\nS01;99XA;;;0222\nS02;;;1;0222\nS03;99XB;00;;\n")
    with pytest.raises(StudyError) as error:
        read_site_keys(path, "keys.csv", SiteKeys())
    assert [str(problem) for problem in error.value.problems] == [
        "keys.csv:2: location: is empty where brin is filled; fill it in, such as 00"
    ]


def test_a_row_of_no_site_is_told(tmp_path: Path) -> None:
    path = tmp_path / "keys.csv"
    path.write_text("site;brin;location;lrk;municipality\nS01;99XA;00;;0222\n;99XB;00;1;0222\n")
    with pytest.raises(StudyError) as error:
        read_site_keys(path, "keys.csv", SiteKeys())
    assert [str(problem) for problem in error.value.problems] == [
        "keys.csv:3: site: is empty; write the name of the site that the row is about, or take the row out"
    ]
