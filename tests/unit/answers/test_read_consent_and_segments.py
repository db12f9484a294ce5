from pathlib import Path

from exported_study import CONFIG, Exported

CONSENT = """
consent:
  email: e-mail
  token: null
  self_code: code
  date: datum
  withdrawn: ingetrokken
  purposes: {survey: vragenlijst, linking: koppelen}
linking: {aliases: aliassen.csv}
integration: integration.yaml
"""
INTEGRATION = """
segments:
  {file: segmenten.csv, team: leerteam, person: wie, code: code, coder: codeur, text: tekst, wave: moment}
themes: [{name: roles, title: {nl: rollen, en: roles}}]
codes: [{name: clear, theme: roles, title: {nl: helder, en: clear}}]
"""
AGREED = """E-mail;Code;Datum;Ingetrokken;Vragenlijst;Koppelen
an@x.nl;;2024-09-01;;Ja;nee
;ab12;01-09-2024;2025-01-01;1;Yes
"""
ALIASES = "alias,email\nan@oud.nl,an@x.nl\n"
SEGMENTS = 'leerteam;wie;code;codeur;tekst;moment\nLT01;an@x.nl;helder;A;"Eén\n zin.";w0\n;;helder;B;;\n'


def make(root: Path, consent: str = AGREED, aliases: str = ALIASES, segments: str = SEGMENTS) -> Exported:
    study = Exported.make(root, config=CONFIG + CONSENT)
    (root / "config" / "integration.yaml").write_text(INTEGRATION, encoding="utf-8")
    study.file("plain.csv", "a1,a2,years,wish,meets\n4,4,3,,\n")
    study.file("consent.csv", consent)
    study.file("aliassen.csv", aliases)
    study.file("segmenten.csv", segments, "cp1252")
    return study


def test_what_is_no_yes_is_a_no(tmp_path: Path) -> None:
    study = make(tmp_path)
    study.run()
    table = study.table("received_consent").fillna("none")
    people = ["email", "token", "self_code", "date", "withdrawn"]
    assert table[people].values.tolist() == [
        ["an@x.nl", "none", "none", "2024-09-01", "none"],
        ["none", "none", "ab12", "01-09-2024", "2025-01-01"],
    ]
    assert table["survey"].tolist() == [True, True]
    assert table["linking"].tolist() == [False, True]
    assert table["quoting"].tolist() == [False, False]


def test_aliases_and_segments(tmp_path: Path) -> None:
    study = make(tmp_path)
    study.run()
    assert study.table("received_aliases").values.tolist() == [["an@oud.nl", "an@x.nl"]]
    segments = study.table("received_segments").astype("object").fillna("none")
    assert segments.values.tolist() == [
        [2, 2, "LT01", "an@x.nl", "helder", "A", "w0", "Eén\n zin."],
        [3, 3, "none", "none", "helder", "B", "none", "none"],
    ]
    report = study.table("import_report").set_index("file")
    assert report.loc["segmenten.csv", ["instrument", "encoding", "delimiter", "rows"]].tolist() == [
        "segments",
        "cp1252",
        ";",
        2,
    ]


def test_rows_with_the_same_words_of_the_same_person_are_one_segment(tmp_path: Path) -> None:
    rows = [
        "LT01;an@x.nl;helder;A;Een zin.;w0",
        "LT01;AN@x.nl;overlap;B;Een  zin. ;w0",
        "LT01;bo@x.nl;helder;A;Een zin.;w0",
        "LT01;an@x.nl;helder;A;Andere zin.;w0",
        "LT01;an@x.nl;helder;A;;w0",
        "LT01;an@x.nl;helder;B;;w0",
    ]
    study = make(tmp_path, segments="\n".join([SEGMENTS.splitlines()[0], *rows]) + "\n")
    study.run()
    segments = study.table("received_segments")
    assert segments["segment"].tolist() == [2, 2, 4, 5, 6, 7]
    assert segments["file_row"].tolist() == [2, 3, 4, 5, 6, 7]


def test_rows_that_name_nobody_or_nothing(tmp_path: Path) -> None:
    study = make(
        tmp_path,
        consent=AGREED + ";;2024-09-01;;ja;ja\n",
        aliases="alias,email\nan@oud.nl,\n",
        segments=SEGMENTS.replace("helder;B", ";B").replace("w0", "t7"),
    )
    assert study.problems() == [
        "data/raw/small/consent.csv:4: names nobody: e-mail, token and code are empty; fill in one of them",
        "data/raw/small/aliassen.csv:2: needs an alias and an e-mail address; complete the row",
        "data/raw/small/segmenten.csv:2: column 'moment' holds an unknown wave: a text of 2 characters; "
        "known: w0",
        "data/raw/small/segmenten.csv:3: column 'code' is empty; fill it in",
    ]


def test_missing_files_and_columns(tmp_path: Path) -> None:
    study = make(tmp_path, consent=AGREED.replace("Vragenlijst", "Vragen"))
    (study.raw / "aliassen.csv").unlink()
    assert study.problems() == [
        "data/raw/small/consent.csv: column 'vragenlijst' is missing; did you mean 'Vragen'?",
        "data/raw/small/aliassen.csv: file is missing; put it there or correct the config",
    ]
