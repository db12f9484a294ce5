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
    amounts = found.amounts(content, at_least)
    people = _placed(found, members)
    counts = amounts.to_numpy()
    total = int(counts.sum())
    if not total:
        raise Refused("networks_no_ties")
    label = amounts.columns.get_indexer(pd.Index(people["profession"]))
    teams = [np.asarray(rows) for rows in people.groupby("team").indices.values()]
    mixed = [rows for rows in teams if len(set(label[rows])) > 1]
    if not mixed:
        raise Refused("networks_one_profession", teams=len(teams))
    internal = int(counts[np.arange(len(label)), label].sum())
    expected = sum(float(counts[rows][:, label[rows]].sum()) / len(rows) for rows in teams)
    drawn = _internal(counts, label, teams, draws, seed)
    as_far = int((np.abs(drawn - expected) >= abs(internal - expected) - TOUCH).sum())
    return EiPermutation(
        ei=float(ei_index(total - internal, internal)),
        expected=float(ei_index(total - expected, expected)),
        p_value=(as_far + 1) / (draws + 1),
        as_far=as_far,
        draws=draws,
        people=len(people),
        ties=total,
        teams=len(mixed),
    )


def _placed(found: Ties, members: pd.DataFrame) -> pd.DataFrame:
    """Return the respondents with their team, in the order of the ties' people."""
    table = members_of(found, members)
    people = table[table["person"].isin(found.people["person"])].reset_index(drop=True)
    several = people.loc[people["person"].duplicated(), "person"].nunique()
    if several:
        raise Refused("networks_two_teams", people=several)
    return people


def _internal(
    counts: np.ndarray, label: np.ndarray, teams: list[np.ndarray], draws: int, seed: int
) -> np.ndarray:
    """Return (draws,) ties to one's own profession after labels changed hands within teams."""
    chance = np.random.default_rng(seed)
    found = np.zeros(draws, dtype=np.int64)
    for rows in teams:
        dealt = chance.permuted(np.tile(label[rows], (draws, 1)), axis=1)
        found += counts[rows[np.newaxis, :], dealt].sum(axis=1)
    return found
