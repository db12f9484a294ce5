"""A study's coded texts at import: documents, codes by the codebook, coders, consensus; a sentence each."""

from pathlib import Path

import coded_project as coded
import pytest
from coded_project import ANNE, BRAM, CLEAR, DOCUMENT, ONE, OVERLAP, WORDS
from exported_study import CONFIG, Exported

from isop_analysis.base.reasons import read_reasons

RAW = "data/raw/small"
INTEGRATION = """
coded:
  files: [anne.qdpx, bram.qdpx]
  consensus: agreed.qdpx
  analysis_coding: consensus
  documents: {file: documents.csv, wave: wave, date: date, language: language}
  codebook: "2"
themes: [{name: roles, title: {nl: rollen, en: roles}}]
codes:
  - {name: clear, theme: roles, title: {nl: helder, en: is clear}}
  - {name: overlap, theme: roles, title: {nl: dubbel, en: is doubled}, accept: [dubbelop]}
"""
HEAD = "document;kind;person;team;wave;language;date"
DOCUMENTS = f"{HEAD}\nGesprek 1;Interview;an@x.nl;LT01;w0;NL;03-02-2025\nGesprek 2;groep;;LT01;w0;nl;\n"
OTHER = coded.selection(3, 25, 50, coded.coding(4, OVERLAP, BRAM))
TWO = coded.guid(90)
SECOND = coded.source(coded.selection(8, 0, 4, coded.coding(9, CLEAR)), document=TWO, name="Gesprek 2")
TEXTS = {f"{DOCUMENT}.txt": WORDS, f"{TWO}.txt": "Goed zo."}


def make(root: Path, integration: str = INTEGRATION, documents: str = DOCUMENTS) -> Exported:
    study = Exported.make(root, config=CONFIG + "integration: integration.yaml\n")
    (root / "config" / "integration.yaml").write_text(integration, encoding="utf-8")
    study.file("plain.csv", "a1,a2,years,wish,meets\n4,4,3,,\n")
    study.file("documents.csv", documents)
    coded.pack(study.raw / "anne.qdpx", coded.project(coded.source(ONE)))
    coded.pack(study.raw / "bram.qdpx", coded.project(coded.source(OTHER)))
    coded.pack(study.raw / "agreed.qdpx", coded.project(coded.source(ONE)))
    return study


def test_documents_and_codings_as_they_are_received(tmp_path: Path) -> None:
    study = make(tmp_path)
    study.run()
    documents = study.table("received_documents").drop(columns=["file", "item", "text"])
    documents = documents.astype("object").fillna("none")
    assert documents.values.tolist() == [
        ["Gesprek 1", "interview", "an@x.nl", "LT01", "w0", "none", "nl", "2025-02-03", 2, 50],
        ["Gesprek 2", "group", "none", "LT01", "w0", "none", "nl", "none", 3, "none"],
    ]
    codings = study.table("received_codings").astype("object")
    assert codings.values.tolist() == [
        ["Gesprek 1", "independent", "Anne", "clear", "text", 0, 24, "Ieder weet wie wat doet."],
        ["Gesprek 1", "independent", "Bram", "overlap", "text", 25, 50, "Soms doen we dubbel werk."],
        ["Gesprek 1", "consensus", "Anne", "clear", "text", 0, 24, "Ieder weet wie wat doet."],
    ]
    report = study.table("import_report").set_index("file")
    assert report.loc["documents.csv", ["instrument", "rows"]].tolist() == ["documents", 2]
    assert report.loc["anne.qdpx, bram.qdpx", ["instrument", "rows"]].tolist() == ["coded", 2]
    assert report.loc["agreed.qdpx", "rows"] == 1
    assert [str(note) for note in read_reasons(report.loc["anne.qdpx, bram.qdpx", "notes"])] == [
        "1 of 1 document coded by two coders or more; 100 per cent were meant to be",
        "1 document of the table of documents has no codings and counts nowhere",
    ]


def test_codes_are_known_by_name_title_and_other_spellings_nested_or_not(tmp_path: Path) -> None:
    study = make(tmp_path)
    codes = coded.CODES.replace('name="clear"', 'name="Helder"').replace('name="overlap"', 'name="Dubbelop"')
    coded.pack(study.raw / "bram.qdpx", coded.project(coded.source(OTHER), codes=codes))
    study.run()
    assert study.table("received_codings")["code"].tolist() == ["clear", "overlap", "clear"]


def test_segments_in_a_table_with_headings_of_ones_own(tmp_path: Path) -> None:
    own = INTEGRATION.replace(
        "[anne.qdpx, bram.qdpx]", "[segmenten.csv]\n  columns: {document: Wie, text: Zin}"
    )
    own = own.replace("  consensus: agreed.qdpx\n", "").replace("consensus", "Anne")
    study = make(tmp_path, own)
    for file in ("anne.qdpx", "bram.qdpx", "agreed.qdpx"):
        (study.raw / file).unlink()
    study.file(
        "segmenten.csv", "Wie;Zin;Code;Codeur\nGesprek 1;Ja hoor.;helder;Anne\nGesprek 1;Nee.;dubbel;Bram\n"
    )
    study.run()
    rows = study.table("received_codings")[["document", "coder", "code", "kind", "text"]]
    assert rows.astype("object").values.tolist() == [
        ["Gesprek 1", "Anne", "clear", "passage", "Ja hoor."],
        ["Gesprek 1", "Bram", "overlap", "passage", "Nee."],
    ]


def test_a_file_that_is_missing_cut_off_or_goes_past_its_text(tmp_path: Path) -> None:
    study = make(tmp_path)
    (study.raw / "agreed.qdpx").write_bytes((study.raw / "anne.qdpx").read_bytes()[:200])
    beyond = coded.selection(3, 25, 99, coded.coding(4, OVERLAP, BRAM))
    coded.pack(study.raw / "bram.qdpx", coded.project(coded.source(beyond)))
    past, cut = study.problems()
    assert past.startswith(f"{RAW}/bram.qdpx: ")
    assert "beyond the end" in past
    assert cut.startswith(f"{RAW}/agreed.qdpx: ")
    (study.raw / "bram.qdpx").unlink()
    missing = f"{RAW}/bram.qdpx: file is missing; put it there or correct the config"
    assert study.problems()[0] == missing


def test_a_document_without_a_row_is_told_without_its_name(tmp_path: Path) -> None:
    study = make(tmp_path)
    coded.pack(
        study.raw / "bram.qdpx", coded.project(coded.source(OTHER), SECOND.replace("k 2", "k Jan")), TEXTS
    )
    assert study.problems() == [
        f"{RAW}/anne.qdpx, bram.qdpx: 1 document has no row in {RAW}/documents.csv (the first is called by a "
        "text of 11 characters); add what is missing"
    ]


def test_codes_that_the_codebook_lacks(tmp_path: Path) -> None:
    study = make(tmp_path)
    codes = coded.CODES.replace('name="overlap"', 'name="overlapp"').replace(
        'name="clear"', 'name="Jan weet"'
    )
    for file in ("anne.qdpx", "bram.qdpx"):
        coded.pack(study.raw / file, coded.project(coded.source(ONE, OTHER), codes=codes))
    assert study.problems() == [
        f"{RAW}/anne.qdpx, bram.qdpx: a code of 1 coding is not in the codebook: a text of 8 characters; "
        "known: clear, overlap",
        f"{RAW}/anne.qdpx, bram.qdpx: a code of 1 coding is not in the codebook: 'overlapp'; "
        "did you mean 'overlap'?",
    ]


def test_coders_with_other_words(tmp_path: Path) -> None:
    study = make(tmp_path)
    other = coded.source(OTHER, document=coded.guid(91))
    coded.pack(study.raw / "bram.qdpx", coded.project(other), {f"{coded.guid(91)}.txt": f"{WORDS} En nu?"})
    assert study.problems() == [
        f"{RAW}/anne.qdpx, bram.qdpx: 1 document has other words in another coder's file, or stand twice; "
        "let all code the same text"
    ]
    coded.pack(study.raw / "bram.qdpx", coded.project(coded.source(OTHER)))
    coded.pack(
        study.raw / "agreed.qdpx", coded.project(coded.source(ONE)), {f"{DOCUMENT}.txt": f"{WORDS} En nu?"}
    )
    assert study.problems() == [
        f"{RAW}/agreed.qdpx: 1 document has other words than in the coders' files; agree on what they coded"
    ]


@pytest.mark.parametrize(
    ("written", "message"),
    [
        (
            "",
            "is needed, for there are 2 coders and a consensus; say whose coding is analysed: 'consensus' "
            "or a coder as the files name them",
        ),
        (
            "  analysis_coding: Carla\n",
            "names none of the 2 coders of the files, nor 'consensus'; write the coder as the files do",
        ),
        (
            "  analysis_coding: consensus\n",
            "1 document was coded by several others, and not in this coding; add them to it, "
            "or choose another",
        ),
    ],
)
def test_whose_coding_is_analysed_must_be_said_and_be_there(
    tmp_path: Path, written: str, message: str
) -> None:
    study = make(tmp_path, INTEGRATION.replace("  analysis_coding: consensus\n", written))
    coded.pack(study.raw / "agreed.qdpx", coded.project(SECOND), TEXTS)
    (problem,) = study.problems()
    assert problem.endswith(f"coded.analysis_coding: {message}")
    assert problem.startswith("config/integration.yaml:")


def test_one_coder_need_not_be_named(tmp_path: Path) -> None:
    own = INTEGRATION.replace(", bram.qdpx", "").replace("  consensus: agreed.qdpx\n", "")
    study = make(tmp_path, own.replace("  analysis_coding: consensus\n", ""))
    for file in ("bram.qdpx", "agreed.qdpx"):
        (study.raw / file).unlink()
    study.run()
    assert study.table("received_codings")["coder"].tolist() == ["Anne"]
    assert ANNE not in study.table("received_codings").to_csv()


KINDS = "'interview', 'reflection', 'reflectie', 'group', 'group talk', 'groep' and 1 more"
ROWS = [
    (
        "Gesprek 3;praatje;;LT01;w0;;",
        f"column 'kind' holds a text of 7 characters; expected {KINDS}",
    ),
    (";interview;;LT01;w0;;", "column 'document' is empty; fill it in"),
    ("gesprek 1;interview;;LT01;w0;;", "its document stands in row 2 too; keep one"),
    (
        "Gesprek 3;groep;an@x.nl;LT01;w0;;",
        "is a group talk, which belongs to its team; empty column 'person'",
    ),
    ("Gesprek 3;groep;;;w0;;", "is a group talk without a team; fill in column 'team'"),
    (
        "Gesprek 3;interview;;;w9;;",
        "column 'wave' holds an unknown wave: a text of 2 characters; known: w0",
    ),
    (
        "Gesprek 3;interview;;;w0;Dutch;",
        "column 'language' holds a text of 5 characters; write a language as nl or en",
    ),
    (
        "Gesprek 3;interview;;;w0;;soon",
        "column 'date' holds no date (a text of 4 characters); write it as 2024-09-30",
    ),
]


@pytest.mark.parametrize(("row", "message"), ROWS)
def test_rows_of_documents_that_say_something_else(tmp_path: Path, row: str, message: str) -> None:
    study = make(tmp_path, documents=f"{DOCUMENTS}{row}\n")
    assert study.problems() == [f"{RAW}/documents.csv:4: {message}"]
