import zipfile
from datetime import datetime
from pathlib import Path

import pytest
import xlsxwriter
from exported_study import Exported

QUESTIONS = ["Begintijd", "Ik ken de taken.", "Ik overleg.", "Jaren ervaring?", "Wat kan beter?", "Met wie?"]
UNREADABLE = "can't be read as a workbook: cut off, damaged, or another kind of file; save it as .xlsx again"

STYLES = {
    "unknown fill and colour": lambda sheet: sheet.replace(
        b'patternType="none"', b'patternType="odd"'
    ).replace(b'<color theme="1"/>', b'<color rgb="zz"/>')
}


def workbook(path: Path) -> None:
    book = xlsxwriter.Workbook(str(path), {"default_date_format": "m/d/yy h:mm:ss"})
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, QUESTIONS)
    sheet.write_row(1, 0, [datetime(2024, 10, 1, 9), "Mee eens", "Mee oneens", 4, "", "Ouders;"])
    book.close()


@pytest.mark.parametrize("share", [0.3, 0.9, 0.999])
def test_truncated_workbook(study: Exported, share: float) -> None:
    path = study.raw / "forms.xlsx"
    workbook(path)
    content = path.read_bytes()
    path.write_bytes(content[: int(share * len(content))])
    assert study.problems() == [f"data/raw/small/forms.xlsx: {UNREADABLE}"]


def test_empty_workbook_file(study: Exported) -> None:
    study.file("forms.xlsx", "")
    assert study.problems() == [
        "data/raw/small/forms.xlsx: is empty; a workbook with a header and rows was expected"
    ]


def test_workbook_without_any_cell(study: Exported) -> None:
    xlsxwriter.Workbook(str(study.raw / "forms.xlsx")).close()
    assert study.problems() == ["data/raw/small/forms.xlsx: is empty; a header and answers were expected"]


def test_text_named_as_workbook(study: Exported) -> None:
    study.file("forms.xlsx", "ID;Ik ken de taken.\n1;4\n")
    assert study.problems() == [f"data/raw/small/forms.xlsx: {UNREADABLE}"]


@pytest.mark.parametrize("styles", ["unknown fill and colour", "<styleSheet><cellXfs", "no xml at all", ""])
def test_workbook_with_a_broken_style_sheet_is_read(study: Exported, styles: str) -> None:
    path = study.raw / "forms.xlsx"
    workbook(path)
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    members["xl/styles.xml"] = STYLES.get(styles, lambda sheet: styles.encode())(members["xl/styles.xml"])
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    study.run()
    answers = study.answers()
    assert (answers["a1"], answers["a2"], answers["years"]) == ([4.0], [2.0], [4.0])
    assert answers["meets_parents"] == [1.0]
    assert study.table("received_responses")["started"].tolist() == ["2024-10-01 09:00:00"]


def test_truncated_spss_file(study: Exported) -> None:
    study.file("scan.sav", "$FL2@(#) SPSS DATA FILE")
    assert study.problems() == [
        "data/raw/small/scan.sav: can't be read as an SPSS file: empty, cut off, damaged, or of another "
        "kind; export it again"
    ]


def test_workbook_whose_sheets_can_not_be_unpacked(study: Exported) -> None:
    path = study.raw / "forms.xlsx"
    workbook(path)
    content = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as archive:
        members = archive.infolist()
    for member in members:
        start = member.header_offset + 30 + len(member.filename)
        content[start : start + member.compress_size] = b"\xff" * member.compress_size
    path.write_bytes(content)
    assert study.problems() == [f"data/raw/small/forms.xlsx: {UNREADABLE}"]


def test_a_cell_beyond_the_headings_of_a_small_table(study: Exported) -> None:
    from isop_analysis.answers.small_tables import read_workbook_tables
    from isop_analysis.study import StudyError

    book = xlsxwriter.Workbook(str(study.raw / "register.xlsx"))
    sheet = book.add_worksheet("Leden")
    sheet.write_row(0, 0, ["E-mail", "Leerteam"])
    sheet.write_row(1, 0, ["an@example.org", "LT01"])
    sheet.write_row(2, 1, ["bo@example.org", "LT01"])
    book.close()
    with pytest.raises(StudyError) as error:
        read_workbook_tables(study.raw / "register.xlsx", "register.xlsx")
    assert [str(problem) for problem in error.value.problems] == [
        "register.xlsx:3: sheet 'Leden': has a cell beyond the last of 2 headings; give its column a "
        "heading, or empty it"
    ]
