"""The rules: each looks at the responses still in and says which to leave out, and why."""

from collections.abc import Callable
from dataclasses import dataclass, field

import pandas as pd

from isop_analysis.base.nearest import told
from isop_analysis.base.reasons import Reason
from isop_analysis.cleaning.dates import legible_times
from isop_analysis.study.cleaning_rules import (
    ConsentRule,
    DuplicatesRule,
    OutOfRangeRule,
    SpeedersRule,
    StraightLinersRule,
    TestAnswersRule,
    UnfinishedRule,
    UnknownTeamsRule,
)
from isop_analysis.study.problems import Problem, StudyError

CELL_COLUMNS = ["response", "item", "value", "reason"]
SHOWN = 20


@dataclass(frozen=True)
class Evidence:
    """The responses still in (index: response), their cells outside a range, the register's teams.

    Columns of `responses`: instrument, wave, file, file_row, person, linked_by, team, unknown_team, test,
    started, seconds, refusal (the reason why consent lacks), scale_items, by_team (whether the instrument is
    about teams), and those of the tally. `ranges` holds the lowest and highest answer of each item.
    """

    responses: pd.DataFrame
    outside: pd.DataFrame
    ranges: dict[str, tuple[float, float]]
    teams: tuple[str, ...] = ()


@dataclass(frozen=True)
class Judgement:
    """The reason per response that is left out (index: response), and the cells that are changed."""

    reasons: pd.Series
    cells: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=CELL_COLUMNS))


def left_out(which: pd.Series, reason: Reason) -> Judgement:
    """Leave out the responses marked in `which`, all for one reason."""
    chosen = which[which.fillna(False).astype(bool)]
    return Judgement(pd.Series([reason] * len(chosen), index=chosen.index, dtype="object"))


def by_consent(evidence: Evidence, rule: ConsentRule) -> Judgement:
    """Leave out responses of people who did not agree to the survey, or who withdrew before answering.

    The refusals were looked up when responses were linked. Nameless responses stay, at team level: there is
    nobody whose consent could be looked up. Tests are nobody's: they are left to the rule test_answers,
    whichever comes first.
    """
    asked = evidence.responses[~evidence.responses["test"].astype(bool)]
    return Judgement(asked["refusal"].dropna().astype("object"))


def by_test_answers(evidence: Evidence, rule: TestAnswersRule) -> Judgement:
    """Leave out previews and test answers, as import marked them by status or address."""
    return left_out(evidence.responses["test"], Reason("preview_or_test"))


def by_unknown_teams(evidence: Evidence, rule: UnknownTeamsRule) -> Judgement:
    """Stop at, or leave out, answers about a team the register does not know; no team is no unknown team.

    Raises
    ------
    StudyError
        With file and row, when the rule's action is to stop.
    """
    unknown = evidence.responses[evidence.responses["unknown_team"].notna()]
    if rule.action == "stop" and len(unknown):
        rows = unknown[["file", "file_row"]].itertuples(index=False)
        message = (
            "the team of this row is not in the register; add it there, correct the answer, or set the rule "
            "unknown_teams to leave_out"
        )
        raise StudyError([Problem(str(file), message, int(row)) for file, row in rows])
    return left_out(evidence.responses["unknown_team"].notna(), Reason("team_not_in_register"))


def by_unfinished(evidence: Evidence, rule: UnfinishedRule) -> Judgement:
    """Leave out responses with too small a share of the scale items answered.

    A choice such as 'not applicable' or 'don't know' is an answer here: the respondent came by. Instruments
    without closed items have no share.
    """
    rows = evidence.responses
    too_few = rows["scale_answered"] < rule.minimum_share * rows["scale_items"]
    return left_out(too_few, Reason("few_items_answered", percent=100 * rule.minimum_share))


def by_duplicates(evidence: Evidence, rule: DuplicatesRule) -> Judgement:
    """Of several responses of one person to one instrument (about one team) in one wave keep one.

    Only linked responses can be duplicates. Of equally complete ones the first is kept.
    """
    rows = evidence.responses
    reason = Reason("answered_twice", kept=rule.keep)
    about = rows["team"].astype("object").where(rows["by_team"], "")
    keys = rows[["person", "instrument", "wave"]].astype("object").assign(about=about)
    keys = keys[keys.duplicated(keep=False)]
    if keys.empty:
        return left_out(pd.Series(False, index=rows.index), reason)
    several = rows.loc[keys.index]
    order = pd.DataFrame({"time": legible_times(several["started"]), "number": several.index})
    order = order.set_axis(several.index).assign(fewer=-several["scale_answered"])
    by = ["fewer", "time", "number"] if rule.keep == "most_complete" else ["time", "number"]
    order = order.sort_values(by, ascending=rule.keep != "last", kind="stable", na_position="last")
    return left_out(keys.loc[order.index].duplicated(keep="first"), reason)


def by_speed(evidence: Evidence, rule: SpeedersRule) -> Judgement:
    """Leave out responses with fewer seconds an answered scale item than the rule asks for.

    Those without a duration are not judged.
    """
    rows = evidence.responses
    seconds = rows["seconds"].astype("Float64")
    fast = (rows["scale_answered"] > 0) & (seconds < rule.seconds_per_item * rows["scale_answered"])
    return left_out(fast, Reason("answered_too_fast", seconds=rule.seconds_per_item))


def by_straight_lines(evidence: Evidence, rule: StraightLinersRule) -> Judgement:
    """Leave out responses whose scale items all carry one answer although some items are reversed.

    Answers are compared as given, before any is turned round, over the items that share an answer scale with
    reversed ones (a mark from 1 to 10 beside them doesn't count); both kinds must have been answered.
    """
    rows = evidence.responses
    given = rows["reversed_given"] + rows["straight_given"]
    same = (rows["lowest"] == rows["highest"]) & (given >= rule.minimum_items)
    against = (rows["reversed_given"] > 0) & (rows["straight_given"] > 0)
    return left_out(same & against, Reason("same_answer_throughout"))


def by_range(evidence: Evidence, rule: OutOfRangeRule) -> Judgement:
    """Stop at, or set to missing, numbers outside an item's range.

    Raises
    ------
    StudyError
        With file, row, item, value and range of each cell, when the rule's action is to stop.
    """
    cells = evidence.outside[evidence.outside["response"].isin(evidence.responses.index)]
    if rule.action == "stop" and len(cells):
        raise StudyError(_range_problems(evidence, cells))
    ranges = [evidence.ranges[item] for item in cells["item"]]
    reasons = [Reason("outside_range", low=low, high=high) for low, high in ranges]
    changed = cells[["response", "item"]].assign(
        value=[told(f"{value:.15g}") for value in cells["answer"]],
        reason=pd.Series(reasons, index=cells.index, dtype="object"),
    )
    return Judgement(pd.Series(dtype="object"), changed.reset_index(drop=True))


def _range_problems(evidence: Evidence, cells: pd.DataFrame) -> list[Problem]:
    problems = []
    for response, item, value in cells[["response", "item", "answer"]].head(SHOWN).itertuples(index=False):
        row, (low, high) = evidence.responses.loc[response], evidence.ranges[item]
        message = (
            f"item '{item}' holds {told(f'{value:.15g}')}, outside {low:g}–{high:g}; correct the export or "
            "the instrument file, or let the rule out_of_range set_missing"
        )
        problems.append(Problem(str(row["file"]), message, int(row["file_row"])))
    if len(cells) > SHOWN:
        problems.append(
            Problem(problems[-1].file, f"and {len(cells) - SHOWN} more cells outside their range")
        )
    return problems


RULES: dict[str, Callable[..., Judgement]] = {
    "consent": by_consent,
    "test_answers": by_test_answers,
    "unknown_teams": by_unknown_teams,
    "unfinished": by_unfinished,
    "duplicates": by_duplicates,
    "speeders": by_speed,
    "straight_liners": by_straight_lines,
    "out_of_range": by_range,
}
