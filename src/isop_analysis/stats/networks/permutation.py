"""The E–I index against chance: professions change hands within each team, ties stay as they were given."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from isop_analysis.base.reasons import Refused
from isop_analysis.stats.networks.heterogeneity import ei_index
from isop_analysis.stats.networks.team_networks import members_of
from isop_analysis.stats.networks.tie_table import Ties

TOUCH = 1e-9
"""What lies as far from the mean as what was found counts, though the mean is rounded."""


@dataclass(frozen=True)
class EiPermutation:
    """What was found, what chance gives, and how often chance gives something as far away.

    ei, expected
        E–I index of all ties together, −1 to 1, and its exact mean over all permutations.
    p_value
        Two-sided, (as_far + 1)/(draws + 1), never 0 (Phipson & Smyth 2010, Statistical Applications in
        Genetics and Molecular Biology 9, 39).
    as_far
        Draws whose index lies at least as far from `expected`, on either side.
    people, ties, teams
        Respondents and the ties that they gave; teams in which professions can change hands.
    """

    ei: float
    expected: float
    p_value: float
    as_far: int
    draws: int
    people: int
    ties: int
    teams: int


def ei_permutation(
    found: Ties,
    members: pd.DataFrame,
    *,
    content: str | None = None,
    at_least: float | None = None,
    draws: int = 9999,
    seed: int = 1,
) -> EiPermutation:
    """Return whether ties leave one's own profession more or less than if professions were dealt in teams.

    Labels of own professions are permuted among the respondents of each team; who names which profession
    stays. What differs between teams (which professions they have, how much they name) is thus no evidence.

    Parameters
    ----------
    found
        Ties; content and at_least as of `Ties.amounts`.
    members
        person, team, profession; of respondents each is in one team.
    draws
        Permutations, 1 or more.
    seed
        Of the draws: the same numbers, whatever the order of the rows.

    Raises
    ------
    Refused
        As `teams`; also for a respondent in two teams, no team with two professions, no ties, fewer than one
        draw.
    """
    if draws < 1:
        raise Refused("networks_draws", found=draws)
    dealt = _Deal.of(found.amounts(content, at_least), _placed(found, members))
    internal, expected, total = dealt.internal, dealt.expected, int(dealt.counts.sum())
    far = np.abs(dealt.drawn(draws, seed) - expected) >= abs(internal - expected) - TOUCH
    as_far = int(far.sum())
    return EiPermutation(
        ei=float(ei_index(total - internal, internal)),
        expected=float(ei_index(total - expected, expected)),
        p_value=(as_far + 1) / (draws + 1),
        as_far=as_far,
        draws=draws,
        people=len(dealt.label),
        ties=total,
        teams=dealt.mixed,
    )


def _placed(found: Ties, members: pd.DataFrame) -> pd.DataFrame:
    """Return the respondents with their team, in the order of the ties' people."""
    table = members_of(found, members)
    people = table[table["person"].isin(found.people["person"])].reset_index(drop=True)
    several = people.loc[people["person"].duplicated(), "person"].nunique()
    if several:
        raise Refused("networks_two_teams", people=several)
    return people


@dataclass(frozen=True)
class _Deal:
    """Ties by named profession (people, professions), each person's own one (its column), and teams' rows."""

    counts: np.ndarray
    label: np.ndarray
    teams: list[np.ndarray]

    @classmethod
    def of(cls, amounts: pd.DataFrame, people: pd.DataFrame) -> "_Deal":
        """Refused where nothing can come out otherwise than it is."""
        label = amounts.columns.get_indexer(pd.Index(people["profession"]))
        teams = [np.asarray(rows) for rows in people.groupby("team").indices.values()]
        found = cls(amounts.to_numpy(), label, teams)
        if not found.counts.any():
            raise Refused("networks_no_ties")
        if not found.mixed:
            raise Refused("networks_one_profession", teams=len(teams))
        return found

    @property
    def mixed(self) -> int:
        """Teams of two professions or more."""
        return sum(len(set(self.label[rows])) > 1 for rows in self.teams)

    @property
    def internal(self) -> int:
        """Ties to one's own profession."""
        return int(self.counts[np.arange(len(self.label)), self.label].sum())

    @property
    def expected(self) -> float:
        """Their mean over all permutations: everyone has each profession of the team equally often."""
        return sum(float(self.counts[rows][:, self.label[rows]].sum()) / len(rows) for rows in self.teams)

    def drawn(self, draws: int, seed: int) -> np.ndarray:
        """Return (draws,) ties to one's own profession after professions changed hands."""
        chance = np.random.default_rng(seed)
        found = np.zeros(draws, dtype=np.int64)
        for rows in self.teams:
            dealt = chance.permuted(np.tile(self.label[rows], (draws, 1)), axis=1)
            found += self.counts[rows[np.newaxis, :], dealt].sum(axis=1)
        return found
