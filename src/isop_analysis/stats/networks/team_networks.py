"""The network of each team: its members' professions, and which of them its respondents name."""

from dataclasses import asdict

import numpy as np
import pandas as pd

from isop_analysis.base.reasons import Refused, written
from isop_analysis.stats.networks.tie_table import Ties, columns_of, people_of
from isop_analysis.stats.networks.whole import RESPONSE, Measures, network_bounds, whole_network

NONE = Measures(np.nan, np.nan, np.nan, np.nan)


def teams(
    found: Ties,
    members: pd.DataFrame,
    *,
    content: str | None = None,
    at_least: float | None = None,
    response: float = RESPONSE,
) -> pd.DataFrame:
    """Return a row a team: density, reciprocity, centralisation among its members' professions, with bounds.

    A profession has a tie to another if a respondent who has it, in the team, names it. Where nobody names
    it, there is none if all who have the profession answered; else it is not known, and neither is one of
    unknown frequency where `at_least` asks for it. Professions outside the team are no nodes of it. Somebody
    in two teams counts in both.

    Parameters
    ----------
    found
        Ties; content and at_least as of `Ties.amounts`.
    members
        person, team, profession: everyone who is in a team, respondents and others.
    response
        Share of a team's members, 0–1, below which its measures are refused; their bounds are given always.

    Returns
    -------
    team, members, respondents, response (0–1), nodes (professions), then for each of density, reciprocity,
    centralisation_in, centralisation_out (`Measures`, 0–1): itself, _low and _high; refused: the reason as
    tables hold it (`base.reasons.written`), or empty.

    Raises
    ------
    Refused
        For a column that is not there, no rows, a member without person, team or profession, a member with
        two professions or another one than in the ties, respondents without a team, a response outside 0–1,
        a content that nobody gave.
    """
    if not 0 <= response <= 1:
        raise Refused("networks_limit", value=response)
    table = members_of(found, members)
    names = found.amounts(content, at_least) > 0
    perhaps = found.amounts(content, at_least, unknown=True) > 0
    rows = [
        _row(str(team), own, team_matrix(own, names, perhaps), own["person"].isin(names.index), response)
        for team, own in table.groupby("team")
    ]
    return pd.DataFrame(rows)


def members_of(found: Ties, members: pd.DataFrame) -> pd.DataFrame:
    """Return person, profession, team, each once, by person; Refused where they don't fit the ties."""
    table = people_of(
        columns_of(members, {name: name for name in ("person", "team", "profession")}), ("team",)
    )
    without = int((~found.people["person"].isin(table["person"])).sum())
    if without:
        raise Refused("networks_no_team", people=without)
    given = table["person"].map(found.people.set_index("person")["profession"])
    other = table.loc[given.notna() & (given != table["profession"]), "person"].nunique()
    if other:
        raise Refused("networks_two_professions", people=other)
    return table


def _row(
    team: str, members: pd.DataFrame, matrix: pd.DataFrame, answered: pd.Series, response: float
) -> dict[str, object]:
    row: dict[str, object] = {
        "team": team,
        "members": len(members),
        "respondents": int(answered.sum()),
        "response": float(answered.mean()),
        "nodes": members["profession"].nunique(),
    }
    measures, low, high, reason = NONE, NONE, NONE, ""
    try:
        bounds = network_bounds(matrix)
        low, high = bounds.low, bounds.high
        measures = whole_network(matrix, rate=float(answered.mean()), response=response)
    except Refused as refusal:
        reason = written([refusal.reason])
    for name, value in asdict(measures).items():
        row |= {name: value, f"{name}_low": getattr(low, name), f"{name}_high": getattr(high, name)}
    return row | {"refused": reason}


def team_matrix(members: pd.DataFrame, names: pd.DataFrame, perhaps: pd.DataFrame) -> pd.DataFrame:
    """Return profession × profession of one team: 1 a tie, 0 none, NaN not known.

    Parameters
    ----------
    members
        person, profession of the team.
    names, perhaps
        (people, professions) whether a respondent names a profession; whether it can be that they do.
    """
    nodes, label = np.unique(members["profession"].to_numpy(dtype=object).astype(str), return_inverse=True)
    rows = names.index.get_indexer(pd.Index(members["person"]))
    columns = names.columns.get_indexer(pd.Index(nodes))
    told = (rows >= 0)[:, np.newaxis] & (columns >= 0)
    given, possible = (
        _by_profession(label, table.to_numpy()[np.ix_(rows, columns)] & told, len(nodes))
        for table in (names, perhaps)
    )
    complete = ~np.isin(np.arange(len(nodes)), label[rows < 0])[:, np.newaxis]
    known = given | (complete & ~possible)
    return pd.DataFrame(np.where(known, given, np.nan), index=nodes, columns=nodes)


def _by_profession(label: np.ndarray, cells: np.ndarray, professions: int) -> np.ndarray:
    """Return whether anyone of each profession (a row each) has a cell set."""
    found = np.zeros((professions, cells.shape[1]), dtype=bool)
    np.logical_or.at(found, label, cells)
    return found
