"""Every text that readers see, one file a language, with the same keys in both."""

import string
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files
from typing import Any

from isop_analysis.contracts.cells import Count
from isop_analysis.language.numbers import NO_BREAK_SPACE, Language, Numbers


@dataclass(frozen=True)
class Words:
    """The texts of one language, found by dotted key, and the numbers that go with them."""

    language: Language
    texts: dict[str, str]

    @cached_property
    def numbers(self) -> Numbers:
        """Numbers as this language writes them."""
        return Numbers(self.language)

    def __call__(self, key: str, **values: object) -> str:
        """Return a text with its places filled; KeyError names a key that is not there."""
        return self.texts[key].format(**values) if values else self.texts[key]

    def has(self, key: str) -> bool:
        """Tell whether there is a text of that key."""
        return key in self.texts

    def label(self, key: str, otherwise: str) -> str:
        """Return the text of a key, or another where there is none."""
        return self.texts.get(key, otherwise)

    def counted(self, key: str, count: Count | int) -> str:
        """Return a count with its noun, in the singular for one: `1 team`, `24 teams`, `85–89 teams`."""
        one = count in (1, Count.exactly(1))
        noun = self.texts[f"{key}.one" if one else f"{key}.other"]
        return f"{self.numbers.count(count)}{NO_BREAK_SPACE}{noun}"

    def noun(self, key: str, amount: str) -> str:
        """Return the noun that follows a written decimal number."""
        absolute = amount.lstrip("−")
        small = absolute.startswith(("0", "1,00", "1.00"))
        if self.language == "en":
            small = absolute == "1.00"
        return self.texts[f"{key}.one" if small else f"{key}.other"]

    def number_word(self, number: int) -> str:
        """Return a small number as a word, others in digits."""
        return self.texts.get(f"number.n{number}", self.numbers.integer(number))

    def noun_counted(self, key: str, number: int) -> str:
        """Return a small number as a word with its noun: `six questions`."""
        return f"{self.number_word(number)} {self.texts[f'{key}.one' if number == 1 else f'{key}.other']}"

    def share_of_repetitions(self, power: float) -> str:
        """Return in how many repetitions of a study an effect is found: `four of five repetitions`."""
        if abs(power - 0.8) < 1e-9:
            return self.texts["verdict.repetitions.four_of_five"]
        return self("verdict.repetitions.share", share=self.numbers.percentage(100 * power))

    def listed(self, parts: list[str]) -> str:
        """Join parts as a sentence does: a, b and c."""
        if len(parts) < 2:
            return "".join(parts)
        return f"{', '.join(parts[:-1])} {self.texts['and']} {parts[-1]}"


@cache
def words_in(language: Language) -> Words:
    """Read the texts of a language."""
    import yaml

    text = files(__name__).joinpath(f"{language}.yaml").read_text(encoding="utf-8")
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return Words(language, dict(_flat(yaml.load(text, loader), "")))


def _flat(tree: dict[str, Any], stem: str) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for key, value in tree.items():
        name = f"{stem}{key}"
        if isinstance(value, dict):
            found += _flat(value, f"{name}.")
        else:
            found.append((name, str(value).strip()))
    return found


def places(text: str) -> set[str]:
    """Return the names of a text's places, for comparing languages."""
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}
