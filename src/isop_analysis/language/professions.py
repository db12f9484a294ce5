"""Professions × whom they name, or which tasks, as published: what is told, and whether that is most."""

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from isop_analysis.contracts.cells import Count, read_names
from isop_analysis.language.names import Names
from isop_analysis.language.numbers import is_number
from isop_analysis.language.rows import Record, Tables

if TYPE_CHECKING:
    from isop_analysis.study.network_settings import Networks

TIES, TASKS = "profession_ties", "profession_tasks"


@dataclass(frozen=True)
class ProfessionMatrix:
    """What is told of one question: rows are professions that answer, columns what they name."""

    question: str
    table: str
    rows: list[Record]
    names: Names
    networks: "Networks"

    @property
    def kind(self) -> str:
        """Whether professions are named, or tasks."""
        return "tasks" if self.table == TASKS else "ties"

    @cached_property
    def professions(self) -> dict[str, str]:
        """The professions that are told, with their labels."""
        return {
            one: self._profession(one) for one in dict.fromkeys(str(row["profession"]) for row in self.rows)
        }

    @cached_property
    def columns(self) -> dict[str, str]:
        """What can be named, with labels."""
        names = dict.fromkeys(str(row[self._named]) for row in self.rows)
        return {one: self._label(one) for one in names}

    @property
    def every(self) -> int:
        """How many professions there are, told ones and ones that are named."""
        return len({*self.professions, *(self.columns if self.kind == "ties" else ())})

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

    def most_of(self, profession: str) -> Record:
        """Return the cell of a profession with the largest share, the first of several."""
        return next(row for row in self.told if row["profession"] == profession)

    def people(self, profession: str) -> Count:
        """Return how many of a profession answered."""
        found: Count = next(row["n"] for row in self.rows if row["profession"] == profession)
        return found

    @cached_property
    def merged(self) -> dict[str, list[str]]:
        """Labels of the professions that count with a told one, by its label."""
        every = {str(row["profession"]): read_names(row["merged_in"]) for row in self.rows}
        return {
            self._profession(one): [self._profession(own) for own in own_ones]
            for one, own_ones in every.items()
            if own_ones
        }

    def named_by(self, row: Record) -> str:
        """Return the label of what a row names."""
        return self._label(str(row[self._named]))

    @property
    def _named(self) -> str:
        return "task" if self.kind == "tasks" else "partner"

    @cached_property
    def _cells(self) -> dict[tuple[str, str], Record]:
        return {(str(row["profession"]), str(row[self._named])): row for row in self.rows}

    def _profession(self, name: str) -> str:
        return self.names.value(self.networks.attribute, name)

    def _label(self, name: str) -> str:
        return self.names.option(self.question, name) if self.kind == "tasks" else self._profession(name)


def profession_matrices(tables: Tables, names: Names) -> list[ProfessionMatrix]:
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
            networks,
        )
        for content in networks.contents
    ]
    if networks.tasks is not None:
        rows = tables.rows(TASKS, question=networks.tasks)
        found.append(ProfessionMatrix(networks.tasks, TASKS, rows, names, networks))
    return found
