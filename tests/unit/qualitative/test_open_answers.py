"""Open answers of a survey as documents that coders code: their names, their words, whose they are."""

from pathlib import Path

import coded_project as coded
import pytest
from coded_project import CLEAR, OVERLAP
from exported_study import CONFIG, Exported

from isop_analysis.base.reasons import read_reasons
from isop_analysis.cleaning.pseudonyms import BETWEEN, pseudonym
from isop_analysis.study import StudyError

RAW = "data/raw/small"
INTEGRATION = """
coded:
  files: [anne.qdpx]
  answers: [{instrument: scan, items: [wish], document: "{item} {response}", language: nl}]
  codebook: "1"
themes: [{name: roles, title: {nl: rollen, en: roles}}]
codes:
  - {name: clear, theme: roles, title: {nl: helder, en: is clear}}
  - {name: overlap, theme: roles, title: {nl: dubbel, en: is doubled}}
"""
SOURCE = "{name: plain, format: plain_csv, files: 'plain*', fields: {response: id}}"
SURVEY = 'id,a1,a2,years,wish,meets\nr1,4,4,3,"Ieder weet\r\nhet 😀",\nr2,4,4,3, ,\nr3,4,4,3,Dubbel.,\n'
KEY = b"\x01" * 32


def make(root: Path, integration: str = INTEGRATION, survey: str = SURVEY) -> Exported:
    study = Exported.make(root, SOURCE, config=CONFIG + "integration: integration.yaml\n")
    (root / "config" / "integration.yaml").write_text(integration, encoding="utf-8")
    study.file("plain.csv", survey)
    code(study, "wish r1", "Ieder weet\nhet 😀")
    return study


def code(study: Exported, name: str, text: str, file: str = "anne.qdpx") -> None:
    mark = coded.selection(1, 0, 5, coded.coding(2, CLEAR))
    source = coded.source(mark, name=name)
    coded.pack(study.raw / file, coded.project(source), {f"{coded.DOCUMENT}.txt": text})


def test_an_answer_is_a_document_without_a_row_in_any_table(tmp_path: Path) -> None:
    study = make(tmp_path)
    study.run()
    rows = study.table("received_documents").astype("object")
    assert rows[["document", "kind", "wave", "language", "file", "file_row", "item"]].values.tolist() == [
        ["wish r1", "answer", "w0", "nl", "plain.csv", 2, "wish"],
        ["wish r3", "answer", "w0", "nl", "plain.csv", 4, "wish"],
    ]
    assert rows[["person", "team", "role", "date"]].isna().all(axis=None)
    # The coder's file counts its characters, where it has them; a row that nobody coded has its own.
    assert rows["characters"].tolist() == [16, 7]
    assert rows["text"].tolist() == ["Ieder weet\r\nhet 😀", "Dubbel."]
    codings = study.table("received_codings").astype("object")
    assert codings[["document", "code", "start", "end", "text"]].values.tolist() == [
        ["wish r1", "clear", 0, 5, "Ieder"]
    ]
    notes = study.table("import_report").set_index("file").loc["anne.qdpx", "notes"]
    assert [str(note) for note in read_reasons(notes)] == ["1 open answer has no codings and counts nowhere"]


def test_a_name_that_tells_nobody_apart_without_the_key(tmp_path: Path) -> None:
    study = make(tmp_path, INTEGRATION.replace(', document: "{item} {response}"', ""))
    hidden = pseudonym(KEY, BETWEEN.join(("answer", "scan", "w0", "r1")))
    code(study, f"WISH {hidden}", "Ieder weet het 😀")
    study.run()
    assert study.table("received_documents")["document"].tolist()[0] == f"wish {hidden}"
    assert study.table("received_codings")["document"].tolist() == [f"wish {hidden}"]


def test_before_anybody_coded_there_are_documents_and_no_codings(tmp_path: Path) -> None:
    study = make(tmp_path, INTEGRATION.replace("files: [anne.qdpx]", "files: []"))
    (study.raw / "anne.qdpx").unlink()
    study.run()
    assert len(study.table("received_documents")) == 2
    assert len(study.table("received_codings")) == 0


def test_a_table_of_segments_of_open_answers(tmp_path: Path) -> None:
    study = make(tmp_path, INTEGRATION.replace("anne.qdpx", "codes.csv"))
    (study.raw / "anne.qdpx").unlink()
    study.file("codes.csv", "document;tekst;code\nwish r3;Dubbel;overlap\nwish r1;het 😀;clear\n")
    study.run()
    assert study.table("received_codings")["code"].tolist() == ["overlap", "clear"]


def test_a_passage_that_is_not_in_the_answer(tmp_path: Path) -> None:
    study = make(tmp_path, INTEGRATION.replace("anne.qdpx", "codes.csv"))
    (study.raw / "anne.qdpx").unlink()
    study.file("codes.csv", "document;tekst;code\nwish r3;Dubbelop;overlap\n")
    assert study.problems() == [
        f"{RAW}/codes.csv: 1 document has other words than the survey's answer of that name; let coders code "
        "what was answered, or correct coded.answers.document"
    ]


def test_words_that_were_not_answered_are_refused(tmp_path: Path) -> None:
    study = make(tmp_path)
    code(study, "wish r3", "Ieder weet het 😀")
    assert study.problems() == [
        f"{RAW}/anne.qdpx: 1 document has other words than the survey's answer of that name; let coders code "
        "what was answered, or correct coded.answers.document"
    ]


def test_a_document_that_is_no_answer(tmp_path: Path) -> None:
    study = make(tmp_path)
    code(study, "wens van Jan", "Ieder weet het 😀")
    assert study.problems() == [
        f"{RAW}/anne.qdpx: 1 document has the name of no open answer (the first is called by a text of 12 "
        "characters); correct coded.answers.document, or add what is missing"
    ]


def test_answers_that_cannot_be_told_apart(tmp_path: Path) -> None:
    study = make(tmp_path, survey=SURVEY.replace("r3", "r1"))
    assert study.problems() == [
        f"{RAW}/plain.csv:4: its open answer has the same name for coders as that of row 2 of 'plain.csv'; "
        "add {wave} to coded.answers.document, or correct the numbers"
    ]
    (tmp_path / "other").mkdir()
    study = make(tmp_path / "other", survey=SURVEY.replace("r3", ""))
    assert study.problems() == [
        f"{RAW}/plain.csv:4: has an open answer that is coded, and no number of the survey tool to call "
        "it by; name the column in fields.response of the source"
    ]


WRONG = [
    (("scan", "scann"), "answers[0].instrument: unknown instrument 'scann'; did you mean 'scan'?"),
    (("[wish]", "[a1]"), "answers[0].items[0]: unknown open item 'a1'; known: wish"),
    (("[wish]", "[wish, wish]"), "answers[0].items[1]: item is named twice; keep one"),
    (
        ("{response}", ""),
        "answers[0].document: needs {response} or {pseudonym}, or answers of several people have one name",
    ),
    (("{item} ", ""), ""),
    (
        ("{item}", "{naam}"),
        "answers[0].document: may hold '{item}', '{instrument}', '{wave}', '{response}', '{pseudonym}' and "
        "nothing else in braces",
    ),
    (
        ("{item} ", "{item} { "),
        "answers[0].document: may hold '{item}', '{instrument}', '{wave}', '{response}', '{pseudonym}' and "
        "nothing else in braces",
    ),
    (
        ("  files: [anne.qdpx]\n", "  files: []\n  consensus: anne.qdpx\n"),
        "consensus: is named without the coders' files; name those of before they discussed anything, too",
    ),
]


def said(study: Exported) -> list[str]:
    """Return what is wrong with the config's coded texts."""
    try:
        study.load()
    except StudyError as error:
        return [str(one).partition(": coded.")[2] for one in error.problems]
    return []


@pytest.mark.parametrize(("change", "message"), WRONG)
def test_what_config_says_of_answers_must_be_there(
    tmp_path: Path, change: tuple[str, str], message: str
) -> None:
    study = make(tmp_path, INTEGRATION.replace(*change))
    assert said(study) == ([message] if message else [])


def test_without_files_and_answers_nothing_is_coded(tmp_path: Path) -> None:
    lines = [line for line in INTEGRATION.splitlines() if "answers:" not in line and "files:" not in line]
    study = make(tmp_path, "\n".join(lines))
    assert said(study) == [
        "documents: is needed: it says whose each document is; name the table's file and columns",
        "files: names no file; name the coders' files, or 'answers' for them to code",
    ]


def test_a_limit_of_config_is_kept_and_named_in_its_refusal(tmp_path: Path) -> None:
    study = make(tmp_path, INTEGRATION.replace("  codebook", "  limits: {text: 8}\n  codebook"))
    assert study.problems() == [
        f"{RAW}/anne.qdpx: a text is larger than 8 bytes, the limit; if you trust the file, raise text "
        "(coded.limits.text in a study)"
    ]


PEOPLE = [
    ("e-mail addresses", ["an@x.example.org", "bo@x.example.org", "cy@x.example.org"]),
    ("phone numbers", ["0612345678", "0612345679", "0612345680"]),
    ("IBANs", ["NL91ABNA0417164300", "NL20INGB0001234567", "NL44RABO0123456789"]),
    ("citizen service numbers", ["111222333", "123456782", "100000009", "999999990", "000000012"]),
]


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
@pytest.mark.parametrize(("kind", "cells"), PEOPLE)
def test_columns_of_segments_that_look_like_people_stop_the_check(
    tmp_path: Path, kind: str, cells: list[str], ending: str
) -> None:
    import xlsxwriter

    study = make(tmp_path, INTEGRATION.replace("anne.qdpx", f"codes.{ending}"))
    (study.raw / "anne.qdpx").unlink()
    rows = [["document", "tekst", "code", "wie"], *(["wish r3", "Dubbel", "overlap", one] for one in cells)]
    if ending == "csv":
        study.file("codes.csv", "\n".join(";".join(row) for row in rows))
    else:
        with xlsxwriter.Workbook(study.raw / "codes.xlsx") as book:
            sheet = book.add_worksheet()
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
    assert study.problems() == [
        f"{RAW}/codes.{ending}: column 4 ('wie') looks like {kind}, and the config doesn't say so; name it "
        "as e-mail, token or code, list it under privacy.dropped, or take it out of the file"
    ]


def test_the_column_of_the_coder_names_people(tmp_path: Path) -> None:
    study = make(tmp_path, INTEGRATION.replace("anne.qdpx", "codes.csv") + "", SURVEY)
    (study.raw / "anne.qdpx").unlink()
    rows = [f"wish r3;Dubbel;overlap;{who}@x.example.org" for who in ("an", "bo", "cy")]
    study.file("codes.csv", "\n".join(["document;tekst;code;coder", *rows]))
    (problem,) = study.problems()
    assert "analysis_coding: is needed, for there are 3 coders" in problem
    assert OVERLAP not in problem


def test_a_file_in_which_nobody_coded_anything_yet(tmp_path: Path) -> None:
    study = make(tmp_path)
    text = {f"{coded.DOCUMENT}.txt": "Dubbel."}
    coded.pack(study.raw / "anne.qdpx", coded.project(coded.source(name="wish r3"), codes=""), text)
    study.run()
    assert len(study.table("received_codings")) == 0
    notes = study.table("import_report").set_index("file").loc["anne.qdpx", "notes"]
    assert [str(note) for note in read_reasons(notes)] == ["2 open answers have no codings and count nowhere"]
