"""What is told of a scale on the sheets of all teams of one occasion: dots, words, boxes, probabilities."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from isop_analysis.publish.sheet_gate import Said, Scores, keeps_all, shares, steps_of
from isop_analysis.publish.sheet_members import Members
from isop_analysis.publish.sheet_rules import Agreement, Row, above_mean, agreement_of, spread_of
from isop_analysis.publish.teams import LEAST_DOTS, LEAST_TEAMS, NORMAL, dot_of, nearest_part, step_of

if TYPE_CHECKING:
    from isop_analysis.study.instrument import Instrument, Scale
    from isop_analysis.study.study import Study

At = tuple[str, str]
"""A team at a wave."""


@dataclass(frozen=True)
class Told:
    """What all teams' sheets of an occasion are made of, for one scale.

    Attributes:
        low, high, steps: the scale's range and how many steps its scores have.
        reported: the dots that the report shows, by team and wave.
        squares, df: sum of squares within teams and its degrees of freedom, as shares of the range.
    """

    scale: str
    low: float
    high: float
    steps: int
    reported: Mapping[At, float]
    squares: float
    df: int

    @property
    def box(self) -> tuple[float, float] | None:
        """Where the middle eight of ten teams lie, to a sixteenth of the range; from eight teams up."""
        import numpy as np

        if len(self.reported) < LEAST_TEAMS:
            return None
        low, high = np.percentile(list(self.reported.values()), [10, 90])
        return nearest_part(float(low), self.low, self.high), nearest_part(float(high), self.low, self.high)

    def share(self, value: float) -> float:
        """Return a score as a share of the range."""
        return (value - self.low) / (self.high - self.low)

    def above(self, at: At, dot: float, minimum: int) -> float | None:
        """Return the team's probability of lying above the mean; None with fewer than eight teams."""
        dots = {one: self.share(value) for one, value in self.reported.items()} | {at: self.share(dot)}
        if len(dots) < LEAST_TEAMS or self.df < 1 or self.squares <= 0:
            return None
        chances = above_mean(list(dots.values()), (self.squares / self.df / minimum) ** 0.5)
        return dict(zip(dots, chances, strict=True))[at]


def told_of(
    study: "Study", members: Members, instrument: "Instrument", scale: "Scale", occasion: str
) -> Told:
    """Return what is told of a scale's teams at an occasion; the report counts everyone who answered."""
    import numpy as np

    from isop_analysis.measurement.scores import answer_range, score_range

    low, high = score_range(instrument, scale)
    minimum, step = study.config.privacy.minimum_team, step_of(low, high, len(scale.items))
    waves = {wave.name for wave in study.config.waves if wave.occasion == occasion}
    own = {
        (team, wave): np.array(list(people.values()))
        for (team, wave, name), people in sorted(members.scores.items())
        if name == scale.name and wave in waves
    }
    dots = {at: dot for at, one in own.items() if (dot := dot_of(one, low, high, step, minimum)) is not None}
    squares = sum(float(((one - one.mean()) ** 2).sum()) for one in own.values()) / (high - low) ** 2
    steps = steps_of(*answer_range(instrument, scale), len(scale.items))
    reported = dots if len(dots) >= LEAST_DOTS else {}
    return Told(scale.name, low, high, steps, reported, squares, sum(len(one) - 1 for one in own.values()))


def row_of(study: "Study", members: Members, told: Told, at: At) -> Row | None:
    """Return what a team's sheet says of the scale: None where nothing may be said.

    A word from which somebody's score could be worked out becomes "partly": that is safe where it would be
    for members who agree partly, so that nobody can tell one from the other. Where it is not, the row goes.
    """
    import numpy as np

    sheet, minimum = study.config.sheet, study.config.privacy.minimum_team
    counted = members.counted(*at, told.scale)
    if sheet is None or len(counted) < minimum:
        return None
    values = np.array(list(counted.values()))
    dot = nearest_part(float(values.mean()), told.low, told.high)
    sd = float(values.std(ddof=1)) / (told.high - told.low)
    others = shares(members.others(*at, told.scale), told.low, told.high)
    scores = Scores(shares(values.tolist(), told.low, told.high), others, told.steps)
    words: list[Agreement] = list(dict.fromkeys([agreement_of(sd, sheet.agreement), "partly"]))
    for word in words:
        reported = told.reported.get(at)
        said = Said(
            told.share(dot),
            spread_of(word, sheet.agreement),
            told.share(reported) if reported is not None else None,
        )
        if keeps_all(scores, said):
            return Row(told.scale, told.share(dot), word, told.above(at, dot, minimum))
    return None


def common_line(told: "list[Told]", minimum: int) -> float | None:
    """Return half the line that every dot has, as a share of the range: 1.96 pooled SDs, over root five."""
    squares, df = sum(one.squares for one in told), sum(one.df for one in told)
    return NORMAL * (squares / df / minimum) ** 0.5 if df else None
