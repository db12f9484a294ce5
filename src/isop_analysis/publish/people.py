"""Who stands behind what is published: per person a digest of their rows, so that a change shows."""

import hashlib
from collections import Counter
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from isop_analysis.contracts.table import Row
from isop_analysis.publish.blocks import (
    ATTENDED,
    EXCLUDED,
    FLOW,
    FORMS,
    ITEMS,
    LINKING,
    NOT_ABOUT_A_PERSON,
    QUOTING,
    RECEIVED,
    TEAMS_OF,
    TEXTS,
    WHO,
    lines_of,
)
from isop_analysis.publish.flows import NO_TEAM

if TYPE_CHECKING:
    import pandas as pd

BASES: dict[str, tuple[str, ...]] = {
    "surveys": ("persons", "memberships", "participation", "responses", "answers"),
    "segments": ("segments", "documents", "codings"),
}
"""Tables of people that published ones are made of: a digest a person of all of them, beside blocks."""
SURVEYS = ("surveys", FORMS, ITEMS, WHO, TEAMS_OF, ATTENDED)
SPOKEN = ("segments", TEXTS)
KINDS: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(("theme_counts", "code_frequencies", "coder_agreement"), SPOKEN),
    **dict.fromkeys(("joint_display", "theme_scores", "fit_of_integration"), (*SURVEYS, *SPOKEN)),
    "quotes": (*SPOKEN, QUOTING),
    "people_flow": (*SURVEYS, FLOW),
    "flow": (*SURVEYS, RECEIVED, EXCLUDED),
    "exclusion_counts": (*SURVEYS, EXCLUDED),
    "linking": (*SURVEYS, RECEIVED, LINKING),
}
"""Kinds of blocks that published tables are made of; others are made of surveys."""
OF_NOBODY = frozenset(["region_schools", "deviations", "outcome_cells", "held_back", "masking"])
TEAMS = "teams"
"""The base of teams' dots: who has a score in a team at a wave."""


def kinds_of(table: str) -> tuple[str, ...]:
    """Return the kinds of blocks whose people stand behind a published table."""
    return () if table in OF_NOBODY else KINDS.get(table, SURVEYS)


def people_rows(read: Callable[[str], "pd.DataFrame"], occasions: Mapping[str, str]) -> list[Row]:
    """Return the rows of published_people: base, pseudonym and digest; of teams: wave/team/pseudonym.

    `occasions` has the occasion of each wave. A base is a key of `BASES`, or a block as `publish.blocks`
    writes it: its kind first.
    """
    found: list[Row] = [
        {"base": base, "person": person, "digest": digest.hexdigest()}
        for base, tables in BASES.items()
        for person, digest in sorted(_digests(tables, read).items())
    ]
    return found + _in_blocks(read, occasions) + _in_teams(read("scale_scores"))


def _in_blocks(read: Callable[[str], "pd.DataFrame"], occasions: Mapping[str, str]) -> list[Row]:
    digests: dict[tuple[str, str], hashlib._Hash] = {}
    for base, person, line in sorted(lines_of(read, occasions)):
        digests.setdefault((base, person), hashlib.sha256()).update(f"{line}\x1e".encode())
    return [
        {"base": base, "person": person, "digest": own.hexdigest()} for (base, person), own in digests.items()
    ]


def _in_teams(scores: "pd.DataFrame") -> list[Row]:
    """Return a row a person, team and wave, with a digest of their scores there."""
    scored = scores[(scores["status"].astype("str") == "scored") & (scores["team"].astype("str") != NO_TEAM)]
    columns = [scored[name].astype("str").tolist() for name in ("wave", "team", "person", "scale", "score")]
    digests: dict[str, hashlib._Hash] = {}
    for wave, team, person, scale, score in sorted(zip(*columns, strict=True)):
        own = digests.setdefault(f"{wave}/{team}/{person}", hashlib.sha256())
        own.update(f"{scale}\x1f{score}\x1e".encode())
    return [{"base": TEAMS, "person": one, "digest": own.hexdigest()} for one, own in digests.items()]


def _digests(tables: tuple[str, ...], read: Callable[[str], "pd.DataFrame"]) -> Mapping[str, "hashlib._Hash"]:
    found: dict[str, hashlib._Hash] = {}
    for name in tables:
        frame = read(name)
        frame = frame[frame["person"].notna()].drop(columns=list(NOT_ABOUT_A_PERSON), errors="ignore")
        cells = zip(*(map(str, frame[column].tolist()) for column in frame), strict=True)
        for person, line in sorted(zip(frame["person"].tolist(), map("\x1f".join, cells), strict=True)):
            found.setdefault(person, hashlib.sha256()).update(f"{name}\x1f{line}\x1e".encode())
    return found


def changes(now: "pd.DataFrame", then: "pd.DataFrame") -> "Counter[str]":
    """Return how many people of each base joined, left or changed between two tables of published_people.

    Of kinds of blocks that the older one lacks nothing is known: releases of before there were blocks.
    """
    known = {kind_of(base) for base in then["base"].astype("str").unique()}
    bases = {str(base) for base in (*now["base"].unique(), *then["base"].unique())}
    new, old = _by_base(now), _by_base(then)
    found = {base: len(_apart(new.get(base, {}), old.get(base, {}))) for base in sorted(bases)}
    return Counter({base: people for base, people in found.items() if people and kind_of(base) in known})


def kind_of(base: str) -> str:
    """Return the kind of a base: what stands before its first stroke."""
    return base.partition("/")[0]


def changed_teams(now: "pd.DataFrame", then: "pd.DataFrame") -> "Counter[tuple[str, str]]":
    """Return how many people of a team at a wave joined, left or changed: (team, wave) → people."""
    found: Counter[tuple[str, str]] = Counter()
    for one in _apart(_by_base(now).get(TEAMS, {}), _by_base(then).get(TEAMS, {})):
        wave, team, _ = one.rsplit("/", 2)
        found[team, wave] += 1
    return found


def _by_base(people: "pd.DataFrame") -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for base, person, digest in zip(
        people["base"].astype("str").tolist(), people["person"], people["digest"], strict=True
    ):
        found.setdefault(base, {})[person] = digest
    return found


def _apart(new: Mapping[str, str], old: Mapping[str, str]) -> set[str]:
    return {person for person in new.keys() | old.keys() if new.get(person) != old.get(person)}
