"""Cells and rows of published tables as readers are told them: numbers as written, names by their titles."""

from typing import Any

from isop_analysis.contracts.cells import Count
from isop_analysis.contracts.published import published
from isop_analysis.contracts.table import Column
from isop_analysis.language.rows import Record
from isop_analysis.report.annex.cells import written
from isop_analysis.report.annex.context import Context

BETWEEN = " · "


def told_row(context: Context, table: str, row: tuple[tuple[str, str], ...]) -> str:
    """Return a row by its key: `Transfer · T1`."""
    record = _record(table, row)
    parts = [told_cell(context, table, column, dict(row)[column], record) for column, _ in row]
    return BETWEEN.join(part for part in parts if part)


def told_column(context: Context, column: str) -> str:
    """Return the heading of a column."""
    return context.words.label(f"column.{column}", column)


def told_cell(context: Context, table: str, column: str, cell: str, row: Record) -> str:
    """Return a cell as it is told beside others of its row; of a column that there is no more, as it is."""
    own = next((one for one in published(table).columns if one.name == column), None)
    if cell == "" or own is None:
        return cell
    try:
        return str(written(context, own, row | {column: _typed(own, cell)}).text)
    except (KeyError, ValueError, StopIteration):
        return cell


def _record(table: str, row: tuple[tuple[str, str], ...]) -> Record:
    """Return a row's key as a record, cells of other columns absent."""
    kinds = {one.name: one for one in published(table).columns}
    known: Record = dict.fromkeys(kinds)
    return known | {name: _typed(kinds[name], cell) for name, cell in row if name in kinds}


def _typed(column: Column, cell: str) -> Any:
    """Return a cell of a table's file as its column's kind; None where it is empty, as keys can be."""
    if cell == "":
        return None
    if column.kind == "count":
        return Count.read(cell)
    if column.kind in ("number", "integer"):
        return float(cell)
    return cell == "True" if column.kind == "flag" else cell
