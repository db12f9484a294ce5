"""Columns called a team against the teams of the register: pupils' "groep" may be the year they are in."""

from dataclasses import replace

from isop_analysis.answers.spelling import folded
from isop_analysis.drafting.closed_answers import closed_answers
from isop_analysis.drafting.judged import Judged, JudgedTable
from isop_analysis.drafting.register_draft import DraftRegister


def with_known_teams(table: JudgedTable, register: DraftRegister | None) -> JudgedTable:
    """Return the table; a column called team of numbers or answers that name no team is a question."""
    if register is None or not register.teams_named:
        return table
    columns = tuple(_question(one, register.teams_named) or one for one in table.columns)
    return replace(table, columns=columns)


def _question(one: Judged, teams: frozenset[str]) -> Judged | None:
    if one.kind != "team" or any(folded(cell) in teams for cell in one.column.different):
        return None
    answers = closed_answers(one.column)
    if answers is None:
        return None
    return replace(one, kind="number" if answers.open_ended else "closed", answers=answers)
