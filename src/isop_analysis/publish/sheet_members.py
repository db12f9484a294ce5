"""Who stands behind a team's sheet: scores by team, wave and scale, of members who are counted and others."""

import hashlib
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from isop_analysis.contracts.table import Row
from isop_analysis.integration.talks import of_talks

if TYPE_CHECKING:
    import pandas as pd

    from isop_analysis.study.study import Study

Read = Callable[[str], "pd.DataFrame"]
Place = tuple[str, str, str]
"""Team, wave and scale."""
NO_WAVE = ""


@dataclass(frozen=True)
class Members:
    """What people of teams gave, under pseudonyms.

    Attributes:
        scores: by team, wave and scale each person's score.
        codes: by team and wave (NO_WAVE where a segment has none) each interviewed person's codes.
        consented: who may be counted on a sheet.
        registered: how many members a team has by the register, where it has one.
        cohorts: the cohort of a team, where the register says it.
    """

    scores: dict[Place, dict[str, float]]
    codes: dict[tuple[str, str], dict[str, frozenset[str]]]
    consented: frozenset[str]
    registered: dict[str, int] = field(default_factory=dict)
    cohorts: dict[str, str] = field(default_factory=dict)

    @cached_property
    def answered(self) -> dict[str, frozenset[str]]:
        """The waves at which anyone of a team answered, by team."""
        found: dict[str, set[str]] = {}
        for team, wave, _ in self.scores:
            found.setdefault(team, set()).add(wave)
        return {team: frozenset(waves) for team, waves in found.items()}

    @cached_property
    def waves(self) -> frozenset[str]:
        """The waves at which anyone answered."""
        return frozenset(wave for _, wave, _ in self.scores)

    @cached_property
    def teams(self) -> list[str]:
        """Every team of the register, and each that answered."""
        return sorted({*self.registered, *(team for team, _, _ in self.scores)})

    def counted(self, team: str, wave: str, scale: str) -> dict[str, float]:
        """Return the scores of those whom the team's sheet counts."""
        own = self.scores.get((team, wave, scale), {})
        return {person: score for person, score in own.items() if person in self.consented}

    def others(self, team: str, wave: str, scale: str) -> list[float]:
        """Return the scores of those who answered and whom the sheet does not count."""
        own = self.scores.get((team, wave, scale), {})
        return [score for person, score in own.items() if person not in self.consented]

    def said(self, team: str, wave: str) -> dict[str, frozenset[str]]:
        """Return the codes of each interviewed person whom the team's sheet counts."""
        own = self.codes.get((team, wave), {})
        return {person: codes for person, codes in own.items() if person in self.consented}


def read_members(study: "Study", read: Read) -> Members:
    """Return who gave what; members whom only the register knows count in a team's size alone."""
    scores = read("scale_scores")
    scored = scores[(scores["status"].astype("str") == "scored") & (scores["team"].astype("str") != "none")]
    found: dict[Place, dict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
    columns = (scored[name].tolist() for name in ("team", "wave", "scale", "person", "score"))
    for team, wave, scale, person, score in zip(*columns, strict=True):
        found[team, wave, scale][person].append(score)
    teams = read("teams").astype({"team": "str", "members": "object", "cohort": "object"})
    rows = list(zip(teams["team"], teams["members"], teams["cohort"], strict=True))
    return Members(
        {at: {who: sum(own) / len(own) for who, own in people.items()} for at, people in found.items()},
        _codes(of_talks(read("segments"), read("documents"))),
        frozenset(read("sheet_consents")["person"].astype("str")),
        {team: int(members) for team, members, _ in rows if isinstance(members, int)},
        {team: cohort for team, _, cohort in rows if isinstance(cohort, str)},
    )


def _codes(segments: "pd.DataFrame") -> dict[tuple[str, str], dict[str, frozenset[str]]]:
    found: dict[tuple[str, str], dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    known = segments[segments["person"].notna() & (segments["team"].astype("str") != "none")]
    columns = (known[name].astype("object") for name in ("team", "wave", "person", "code"))
    for team, wave, person, code in zip(*columns, strict=True):
        moment = wave if isinstance(wave, str) else NO_WAVE
        found[str(team), moment][str(person)].add(str(code))
    return {at: {who: frozenset(codes) for who, codes in people.items()} for at, people in found.items()}


def people_row(team: str, wave: str, what: str, person: str, given: object) -> Row:
    """Return a row of sheet_people: who stands behind what a sheet says, and a digest of what they gave."""
    digest = hashlib.sha256(f"{person}\x1f{what}\x1f{given}".encode()).hexdigest()
    return {"team": team, "wave": wave, "what": what, "person": person, "digest": digest}
