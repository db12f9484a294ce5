"""From a reason to a sentence: the catalogue's templates, filled by who tells.

A place of a template is a value's name and how it is told (`{group:units}`); the ways are methods of
`Teller`, which the room `language` makes for readers. Here they are as analysts read them: names as in the
data, in English.
"""

import string
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Protocol

from isop_analysis.base.nearest import listed

NUMBER_ENDS = ("f", "g", "%", "b")


class Keyed(Protocol):
    """What can be told: a key of the catalogue with its values (`base.reasons.Reason`)."""

    key: str

    @property
    def values(self) -> Mapping[str, Any]:
        """The values by name."""
        ...


@dataclass(frozen=True)
class Texts:
    """What one key says: to analysts in logs and errors, to readers in English and in Dutch."""

    error: str
    en: str
    nl: str


@cache
def catalogue() -> dict[str, Texts]:
    """Read all reasons' texts; a key stands in one file only."""
    import yaml

    found: dict[str, Texts] = {}
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    for file in sorted(files(__package__).joinpath("catalogue").iterdir(), key=lambda file: file.name):
        if not file.name.endswith(".yaml"):
            continue
        for key, own in (yaml.load(file.read_text(encoding="utf-8"), loader) or {}).items():
            if key in found:
                raise ValueError(f"the reason '{key}' stands twice in the catalogue, again in {file.name}")
            texts = {name: " ".join(str(text).split()) for name, text in own.items()}
            found[key] = Texts(texts.get("error", texts["en"]), texts["en"], texts["nl"])
    return found


def in_english(reason: Keyed) -> str:
    """Return the sentence of logs and errors."""
    return Teller().tell(reason)


class Teller:
    """Fills templates; each public method is one way of telling a value, named as in `{value:way argument}`.

    Ways of numbers are Python's (`.2f`, `.3g`, `.0%`), and `.2b` for numbers within -1 and 1 by definition.
    A value that is None is told as nothing.
    """

    def text_of(self, texts: Texts) -> str:
        """Choose among a key's texts."""
        return texts.error

    def tell(self, reason: Keyed) -> str:
        """Return the reason in words, without a full stop of its own."""
        texts = catalogue().get(reason.key)
        if texts is None:
            raise KeyError(f"the catalogue has no reason '{reason.key}'")
        return _Filler(self, reason).format(self.text_of(texts), **reason.values)

    def plain(self, value: Any) -> str:
        """A value without a way: text and numbers as they are, a list as quoted names."""
        return listed(value) if isinstance(value, list) else str(value)

    def title(self, name: str) -> str:
        """A variable's, scale's or model's name; readers get its title."""
        return name

    def titles(self, names: Sequence[str]) -> str:
        """Names of variables, quoted and listed."""
        return listed(names)

    def units(self, group: str) -> str:
        """What a grouping factor's levels are called, in the plural; analysts get the factor's name."""
        return group

    def label(self, value: str, of: str) -> str:
        """A value of the attribute `of`; readers get its label."""
        return value

    def parameter(self, name: str, values: Mapping[str, Any]) -> str:
        """A parameter of a structural model by its notation; its parts are the values lhs, op and rhs."""
        return name

    def meant(self, name: str) -> str:
        """The nearest known name: ", did you mean 'x'?"."""
        return f", did you mean '{name}'?"

    def within(self, level: str) -> str:
        """At which of two levels: " within clusters"."""
        return f" {level} clusters"

    def ingroup(self, group: str) -> str:
        """In which group of several: " in group 'a'"."""
        return f" in group '{group}'"

    def count(self, number: int | str, noun: str) -> str:
        """A count with its noun: "1 row", "3 rows"; of a band, which is text, "85-89 rows"."""
        return f"{number} {noun}{'' if number == 1 else 's'}"

    def plural(self, number: Any, forms: str) -> str:
        """The first of two forms for one, the second for any other number or length: `plural was|were`."""
        count = len(number) if isinstance(number, list) else number
        return forms.split("|")[0 if count == 1 else 1]

    def number(self, value: float, way: str) -> str:
        """A number written by Python's format."""
        return format(value, f"{way[:-1]}f" if way.endswith("b") else way)

    def p(self, value: float) -> str:
        """A p value with its relation: "= 0.012", "< 0.001"."""
        return "< 0.001" if value < 0.001 else f"= {value:.3f}"

    def reason(self, reason: Keyed) -> str:
        """A reason within a reason."""
        return self.tell(reason)

    def reasons(self, reasons: Sequence[Keyed]) -> str:
        """Reasons one after another."""
        return "; ".join(self.tell(one) for one in reasons)

    def choose(self, value: Any, words: str) -> str:
        """The word of a value that is one of few: `choose uniform=even|slight=somewhat skewed`."""
        return dict(one.split("=", 1) for one in words.split("|"))[str(value)]


class _Filler(string.Formatter):
    """Python's format with the teller's ways in place of format codes."""

    def __init__(self, teller: Teller, reason: Keyed) -> None:
        self.teller = teller
        self.own = reason

    def format_field(self, value: Any, format_spec: str) -> str:
        """Return one place, told the way it asks for."""
        if value is None:
            return ""
        way, _, argument = format_spec.partition(" ")
        if not way:
            return self.teller.plain(value)
        if way.endswith(NUMBER_ENDS) and way[0] in ".,":
            return self.teller.number(value, way)
        told = getattr(self.teller, way)
        if way == "label":
            return str(told(value, self.own.values[argument]))
        if way == "parameter":
            return str(told(value, self.own.values))
        return str(told(value, argument) if argument else told(value))


def places(template: str) -> set[str]:
    """Return the values' names a template uses, those named as an argument of `label` too."""
    found: set[str] = set()
    for _, name, way, _ in string.Formatter().parse(template):
        if name:
            found.add(name)
        if way and way.startswith("label "):
            found.add(way.removeprefix("label "))
        if way == "parameter":
            found |= {"lhs", "op", "rhs"}
    return found
