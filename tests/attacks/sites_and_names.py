"""Attack: sites by their public figures, and anyone by a name, in all text and numbers that are published."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from read_page import decimals, number

LEAST_SHARE = 0.5


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
    written: dict[int, dict[str, dict[float, str | None]]] = {}
    found = []
    for place, row in enumerate(rows):
        for column, cell in row.items():
            shown = number(cell)
            if shown is None or sum(map(str.isdigit, cell)) < least_digits:
                continue
            digits = decimals(cell)
            by_figure = written.setdefault(digits, {}) or _as_written(figures, digits, written)
            for figure, sites in by_figure.items():
                site = sites.get(round(shown, digits))
                found += [Match(site, figure, place, column)] if site else []
    return found


def _as_written(
    figures: Mapping[str, Mapping[str, float]],
    digits: int,
    written: dict[int, dict[str, dict[float, str | None]]],
) -> dict[str, dict[float, str | None]]:
    """Return per figure whose value is written so with so many decimals; None where several sites' are."""
    for figure, values in figures.items():
        own = written[digits].setdefault(figure, {})
        for site, value in values.items():
            key = round(value, digits)
            own[key] = None if key in own else site
    return written[digits]


def sites_joined(
    rows: Sequence[Mapping[str, str]], figures: Mapping[str, Mapping[str, float]], survey: Iterable[str]
) -> list[Match]:
    """Return the sites singled out in rows that also hold a number in one of the survey's columns.

    Numbers meet by chance. So a column is only taken for public figures where at least half of its numbers
    are such figures, each of another site.
    """
    survey, columns = set(survey), defaultdict(list)
    for match in sites_found(rows, figures):
        if any(number(rows[match.row].get(name, "")) is not None for name in survey - {match.column}):
            columns[match.column, match.figure].append(match)
    found = []
    for (column, _), matches in columns.items():
        numbers = sum(number(row[column]) is not None for row in rows)
        if len({match.site for match in matches}) >= numbers * LEAST_SHARE:
            found += matches
    return found


def names_found(texts: Mapping[str, str], names: Iterable[str]) -> set[tuple[str, str]]:
    """Return (file, name) of every name that stands in a text as words of their own, capitals or not."""
    wanted = {name.lower() for name in names if len(name) > 2}
    alone = {name for name in wanted if re.fullmatch(r"\w+", name)}
    found: set[tuple[str, str]] = set()
    for file, text in texts.items():
        # Typefaces embedded as base64 spell anything.
        told = re.sub(r"base64,[\w+/=]+", "", text).lower()
        found |= {(file, name) for name in alone.intersection(re.findall(r"\w+", told))}
        found |= {(file, name) for name in wanted - alone if _stands(name, told)}
    return found


def _stands(name: str, text: str) -> bool:
    return name in text and re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text) is not None
