"""Sessions offered and attended per member × team × occasion, and the doses that follow."""

from dataclasses import dataclass
from functools import cached_property

from isop_analysis.demo.chance import generator
from isop_analysis.demo.population import Membership, Population
from isop_analysis.demo.presets import Preset

OFFERED = (2, 6, 5)


@dataclass(frozen=True)
class Attended:
    """One row of the register's attendance: sessions since the occasion before."""

    membership: Membership
    occasion: int
    offered: int
    attended: int
    reflections: int


@dataclass(frozen=True)
class Attendance:
    """All rows, and the share of sessions a person attended."""

    rows: tuple[Attended, ...]

    @cached_property
    def _by_membership(self) -> dict[Membership, list[Attended]]:
        found: dict[Membership, list[Attended]] = {}
        for row in self.rows:
            found.setdefault(row.membership, []).append(row)
        return found

    def dose(self, membership: Membership, occasion: int) -> float:
        """Return attended ÷ offered in this team up to and with the occasion; 0 if nothing was offered."""
        rows = [row for row in self._by_membership.get(membership, []) if row.occasion <= occasion]
        offered = sum(row.offered for row in rows)
        return sum(row.attended for row in rows) / offered if offered else 0.0


def attend(preset: Preset, population: Population, occasions: int) -> Attendance:
    """Draw who attended how many sessions: teams differ, people differ more, occasions a little."""
    import numpy as np

    random = generator(preset.seed, "attendance")
    team_level = {team.name: random.normal(1.1, 0.5) for team in population.teams}
    person_level = random.normal(0.0, 1.0, len(population.persons))
    extra = {
        (team.name, occasion): int(random.integers(-1, 2)) if occasion else 0
        for team in population.teams
        for occasion in range(occasions)
    }
    rows = []
    for membership in population.memberships:
        for occasion in range(membership.first, membership.last + 1):
            offered = OFFERED[occasion] + extra[membership.team, occasion]
            level = team_level[membership.team] + person_level[membership.person] + random.normal(0, 0.5)
            attended = int(random.binomial(offered, 1 / (1 + np.exp(-level))))
            rows.append(
                Attended(membership, occasion, offered, attended, int(random.binomial(attended, 0.4)))
            )
    return Attendance(tuple(rows))
