"""Proxies of children's chances per site × school year: known, suppressed, unknown, or no row."""

import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from isop_analysis.base.nearest import told
from isop_analysis.opendata.published_values import ABSENT, Cell, municipality_code, read_column, school_code
from isop_analysis.opendata.text_table import TextTable, read_text_table
from isop_analysis.study.context import Outcome
from isop_analysis.study.problems import Problem, StudyError

if TYPE_CHECKING:
    import pandas as pd


SCHOOL_YEAR = re.compile(r"\d{4}([-/ ]?\d{2,4})?")


@dataclass(frozen=True)
class OutcomeFile:
    """An outcome's rows for the study's sites, and what its file held.

    `rows_used`, `suppressed` and `unknown` count rows of the file, each once; `without_row` names sites.
    """

    frame: "pd.DataFrame"
    encoding: str
    rows: int
    rows_used: int
    suppressed: int
    unknown: int
    without_row: tuple[str, ...]


def read_outcome(path: Path, shown: str, outcome: Outcome, keys: "pd.DataFrame") -> OutcomeFile:
    """Read one outcome for the sites (or their municipalities) in `keys`.

    Parameters
    ----------
    keys
        The table site_keys. A site without a key or without a row in the file gets status no_row.

    Raises
    ------
    StudyError
        For a missing column, a cell that is neither number, ``<5`` nor empty, a value outside low–high or
        above its total, a unit that stands twice in one year, or a school year that is neither 2023 nor
        2023-2024.
    """
    import pandas as pd

    table = read_text_table(path, shown)
    units = _units(outcome, keys)
    rows: list[dict[str, object]] = []
    statuses: Counter[str] = Counter()
    seen: dict[tuple[str, str], int] = {}
    problems: list[Problem] = []
    year = table.position(outcome.year)
    values, found = _values(table, outcome.value, outcome.low, outcome.high)
    totals, more = _values(table, outcome.total, 0.0, None) if outcome.total else ([ABSENT] * len(values), [])
    problems += sorted([*found, *more], key=lambda problem: problem.line or 0)
    problems = problems or _above_totals(table, outcome, values, totals)
    for line, (row, cell, total) in zip(
        table.lines, zip(table.rows, values, totals, strict=True), strict=True
    ):
        unit = _unit_of(table, outcome, row)
        sites, school_year = units.get(unit, []), row[year].strip()
        if sites:
            statuses[cell.status] += 1
            problems += _doubled(table, seen, (unit, school_year), line)
            problems += _no_year(table, school_year, line)
        rows += [_row(outcome, unit, site, school_year, cell, total) for site in sites]
    if problems:
        raise StudyError(problems)
    absent = sorted(set(keys["site"]) - {str(row["site"]) for row in rows})
    rows += _without_row(outcome, absent)
    frame = pd.DataFrame(rows).sort_values(["site", "unit", "school_year"], kind="stable")
    return OutcomeFile(
        frame.reset_index(drop=True),
        table.encoding,
        len(table.rows),
        statuses.total(),
        statuses["suppressed"],
        statuses["unknown"],
        tuple(absent),
    )


def _doubled(
    table: TextTable, seen: dict[tuple[str, str], int], key: tuple[str, str], line: int
) -> list[Problem]:
    first = seen.setdefault(key, line)
    if first == line:
        return []
    message = f"the unit of this row stands in its school year already (line {first}); keep one row"
    return [Problem(table.file, message, line)]


def _no_year(table: TextTable, school_year: str, line: int) -> list[Problem]:
    if SCHOOL_YEAR.fullmatch(school_year):
        return []
    message = f"the school year, {told(school_year)}, is none; write it as 2023-2024"
    return [Problem(table.file, message, line)]


def _above_totals(
    table: TextTable, outcome: Outcome, values: list[Cell], totals: list[Cell]
) -> list[Problem]:
    """Return a problem for each count that is more than its total, where both are known."""
    message = f"is more than its total ({outcome.total}); correct the row, or exchange 'value' and 'total'"
    return [
        Problem(table.file, message, line, outcome.value)
        for line, value, total in zip(table.lines, values, totals, strict=True)
        if value.low > total.high
    ]


def _units(outcome: Outcome, keys: "pd.DataFrame") -> dict[str, list[str]]:
    units: dict[str, list[str]] = {}
    for _, row in keys.iterrows():
        if outcome.level == "municipality":
            unit = row["municipality"]
        else:
            unit = school_code(row["brin"], row["location"]) if isinstance(row["brin"], str) else None
        if isinstance(unit, str) and row["site"] not in units.setdefault(unit, []):
            units[unit].append(row["site"])
    return units


def _unit_of(table: TextTable, outcome: Outcome, row: tuple[str, ...]) -> str:
    cells = [row[table.position(column)] for column in outcome.key]
    if outcome.level == "municipality":
        return municipality_code(cells[0])
    return school_code(cells[0], cells[-1] if len(cells) > 1 else cells[0])


def _values(
    table: TextTable, column: str, low: float | None, high: float | None
) -> tuple[list[Cell], list[Problem]]:
    """Return a column's cells, unknown where they are none, and a problem for each that is none or out."""
    place = table.position(column)
    texts = [row[place] for row in table.rows]
    cells: list[Cell] = []
    problems: list[Problem] = []
    for line, (text, cell) in zip(table.lines, zip(texts, read_column(texts), strict=True), strict=True):
        cells.append(ABSENT if isinstance(cell, str) else cell)
        if isinstance(cell, str):
            problems.append(Problem(table.file, f"{told(text)} {cell}", line, column))
        elif (low is not None and cell.value < low) or (high is not None and cell.value > high):
            bounds = f"{_shown(low)}–{_shown(high)}"
            message = f"{told(f'{cell.value:g}')} lies outside {bounds}; correct the file or the config"
            problems.append(Problem(table.file, message, line, column))
    return cells, problems


def _shown(bound: float | None) -> str:
    return "" if bound is None else f"{bound:g}"


def _row(outcome: Outcome, unit: str, site: str, year: str, cell: Cell, total: Cell) -> dict[str, object]:
    return {
        "outcome": outcome.name,
        "unit": unit,
        "site": site,
        "school_year": year,
        "value": cell.value,
        "low": cell.low,
        "high": cell.high,
        "total": total.value,
        "status": cell.status,
    }


def _without_row(outcome: Outcome, absent: list[str]) -> list[dict[str, object]]:
    empty = {"value": None, "low": None, "high": None, "total": None, "status": "no_row"}
    return [
        {"outcome": outcome.name, "unit": "none", "site": site, "school_year": "none", **empty}
        for site in absent
    ]
