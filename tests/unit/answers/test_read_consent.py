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
"""
AGREED = """E-mail;Code;Datum;Ingetrokken;Vragenlijst;Koppelen
an@x.nl;;2024-09-01;;Ja;nee
;ab12;01-09-2024;2025-01-01;1;Yes
"""
ALIASES = "alias,email\nan@oud.nl,an@x.nl\n"


def make(root: Path, consent: str = AGREED, aliases: str = ALIASES) -> Exported:
    study = Exported.make(root, config=CONFIG + CONSENT)
    study.file("plain.csv", "a1,a2,years,wish,meets\n4,4,3,,\n")
    study.file("consent.csv", consent)
    study.file("aliassen.csv", aliases)
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


def test_aliases(tmp_path: Path) -> None:
    study = make(tmp_path)
    study.run()
    assert study.table("received_aliases").values.tolist() == [["an@oud.nl", "an@x.nl"]]


def test_rows_that_name_nobody_or_nothing(tmp_path: Path) -> None:
    study = make(
        tmp_path,
        consent=AGREED + ";;2024-09-01;;ja;ja\n",
        aliases="alias,email\nan@oud.nl,\n",
    )
    assert study.problems() == [
        "data/raw/small/consent.csv:4: names nobody: e-mail, token and code are empty; fill in one of them",
        "data/raw/small/aliassen.csv:2: needs an alias and an e-mail address; complete the row",
    ]


def test_missing_files_and_columns(tmp_path: Path) -> None:
    study = make(tmp_path, consent=AGREED.replace("Vragenlijst", "Vragen"))
    (study.raw / "aliassen.csv").unlink()
    assert study.problems() == [
        "data/raw/small/consent.csv: column 'vragenlijst' is missing; did you mean 'Vragen'?",
        "data/raw/small/aliassen.csv: file is missing; put it there or correct the config",
    ]
