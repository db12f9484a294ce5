"""Files about sites: their public keys, and numbers a year that may be outcomes of theirs."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from isop_analysis.answers.spelling import folded, number
from isop_analysis.drafting.raw_tables import RawColumn, RawTable
from isop_analysis.drafting.yaml_text import in_comment, listed, quoted

KEYS = {
    "site": ("locatie", "site", "school", "vestigingsnaam", "naam"),
    "brin": ("brin", "instellingscode", "brinnummer"),
    "location": ("vestiging", "location", "vestigingscode", "vestigingsnummer"),
    "lrk": ("lrk", "lrk-nummer"),
    "municipality": ("gemeente", "gemeentenummer", "gemeentecode", "municipality"),
}
YEARS = ("jaar", "schooljaar", "year", "school year", "school_year", "peiljaar")
YEAR = re.compile(r"(19|20)\d{2}([-/](19|20)?\d{2})?")


@dataclass(frozen=True)
class DraftSites:
    """A file of sites' keys: its columns by what they are."""

    file: str
    columns: dict[str, str]


@dataclass(frozen=True)
class DraftOutcome:
    """A file of numbers a year: the year's column, those that may be keys, those that hold numbers."""

    file: str
    year: str
    keys: tuple[str, ...]
    values: tuple[str, ...]


def draft_sites(read: Mapping[Path, Sequence[RawTable]]) -> DraftSites | None:
    """Return the file that links sites to their public keys: it has BRIN, location and municipality."""
    for path, tables in read.items():
        found = _keys_in(tables[0])
        if {"site", "brin", "location", "municipality"} <= set(found) and not _years(tables[0]):
            return DraftSites(path.name, found)
    return None


def _keys_in(table: RawTable) -> dict[str, str]:
    headings = {folded(column.name): column.name for column in table.columns}
    named = {
        kind: next((headings[one] for one in words if one in headings), None) for kind, words in KEYS.items()
    }
    return {kind: name for kind, name in named.items() if name is not None}


def draft_outcomes(read: Mapping[Path, Sequence[RawTable]]) -> list[DraftOutcome]:
    """Return the files that hold numbers by year."""
    return [found for tables in read.values() if (found := _outcome(tables[0])) is not None]


def _outcome(table: RawTable) -> DraftOutcome | None:
    years = _years(table)
    keys = [name for kind, name in _keys_in(table).items() if kind != "lrk"]
    rest = [one for one in table.columns if one.name not in {*keys, *years}]
    values = [one.name for one in rest if _holds_numbers(one)]
    if len(years) != 1 or not values:
        return None
    return DraftOutcome(table.file, years[0], tuple(keys), tuple(values))


def _years(table: RawTable) -> list[str]:
    named = [column for column in table.columns if folded(column.name) in YEARS]
    return [one.name for one in named if one.filled and all(YEAR.fullmatch(cell) for cell in one.different)]


def _holds_numbers(column: RawColumn) -> bool:
    numbers = [cell for cell in column.filled if number(cell.replace(",", ".")) is not None]
    return len(numbers) > len(column.filled) / 2


def sites_text(sites: DraftSites | None, outcomes: Sequence[DraftOutcome]) -> str:
    """Return the study file's part on sites; outcomes are comments until someone says what they mean."""
    text = ""
    if sites is not None:
        own = [f"{kind}: {quoted(name)}" for kind, name in sites.columns.items()]
        own += [] if "lrk" in sites.columns else ["lrk: null"]
        text += (
            f"sites: {{file: {quoted(sites.file)}, {', '.join(own)}}}  # guessed: by its headings; check\n"
        )
    if outcomes:
        lines = [
            "These may be outcomes of sites; say what they mean and take the signs away (docs/config.md):"
        ]
        lines += ["outcomes:", *(line for one in outcomes for line in _outcome_lines(one))]
        text += in_comment(lines)
    return text


def _outcome_lines(one: DraftOutcome) -> list[str]:
    name = one.file.rpartition(".")[0]
    keys = listed([quoted(key) for key in one.keys[:2]]) if one.keys else "[BRIN, location]"
    return [
        f"  - name: {re.sub(r'[^a-z0-9]+', '_', name.lower())}",
        f"    title: {{nl: {quoted(name)}, en: {quoted(name)}}}",
        "    domain: safe, healthy, opportunities or composition",
        "    ages: 0-4, 4-12 or 12-18",
        "    level: site or municipality",
        f"    file: {quoted(one.file)}",
        f"    key: {keys}",
        f"    year: {quoted(one.year)}",
        f"    value: {' or '.join(quoted(value) for value in one.values)}",
    ]
