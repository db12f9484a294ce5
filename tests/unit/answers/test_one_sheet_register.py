"""A register of one sheet is enough: no sheet of teams, none of attendance, a workbook or a CSV file."""

from pathlib import Path

from exported_study import CONFIG, Exported

from isop_analysis.steps import clean_answers

REGISTER = """
team_register:
  files: [members.csv]
  members: {columns: {team: Team, email: E-mail, site: School}}
"""
MEMBERS = """Team;E-mail;School
T1;an@example.org;Es
 t1 ;bo@example.org;
;cy@example.org;
T2;di@example.org;Berk
"""


def made(root: Path, config: str) -> Exported:
    study = Exported.make(root, "{name: plain, format: plain_csv, fields: {email: mail}}", config=config)
    study.file("plain.csv", "a1,a2,years,wish,meets,mail\n4,4,3,,,an@example.org\n2,1,3,,,di@example.org\n")
    study.file("members.csv", MEMBERS)
    return study


def test_teams_are_those_of_the_members(tmp_path: Path) -> None:
    study = made(tmp_path, CONFIG + REGISTER)
    study.run()
    teams = study.table("register_teams")
    assert teams[["team", "site"]].to_numpy().tolist() == [["T1", "Es"], ["T2", "Berk"]]
    assert study.table("register_members")["team"].tolist() == ["T1", "t1", "none", "T2"]
    assert len(study.table("register_attendance")) == 0


def test_answers_get_their_persons_team(tmp_path: Path) -> None:
    study = made(tmp_path, CONFIG + REGISTER)
    clean_answers.run(study.run())
    responses, teams = study.table("responses"), study.table("teams")
    assert sorted(responses["team"]) == sorted(teams.loc[teams["members"] > 0, "team"])
    assert sorted(teams["members"]) == [1, 2]


TWICE = """
team_register:
  files: [members.csv]
  teams: {columns: {team: Team, site: School}}
  members: {columns: {team: Team, email: E-mail}}
"""
PEOPLE = "".join(f"T{number % 3};p{number}@example.org;Es\n" for number in range(9))


def test_a_sheet_of_teams_and_members_names_people_in_the_column_that_says_so(tmp_path: Path) -> None:
    study = made(tmp_path, CONFIG + TWICE)
    study.file("members.csv", "Team;E-mail;School\n" + PEOPLE)
    assert study.problems() == []
    study.run()
    assert study.table("register_teams")["team"].tolist() == ["T0", "T1", "T2"]
    assert len(study.table("register_members")) == 9


def test_a_team_of_two_schools_in_one_sheet_is_told(tmp_path: Path) -> None:
    study = made(tmp_path, CONFIG + TWICE)
    study.file(
        "members.csv",
        "Team;E-mail;School\n" + PEOPLE.replace("T2;p8@example.org;Es", "T2;p8@example.org;Berk"),
    )
    assert study.problems() == [
        "data/raw/small/members.csv:10: the team of this row has another School here than in a row above; "
        "correct one of them"
    ]


def test_a_wave_may_be_written_otherwise(tmp_path: Path) -> None:
    config = CONFIG.replace("time: 0}", 'time: 0, accept: ["1", Voormeting]}')
    study = made(
        tmp_path,
        config.replace(
            "waves:",
            "waves:\n  - {name: w1, cohort: '2024', "
            "school_year: 2024-2025, occasion: T1, time: 1, accept: ['2']}",
        ),
    )
    study.instrument("{name: plain, format: plain_csv, fields: {wave: moment}}")
    study.file("plain.csv", "a1,a2,years,wish,meets,moment\n4,4,3,,,1\n2,1,3,,,voormeting\n2,1,3,,,2\n")
    (study.raw / "members.csv").unlink()
    study.run()
    assert study.table("received_responses")["wave"].tolist() == ["w0", "w0", "w1"]


def test_several_sheets_must_be_told_apart(tmp_path: Path) -> None:
    import xlsxwriter

    study = made(tmp_path, CONFIG + REGISTER.replace("members.csv", "members.xlsx"))
    (study.raw / "members.csv").unlink()
    with xlsxwriter.Workbook(str(study.raw / "members.xlsx")) as book:
        for name in ("A", "B"):
            book.add_worksheet(name).write_row(0, 0, ["Team", "E-mail", "School"])
    said = study.problems()
    assert said == ["data/raw/small/members.xlsx: holds 2 sheets; name the one that is meant ('sheet')"]
