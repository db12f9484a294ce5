"""Leerteam 11 of the demo at T0, by the rules of a team sheet: dots, boxes and the question."""

from typing import TYPE_CHECKING

from isop_analysis.contracts import read_table
from isop_analysis.contracts.published_files import read_published
from isop_analysis.contracts.published_sheets import read_index, read_sheet
from isop_analysis.publish.sheets import publish_sheets

if TYPE_CHECKING:
    from demo_study import Demo

EXPECTED = {
    "practice_integration": (4.0, 3.25, 4.0),
    "shared_identity": (4.0, 3.25, 4.0),
    "team_quality": (3.75, 3.0, 4.0),
    "new_perspectives": (4.25, 3.25, 4.25),
    "roles_tasks": (3.5, 3.25, 4.0),
    "network_skill": (4.0, 3.25, 4.0),
    "transfer": (4.0, 3.5, 4.0),
    "appreciative_attitude": (4.25, 3.5, 4.25),
    "proactive_attitude": (3.5, 3.5, 3.5),
}


def test_leerteam_11_by_the_rules(demo_run: "Demo") -> None:
    study = demo_run.study
    hidden = read_table("hidden_names", study.restricted).set_index("name")["pseudonym"]
    publish_sheets(study, study.table, lambda name: read_published(name, study.published))
    tables = read_sheet(study.sheets / str(hidden["LT11"]))
    sheet = tables["sheets"].iloc[0]
    told = ["wave", "state", "number", "members", "minimum", "rule", "question"]
    found = [str(sheet[name]) for name in told]
    assert found == ["c2023_t0", "shown", "11", "8", "5", "lowest", "roles_tasks"]
    assert float(sheet["line"]) == 2 / 16  # 0.61 points of four
    rows = tables["sheet_scales"].set_index("scale")
    shown = rows[rows["state"].astype("str") == "shown"]
    columns = ["dot", "low", "high"]
    assert {str(name): tuple(row) for name, row in shown[columns].iterrows()} == EXPECTED
    assert not shown["above"].any()
    states = {str(name): str(row["state"]) for name, row in rows.iterrows() if name not in shown.index}
    assert states == {
        "give_and_take": "weak",
        "team_grade": "single_item",
        "programme_preparation": "not_shown",
        "shared_goals": "not_shown",
    }
    codes = tables["sheet_codes"].astype("str")
    assert codes["code"].tolist() == ["role_clarity", "no_time", "parents_as_partner"]
    assert set(codes["wave"]) == {"c2023_t1"}
    assert len(read_index(study.sheets)) == 24
