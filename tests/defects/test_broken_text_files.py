from collections.abc import Callable
from pathlib import Path

import pytest
from exported_study import SOURCES, Exported, qualtrics

Said = Callable[..., list[str]]
GOOD = "a1,a2,years,wish,meets\n4,4,3,,\n"
FILE = "data/raw/small/plain.csv"
ACCENTS = "a1,a2,years,wish,meets\n4,4,3,één,\n4,4,3,ïdee,\n4,4,3,café,\n"


@pytest.mark.parametrize("text", ["", "\n \n", "\ufeff", ";;;\n;;;\n"])
def test_empty_file(said_of: Said, text: str) -> None:
    assert said_of(text) == [f"{FILE}: is empty; a header and answers were expected"]


def test_header_without_answers(said_of: Said) -> None:
    assert said_of("a1,a2,years,wish,meets\n,,,,\n") == [
        f"{FILE}: has a header but no answers; export it again, or take it away from the raw folder"
    ]


@pytest.mark.parametrize("delimiter", ["^", ":", " "])
def test_wrong_delimiter(said_of: Said, delimiter: str) -> None:
    assert said_of(GOOD.replace(",", delimiter)) == [
        f"{FILE}:1: has one column; cells separated by comma, semicolon, tab or | were expected"
    ]


def test_wrong_delimiter_in_a_qualtrics_export(said_of: Said) -> None:
    text = qualtrics("R_1,True,,4,4,4,,,,").replace(",", "^")
    assert said_of(text, "scan.csv") == [
        "data/raw/small/scan.csv:1: has one column; cells separated by comma, semicolon, tab or | were "
        "expected"
    ]


def test_whole_rows_in_quotes(said_of: Said) -> None:
    text = "".join(f'"{line}"\n' for line in GOOD.splitlines())
    assert said_of(text) == [
        f"{FILE}:1: has one column; cells separated by comma, semicolon, tab or | were expected"
    ]


def test_wrong_encoding_in_one_row(study: Exported) -> None:
    lines = ACCENTS.splitlines(keepends=True)
    (study.raw / "plain.csv").write_bytes(
        "".join(lines[:3]).encode() + lines[2].encode("cp1252") + lines[3].encode()
    )
    assert study.problems() == [
        f"{FILE}:4: byte 0xEF is no UTF-8 while the rest of the file is; export it again as UTF-8"
    ]


def test_wrong_encoding_after_the_mark_of_another(study: Exported) -> None:
    (study.raw / "plain.csv").write_bytes("a1,a2,years,wish,meets\n4,4,3,é,\n".encode("utf-16")[:-1])
    assert study.problems() == [f"{FILE}: is cut off or damaged UTF-16; export it again as UTF-8"]


def test_no_text_at_all(study: Exported) -> None:
    (study.raw / "plain.csv").write_bytes(bytes(range(256)) * 20)
    assert study.problems() == [f"{FILE}: is no text file; export it again as CSV"]


def test_workbook_named_as_text(study: Exported) -> None:
    (study.raw / "plain.csv").write_bytes(b"PK\x03\x04" + bytes(500))
    assert study.problems() == [f"{FILE}: is an Excel workbook, not a text file; save it as CSV"]


def test_rows_with_cells_too_few_or_too_many(said_of: Said) -> None:
    assert said_of(GOOD + "4,4,3,\n4,4,3,,,extra\n4,4,3,,,\n") == [
        f"{FILE}:3: has 4 cells where the header has 5; export the file again",
        f"{FILE}:4: has 6 cells where the header has 5; export the file again",
    ]


def test_many_rows_of_another_width(said_of: Said) -> None:
    problems = said_of(GOOD + "4,4\n" * 7)
    assert len(problems) == 6
    assert problems[5] == f"{FILE}: 2 more rows have another number of cells than the header"


@pytest.mark.parametrize("cell", ['"never closed', '"closed"early'])
def test_quotes_that_do_not_match(said_of: Said, cell: str) -> None:
    assert said_of(f"{GOOD}4,4,3,fine,\n4,4,3,{cell},\n4,4,3,,\n") == [
        f"{FILE}:4: a quote in this row is not closed or not doubled; export the file again"
    ]


def test_name_that_fits_no_source(study: Exported) -> None:
    study.file("answers.csv", GOOD)
    study.manifest()
    path = study.raw / "MANIFEST.csv"
    path.write_text(path.read_text(encoding="utf-8").replace(",,", ",scan,w0"), encoding="utf-8")
    assert study.problems(manifest=False) == [
        "data/raw/small/answers.csv: fits no source of scan (qualtrics: scan*.csv; limesurvey: lime*.csv; "
        "plain: plain*; spss: *.sav or *.zsav; forms: *.xlsx or *.xlsm or *.xlsb or *.xls); rename the file "
        "or correct 'files'"
    ]


def test_name_that_fits_two_sources(tmp_path: Path) -> None:
    study = Exported.make(tmp_path, SOURCES["limesurvey"].replace("lime*", "plain*"))
    study.file("plain.csv", GOOD)
    assert study.problems() == [
        f"{FILE}: fits the sources 'limesurvey' and 'plain' of scan; tell them apart by 'files'"
    ]
