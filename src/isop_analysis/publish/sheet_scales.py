"""What is told of a scale on the sheets of all teams of one occasion: dots, boxes, the line, probabilities.

All but a team's own dot comes from the report's published tables of teams. While those are held back because
a few people left since a release, the sheets of other teams stay the same too.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from typing import TYPE_CHECKING

from isop_analysis.publish.sheet_members import Members, Read
from isop_analysis.publish.sheet_rules import Row, above_mean
from isop_analysis.publish.team_gate import PARTS, on_grid, steps_of, told_beside
from isop_analysis.publish.teams import LEAST_TEAMS, NORMAL, nearest_part, spread_rows, team_rows, told_teams

if TYPE_CHECKING:
    import pandas as pd

    from isop_analysis.study.instrument import Instrument, Scale
    from isop_analysis.study.study import Study

At = tuple[str, str]
"""A team at a wave."""
Which = tuple[str, str]
"""A scale at an occasion."""


@dataclass(frozen=True)
class TeamTables:
    """What the report tells of all teams, by scale and occasion, in points of the scale.

    Attributes:
        dots: nameless means, lowest first; absent where the report has none.
        margins: half the interval that every dot has.
    """

    dots: Mapping[Which, tuple[float, ...]]
    margins: Mapping[Which, float]


def team_tables(study: "Study", read: Read, published: Read) -> TeamTables:
    """Return the published tables of teams; today's where config publishes none, or a scale has no margin."""
    import pandas as pd

    now = told_teams(study, read("scale_scores"))
    dots, spread = published("team_scores"), published("team_spread")
    if "team_scores" not in study.config.privacy.breakdowns:
        columns = ["scale", "occasion", "place", "mean"]
        dots = pd.DataFrame(team_rows(now), columns=columns)
    margins = _margins(pd.DataFrame(spread_rows(now), columns=["scale", "occasion", "margin"]))
    return TeamTables(_dots(dots), margins | _margins(spread))


def _dots(rows: "pd.DataFrame") -> dict[Which, tuple[float, ...]]:
    found: dict[Which, list[float]] = {}
    columns = (rows[name].astype("str") for name in ("scale", "occasion"))
    for scale, occasion, mean in zip(*columns, rows["mean"].astype("float64"), strict=True):
        found.setdefault((scale, occasion), []).append(mean)
    return {which: tuple(sorted(own)) for which, own in found.items()}


def _margins(rows: "pd.DataFrame") -> dict[Which, float]:
    known = rows[rows["margin"].notna()]
    columns = (known[name].astype("str") for name in ("scale", "occasion"))
    both = zip(*columns, known["margin"].astype("float64"), strict=True)
    return {(scale, occasion): margin for scale, occasion, margin in both}


@dataclass(frozen=True)
class Told:
    """What all teams' sheets of an occasion are made of, for one scale.

    Attributes:
        low, high, steps: the scale's range and how many steps its scores have.
        dots: the report's, as shares of the range.
        margin: half the interval that every dot has, as a share of the range; None where nobody knows.
    """

    scale: str
    low: float
    high: float
    steps: int
    dots: tuple[float, ...]
    margin: float | None

    @cached_property
    def box(self) -> tuple[float, float] | None:
        """Where the middle eight of ten teams lie, to a sixteenth of the range; from eight teams up."""
        import numpy as np

        if len(self.dots) < LEAST_TEAMS:
            return None
        low, high = (self._point(float(end)) for end in np.percentile(self.dots, [10, 90]))
        return nearest_part(low, self.low, self.high), nearest_part(high, self.low, self.high)

    def _point(self, share: float) -> float:
        return self.low + share * (self.high - self.low)

    def above(self, dot: float) -> float | None:
        """Return the probability that a team at this dot lies above the mean; None below eight teams."""
        dots = self.dots if dot in self.places else (*self.dots, dot)
        if len(dots) < LEAST_TEAMS or not self.margin:
            return None
        return _chances(dots, self.margin / NORMAL)[dot]

    @cached_property
    def places(self) -> frozenset[float]:
        """Where the report has dots."""
        return frozenset(self.dots)


@cache
def _chances(dots: tuple[float, ...], error: float) -> dict[float, float]:
    """Return the probability of lying above the mean of all teams, by dot: teams share few places."""
    return dict(zip(dots, above_mean(dots, error), strict=True))


def told_of(tables: TeamTables, instrument: "Instrument", scale: "Scale", occasion: str) -> Told:
    """Return what is told of a scale's teams at an occasion."""
    from isop_analysis.measurement.scores import answer_range, score_range

    low, high = score_range(instrument, scale)
    which = (scale.name, occasion)
    dots = tuple(round((dot - low) / (high - low) * PARTS) / PARTS for dot in tables.dots.get(which, ()))
    margin = tables.margins.get(which)
    share = None if margin is None else margin / (high - low)
    return Told(
        scale.name, low, high, steps_of(*answer_range(instrument, scale), len(scale.items)), dots, share
    )


def row_of(members: Members, told: Told, at: At, minimum: int) -> Row | None:
    """Return what a team's sheet says of the scale: None where nothing may be said.

    Where others answered whom the sheet does not count, its dot must be one of the report's: beside dots
    among which it is not, it would tell that somebody refused the sheet.
    """
    scores = members.counted(*at, told.scale)
    if len(scores) < minimum:
        return None
    counted, others = (
        on_grid(own, told.low, told.high, told.steps)
        for own in (scores.values(), members.others(*at, told.scale))
    )
    found = told_beside(counted, others, told.steps)
    if found is None or (others and found / PARTS not in told.places):
        return None
    return Row(told.scale, found / PARTS, told.above(found / PARTS))


def common_line(told: "list[Told]") -> float | None:
    """Return half the line that every dot has, to a sixteenth of the range.

    It is the root mean square of the scales' margins, as shares of their ranges.
    """
    margins = [one.margin for one in told if one.margin is not None]
    if not margins:
        return None
    half = (sum(margin**2 for margin in margins) / len(margins)) ** 0.5
    return max(1 / PARTS, nearest_part(half, 0, 1))
