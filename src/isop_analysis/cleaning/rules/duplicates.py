"""Of several responses of one person to one instrument (about one team) in one wave keep one.

Only linked responses can be duplicates. Of equally complete ones the first is kept.
"""

import pandas as pd

from isop_analysis.cleaning.dates import legible_times
from isop_analysis.cleaning.rules.judgement import Evidence, Judgement, left_out
from isop_analysis.study.cleaning_rules import DuplicatesRule


def apply(evidence: Evidence, rule: DuplicatesRule) -> Judgement:
    """Return the responses that give way to another of the same person."""
    rows = evidence.responses
    about = rows["team"].astype("object").where(rows["by_team"], "")
    keys = rows[["person", "instrument", "wave"]].astype("object").assign(about=about)
    keys = keys[keys.duplicated(keep=False)]
    if keys.empty:
        return left_out(pd.Series(False, index=rows.index), "")
    several = rows.loc[keys.index]
    order = pd.DataFrame({"time": legible_times(several["started"]), "number": several.index})
    order = order.set_axis(several.index).assign(fewer=-several["scale_answered"])
    by = {
        "most_complete": ["fewer", "time", "number"],
        "first": ["time", "number"],
        "last": ["time", "number"],
    }[rule.keep]
    order = order.sort_values(by, ascending=rule.keep != "last", kind="stable", na_position="last")
    gives_way = keys.loc[order.index].duplicated(keep="first")
    words = {"most_complete": "the most complete", "first": "the first", "last": "the last"}
    return left_out(gives_way, f"answered more than once; {words[rule.keep]} response is kept")
