"""Slopes of displays as readers have them: rounded, of what enough people raised, without how many did."""

import pandas as pd
import pytest

from isop_analysis.base.reasons import Reason, written
from isop_analysis.contracts.table import Row
from isop_analysis.publish.displays import display_rows, few_behind, score_rows, told_subjects

ROW = {
    "display": "d",
    "scale": "skill",
    "theme": "roles",
    "code": "all",
    "teams": 12,
    "people": 48,
    "raised": 30,
    "estimate": 40.4,
    "ci_low": 0.3,
    "ci_high": 120.0,
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


def test_what_few_people_of_the_teams_raised_stands_in_no_band_of_theirs() -> None:
    few = ROW | {"reason": written([Reason("few_or_nearly_all_raised", needed=5)]), "status": "refused"}
    other = ROW | {"display": "e", "reason": written([Reason("teams_alike_to_compare")])}
    found = few_behind(pd.DataFrame([few, other, ROW | {"theme": "transfer"}]))
    assert found == {("d", "roles", "all")}
    band = {"scale": "skill", "theme": "roles", "code": "all", "band": 1, "teams": 6, "score_mean": 3.2}
    band |= {"teams_with_theme": 2, "segments": 12, "raised": 9, "asked": 20, "teams_left_out": 3}
    rows = pd.DataFrame([band | {"display": "d"}, band | {"display": "e"}])
    told = display_rows(rows, 5, frozenset([("roles", "all")]), found)
    assert [row["display"] for row in told] == ["e"]


@pytest.mark.parametrize(
    ("segments", "raised", "told"),
    [(12, 9, "2-3"), (4, 4, None), (12, 4, None), (12, 5, "2-3"), (12, 15, "2-3"), (16, 16, None)],
)
def test_in_how_many_teams_is_told_where_neither_few_of_a_band_raised_it_nor_few_did_not(
    segments: int, raised: int, told: str | None
) -> None:
    """Two teams at least, in segments of 0–4: two to four people. Of every display, in each band."""
    band = {"display": "cases", "scale": "skill", "theme": "roles", "code": "all", "band": 1, "teams": 6}
    band |= {"score_mean": 3.2, "teams_with_theme": 2, "teams_left_out": 3}
    row = band | {"segments": segments, "raised": raised, "asked": 20}
    (found,) = display_rows(pd.DataFrame([row]), 5, frozenset([("roles", "all")]))
    assert found["teams_with_theme"] == told


def test_a_slope_is_told_without_how_many_people_raised_it() -> None:
    rows = pd.DataFrame([ROW, ROW | {"code": "clear"}])
    bands: list[Row] = [{"display": "d", "score_mean": mean} for mean in (2.74, 3.2, 3.68)]
    (told,) = score_rows(rows, frozenset([("roles", "all")]), bands)
    assert told["teams"] == "12"
    # Over the step between the means of the outer bands as they are published: 3.7 - 2.7.
    assert told["step"] == 1.0
    assert (told["estimate"], told["ci_low"], told["ci_high"]) == (40.4, 0.3, 100.0)
    (half,) = score_rows(rows, frozenset([("roles", "all")]), bands[:2])
    assert (half["step"], half["estimate"]) == (0.5, 20.2)
    (none,) = score_rows(rows, frozenset([("roles", "all")]), [])
    assert (none["step"], none["estimate"], none["ci_low"]) == (None, None, None)
    assert told["holds"] is False
    assert not {"people", "raised"} & told.keys()
