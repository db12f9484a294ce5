"""What a growth model implies for each team: the mean of its members' fitted scores at each time."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from isop_analysis.models.multilevel.fits import Row
    from isop_analysis.models.multilevel.outcomes import Outcome


def line_rows(outcome: "Outcome", minimum_people: int) -> "list[Row]":
    """Return the rows of model_lines; points of fewer people than may be shown are left out."""
    if outcome.fit is None or outcome.model.kind != "growth" or "team" not in outcome.frame:
        return []
    frame = outcome.frame.loc[outcome.fit.fitted.index].assign(fitted=outcome.fit.fitted)
    points = frame.groupby(["team", "time"], as_index=False).agg(
        fitted=("fitted", "mean"), people=("person", "nunique")
    )
    points = points[points["people"] >= minimum_people]
    head: Row = {"model": outcome.model.name, "scale": outcome.scale}
    return [
        head
        | {
            "team": row["team"],
            "time": row["time"],
            "fitted": row["fitted"],
            "ci_low": None,
            "ci_high": None,
        }
        for row in points.to_dict("records")
    ]
