"""Measures of networks as variables of models: a column a content and measure, beside that of all together.

`network_named`, `network_blau`, `network_ei` of a person at a wave and `network_density`,
`network_reciprocity`, `network_centralisation_in`, `network_centralisation_out` of a team at a wave are of
all contents together; with a question's name instead of `network` of that one. Where a measure is refused or
not defined, or a person was not asked, the cell is missing.
"""

from typing import TYPE_CHECKING

from isop_analysis.study.network_settings import NETWORK, PERSON_MEASURES, TEAM_MEASURES

if TYPE_CHECKING:
    import pandas as pd

ALL = "all"


def person_networks(egos: "pd.DataFrame") -> "pd.DataFrame":
    """Return person, wave and the measures of each content, from network_egos."""
    return _wide(egos, ["person", "wave"], PERSON_MEASURES)


def team_networks(teams: "pd.DataFrame") -> "pd.DataFrame":
    """Return team, wave and the measures of each content, from network_teams."""
    return _wide(teams, ["team", "wave"], TEAM_MEASURES)


def _wide(table: "pd.DataFrame", keys: list[str], measures: tuple[str, ...]) -> "pd.DataFrame":
    found = table[keys].drop_duplicates().reset_index(drop=True)
    for content, own in table.groupby("content", sort=True):
        head = NETWORK if content == ALL else str(content)
        columns = own[[*keys, *measures]].rename(columns={name: f"{head}_{name}" for name in measures})
        found = found.merge(columns, on=keys, how="left")
    numbers = [name for name in found if name not in keys]
    return found.astype(dict.fromkeys(numbers, "float64"))
