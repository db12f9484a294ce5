"""Rows of the tables of networks: ties, ego measures, teams, against chance, tasks."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, cast

import pandas as pd

from isop_analysis.base.reasons import Refused
from isop_analysis.contracts.table import Row
from isop_analysis.measurement.networks.named import Named, named
from isop_analysis.measurement.networks.of_contents import refusal_of, ties_of, with_chosen
from isop_analysis.measurement.rows import ALL
from isop_analysis.stats.networks import (
    EiPermutation,
    Ties,
    egos,
    ei_permutation,
    own_and_other,
    tasks,
    teams,
)

if TYPE_CHECKING:
    from isop_analysis.study.network_settings import Networks
    from isop_analysis.study.study import Study

NO_TEAM = "none"
SURELY = 0.05
EGO = ["person", "profession", "professions", "size", "blau", "blau_corrected", "own", "others", "ei"]


@dataclass(frozen=True)
class Mapped:
    """What tables of networks are made of: settings, who named what, who was in which team at which wave.

    Attributes:
        members: person, team, wave, profession: a row a member at each wave; without people whose profession
            is not known.
        sites: team → site.
        seed: of the permutations.
    """

    networks: "Networks"
    named: Named
    members: pd.DataFrame
    sites: dict[str, str]
    seed: int

    @classmethod
    def read(cls, study: "Study", networks: "Networks") -> "Mapped":
        """Read the tables of clean."""
        persons, teams = study.table("persons"), study.table("teams")
        return cls(
            networks,
            named(study, networks, study.table("answers"), study.table("responses"), persons),
            members_at_waves(study.table("participation"), persons, networks.attribute),
            dict(zip(teams["team"].astype("str"), teams["site"].astype("str"), strict=True)),
            study.config.seed,
        )

    @property
    def _contents(self) -> list[str]:
        return [content.question for content in self.networks.contents]

    def _snapshots(self) -> Iterator[tuple[str, pd.DataFrame]]:
        """Yield each occasion, then `all`, with who was asked, each person once."""
        for occasion in [*self.named.occasions, ALL]:
            yield occasion, self.named.once(occasion)

    @cached_property
    def _ties(self) -> dict[str, dict[str, Ties]]:
        """Ties by occasion and content."""
        return {one: ties_of(self.named, asked, self._contents) for one, asked in self._snapshots()}

    def _at_waves(self) -> Iterator[tuple[str, str, pd.DataFrame]]:
        """Yield each wave and its occasion with who was asked there."""
        for wave in self.named.waves:
            own = self.named.asked[self.named.asked["wave"] == wave]
            yield wave, str(own["occasion"].iloc[0]), own

    def ties(self) -> list[Row]:
        """Return the rows of network_ties: profession × option, by occasion, content, frequency.

        How often is asked of professions alone, so that those outside have rows of any frequency only.
        """
        found: list[Row] = []
        for occasion, asked in self._snapshots():
            for content, own in ties_of(self.named, asked, self._contents, as_asked=True).items():
                table = own.network()
                table = table[table["content"].isna() & table["partner"].isin(self._options(content))]
                table = table[table["at_least"].isna() | ~table["partner"].isin(self.networks.outside)]
                found += _rows(table.assign(occasion=occasion, content=content))
        return found

    def _options(self, content: str) -> list[str]:
        own = self.named.options if content == ALL else [content]
        return [option for question in own for option in self.named.options[question]]

    def professions(self) -> list[Row]:
        """Return the rows of network_professions: ties to one's own and to other professions, E–I index."""
        return [
            {"occasion": occasion, "content": content, **row}
            for occasion, ties in self._ties.items()
            for content, own in ties.items()
            for row in _rows(own_and_other(own))
        ]

    def egos(self) -> list[Row]:
        """Return the rows of network_egos: a respondent with a profession, at a wave, by content."""
        return [
            {"wave": wave, "occasion": occasion, "content": content, **row}
            for wave, occasion, asked in self._at_waves()
            for content, own in ties_of(self.named, asked, self._contents).items()
            for row in _rows(egos(own)[EGO].rename(columns={"professions": "named"}))
        ]

    def teams(self) -> list[Row]:
        """Return the rows of network_teams: each team at each wave at which anyone was asked, by content.

        Members whose profession no option names are no nodes: that nobody names it says nothing.
        """
        found: list[Row] = []
        nodes = self.members[self.members["profession"].isin(self.named.can_be_named)]
        for wave, occasion, asked in self._at_waves():
            members = nodes[nodes["wave"] == wave]
            inside = asked[asked["person"].isin(members["person"])]
            for content, own in ties_of(self.named, inside, self._contents).items():
                table = teams(own, members, response=self.networks.response)
                table = table.rename(columns={"response": "response_rate", "refused": "reason"})
                table = table.assign(wave=wave, occasion=occasion, content=content)
                found += _rows(table.assign(site=table["team"].map(self.sites)))
        return found

    def chance(self) -> list[Row]:
        """Return the rows of network_tests: do ties leave one's own profession more than chance would?"""
        found: list[Row] = []
        for occasion, asked in self._snapshots():
            inside = ties_of(self.named, asked[asked["team"] != NO_TEAM], self._contents)
            for content in (ALL, *self._contents):
                own = asked[asked["question"].isin(self._contents if content == ALL else [content])]
                if len(own):
                    head = {"occasion": occasion, "content": content}
                    found.append(head | self._tested(inside.get(content), own.drop_duplicates("person")))
        return found

    def _tested(self, inside: Ties | None, people: pd.DataFrame) -> Row:
        """Test the ties of those of the people who are in a team, professions dealt anew within each."""
        known, placed = people["profession"].notna(), people["team"] != NO_TEAM
        head: Row = {
            "asked": len(people),
            "without_profession": int((~known).sum()),
            "without_team": int((known & ~placed).sum()),
        }
        members = people[known & placed]
        members = members.assign(team=members["team"] + "/" + members["wave"])
        try:
            if inside is None:
                raise Refused("networks_no_rows")
            test = ei_permutation(inside, members, draws=self.networks.draws, seed=self.seed)
        except Refused as error:
            return head | _NOT_TESTED | refusal_of(error)
        return head | _told(test) | {"status": "computed", "reason": None}

    def tasks(self) -> dict[str, list[Row]]:
        """Return the rows of the tables of tasks, by occasion and over all; none where nobody was asked."""
        question = self.networks.tasks
        if question is None or not (self.named.chosen["question"] == question).any():
            return {}
        asked = {occasion: with_chosen(self.named, own, question) for occasion, own in self._snapshots()}
        frame = pd.concat([own.assign(occasion=occasion) for occasion, own in asked.items()])
        done = tasks(frame, task="option", wave="occasion", among=self.named.tasks)
        return {
            "task_shares": _rows(_by_occasion(done.shares)),
            "task_professions": _rows(_by_occasion(done.professions)),
            "task_kinds": _rows(_by_occasion(done.tasks)),
            "task_overlaps": _rows(_by_occasion(done.overlaps)),
        }


def _by_occasion(table: pd.DataFrame) -> pd.DataFrame:
    return table.rename(columns={"wave": "occasion"})


def _rows(table: pd.DataFrame) -> list[Row]:
    return cast("list[Row]", table.to_dict("records"))


_NOT_TESTED: Row = {
    **dict.fromkeys(("people", "ties", "teams", "draws", "as_far")),
    **dict.fromkeys(("ei", "expected", "p_value", "leaning")),
}


def _told(test: EiPermutation) -> Row:
    """Return the numbers of a test, and which way ties lean where chance alone would seldom do that."""
    outward = "outward" if test.ei > test.expected else "inward"
    return {
        **{name: getattr(test, name) for name in ("people", "ties", "teams", "draws", "as_far")},
        **{name: getattr(test, name) for name in ("ei", "expected", "p_value")},
        "leaning": outward if test.p_value < SURELY else "open",
    }


def members_at_waves(participation: pd.DataFrame, persons: pd.DataFrame, attribute: str) -> pd.DataFrame:
    """Return person, team, wave, profession of everyone whom the register has in a team at a wave."""
    professions = persons.set_index(persons["person"].astype("str"))[attribute].astype("object")
    own = participation[["person", "team", "wave"]].astype("str").drop_duplicates()
    own = own.assign(profession=own["person"].map(professions))
    return own[own["profession"].notna()].reset_index(drop=True)
