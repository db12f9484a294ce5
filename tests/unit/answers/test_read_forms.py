from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from exported_study import Exported

from isop_analysis.base.reasons import read_reasons

DUTCH = ["ID", "Begintijd", "Tijd van voltooien", "E-mail", "Naam", "Tijd van laatste wijziging"]
ENGLISH = ["ID", "Start time", "Completion time", "Email", "Name", "Last modified time"]
QUESTIONS = ["Ik ken\u00a0de taken. ", "Ik overleg.", "Jaren ervaring?", "Wat kan beter?\u00a0", "Met wie?"]
START, END = datetime(2024, 10, 1, 9, 0, 0), datetime(2024, 10, 1, 9, 3, 30)


def write(path: Path, header: list[str], *rows: list[Any]) -> None:
    book = xlsxwriter.Workbook(str(path), {"default_date_format": "m/d/yy h:mm:ss"})
    sheet = book.add_worksheet("Sheet1")
    for number, row in enumerate([header, *rows]):
        sheet.write_row(number, 0, row)
    book.close()


@pytest.mark.parametrize("interface", [DUTCH, ENGLISH])
def test_questions_go_by_their_text_and_the_interface_by_either_language(
    tmp_path: Path, interface: list[str]
) -> None:
    study = Exported.make(
        tmp_path, "{name: forms, format: forms_xlsx, fields: {email: E-mail, response: ID}}"
    )
    write(
        study.raw / "forms.xlsx",
        [*interface, *QUESTIONS],
        [
            1,
            START,
            END,
            "An@x.nl",
            "An Jansen",
            None,
            "Mee eens",
            "N.v.t.",
            4,
            "Tijd;\nrust",
            "Leraar, ook vak;Ouders;",
        ],
        [2, START, END, "anonymous", "", None, "helemaal mee eens ", None, 12.5, None, None],
    )
    study.run()
    assert study.answers() == {
        "a1": [4.0, 5.0],
        "a2": ["not_applicable", "skipped"],
        "years": [4.0, 12.5],
        "meets_teacher": [1.0, "skipped"],
        "meets_parents": [1.0, "skipped"],
        "meets_nobody": [0.0, "skipped"],
    }
    table = study.table("received_responses")
    assert table["tool_response"].tolist() == ["1", "2"]
    assert table["email"].fillna("nobody").tolist() == ["An@x.nl", "nobody"]
    assert table["started"].tolist() == ["2024-10-01 09:00:00"] * 2
    assert table["seconds"].tolist() == [210.0, 210.0]
    assert table["file_row"].tolist() == [2, 3]
    assert study.table("received_comments")["text"].tolist() == ["Tijd;\nrust"]
    assert study.table("import_report")["columns_dropped"].tolist() == [2]


def test_columns_of_the_interface_may_be_absent(tmp_path: Path) -> None:
    study = Exported.make(tmp_path, "{name: forms, format: forms_xlsx, fields: {email: E-mail}}")
    write(study.raw / "forms.xlsx", ["ID", *QUESTIONS], [1, "Neutral", "Mee eens", 0, None, "Niemand"])
    study.run()
    assert study.answers()["a1"] == [3.0]
    assert [str(note) for cell in study.table("import_report")["notes"] for note in read_reasons(cell)] == [
        "no column 'E-mail' (email)"
    ]


def test_email_null_leaves_the_column_of_addresses_alone(tmp_path: Path) -> None:
    study = Exported.make(tmp_path, "{name: forms, format: forms_xlsx, fields: {email: null, response: ID}}")
    row = [1, START, END, "an@x.nl", "An Jansen", None, "Mee eens", "N.v.t.", 4, None, None]
    write(study.raw / "forms.xlsx", [*DUTCH, *QUESTIONS], row)
    study.run()
    assert study.table("received_responses")["email"].isna().tolist() == [True]
