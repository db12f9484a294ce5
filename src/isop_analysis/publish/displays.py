"""Joint displays as readers may have them: bands of teams, and what was raised in them."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from isop_analysis.base.reasons import read_reasons
from isop_analysis.contracts.cells import Count
from isop_analysis.contracts.table import Row

if TYPE_CHECKING:
    import pandas as pd

ALL = "all"
HUNDRED = 100.0
ENDS = ("estimate", "ci_low", "ci_high")
SLOPE = ("estimate", "ci_low", "ci_high", "p_value", "p_holm", "verdict", "holds", "status", "reason")
FEW = "few_or_nearly_all_raised"
Told = frozenset[tuple[str, str]]


def told_subjects(themes: Sequence[Row], width: int) -> Told:
    """Return the themes and codes that may stand in a display: those that `width` people raised.

    How many teams raised what a few people raised would bound these few from below.
    """
    return frozenset(
        (str(row["theme"]), str(row["code"])) for row in themes if Count.read(str(row["people"])).low >= width
    )


def few_behind(theme_scores: "pd.DataFrame") -> frozenset[tuple[str, str, str]]:
    """Return display, theme and code of what few people of a display's teams raised, or few did not."""
    return frozenset(
        (str(row["display"]), str(row["theme"]), str(row["code"]))
        for row in theme_scores.astype("object").to_dict("records")
        if any(reason.key == FEW for reason in read_reasons(row["reason"]))
    )


def display_rows(
    displays: "pd.DataFrame", width: int, told: Told, few: frozenset[tuple[str, str, str]] = frozenset()
) -> list[Row]:
    """Return the rows of joint_display: bands of teams, their mean, themes by team; segments in bands.

    How many teams raised a theme is told to two: none or one, two or three, …, all or all but one; and only
    where it is of many segments, and neither few of the people of the band raised it nor few did not: in how
    many teams they are would bound them. Few segments are not told, and nothing of what `few` people are said
    to have raised, or not to.
    """
    return [
        {name: row[name] for name in ("display", "scale", "band", "score_mean", "theme", "code")}
        | {name: str(int(row[name])) for name in ("teams", "teams_left_out")}
        | {"teams_with_theme": _of_teams(row, width)}
        | {"segments": str(Count.banded(n, width)) if (n := int(row["segments"])) >= width else None}
        for row in _of(displays, told)
        if (str(row["display"]), str(row["theme"]), str(row["code"])) not in few
    ]


def _of(rows: "pd.DataFrame", told: Told) -> list[dict[Any, Any]]:
    return [
        row
        for row in rows.astype("object").to_dict("records")
        if (str(row["theme"]), str(row["code"])) in told
    ]


def _of_teams(row: dict[Any, Any], width: int) -> str | None:
    raised, others = int(row["raised"]), int(row["asked"]) - int(row["raised"])
    if min(int(row["segments"]), raised, others) < width:
        return None
    return str(_some_of(int(row["teams_with_theme"]), int(row["teams"])))


def _some_of(part: int, whole: int) -> Count:
    return Count(whole - 1, whole) if part >= whole - 1 else Count.banded(part, 2)


def score_rows(theme_scores: "pd.DataFrame", told: Told, shown: Sequence[Row]) -> list[Row]:
    """Return the rows of theme_scores: slopes over teams, never how many people raised it in them.

    A slope is told over the `step` between the means of the lowest and the highest band, as these are `shown`
    in joint_display: over a whole point it would speak of teams that there are none of. Of a hundred people
    no more than a hundred can differ: what is left open beyond that is told as a hundred.
    """
    steps = _steps(shown)
    return [
        {name: row[name] for name in ("display", "scale", "theme", "code", "tests", *SLOPE)}
        | _over(steps.get(str(row["display"])), row)
        | {"teams": str(int(row["teams"]))}
        for row in _of(theme_scores, told)
    ]


def _steps(shown: Sequence[Row]) -> dict[str, float]:
    """Return for each display how far the published means of its lowest and its highest band lie apart."""
    means: dict[str, list[float]] = {}
    for row in shown:
        means.setdefault(str(row["display"]), []).append(round(float(str(row["score_mean"])), 1))
    apart = {display: round(max(own) - min(own), 1) for display, own in means.items()}
    return {display: step for display, step in apart.items() if step > 0}


def _over(step: float | None, row: dict[Any, Any]) -> Row:
    """Return a slope over a step of the score; nothing of it where bands are not shown apart."""
    told = {name: row[name] for name in ENDS if row[name] == row[name]}
    if step is None:
        return {"step": None, **dict.fromkeys(told)}
    return {"step": step} | {name: max(-HUNDRED, min(HUNDRED, step * own)) for name, own in told.items()}
