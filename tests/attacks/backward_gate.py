"""Attack: the gate run backwards, by readers of the open code.

That a dot is told at all says that its row of scores passed. One member, or two who pool, write down every
row of scores that fits what they know, run the gate on each, and drop those of which it would have told
something else.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import combinations, combinations_with_replacement
from typing import TYPE_CHECKING

from sheet_readers import WIDEST

from isop_analysis.measurement.scores import answer_range, score_range
from isop_analysis.publish.team_gate import told_beside, told_dot
from isop_analysis.publish.teams import scores_of_teams

if TYPE_CHECKING:
    from isop_analysis.study import Study

Points = tuple[int, ...]
Coalition = tuple[Points, Points]
Room = dict[tuple[Coalition, int], tuple[int, int]]


@dataclass(frozen=True)
class Passed:
    """A row that was told: scores in steps, of those a dot counts and of others the report counts."""

    counted: Points
    others: Points
    steps: int


def narrowest_backwards(row: Passed) -> float:
    """Return the narrowest range of a colleague's score, as a share of all, among rows told alike."""
    alike = _told_alike(len(row.counted), len(row.others), row.steps, _sixteenths(row), _of_all(row))
    return narrowest_among(alike, row)


def narrowest_among(room: Room, row: Passed) -> float:
    """Return how little room the members of a row have, by what rows told alike leave each coalition."""
    own = list(_secrets(row.counted, row.others))
    assert all(one in room for one in own)
    return min((room[one][1] - room[one][0]) / row.steps for one in own)


def room_of(rows: Iterable[tuple[Points, Points]]) -> Room:
    """Return the least and the most that each coalition must reckon with, for either kind of colleague."""
    found: Room = {}
    for counted, others in rows:
        for known, (least, most) in _secrets(counted, others).items():
            low, high = found.get(known, (least, most))
            found[known] = min(low, least), max(high, most)
    return found


def _secrets(counted: Points, others: Points) -> Room:
    people = sorted([(0, one) for one in counted] + [(1, one) for one in others])
    found: Room = {}
    for size in (1, 2):
        for own in combinations(range(len(people)), size):
            known = (
                tuple(people[place][1] for place in own if people[place][0] == 0),
                tuple(people[place][1] for place in own if people[place][0] == 1),
            )
            for kind in (0, 1):
                rest = [
                    one for place, (which, one) in enumerate(people) if which == kind and place not in own
                ]
                if rest:
                    found[known, kind] = rest[0], rest[-1]
    return found


@cache
def _told_alike(counted: int, others: int, steps: int, dot: int, of_all: int) -> Room:
    return room_of(_passing(counted, others, steps, dot, of_all))


def _passing(counted: int, others: int, steps: int, dot: int, of_all: int) -> Iterator[tuple[Points, Points]]:
    for own in combinations_with_replacement(range(steps + 1), counted):
        if round(sum(own) * 16 / (counted * steps)) != dot:
            continue
        for rest in combinations_with_replacement(range(steps + 1), others):
            total = sum(own) + sum(rest)
            if round(total * 16 / ((counted + others) * steps)) == of_all and (
                told_beside(own, rest, steps) is not None
            ):
                yield own, rest


def _sixteenths(row: Passed) -> int:
    return round(sum(row.counted) * 16 / (len(row.counted) * row.steps))


def _of_all(row: Passed) -> int:
    everyone = [*row.counted, *row.others]
    return round(sum(everyone) * 16 / (len(everyone) * row.steps))


def dots_of_the_report(study: "Study", largest: int) -> Iterator[Passed]:
    """Yield teams of at most so many whose dot the report may show."""
    teams = scores_of_teams(study, study.table("scale_scores"))
    for instrument, scale in study.scales:
        (low, high), answers = score_range(instrument, scale), answer_range(instrument, scale)
        steps = round((answers[1] - answers[0]) * len(scale.items))
        for occasion in dict.fromkeys(wave.occasion for wave in study.config.waves):
            for scores in teams.get((scale.name, occasion), {}).values():
                points = tuple(sorted(round((one - low) / (high - low) * steps) for one in scores))
                if 5 <= len(points) <= largest and steps <= 20 and told_dot(points, steps) is not None:
                    yield Passed(points, (), steps)


def gives_away(row: Passed) -> bool:
    """Tell whether one member, or two, bound a colleague to less than a third of the range."""
    return narrowest_backwards(row) < WIDEST - 1e-9
