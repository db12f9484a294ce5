"""Stop at, or leave out, answers about a team that the register does not know; no team is no unknown team."""

from isop_analysis.cleaning.rules.judgement import Evidence, Judgement, left_out
from isop_analysis.study.cleaning_rules import UnknownTeamsRule
from isop_analysis.study.problems import Problem, StudyError, meant


def apply(evidence: Evidence, rule: UnknownTeamsRule) -> Judgement:
    """Return the responses that name an unknown team.

    Raises
    ------
    StudyError
        With file, row, the team and the nearest known one, when the rule's action is to stop.
    """
    unknown = evidence.responses[evidence.responses["unknown_team"].notna()]
    if rule.action == "stop" and len(unknown):
        rows = unknown[["file", "file_row", "unknown_team"]].itertuples(index=False)
        raise StudyError(
            [Problem(str(file), _told(str(team), evidence.teams), int(row)) for file, row, team in rows]
        )
    return left_out(evidence.responses["unknown_team"].notna(), "team is not in the register")


def _told(team: str, known: tuple[str, ...]) -> str:
    mend = "add it there, correct the answer, or set the rule unknown_teams to leave_out"
    return f"team '{team}' is not in the register; {mend}{meant(team, list(known))}"
