"""Attack: sites by their public figures, and anyone by a name, in all text and numbers that are published."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from read_page import decimals, number


@dataclass(frozen=True)
class Match:
    """A published number that only one site's public figure rounds to."""

    site: str
    figure: str
    row: int
    column: str


def sites_found(
    rows: Sequence[Mapping[str, str]], figures: Mapping[str, Mapping[str, float]], least_digits: int = 3
) -> list[Match]:
    """Return the sites that rows of a table single out.

    Reads every cell that is a number of `least_digits` digits or more (a whole per cent fits many sites by
    chance), against open files: figure → site → value. A cell names a site when of all sites in the file only
    that one's value is written so.
    """
    found = []
    for place, row in enumerate(rows):
        for column, cell in row.items():
            if number(cell) is None or sum(map(str.isdigit, cell)) < least_digits:
                continue
            for figure, values in figures.items():
                alike = [site for site, value in values.items() if _written_so(value, cell)]
                found += [Match(alike[0], figure, place, column)] if len(alike) == 1 else []
    return found


def sites_joined(
    rows: Sequence[Mapping[str, str]], figures: Mapping[str, Mapping[str, float]], survey: Iterable[str]
) -> list[Match]:
    """Return the sites singled out in rows that also hold a number in one of the survey's columns."""
    survey = set(survey)
    return [
        match
        for match in sites_found(rows, figures)
        if any(number(rows[match.row].get(column, "")) is not None for column in survey - {match.column})
    ]


def _written_so(value: float, cell: str) -> bool:
    shown = number(cell)
    assert shown is not None
    return abs(value - shown) <= 0.5 * 10.0 ** -decimals(cell) + 1e-9


def names_found(texts: Mapping[str, str], names: Iterable[str]) -> set[tuple[str, str]]:
    """Return (file, name) of every name that stands in a text as a word of its own, capitals or not."""
    wanted = sorted({name.lower() for name in names if len(name) > 2}, key=len, reverse=True)
    if not wanted:
        return set()
    word = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, wanted))})(?!\w)")
    return {(file, found) for file, text in texts.items() for found in word.findall(text.lower())}
