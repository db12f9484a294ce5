"""A workbook that would cost minutes or all memory is refused before it is opened."""

import zipfile
from collections.abc import Iterable
from pathlib import Path

import pytest
import xlsxwriter
from exported_study import CONFIG, Exported

from isop_analysis.answers.unpacked import Reach

FILE = "data/raw/small/forms.xlsx"
QUESTIONS = ["Ik ken de taken.", "Ik overleg.", "Jaren ervaring?", "Wat kan beter?", "Met wie?"]
BETWEEN = "from a sheet's first to its last; "
SMALL = "limits: {rows: 1000, columns: 30, cells: 5000, megabytes: 1}\n"
MEND = "delete what lies far from the answers, or raise limits.{} in the config"


def workbook(path: Path, stray: Iterable[tuple[int, int, str]] = (), top: int = 0, left: int = 0) -> None:
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet()
    sheet.write_row(top, left, QUESTIONS)
    sheet.write_row(top + 1, left, ["Mee eens", "Mee oneens", 4, "", "Ouders;"])
    for row, column, text in stray:
        sheet.write_string(row, column, text)
    book.close()


@pytest.mark.parametrize(
    ("row", "column", "sentence"),
    [
        (1_048_575, 16_383, "has more than 200,000 rows in a sheet; " + MEND.format("rows")),
        (1_048_575, 0, "has more than 200,000 rows in a sheet; " + MEND.format("rows")),
        (4, 16_383, "has more than 5,000 columns in a sheet; " + MEND.format("columns")),
        (
            99_999,
            700,
            "has more than 5,000,000 cells from a sheet's first to its last; " + MEND.format("cells"),
        ),
    ],
)
def test_a_cell_in_the_far_corner(study: Exported, row: int, column: int, sentence: str) -> None:
    workbook(study.raw / "forms.xlsx", [(row, column, " ")])
    assert study.problems() == [f"{FILE}: {sentence}"]


@pytest.mark.parametrize(
    ("row", "column", "limit"), [(1000, 0, "1,000 rows"), (2, 30, "30 columns"), (400, 20, "5,000 cells")]
)
def test_the_config_sets_the_limits(tmp_path: Path, row: int, column: int, limit: str) -> None:
    study = Exported.make(tmp_path, config=CONFIG + SMALL)
    workbook(study.raw / "forms.xlsx", [(row, column, "x")])
    (said,) = study.problems()
    assert said.startswith(f"{FILE}: has more than {limit}")


def test_what_unpacks_to_more_than_the_limit(tmp_path: Path) -> None:
    study = Exported.make(tmp_path, config=CONFIG + SMALL)
    workbook(study.raw / "forms.xlsx")
    with zipfile.ZipFile(study.raw / "forms.xlsx", "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/blank.bin", bytes(1_100_000))
    assert study.problems() == [f"{FILE}: has more than 1 megabytes unpacked; {MEND.format('megabytes')}"]


def test_a_far_cell_in_a_sheet_of_another_name(study: Exported) -> None:
    path = study.raw / "forms.xlsx"
    workbook(path, [(1_048_575, 16_383, "x")])
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    members["xl/worksheets/sheet1.dat"] = members.pop("xl/worksheets/sheet1.xml")
    links = "xl/_rels/workbook.xml.rels"
    members[links] = members[links].replace(b"sheet1.xml", b"sheet1.dat")
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    assert study.problems() == [f"{FILE}: has more than 200,000 rows in a sheet; {MEND.format('rows')}"]


@pytest.mark.parametrize(
    ("member", "kind"),
    [
        ("xl/workbook.bin", "a binary workbook (.xlsb)"),
        ("content.xml", "a workbook of OpenDocument (.ods)"),
    ],
)
@pytest.mark.parametrize("suffix", [".xlsb", ".xlsx"])
def test_workbooks_in_which_far_cells_can_not_be_seen(
    study: Exported, member: str, kind: str, suffix: str
) -> None:
    with zipfile.ZipFile(study.raw / f"forms{suffix}", "w") as archive:
        archive.writestr(member, b"")
    assert study.problems() == [f"data/raw/small/forms{suffix}: is {kind}; open it and save it as .xlsx"]


@pytest.mark.parametrize("suffix", [".xls", ".xlsx"])
def test_older_workbooks_and_those_with_a_password(study: Exported, suffix: str) -> None:
    (study.raw / f"forms{suffix}").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2_000))
    assert study.problems() == [
        f"data/raw/small/forms{suffix}: is an older workbook (.xls) or has a password; open it and save it "
        "as .xlsx without one"
    ]


def test_a_far_cell_without_contents_is_no_response(study: Exported) -> None:
    workbook(study.raw / "forms.xlsx", [(60_000, 2, "  ")])
    study.run()
    assert study.table("received_responses")["file_row"].tolist() == [2]


def test_a_table_that_begins_in_the_middle_of_a_sheet(study: Exported) -> None:
    workbook(study.raw / "forms.xlsx", top=3, left=2)
    study.run()
    assert study.answers()["years"] == [4.0]
    assert study.table("received_responses")["file_row"].tolist() == [5]


@pytest.mark.parametrize(
    ("piece", "rows", "columns"),
    [
        (b'<row r="3"><c r="B3" t="s"><v>1</v></c></row>', 3, 2),
        (b'<x:row x:h="1" r="7"/><x:c s="4" r="XFD2"/>', 7, 16_384),
        (b"<c r='aa10'/>", 10, 27),
        (b"<cols><col min='1' max='16384'/></cols><t>r=&quot;ZZ99&quot;</t>", 0, 0),
    ],
)
def test_how_far_cells_lie(piece: bytes, rows: int, columns: int) -> None:
    reach = Reach()
    reach.note(piece)
    assert (reach.rows, reach.columns) == (rows, columns)
