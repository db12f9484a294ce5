"""Addresses, names, phones, tokens and codes in wrong places of every kind of raw file: none is repeated.

Screen, errors, logs and all tables outside restricted are searched; the run may go on or stop, as it likes.
"""

from pathlib import Path

import pandas as pd
import pytest
import xlsxwriter
from exported_study import CONFIG, Exported

from isop_analysis.__main__ import main

PLANTED = (
    *("an.jansen@school.nl", "Jansen", "De Vries", "06-12345678", "+31612345678", "rpk2dngdr8", "KW10PO"),
    *("123456782", "NL91ABNA0417164300", "Emil", "Jan"),
)
CELL = "Jansen an.jansen@school.nl"
PARTS = """
team_register:
  files: [register.xlsx]
  teams: {sheet: Teams, columns: {team: Team, site: Locatie, cohort: Cohort}, measures: [
    {name: hours, title: {nl: uren, en: hours}, column: Uren}]}
  members: {sheet: Leden, columns: {team: Team, email: E-mail, token: Token, joined: Vanaf}}
  attendance: {sheet: Deelname, columns: {
    team: Team, email: E-mail, wave: Moment, offered: Aangeboden, attended: Aanwezig}}
attributes:
  - name: role
    title: {nl: rol, en: role}
    register_column: Rol
    values: [{name: student, nl: student, en: student}, {name: coach, nl: coach, en: coach}]
consent: {file: consent.csv, email: e-mail, token: token, self_code: code, date: datum, withdrawn: null,
          purposes: {survey: vragenlijst, linking: koppelen, interview: interview}}
linking: {aliases: aliassen.csv}
sites: {file: site_keys.csv, site: site}
outcomes:
  - {name: advice, title: {nl: advies, en: advice}, domain: opportunities, ages: 4-12, level: site,
     file: advice.csv, key: [BRIN, LOC], year: JAAR, value: ONDER, low: 0, high: 100}
integration: integration.yaml
cleaning: {steps: [{rule: consent}, {rule: out_of_range, action: set_missing}]}
"""
INTEGRATION = """
coded:
  files: [segmenten.csv]
  codebook: "1"
  documents: {file: documenten.csv, wave: moment, role: rol, attribute: role, language: taal, date: datum}
themes: [{name: roles, title: {nl: rollen, en: roles}}]
codes: [{name: clear, theme: roles, title: {nl: helder, en: clear}}]
"""
SOURCE = "{name: plain, format: plain_csv, fields: {email: mail, token: token, team: team, site: site}}"
TEXTS = {
    "plain.csv": "a1,a2,years,wish,meets,mail,token,team,site\n"
    "4,4,3,,,an@x.nl,t1,LT01,De Es\n5,4,2,,,bo@x.nl,t2,,\n",
    "consent.csv": "e-mail;token;code;datum;vragenlijst;koppelen;interview\n"
    "an@x.nl;t1;c1;2024-09-01;ja;ja;ja\n"
    "bo@x.nl;t2;c2;2024-09-01;ja;nee;nee\n",
    "aliassen.csv": "alias;email\nan@thuis.nl;an@x.nl\n",
    "site_keys.csv": "site;brin;location;lrk;municipality\nDe Es;99XA;00;900000001;9901\n",
    "advice.csv": "BRIN;LOC;JAAR;ONDER\n99XA;00;2023;6\n",
    "segmenten.csv": "document;code;coder;text\nInterview 1;clear;codeur_a;my words\n",
    "documenten.csv": "document;kind;person;team;moment;rol;taal;datum\n"
    "Interview 1;interview;an@x.nl;LT01;w0;coach;nl;2025-02-03\n",
}
SHEETS = {
    "Teams": [["Team", "Locatie", "Cohort", "Uren"], ["LT01", "De Es", "2024", 3]],
    "Leden": [
        ["Team", "E-mail", "Token", "Vanaf", "Rol"],
        ["LT01", "an@x.nl", "t1", "2024-09-01", "student"],
    ],
    "Deelname": [["Team", "E-mail", "Moment", "Aangeboden", "Aanwezig"], ["LT01", "an@x.nl", "w0", 2, 1]],
}
STEPS = ("check_study", "import_answers", "import_context", "clean_answers")
OF_CONTEXT = {"site_keys.csv", "advice.csv"}
"""Files that `check_study` and `import_context` read, and no other step."""


def steps_that_read(file: str) -> tuple[str, ...]:
    return STEPS[::2] if file in OF_CONTEXT else (*STEPS[:2], STEPS[3])


def make(root: Path) -> Exported:
    study = Exported.make(root, SOURCE, config=CONFIG + PARTS)
    (root / "config" / "integration.yaml").write_text(INTEGRATION, encoding="utf-8")
    for name, text in TEXTS.items():
        study.file(name, text)
    register(study, SHEETS)
    return study


def register(study: Exported, sheets: dict[str, list[list[object]]]) -> None:
    with xlsxwriter.Workbook(str(study.raw / "register.xlsx")) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)


def leaks(
    study: Exported,
    capfd: pytest.CaptureFixture[str],
    steps: tuple[str, ...] = STEPS,
    planted: tuple[str, ...] = PLANTED,
) -> list[str]:
    """Run steps that see identities; return what was planted and said again, and where.

    What import refuses, cleaning does not see.
    """
    config = str(study.root / "config" / "config.yaml")
    found, refused = [], False
    main(["manifest", "--config", config])
    for step in steps:
        if step == "clean_answers" and refused:
            continue
        refused = main([step, "--config", config]) != 0 or refused
        said = capfd.readouterr()
        text = (said.out + said.err).replace(str(study.root), "")
        found += [f"{step}: {one} in {text}" for one in planted if one.casefold() in text.casefold()]
    for table in (study.root / "data" / "processed").rglob("*.parquet"):
        text = pd.read_parquet(table).to_csv()
        found += [f"{table.name}: {one}" for one in planted if one.casefold() in text.casefold()]
    return found


def test_the_study_runs_as_it_is(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    study = make(tmp_path)
    names = ("LT01", "De Es", "codeur_a", "an@x.nl", "bo@x.nl", "99XA", "my words", "Interview 1")
    assert leaks(study, capfd, planted=names) == []
    assert len(study.load().table("responses")) == 2
    assert len(study.load().table("segments")) == len(study.load().table("documents")) == 1


HEADING, FIRST = 0, 1
TEXT_CELLS = [
    (file, row, column, value)
    for file, text in TEXTS.items()
    for row, values in ((HEADING, (CELL,)), (FIRST, (CELL, "123456782")))
    for column in range(len(text.splitlines()[row].replace(";", ",").split(",")))
    for value in values
    if value == CELL or column % 2 == 0  # a number in every second column
]


@pytest.mark.parametrize(("file", "row", "column", "value"), TEXT_CELLS)
def test_in_a_cell_or_heading_of_a_text_file(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], file: str, row: int, column: int, value: str
) -> None:
    study = make(tmp_path)
    sign = "," if file == "plain.csv" else ";"
    lines = [line.split(sign) for line in TEXTS[file].splitlines()]
    lines[row][column] = value
    study.file(file, "\n".join(sign.join(line) for line in lines) + "\n")
    assert leaks(study, capfd, steps_that_read(file)) == []


@pytest.mark.parametrize("file", TEXTS)
def test_in_a_file_without_a_header(tmp_path: Path, capfd: pytest.CaptureFixture[str], file: str) -> None:
    study = make(tmp_path)
    study.file(file, "an.jansen@school.nl;rpk2dngdr8;KW10PO;Emil;06-12345678;Jansen;123456782\n" * 3)
    assert leaks(study, capfd, steps_that_read(file)) == []


@pytest.mark.parametrize("file", TEXTS)
def test_in_a_file_of_another_kind(tmp_path: Path, capfd: pytest.CaptureFixture[str], file: str) -> None:
    study = make(tmp_path)
    study.file(file, "Beste Jansen,\nbel 06-12345678 of mail an.jansen@school.nl\nDe Vries\n")
    assert leaks(study, capfd, steps_that_read(file)) == []


@pytest.mark.parametrize("sheet", SHEETS)
@pytest.mark.parametrize("row", [0, 1])
def test_in_a_cell_of_the_register(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], sheet: str, row: int
) -> None:
    study = make(tmp_path)
    for column in range(len(SHEETS[sheet][0])):
        rows = {name: [list(line) for line in lines] for name, lines in SHEETS.items()}
        rows[sheet][row][column] = CELL
        register(study, rows)
        assert leaks(study, capfd, steps_that_read("register.xlsx")) == []


def test_in_the_name_of_a_sheet(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    study = make(tmp_path)
    register(study, {"Jansen 06-12345678": SHEETS["Teams"], "Leden": SHEETS["Leden"]})
    assert leaks(study, capfd) == []


def test_in_place_of_the_study_file(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    for text in ("an.jansen@school.nl;rpk2dngdr8;KW10PO\n", "Jansen: 06-12345678\n", "- De Vries\n- Emil\n"):
        (tmp_path / "wrong.yaml").write_text(text, encoding="utf-8")
        assert main(["check", "--config", str(tmp_path / "wrong.yaml")]) == 1
        said = capfd.readouterr()
        assert not [one for one in PLANTED if one in said.out + said.err]


def test_in_the_message_of_a_library(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    study = make(tmp_path)

    def broken(*arguments: object) -> None:
        raise ValueError("could not convert string to float: 'an.jansen@school.nl'")

    monkeypatch.setattr("isop_analysis.steps.clean_answers.clean", broken)
    assert leaks(study, capfd) == []
    main(["clean_answers", "--config", str(study.root / "config" / "config.yaml")])
    assert (
        "ERROR clean_answers: broke with ValueError in test_nothing_is_quoted.py:" in capfd.readouterr().err
    )
