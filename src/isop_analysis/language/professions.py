"""Professions × whom they name, or which tasks, as published: what is told, and whether that is most."""

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from isop_analysis.contracts.cells import Count, read_names
from isop_analysis.language.names import Names
from isop_analysis.language.numbers import is_number
from isop_analysis.language.rows import Record, Tables
from isop_analysis.language.words import Words

if TYPE_CHECKING:
    from isop_analysis.study.network_settings import Networks

TIES, TASKS = "profession_ties", "profession_tasks"
MOST = 2
"""Answers with the same share that are still said to be named most; of more, none stands out."""


@dataclass(frozen=True)
class ProfessionMatrix:
    """What is told of one question: rows are professions that answer, columns what they name."""

    question: str
    table: str
    rows: list[Record]
    names: Names
    words: Words
    networks: "Networks"

    @property
    def kind(self) -> str:
        """Whether professions are named, or tasks."""
        return "tasks" if self.table == TASKS else "ties"

    @cached_property
    def professions(self) -> dict[str, str]:
        """The professions that are told, with their labels: of those that were merged, of all of them."""
        merged = {str(row["profession"]): read_names(row["merged_in"]) for row in self.rows}
        return {
            one: self.words.listed([self._profession(each) for each in (one, *others)])
            for one, others in merged.items()
        }

    @cached_property
    def columns(self) -> dict[str, str]:
        """What can be named, with labels, as it was asked."""
        names = dict.fromkeys(str(row[self._named]) for row in self.rows)
        return {one: self.names.option(self.question, one) for one in names}

    @property
    def every(self) -> int:
        """How many professions there are, told ones and ones that are named and not told with another."""
        named = [one for one in self.columns if self.kind == "ties" and one not in self.networks.outside]
        return len({*self.professions, *(self._told_as(one) for one in named)})

    @property
    def mostly_told(self) -> bool:
        """Whether two professions or more are told, and half of them all at least."""
        told = len(self.professions)
        return told >= 2 and 2 * told >= self.every

    def cell(self, profession: str, column: str) -> Record | None:
        """Return a cell of the matrix; None where it is not told."""
        return self._cells.get((profession, column))

    @property
    def told(self) -> list[Record]:
        """The cells that have a share, the largest first."""
        own = [row for row in self.rows if is_number(row["share"])]
        return sorted(own, key=lambda row: -row["share"])

    def most_of(self, profession: str) -> list[Record]:
        """Return the cells of a profession with the largest share; none where more than two have it."""
        own = [row for row in self.told if row["profession"] == profession]
        most = [row for row in own if row["share"] == own[0]["share"]]
        return most if len(most) <= MOST else []

    def is_own(self, profession: str, column: str) -> bool:
        """Tell whether people of a profession that none was merged into name their own."""
        return self.kind == "ties" and profession == column and profession not in self._with_others

    def people(self, profession: str) -> Count:
        """Return how many of a profession answered."""
        found: Count = next(row["n"] for row in self.rows if row["profession"] == profession)
        return found

    def named_by(self, row: Record) -> str:
        """Return the label of what a row names."""
        return self.columns[str(row[self._named])]

    @cached_property
    def _with_others(self) -> frozenset[str]:
        return frozenset(str(row["profession"]) for row in self.rows if read_names(row["merged_in"]))

    @property
    def _named(self) -> str:
        return "task" if self.kind == "tasks" else "partner"

    @cached_property
    def _cells(self) -> dict[tuple[str, str], Record]:
        return {(str(row["profession"]), str(row[self._named])): row for row in self.rows}

    def _profession(self, name: str) -> str:
        return self.names.value(self.networks.attribute, name)

    def _told_as(self, name: str) -> str:
        """Return the told profession that the declared tree has one count with, or itself."""
        attributes = self.names.study.config.attributes
        values = next(one.values for one in attributes if one.name == self.networks.attribute)
        parents = {value.name: value.parent for value in values}
        wider, seen = name, {name}
        while wider not in self.professions and (parent := parents.get(wider)) and parent not in seen:
            wider = parent
            seen.add(wider)
        return wider if wider in self.professions else name


def profession_matrices(tables: Tables, names: Names, words: Words) -> list[ProfessionMatrix]:
    """Return what is told of each question of a study's networks: with whom, however often; tasks."""
    networks = tables.study.config.networks
    if networks is None:
        return []
    found = [
        ProfessionMatrix(
            content.question,
            TIES,
            [row for row in tables.rows(TIES, question=content.question) if not is_number(row["at_least"])],
            names,
            words,
            networks,
        )
        for content in networks.contents
    ]
    if networks.tasks is not None:
        rows = tables.rows(TASKS, question=networks.tasks)
        found.append(ProfessionMatrix(networks.tasks, TASKS, rows, names, words, networks))
    return found
