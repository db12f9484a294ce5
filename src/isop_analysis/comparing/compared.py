"""All that is told of two builds: which tables are held back, what differs in the others, and why."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from isop_analysis.comparing.causes import Cause, Reaches, causes_of, of_people
from isop_analysis.comparing.differences import Difference, cells_of, differences
from isop_analysis.comparing.given import HELD, Build
from isop_analysis.comparing.people_apart import People
from isop_analysis.comparing.told_answers import TOLD_OF, ToldAnswer, changed_answers
from isop_analysis.contracts.published import PUBLISHED_NAMES
from isop_analysis.study.study import Study

if TYPE_CHECKING:
    from isop_analysis.language.numbers import Language


@dataclass(frozen=True)
class Explained:
    """A difference with all that may have brought it about; nothing where that is not known, or not told."""

    difference: Difference
    causes: tuple[Cause, ...]


@dataclass(frozen=True)
class Compared:
    """Two builds of a study side by side.

    `found` are the causes beside people; `reaches` tells which numbers they can have changed.
    """

    study: Study
    then: Build
    now: Build
    people: People
    found: tuple[Cause, ...]
    reaches: Reaches

    @cached_property
    def held(self) -> tuple[str, ...]:
        """Tables that are not compared: they stay as released, or would show single people beside then."""
        return tuple(
            name
            for name in PUBLISHED_NAMES
            if name != HELD and (name in self.now.held or not self.people.may_be_compared(name))
        )

    @property
    def compared(self) -> tuple[str, ...]:
        """Tables that are in both and held back in none."""
        return tuple(name for name in self.then.has if name not in (HELD, *self.held))

    @cached_property
    def explained(self) -> tuple[Explained, ...]:
        """Every difference with its causes, in the order of tables and rows."""
        return tuple(
            Explained(one, causes_of(one, self.found, self.people, self.reaches))
            for name in self.compared
            for one in differences(name, self.then.tables, self.now.tables)
        )

    @cached_property
    def numbers(self) -> int:
        """How many cells are told in the tables that are compared, as of now."""
        return sum(cells_of(name, self.now.tables) for name in self.compared)

    @property
    def tells_answers(self) -> bool:
        """Whether answers may be compared: all that they are told of is."""
        return all(name in self.compared for name in TOLD_OF)

    def answers(self, language: "Language") -> list[ToldAnswer]:
        """Return the answers that differ, in a language."""
        if not self.tells_answers:
            return []
        return changed_answers(self.study, language, self.then.tables, self.now.tables)

    @cached_property
    def answers_changed_by(self) -> tuple[Cause, ...]:
        """What may have changed an answer."""
        whole = Difference("conclusions", (), "", "changed")
        return causes_of(whole, self.found, self.people, self.reaches)

    @cached_property
    def causes(self) -> Mapping[Cause, tuple[str, ...]]:
        """All causes, each with the compared tables in which something changed that it can have changed."""
        found: dict[Cause, dict[str, None]] = {one: {} for one in self.found}
        for name in self.compared:
            found.update({one: {} for one in of_people(name, self.people) if one not in found})
        for own in self.explained:
            for cause in own.causes:
                found.setdefault(cause, {})[own.difference.table] = None
        return {cause: tuple(tables) for cause, tables in found.items()}
