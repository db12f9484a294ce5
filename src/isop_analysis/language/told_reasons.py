"""Reasons in the reader's language: variables by title, groups by their word, numbers as it writes them."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from isop_analysis.base.reasons import Reason, read_reasons
from isop_analysis.base.telling import Teller, Texts
from isop_analysis.contracts.cells import Count
from isop_analysis.language.names import Names
from isop_analysis.language.variables import variable_title
from isop_analysis.language.words import Words

BAND = re.compile(r"\d+-\d+")


class Told(Teller):
    """How a reader is told; without `names` variables keep the names they have in the data."""

    def __init__(self, words: Words, names: Names | None = None) -> None:
        self.words = words
        self.names = names

    def text_of(self, texts: Texts) -> str:
        """The text of the reader's language."""
        return texts.nl if self.words.language == "nl" else texts.en

    def parameter(self, name: str, values: Mapping[str, Any]) -> str:
        """A parameter of a structural model by what it is instead of its notation."""
        lhs, op, rhs = (str(values[one]) for one in ("lhs", "op", "rhs"))
        first, second = self.title(lhs), self.title(rhs)
        if op == "=~":
            return self.words("bounds.loading", item=second, factor=first)
        if lhs == rhs:
            return self.words("bounds.variance", variable=first)
        kind = {"~~": "covariance", "~": "path"}.get(op)
        return self.words(f"bounds.{kind}", first=first, second=second) if kind else f"{lhs} {op} {rhs}"

    def plain(self, value: Any) -> str:
        """Quoted and listed as the language does; numbers with its marks."""
        if isinstance(value, list):
            return self.words.listed([f"‘{one}’" for one in value])
        if isinstance(value, str) and BAND.fullmatch(value):
            return self.words.numbers.count(Count.read(value))
        if isinstance(value, float):
            return self.words.numbers.decimal(value, len(f"{value:g}".partition(".")[2]))
        return self.words.numbers.integer(value) if isinstance(value, int) else str(value)

    def title(self, name: str) -> str:
        """A variable's title; the name where it has none."""
        if self.names is None:
            return name
        title = variable_title(name, self.names, self.words)
        return (self.names.attribute(name) if title == name else title).rstrip(".")

    def titles(self, names: Sequence[str], limit: int = 6) -> str:
        """Titles, quoted and listed, with the count of those beyond the limit."""
        parts = [f"‘{self.title(name)}’" for name in names[:limit]]
        more = len(names) - limit
        return self.words.listed([*parts, *([self.words("reasons.more", count=more)] if more > 0 else [])])

    def units(self, group: str) -> str:
        """What a grouping factor's levels are called: those of 'team:site' are teams."""
        own = group.split(":")[0]
        return self.words.label(f"units.{own}.other", own)

    def label(self, value: str, of: str) -> str:
        """The label of an attribute's value."""
        return self.names.value(of, value) if self.names else value

    def meant(self, name: str) -> str:
        """The nearest known name."""
        return self.words("reasons.meant", name=name)

    def within(self, level: str) -> str:
        """At which of two levels."""
        return f" {self.words(f'reasons.{level}')}"

    def ingroup(self, group: str) -> str:
        """In which group, by the label of whichever attribute has it."""
        attributes = self.names.study.config.attributes if self.names else []
        titles = (self.label(group, one.name) for one in attributes)
        return " " + self.words(
            "reasons.in_group", group=next((title for title in titles if title != group), group)
        )

    def count(self, number: int | str, noun: str) -> str:
        """A count, or band of counts, with its noun."""
        told = Count.read(number) if isinstance(number, str) else number
        return self.words.counted(f"units.{noun}", told)

    def number(self, value: float, way: str) -> str:
        """A number with the language's marks."""
        numbers = self.words.numbers
        if way.endswith("%"):
            return numbers.percentage(100 * value)
        digits = int(way[1:-1])
        if way.endswith("g"):
            whole, _, fraction = f"{value:.{digits}g}".partition(".")
            return numbers.decimal(float(f"{whole}.{fraction or 0}"), len(fraction))
        return numbers.decimal(value, digits, bounded=way.endswith("b"))

    def p(self, value: float) -> str:
        """A p value with its relation."""
        return self.words.numbers.p_value(value)


def tell_reasons(cell: object, words: Words, names: Names | None = None) -> str:
    """Return the reasons of a table's cell as clauses, without a full stop; a text of its own for none."""
    found = read_reasons(cell)
    if not found:
        return words("reasons.none")
    teller = Told(words, names)
    return "; ".join(teller.tell(one) for one in found)


def tell_notes(cell: object, words: Words, names: Names | None = None) -> str:
    """Return the notes of a table's cell as sentences."""
    told = (Told(words, names).tell(one) for one in read_reasons(cell))
    return " ".join(f"{one[0].upper()}{one[1:]}." for one in told)


def tell(reason: Reason, words: Words, names: Names | None = None) -> str:
    """Return one reason as a clause."""
    return Told(words, names).tell(reason)
