"""What `isop new` asks of whoever types it: only what it can't see, and never by showing a cell."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from isop_analysis.answers.spelling import folded
from isop_analysis.drafting.column_kinds import MOST_TEXTS
from isop_analysis.drafting.instrument_draft import InstrumentDraft
from isop_analysis.drafting.judged import JudgedTable
from isop_analysis.drafting.questions import DraftSource
from isop_analysis.drafting.raw_tables import RawColumn
from isop_analysis.drafting.register_draft import DraftRegister
from isop_analysis.drafting.wording import shortened
from isop_analysis.drafting.yaml_text import quoted
from isop_analysis.study.reading import REQUIRED

Ask = Callable[[str], str]
WAYS = {"e": "email", "p": "person", "t": "token", "c": "self_code"}
NAMED = 4
"""Files that a question names."""


@dataclass(frozen=True)
class Asking:
    """Asks by `ask`, which shows a question and returns what was typed; None: nobody is there to ask."""

    ask: Ask | None

    def closed(self, tables: Sequence[JudgedTable]) -> list[str]:
        """Return the headings of columns of few texts that a person calls closed questions."""
        if self.ask is None:
            return []
        found = []
        for table in tables:
            for one in table.of("words", "joined"):
                many = len(one.parts or one.column.different)
                repeated = len(one.column.filled) >= 5 * many
                if (
                    2 <= many <= MOST_TEXTS
                    and repeated
                    and self._yes(_closed_question(_told(one.column), many))
                ):
                    found.append(one.column.name)
        return found

    def whose(self, sources: Sequence[DraftSource]) -> list[str | None]:
        """Return per source the line of the column that tells who answered; None for none, or 'required'.

        Sources with the same headings of columns that may tell it are asked about together, once.
        """
        if self.ask is None:
            return [REQUIRED] * len(sources)
        alike: dict[tuple[str, ...], list[DraftSource]] = {}
        for source in sources:
            alike.setdefault(_headings(source), []).append(source)
        told = {id(one): line for same in alike.values() for one, line in self._whose(same)}
        return [told[id(source)] for source in sources]

    def _whose(self, same: Sequence[DraftSource]) -> list[tuple[DraftSource, str | None]]:
        """Ask about sources with the same headings together, or each by itself where a person wants that."""
        files = [table.table.file for source in same for table in source.tables]
        columns = [one.column for one in same[0].tables[0].of("person")]
        shown = ", ".join(f"{place} {_told(column)}" for place, column in enumerate(columns, start=1))
        differs = ", d it differs" if len(same) > 1 else ""
        number = self._one_of(
            f"{_named(files)}: which column tells who answered? 0 none, {shown}{differs}",
            [*(str(place) for place in range(len(columns) + 1)), *(["d"] if differs else [])],
        )
        if number == "d":
            return [answer for source in same for answer in self._whose([source])]
        if number == "0":
            return [(source, None) for source in same]
        way = self._one_of(
            "What is it? e e-mail, p an id, t a token handed out, c a code they made", list(WAYS)
        )
        return [(source, f"{WAYS[way]}: {quoted(source.people[int(number) - 1])}") for source in same]

    def address(self, register: DraftRegister | None) -> str:
        """Return the register's column of the addresses that people are known by; 'required' unasked."""
        if self.ask is None or register is None:
            return REQUIRED
        names = [*register.members.columns.values(), *register.members.rest]
        shown = ", ".join(f"{place} {quoted(name)}" for place, name in enumerate(names, start=1))
        question = f"{register.file}: which column holds people's e-mail addresses? {shown}"
        return names[int(self._one_of(question, [str(n) for n in range(1, len(names) + 1)])) - 1]

    def team(self, register: DraftRegister | None) -> str:
        """Return the register's column that is the team, where none is called so; 'required' unasked."""
        if self.ask is None or register is None or "team" in register.members.columns:
            return REQUIRED
        names = register.members.may_be_team
        shown = ", ".join(f"{place} {quoted(name)}" for place, name in enumerate(names, start=1))
        question = f"{register.file}: which column is the team (school, ward, group, …)? {shown}"
        return names[int(self._one_of(question, [str(n) for n in range(1, len(names) + 1)])) - 1]

    def consent(self, drafts: Sequence[InstrumentDraft]) -> str | None:
        """Return the line about consent; None where nobody was asked, 'required' where it is unknown."""
        if self.ask is None:
            return REQUIRED
        items = [(item, one) for one in drafts for item in one.consent]
        asked = [(item, next(own.text for own in one.items if own.name == item)) for item, one in items]
        shown = "".join(
            f", {place} item {item} ({shortened(words)})"
            for place, (item, words) in enumerate(asked, start=1)
        )
        question = f"Where did people agree? 0 nobody was asked, f in a file or elsewhere{shown}"
        number = self._one_of(question, ["0", "f", *(str(n) for n in range(1, len(items) + 1))])
        if number in ("0", "f"):
            return None if number == "0" else REQUIRED
        item, draft = items[int(number) - 1]
        answers = draft.answers_of(next(one for one in draft.items if one.name == item))
        labels = [f"{label.value:g} {label.nl}" for label in answers.labels]
        values = labels or [f"{value}" for value in range(int(answers.low), int(answers.high) + 1)]
        yes = self._one_of(
            f"Which answer to {item} ({shortened(asked[int(number) - 1][1])}) means yes? {', '.join(values)}",
            [one.split()[0] for one in values],
        )
        said = f"{{item: {item}, agrees: [{yes}]}}"
        linking = (
            f", linking: {said}"
            if self._yes("Does it also agree that answers are linked over waves? y, n")
            else ""
        )
        return f"consent: {{asked: {{survey: {said}{linking}}}}}\n"

    def _yes(self, question: str) -> bool:
        return self._one_of(question, ["y", "n"]) == "y"

    def _one_of(self, question: str, answers: Sequence[str]) -> str:
        assert self.ask is not None
        while (said := self.ask(question).strip().lower()) not in answers:
            question = f"Type one of {', '.join(answers)}"
        return said


def _told(column: RawColumn) -> str:
    """Return a column's heading, with the words of its question where they say more."""
    words = shortened(column.text)
    bare = folded(words) in ("", folded(column.name), folded(column.id))
    return quoted(column.name) if bare else f"{quoted(column.name)} ({words})"


def _closed_question(told: str, many: int) -> str:
    return f"{told} holds {many} different texts. Is it a closed question, without names? y, n"


def _headings(source: DraftSource) -> tuple[str, ...]:
    """Return the headings of a source's columns that may tell who answered, by which it is like another."""
    return tuple(folded(one.column.name) for one in source.tables[0].of("person"))


def _named(files: Sequence[str]) -> str:
    """Return files' names as a question begins with them: the first few, and how many more."""
    more = f" and {len(files) - NAMED} more" if len(files) > NAMED else ""
    return ", ".join(files[:NAMED]) + more
