"""Coded segments under pseudonyms: canonical codes with their theme, without the text.

Segments of people who did not agree to the interview, who withdrew, or who are in neither register nor
consent file are left out, each with its reason; a segment that names nobody stays, at team level.
"""

from collections.abc import Hashable
from dataclasses import dataclass

import pandas as pd

from isop_analysis.base.nearest import meant, told
from isop_analysis.base.reasons import Reason
from isop_analysis.cleaning.consent import Agreements
from isop_analysis.cleaning.identities import address, mark, place, written
from isop_analysis.cleaning.membership import TeamAt
from isop_analysis.cleaning.pseudonyms import at_moment
from isop_analysis.cleaning.register import NO_TEAM, RegisterRows
from isop_analysis.cleaning.roster import Roster
from isop_analysis.study.integration_settings import Code, Integration
from isop_analysis.study.problems import Problem, StudyError
from isop_analysis.study.study import Study

SHOWN = 20


COLUMNS = ["segment", "team", "site", "identity", "code", "theme", "coder", "wave", "characters"]


@dataclass(frozen=True)
class Segments:
    """The table segments with identities (column `identity`) in place of persons, and the log's rows."""

    table: pd.DataFrame
    log: list[dict[str, object]]


@dataclass(frozen=True)
class Speakers:
    """All that is known of whoever is named in a segment."""

    roster: Roster
    agreements: Agreements
    register: RegisterRows
    team_at: TeamAt


def clean_segments(study: Study, received: pd.DataFrame, people: Speakers) -> Segments:
    """Return the segments that may be used.

    Raises
    ------
    StudyError
        With every segment whose code the codebook lacks, whose team the register does not know, or whose
        person may be several people.
    """
    integration = study.integration
    if integration is None or received.empty:
        return Segments(pd.DataFrame(columns=COLUMNS), [])
    file = f"{study.config.raw}/{integration.segments.file}"
    codes = _codes(integration)
    cells = received.astype("object").to_dict("records")
    problems = [found for row in cells if (found := _problem(file, row, codes, people))]
    if problems:
        raise StudyError(problems[:SHOWN])
    rows, log = [], []
    for row in cells:
        refusal = _refusal(row, people)
        if refusal is None:
            rows.append(_cleaned(row, codes, people))
        else:
            log.append(_excluded(file, row, codes, refusal))
    return Segments(pd.DataFrame(rows, columns=COLUMNS), log)


def _codes(integration: Integration) -> dict[str | None, Code]:
    return {
        place(word): code
        for code in integration.codes
        for word in (code.name, code.title.nl, code.title.en, *code.accept)
    }


def _problem(
    file: str, row: dict[Hashable, object], codes: dict[str | None, Code], people: Speakers
) -> Problem | None:
    number, teams = int(str(row["file_row"])), len(people.register.teams)
    if place(row["code"]) not in codes:
        known = sorted({code.name for code in codes.values()})
        return Problem(file, f"unknown code: {told(row['code'], known)}{meant(row['code'], known)}", number)
    if teams and place(row["team"]) is not None and people.register.spelled(row["team"]) is None:
        return Problem(file, "the team of this row is not in the register; correct one of them", number)
    if len(people.roster.of(row["person"])) > 1:
        return Problem(file, "its person may be several people; give the e-mail address", number)
    return None


def _who(row: dict[Hashable, object], people: Speakers) -> str | None:
    """Return the person; without a consent file someone whom no register knows is a person too."""
    who = next(iter(people.roster.of(row["person"])), None)
    if who is None and not people.agreements.asked and written(row["person"]):
        return address(row["person"]) or f"person:{mark(row['person'])}"
    return who


def _refusal(row: dict[Hashable, object], people: Speakers) -> Reason | None:
    if not written(row["person"]):
        return None
    return people.agreements.refusal(_who(row, people), "interview", None)


def _cleaned(
    row: dict[Hashable, object], codes: dict[str | None, Code], people: Speakers
) -> tuple[object, ...]:
    register, code, who = people.register, codes[place(row["code"])], _who(row, people)
    wave = row["wave"] if isinstance(row["wave"], str) else None
    linked = who is not None and people.agreements.agrees(who, "linking")
    own = people.team_at.team(who, str(wave)) if linked else None
    named = " ".join(str(row["team"]).split()) if place(row["team"]) is not None else None
    team = register.spelled(row["team"]) or named or own or NO_TEAM
    site = " ".join(str(register.teams["site"].get(team, NO_TEAM)).split())
    identity = who if linked or who is None else at_moment(who, "segments", str(wave))
    characters = len(row["text"]) if isinstance(row["text"], str) else None
    return row["segment"], team, site, identity, code.name, code.theme, row["coder"], wave, characters


def _excluded(
    file: str, row: dict[Hashable, object], codes: dict[str | None, Code], reason: Reason
) -> dict[str, object]:
    return {
        "unit": "segment",
        "rule": "consent",
        "instrument": "segments",
        "wave": row["wave"] if isinstance(row["wave"], str) else None,
        "file": file.rsplit("/", 1)[-1],
        "file_row": row["file_row"],
        "item": codes[place(row["code"])].name,
        "reason": reason,
    }
