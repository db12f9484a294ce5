from pathlib import Path
from typing import Any

import xlsxwriter
from exported_study import CONFIG, Exported

REGISTER = """
attributes:
  - name: role
    title: {nl: Rol, en: Role}
    register_column: Rol
    values: [{name: student, nl: Student, en: Student}]
team_register:
  files: FILES
  teams:
    sheet: Leerteams
    columns: {team: Leerteam, site: Locatie, cohort: Cohort, started: Start}
    measures: [{name: hours, title: {nl: uren, en: hours}, column: Begeleidingsuren}]
  members:
    sheet: Leden
    columns: {team: Leerteam, email: E-mail, token: Token}
  attendance:
    sheet: Deelname
    columns: {team: Leerteam, email: E-mail, wave: Moment, offered: Aangeboden, attended: Aanwezig}
    measures: [{name: reflections, title: {nl: r, en: r}, column: Reflecties}]
"""
TEAMS = [
    ["Leerteam", "Locatie", "Cohort", "Start", "Begeleidingsuren"],
    ["LT01", "De Es", 2024, "2024-09-01", 12.5],
]
MEMBERS = [["Leerteam", "E-mail ", "Token", "rol", "Naam"], ["LT01", "an@x.nl", 123, "student", "An"]]
SESSIONS = [
    ["Leerteam", "E-mail", "Moment", "Aangeboden", "Aanwezig", "Reflecties"],
    ["LT01", "an@x.nl", "W0", 6, 4, None],
]


def make(root: Path, *files: str) -> Exported:
    study = Exported.make(root, config=CONFIG + REGISTER.replace("FILES", "[" + ", ".join(files) + "]"))
    study.file("plain.csv", "a1,a2,years,wish,meets\n4,4,3,,\n")
    return study


def write(path: Path, **sheets: list[list[Any]]) -> None:
    book = xlsxwriter.Workbook(str(path))
    for name, rows in ({"Leerteams": TEAMS, "Leden": MEMBERS, "Deelname": SESSIONS} | sheets).items():
        sheet = book.add_worksheet(name)
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    book.close()


def test_sheets_become_tables_with_attributes_as_written_and_measures_as_numbers(tmp_path: Path) -> None:
    study = make(tmp_path, "register.xlsx")
    write(
        study.raw / "register.xlsx",
        Leerteams=[*TEAMS, ["LT02", " De  Berk ", None, None, "7,5"]],
        Leden=[*MEMBERS, [], [None, "bo@x.nl", None, None, "Bo"]],
    )
    study.run()
    teams = study.table("register_teams")
    assert teams.columns.tolist() == ["team", "site", "cohort", "started", "ended", "hours"]
    assert teams.fillna("none").values.tolist() == [
        ["LT01", "De Es", "2024", "2024-09-01", "none", 12.5],
        ["LT02", "De Berk", "none", "none", "none", 7.5],
    ]
    members = study.table("register_members")
    assert members.fillna("none")[["team", "email", "token", "role", "file", "file_row"]].values.tolist() == [
        ["LT01", "an@x.nl", "123", "student", "register.xlsx", 2],
        ["none", "bo@x.nl", "none", "none", "register.xlsx", 4],
    ]
    assert "Naam" not in members
    sessions = study.table("register_attendance")
    assert sessions[["wave", "offered", "attended"]].astype("object").values.tolist() == [["w0", 6.0, 4.0]]
    assert sessions["reflections"].isna().tolist() == [True]


def test_two_files_are_read_as_one(tmp_path: Path) -> None:
    study = make(tmp_path, "one.xlsx", "two.xlsx")
    write(study.raw / "one.xlsx")
    write(
        study.raw / "two.xlsx", Leerteams=[TEAMS[0], ["lt01", "De Es", 2024, None, None], ["LT02", "De Berk"]]
    )
    study.run()
    assert study.table("register_teams")["team"].tolist() == ["LT01", "LT02"]
    assert study.table("register_members")["file"].tolist() == ["one.xlsx", "two.xlsx"]
    report = study.table("import_report")
    assert report[["file", "rows"]].values.tolist() == [["one.xlsx", 3], ["plain.csv", 1], ["two.xlsx", 4]]


def test_two_registers_that_disagree(tmp_path: Path) -> None:
    study = make(tmp_path, "one.xlsx", "two.xlsx")
    write(study.raw / "one.xlsx")
    write(study.raw / "two.xlsx", Leerteams=[TEAMS[0], ["LT01", "De Berk", 2023, "2024-09-01", 12.5]])
    assert study.problems() == [
        "data/raw/small/two.xlsx:2: sheet 'Leerteams': the team of this row has another Locatie here than "
        "in one.xlsx; correct one of them",
        "data/raw/small/two.xlsx:2: sheet 'Leerteams': the team of this row has another Cohort here than "
        "in one.xlsx; correct one of them",
    ]


def test_a_team_that_stands_twice(tmp_path: Path) -> None:
    study = make(tmp_path, "register.xlsx")
    write(study.raw / "register.xlsx", Leerteams=[*TEAMS, TEAMS[1]])
    assert study.problems() == [
        "data/raw/small/register.xlsx:3: sheet 'Leerteams': the team of this row stands twice; keep one row"
    ]


def test_sheets_and_columns_of_another_name(tmp_path: Path) -> None:
    study = make(tmp_path, "register.xlsx")
    write(
        study.raw / "register.xlsx",
        Leden=[["Leerteam", "E-mailadres", "Token", "Token", "Functie"], MEMBERS[1]],
        Deelname=[["Leerteam"]],
        Leerteam=TEAMS,
        Leerteams=[],
    )
    assert study.problems() == [
        "data/raw/small/register.xlsx: sheet 'Leerteams' is missing; did you mean 'Leerteam'?",
        "data/raw/small/register.xlsx: sheet 'Leden': column 'E-mail' is missing; did you mean "
        "'E-mailadres'?",
        "data/raw/small/register.xlsx: sheet 'Leden': column 'Token' stands 2 times; keep one",
        "data/raw/small/register.xlsx: sheet 'Leden': column 'Rol' is missing; none of the 5 other "
        "headings is like it",
        *(
            f"data/raw/small/register.xlsx: sheet 'Deelname': column '{column}' is missing; none of the "
            "1 other headings is like it"
            for column in ("E-mail", "Moment", "Aangeboden", "Aanwezig", "Reflecties")
        ),
    ]


def test_cells_that_say_nothing(tmp_path: Path) -> None:
    study = make(tmp_path, "register.xlsx")
    write(
        study.raw / "register.xlsx",
        Leerteams=[TEAMS[0], ["LT01", None, 2024, None, "veel"], ["LT02", "De Es", 2024, None, "veel"]],
        Leden=[MEMBERS[0], ["LT01", None, None, "student"]],
        Deelname=[SESSIONS[0], ["LT01", "an@x.nl", "w9", 6, "alle", None]],
    )
    assert study.problems() == [
        "data/raw/small/register.xlsx:2: sheet 'Leerteams': column 'Locatie' is empty; fill it in",
        "data/raw/small/register.xlsx:3: sheet 'Leerteams': column 'Begeleidingsuren' holds a text of 4 "
        "characters; a number was expected",
        "data/raw/small/register.xlsx:2: sheet 'Leden': column 'E-mail' is empty; fill it in",
        "data/raw/small/register.xlsx:2: sheet 'Deelname': column 'Moment' holds an unknown wave: a text "
        "of 2 characters; known: w0",
        "data/raw/small/register.xlsx:2: sheet 'Deelname': column 'Aanwezig' holds a text of 4 characters; a "
        "number was expected",
    ]
