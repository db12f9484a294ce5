"""Slopes of displays as readers have them: rounded, of what enough people raised, without how many did."""

import pandas as pd

from isop_analysis.publish.displays import score_rows, told_subjects

ROW = {
    "display": "d",
    "scale": "skill",
    "theme": "roles",
    "code": "all",
    "teams": 12,
    "people": 48,
    "raised": 30,
    "estimate": 0.1234,
    "ci_low": 0.01,
    "ci_high": 0.2,
    "p_value": 0.03,
    "p_holm": 0.06,
    "tests": 2,
    "verdict": "goes_together",
    "holds": False,
    "status": "fitted",
    "reason": None,
}


def test_what_five_people_raised_may_stand_in_a_display() -> None:
    themes = [
        {"theme": "roles", "code": "all", "people": "5-9"},
        {"theme": "roles", "code": "clear", "people": "0-4"},
    ]
    assert told_subjects(themes, 5) == {("roles", "all")}


def test_a_slope_is_told_without_how_many_people_raised_it() -> None:
    (told,) = score_rows(pd.DataFrame([ROW, ROW | {"code": "clear"}]), frozenset([("roles", "all")]))
    assert told["teams"] == "12"
    assert told["holds"] is False
    assert not {"people", "raised"} & told.keys()
