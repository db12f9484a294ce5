import importlib
from pathlib import Path

import pytest
import xlsxwriter
from exported_study import CONFIG, Exported

from isop_analysis.base.reasons import read_reasons
from isop_analysis.study import StudyError

SITES = """
sites: {lrk: null}
outcomes:
  - name: under_advised
    title: {nl: advies, en: advice}
    domain: opportunities
    ages: 4-12
    level: site
    file: advice.csv
    key: [BRIN, LOC]
    year: JAAR
    value: ONDER
"""
KEYS = "site;brin;location;municipality\nDe Es;99XA;00;0222\nDe Berk;99XB;00;0222\nDe Linde;;;0222\n"
REGISTER = """
cleaning: {steps: [{rule: unknown_teams}]}
team_register:
  files: [register.xlsx]
  teams: {sheet: Leerteams, columns: {team: Leerteam, site: Locatie}}
  members: {sheet: Leden, columns: {team: Leerteam, email: E-mail}}
  attendance:
    sheet: Deelname
    columns: {team: Leerteam, email: E-mail, wave: Moment, offered: Aangeboden, attended: Aanwezig}
"""
SHEETS = {
    "Leerteams": [["Leerteam", "Locatie"], ["LT01", "De Es"], ["LT02", "De Berk"]],
    "Leden": [["Leerteam", "E-mail"], ["LT01", "an@x.nl"]],
    "Deelname": [["Leerteam", "E-mail", "Moment", "Aangeboden", "Aanwezig"]],
}
PLAIN = "{name: plain, format: plain_csv, files: 'plain*', fields: {team: leerteam}}"
MEND = "add it there, correct the answer, or set the rule unknown_teams to leave_out"


def step(name: str, study: Exported) -> None:
    importlib.import_module(f"isop_analysis.steps.{name}").run(study.load())


def with_sites(root: Path, rows: str) -> Exported:
    study = Exported.make(root, config=CONFIG + SITES)
    study.file("site_keys.csv", KEYS)
    study.file("advice.csv", "BRIN;LOC;JAAR;ONDER\n" + rows)
    return study


def test_site_with_no_outcome_row(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    study = with_sites(tmp_path, "99XA;00;2023;<5\n99ZZ;00;2023;7\n")
    step("import_context", study)
    note = (
        "no row for 2 of 3 sites (status no_row in the table outcomes); correct their keys in site_keys.csv, "
        "or leave it so: they have no outcome"
    )
    assert capsys.readouterr().out == f"data/raw/small/advice.csv (under_advised): {note}\n"
    (cell,) = study.table("context_report")["notes"].dropna()
    assert [str(one) for one in read_reasons(cell)] == [note]
    outcomes = study.table("outcomes").set_index("site")["status"]
    keys = study.table("site_keys").set_index("pseudonym")["site"]
    found = outcomes.rename(keys).to_dict()
    assert found == {
        "De Es": "suppressed",
        "De Berk": "no_row",
        "De Linde": "no_row",
    }


def test_site_twice_in_one_year(tmp_path: Path) -> None:
    study = with_sites(tmp_path, "99XA;00;2023;<5\n99XB;00;2023;7\n99XA;00;2023;6\n")
    with pytest.raises(StudyError) as raised:
        step("import_context", study)
    assert str(raised.value) == (
        "data/raw/small/advice.csv:4: the unit of this row stands in its school year already (line 2); "
        "keep one row"
    )


def test_team_in_the_answers_that_the_register_does_not_know(tmp_path: Path) -> None:
    study = Exported.make(tmp_path, PLAIN, config=CONFIG + REGISTER)
    book = xlsxwriter.Workbook(str(study.raw / "register.xlsx"))
    for name, rows in SHEETS.items():
        sheet = book.add_worksheet(name)
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    book.close()
    teams = ["lt 01", "LT01", "LT1", "Roos", ""]
    rows = [f"4,4,3,,,{team}" for team in teams]
    study.file("plain.csv", "\n".join(["a1,a2,years,wish,meets,leerteam", *rows]) + "\n")
    study.run()
    with pytest.raises(StudyError) as raised:
        step("clean_answers", study)
    assert [str(problem) for problem in raised.value.problems] == [
        f"plain.csv:2: the team of this row is not in the register; {MEND}",
        f"plain.csv:4: the team of this row is not in the register; {MEND}",
        f"plain.csv:5: the team of this row is not in the register; {MEND}",
    ]
