"""Stop at, or set to missing, numbers outside an item's range."""

import pandas as pd

from isop_analysis.cleaning.rules.judgement import Evidence, Judgement
from isop_analysis.study.cleaning_rules import OutOfRangeRule
from isop_analysis.study.problems import Problem, StudyError

SHOWN = 20


def apply(evidence: Evidence, rule: OutOfRangeRule) -> Judgement:
    """Return the cells that are set to missing.

    Raises
    ------
    StudyError
        With file, row, item, value and range of each cell, when the rule's action is to stop.
    """
    cells = evidence.outside[evidence.outside["response"].isin(evidence.responses.index)]
    if rule.action == "stop" and len(cells):
        raise StudyError(_problems(evidence, cells))
    reasons = [f"outside {_range(evidence, item)}; set to missing" for item in cells["item"]]
    values = [f"{value:g}" for value in cells["answer"]]
    changed = cells[["response", "item"]].assign(value=values, reason=reasons)
    return Judgement(pd.Series(dtype="object"), changed.reset_index(drop=True))


def _problems(evidence: Evidence, cells: pd.DataFrame) -> list[Problem]:
    problems = []
    for response, item, value in cells[["response", "item", "answer"]].head(SHOWN).itertuples(index=False):
        row = evidence.responses.loc[response]
        message = (
            f"item '{item}' holds {value:g}, outside {_range(evidence, item)}; correct the export or the "
            "instrument file, or let the rule out_of_range set_missing"
        )
        problems.append(Problem(str(row["file"]), message, int(row["file_row"])))
    if len(cells) > SHOWN:
        problems.append(
            Problem(problems[-1].file, f"and {len(cells) - SHOWN} more cells outside their range")
        )
    return problems


def _range(evidence: Evidence, item: str) -> str:
    low, high = evidence.ranges[item]
    return f"{low:g}–{high:g}"
