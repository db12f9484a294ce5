"""The case-ordered matrix: groups of five teams in the order of their scores, never a single team."""

from pathlib import Path

import pytest
from published_tables import change, publish, readers_study

from isop_analysis.report.annex.blocks import Table
from isop_analysis.report.annex.chapters.case_matrix import case_matrix
from isop_analysis.report.annex.context import Context
from isop_analysis.study.study import Study

CASES = "cases_by_quality"
HEADS = {
    "nl": ["Groep", "Teams", "Gemiddelde", "Rollen en taken", "Toepassen in de praktijk"],
    "en": ["Group", "Teams", "Mean", "Roles and tasks", "Transfer to practice"],
}
NOTE = {
    "nl": "Teams op volgorde van hun gemiddelde score op ‘Kwaliteit van het leerteam’ (T0), in groepjes",
    "en": "Teams in the order of their mean score on ‘Quality of the learning team’ (T0), in groups of five",
}


@pytest.fixture
def study(tmp_path: Path) -> Study:
    return readers_study(tmp_path)


def matrix(study: Study, language: str) -> Table:
    display = next(one for one in study.displays if one.name == CASES)
    (table,) = case_matrix(Context(study, language), display)  # type: ignore[arg-type]
    assert isinstance(table, Table)
    return table


@pytest.mark.parametrize("language", ["nl", "en"])
def test_groups_stand_lowest_first_with_their_mean_and_themes(study: Study, language: str) -> None:
    table = matrix(study, language)
    assert [str(one.text) for one in table.columns][:5] == HEADS[language]
    first, last = table.rows
    assert [str(one.text) for one in first.cells[:2]] == [{"nl": "Groep 1", "en": "Group 1"}[language], "5"]
    assert "row-joint_display-cases_by_quality-1-roles-all" in str(first.cells[2].text)
    assert [str(cell.text) for cell in first.cells[3:]] == ["–", "4–5", "4–5", "4–5"]
    assert [str(cell.text) for cell in last.cells[3:]] == ["8–9", "8–9", "8–9", "6–7"]
    assert str(table.note).startswith(NOTE[language])


def test_a_theme_that_is_not_told_in_a_group_has_a_dash_and_without_groups_there_is_no_table(
    study: Study,
) -> None:
    change(study, "joint_display", {"display": CASES, "band": 1, "theme": "transfer"}, teams_with_theme=None)
    assert str(matrix(study, "en").rows[0].cells[4].text) == "–"
    publish(study, "joint_display", [])
    display = next(one for one in study.displays if one.name == CASES)
    assert case_matrix(Context(study, "en"), display) == []
