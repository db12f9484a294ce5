"""Whose answers differ between two builds: how many people, in a band, or that a table may not be compared.

A table of two builds is compared only where nobody stands between them, or at least `minimum_cell` people in
each of its blocks, as for release memory: fewer would show by the difference. Where it isn't known who stands
behind a table, it is not compared either; page and table say the same of both.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from isop_analysis.audit.made_with import people_digest
from isop_analysis.comparing.given import Build
from isop_analysis.contracts import read_table
from isop_analysis.contracts.cells import Count
from isop_analysis.publish.blocks import ATTENDED, FORMS, QUOTING, TEAMS_OF, TEXTS, WHO
from isop_analysis.publish.memory import people_behind, people_file, releases_of
from isop_analysis.publish.people import changes, kind_of, kinds_of
from isop_analysis.study.study import Study

if TYPE_CHECKING:
    import pandas as pd

NOW, UNKNOWN = "now", ""
"""Whose people: those of the last run, or of a build of which nobody kept who they were."""
How = Literal["added", "withdrawn", "corrected", "register"]
Source = Literal["answers", "texts"]
OF_TEXTS = (TEXTS, QUOTING)
REGISTERED = (WHO, TEAMS_OF, ATTENDED)
Blocks = dict[str, dict[str, str]]
"""Per person and block a digest."""


@dataclass(frozen=True)
class Apart:
    """People between two builds: how many, in a band, and what at least `minimum_cell` of them did."""

    source: Source
    people: Count
    how: tuple[How, ...]


@dataclass(frozen=True)
class People:
    """Who stands behind the tables of two builds."""

    study: Study
    key: bytes
    then: Build
    now: Build

    @property
    def width(self) -> int:
        """The least number of people that may be told."""
        return self.study.config.privacy.minimum_cell

    def behind(self, table: str) -> tuple[str, str]:
        """Return whose people stand behind a table then and now: a release's, those of now, or unknown."""
        return self._of_then(table), self.now.held.get(table, NOW)

    def may_be_compared(self, table: str) -> bool:
        """Tell whether a table of then beside that of now shows nobody."""
        kinds, (then, now) = kinds_of(table), self.behind(table)
        if not kinds or then == now:
            return True
        if UNKNOWN in (then, now):
            return False
        found = self._changes(then, now)
        return found is not None and all(
            people >= self.width for base, people in found.items() if kind_of(base) in kinds
        )

    def apart(self, table: str) -> tuple[Apart, ...]:
        """Return whose answers and texts differ behind a table that may be compared."""
        kinds, (then, now) = kinds_of(table), self.behind(table)
        if then == now or not kinds:
            return ()
        sources: dict[Source, tuple[str, ...]] = {"answers": (FORMS, *REGISTERED), "texts": OF_TEXTS}
        own = {source: tuple(one for one in blocks if one in kinds) for source, blocks in sources.items()}
        found = (self._apart_once((source, blocks, then, now)) for source, blocks in own.items())
        return tuple(one for one in found if one is not None)

    @cached_property
    def released(self) -> bool:
        """Whether what is published now was given out as it is."""
        releases = releases_of(self.study)
        digests = self.now.made.tables if self.now.made is not None else {}
        wanted = {f"tables/{name}.csv": digest for name, digest in digests.items()}
        return any(wanted.items() <= dict(one.files).items() for one in releases)

    def _of_then(self, table: str) -> str:
        released = self.then.release.as_of if self.then.release is not None else self.then.held
        own = released.get(table, UNKNOWN)
        if own:
            return own if people_file(self.study, own).is_file() else UNKNOWN
        return UNKNOWN if self.then.release is not None else self._known

    @cached_property
    def _known(self) -> str:
        """Whose people stand behind a folder that is no release: of now or of a release, if it says so."""
        digest = self.then.made.people if self.then.made is not None else ""
        if self.now.made is not None and digest == self.now.made.people:
            return NOW
        for one in releases_of(self.study):
            if people_digest(people_behind(self.study, one.name), self.key) == digest:
                return one.name
        return UNKNOWN

    def _people(self, whose: str) -> "pd.DataFrame":
        if whose == NOW:
            return read_table("published_people", self.study.restricted)
        return people_behind(self.study, whose)

    @cached_property
    def _counted(self) -> dict[tuple[str, str], "Counter[str] | None"]:
        return {}

    def _changes(self, then: str, now: str) -> "Counter[str] | None":
        """Return how many people changed by block; None where one of the two knows no blocks."""
        if (then, now) not in self._counted:
            old, new = self._people(then), self._people(now)
            blocks = all(_has_blocks(one) for one in (old, new))
            self._counted[then, now] = changes(new, old) if blocks else None
        return self._counted[then, now]

    @cached_property
    def _told(self) -> "dict[tuple[Source, tuple[str, ...], str, str], Apart | None]":
        return {}

    def _apart_once(self, asked: tuple[Source, tuple[str, ...], str, str]) -> Apart | None:
        """Return what is asked for every number that changed, and is the same for many tables."""
        if asked not in self._told:
            self._told[asked] = self._apart(*asked)
        return self._told[asked]

    def _apart(self, source: Source, kinds: tuple[str, ...], then: str, now: str) -> Apart | None:
        old, new = (_by_person(self._people(one), kinds) for one in (then, now))
        ways = {one: _ways(old.get(one, {}), new.get(one, {})) for one in {*old, *new}}
        changed = {one: own for one, own in ways.items() if own}
        if len(changed) < self.width:
            return None
        counts = Counter(way for own in changed.values() for way in own)
        how: tuple[How, ...] = ("added", "withdrawn", "corrected", "register")
        told = tuple(one for one in how if counts[one] >= self.width)
        return Apart(source, Count.banded(len(changed), self.width), told)


def _has_blocks(people: "pd.DataFrame") -> bool:
    """Tell whether a table says who stands behind each block; releases of long ago don't."""
    return people.empty or any(str(one).startswith((FORMS, TEXTS)) for one in people["base"].unique())


def _by_person(people: "pd.DataFrame", kinds: Iterable[str]) -> Blocks:
    wanted, found = frozenset(kinds), dict[str, dict[str, str]]()
    columns = [people[name].astype("str").tolist() for name in ("base", "person", "digest")]
    for base, person, digest in zip(*columns, strict=True):
        if kind_of(base) in wanted:
            found.setdefault(person, {})[base] = digest
    return found


def _ways(old: Mapping[str, str], new: Mapping[str, str]) -> frozenset[How]:
    """Return what happened to a person: forms or texts came, went or differ; else what is known of them."""
    given = {base for base in {*old, *new} if kind_of(base) not in REGISTERED}
    differ = {base for base in {*old, *new} if old.get(base) != new.get(base)}
    found: set[How] = set()
    for base in differ & given:
        found.add("added" if base not in old else "withdrawn" if base not in new else "corrected")
    return frozenset(found or (("register",) if differ else ()))
