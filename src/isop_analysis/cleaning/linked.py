"""Responses with the person, team and site they belong to."""

from collections.abc import Sequence

import pandas as pd

from isop_analysis.base.reasons import Reason
from isop_analysis.cleaning.claims import Link
from isop_analysis.cleaning.consent import UNKNOWN, Agreements
from isop_analysis.cleaning.dates import legible_days
from isop_analysis.cleaning.identities import place
from isop_analysis.cleaning.membership import TeamAt
from isop_analysis.cleaning.pseudonyms import at_moment, of_response
from isop_analysis.cleaning.register import NO_TEAM, RegisterRows
from isop_analysis.study.study import Study

UNCLEAR = Reason("whose_response")


def link_responses(
    study: Study, responses: pd.DataFrame, links: Sequence[Link], agreements: Agreements
) -> pd.DataFrame:
    """Return the responses (index: response) with `who`, `identity`, `linked_by` and `refusal`.

    `who` is the person, absent where answers can't or may not be linked; `identity` is what the pseudonym is
    made of: the person, the person at this moment without consent to link, or this response.
    """
    rows = responses.set_index("response")
    day = legible_days(rows["started"]) if agreements.asked else pd.Series(pd.NaT, index=rows.index)
    where = ["instrument", "wave", "file", "file_row"]
    cells = rows[where].astype({"instrument": "str", "wave": "str", "file": "str"})
    found = [
        _linked(link, agreements, *row)
        for link, row in zip(links, cells.assign(day=day).itertuples(index=False), strict=True)
    ]
    columns = ["who", "identity", "linked_by", "refusal"]
    return rows.join(pd.DataFrame(found, columns=columns, index=rows.index, dtype="object"))


def _linked(
    link: Link, agreements: Agreements, instrument: str, wave: str, file: str, row: int, day: pd.Timestamp
) -> tuple[str | None, str, str, Reason | None]:
    if link.identity is None:
        return None, of_response(file, row), link.by, _refusal_of_unclear(link, agreements, day)
    refusal = agreements.refusal(link.identity, "survey", day)
    if not agreements.agrees(link.identity, "linking"):
        return None, at_moment(link.identity, instrument, wave), "no_linking_consent", refusal
    return link.identity, link.identity, link.by, refusal


def _refusal_of_unclear(link: Link, agreements: Agreements, day: pd.Timestamp) -> Reason | None:
    """A nameless response stays; one that may be of several people stays when all of them agreed."""
    if not agreements.asked or link.question is None:
        return None
    if link.candidates and all(agreements.refusal(who, "survey", day) is None for who in link.candidates):
        return None
    return UNCLEAR if link.candidates else UNKNOWN


def place_responses(
    rows: pd.DataFrame, register: RegisterRows, team_at: TeamAt, *, has_register: bool
) -> pd.DataFrame:
    """Add `team`, `site` and `unknown_team` to the linked responses.

    The team is the one answered (as the register spells it), else the person's in that wave, else 'none'; the
    site is the team's by the register, else the one answered, else 'none'.
    """
    spellings = register.spellings if has_register else _own_spellings(rows["team"])
    sites = {team: _tidy(site) for team, site in register.teams["site"].items()}
    teams, places, strangers = [], [], []
    columns = rows[["who", "wave", "team", "site"]].astype("object")
    for who, wave, asked, site in columns.itertuples(index=False):
        key = place(asked)
        known = spellings.get(key) if key is not None else team_at.team(who, str(wave))
        stranger = key is not None and known is None
        teams.append(known or (_tidy(asked) if stranger else NO_TEAM))
        places.append(sites.get(known) or (_tidy(site) if place(site) else NO_TEAM))
        strangers.append(asked if stranger else None)
    strange = pd.Series(strangers, index=rows.index, dtype="object")
    return rows.assign(team=teams, site=places, unknown_team=strange)


def _own_spellings(answered: pd.Series) -> dict[str, str]:
    """Without a register, teams are those answered; of several spellings the first in order is kept."""
    written = sorted({str(team) for team in answered.dropna().unique()}, reverse=True)
    return {key: _tidy(team) for team in written if (key := place(team)) is not None}


def _tidy(name: object) -> str:
    return " ".join(str(name).split())
