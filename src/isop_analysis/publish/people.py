"""Who stands behind what is published: per person a digest of their rows, so that a change shows."""

import hashlib
from collections import Counter
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from isop_analysis.contracts.table import Row
from isop_analysis.publish.flows import NO_TEAM

if TYPE_CHECKING:
    import pandas as pd

BASES: dict[str, tuple[str, ...]] = {
    "surveys": ("persons", "memberships", "participation", "responses", "answers"),
    "segments": ("segments", "documents", "codings", "memberships"),
}
"""Tables of people that published ones are made of."""
OF_SEGMENTS = frozenset(
    [
        *("theme_counts", "code_frequencies", "coder_agreement", "quotes", "joint_display"),
        *("theme_scores", "fit_of_integration"),
    ]
)
OF_NOBODY = frozenset(["region_schools", "deviations", "outcome_cells", "held_back", "masking"])
TEAMS = "teams"
"""The base of teams' dots: who has a score in a team at a wave."""
NOT_ABOUT_A_PERSON = ("response", "segment", "place")
"""Numbers that change where somebody else's rows do."""


def bases_of(table: str) -> tuple[str, ...]:
    """Return the bases whose people stand behind a published table."""
    if table in OF_NOBODY:
        return ()
    return ("surveys", "segments") if table in OF_SEGMENTS else ("surveys",)


def people_rows(read: Callable[[str], "pd.DataFrame"]) -> list[Row]:
    """Return the rows of published_people: base, pseudonym and digest; of teams: wave/team/pseudonym."""
    found: list[Row] = [
        {"base": base, "person": person, "digest": digest.hexdigest()}
        for base, tables in BASES.items()
        for person, digest in sorted(_digests(tables, read).items())
    ]
    return found + _in_teams(read("scale_scores"))


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


def changed(now: "pd.DataFrame", then: "pd.DataFrame", bases: tuple[str, ...]) -> int:
    """Return how many people joined, left or changed between two tables of published_people."""
    return len(set().union(*(_different(now, then, base) for base in bases)))


def changed_teams(now: "pd.DataFrame", then: "pd.DataFrame") -> "Counter[tuple[str, str]]":
    """Return how many people of a team at a wave joined, left or changed: (team, wave) → people."""
    found: Counter[tuple[str, str]] = Counter()
    for one in _different(now, then, TEAMS):
        wave, team, _ = one.rsplit("/", 2)
        found[team, wave] += 1
    return found


def _different(now: "pd.DataFrame", then: "pd.DataFrame", base: str) -> set[str]:
    new, old = (
        dict(zip(own["person"], own["digest"], strict=True))
        for own in (one[one["base"].astype("str") == base] for one in (now, then))
    )
    return {person for person in new.keys() | old.keys() if new.get(person) != old.get(person)}
