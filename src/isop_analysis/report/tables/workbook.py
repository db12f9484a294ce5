"""All published tables as one workbook: codebooks first, then a sheet a table, byte-identical twice."""

import io
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from isop_analysis.contracts.published import PUBLISHED_NAMES, published
from isop_analysis.contracts.table import Column
from isop_analysis.language.numbers import is_number
from isop_analysis.language.words import words_in
from isop_analysis.report.tables.codebook import Described, codebook

if TYPE_CHECKING:
    import pandas as pd
    import xlsxwriter
    from xlsxwriter.worksheet import Worksheet

    from isop_analysis.language.numbers import Language
    from isop_analysis.study.study import Study

CREATED = datetime(1980, 1, 1)
"""A workbook says when it was made: always this day, so that the same tables give the same bytes."""
WIDEST = 48
PARTS = ("table", "column", "meaning", "kind", "unit", "rounding", "values", "may_be_empty")


def workbook_of(study: "Study") -> bytes:
    """Return the workbook: a codebook a language of the study, and a sheet for each published table."""
    import xlsxwriter

    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(buffer, options)
    book.set_properties({"title": study.config.title.in_language("en"), "created": CREATED})
    bold = book.add_format({"bold": True, "bottom": 1})
    for language in study.config.languages:
        _codebook(book, language, bold)
    for name in PUBLISHED_NAMES:
        _table(book, name, study.table(name), bold)
    book.close()
    return buffer.getvalue()


def _codebook(book: "xlsxwriter.Workbook", language: "Language", bold: Any) -> None:
    words = words_in(language)
    heads = [words(f"codebook.head.{part}") for part in PARTS]
    rows = [codebook_row(one, language) for one in codebook(language)]
    _write(book.add_worksheet(f"codebook_{language}"), heads, rows, bold)


def codebook_row(one: Described, language: "Language") -> list[str]:
    """Return a column of the codebook as the cells of a row."""
    words = words_in(language)
    empty = words("yes_word" if one.may_be_empty else "no_word")
    return [one.table, one.column, one.meaning, one.kind, one.unit, one.rounding, one.values, empty]


def _table(book: "xlsxwriter.Workbook", name: str, frame: "pd.DataFrame", bold: Any) -> None:
    columns = published(name).columns
    cells = [[cell_of(one, value) for value in frame[one.name].tolist()] for one in columns]
    formats = [book.add_format({"num_format": _format(one)}) for one in columns]
    sheet = book.add_worksheet(name)
    _write(sheet, [one.name for one in columns], list(zip(*cells, strict=True)), bold, formats)


def cell_of(column: Column, value: object) -> object:
    """Return a cell: a number as one, also an exact count; bands and words as text; else nothing."""
    if column.kind in ("number", "integer"):
        return float(value) if is_number(value) else None  # type: ignore[arg-type]
    text = value if isinstance(value, str) else _text_of(value)
    if column.kind == "count" and text.isdigit():
        return int(text)
    return text or None


def _text_of(value: object) -> str:
    import pandas as pd

    return "" if value is None or bool(pd.isna(value)) else str(value)  # type: ignore[call-overload]


def _format(column: Column) -> str:
    if column.kind != "number":
        return "General"
    return "0." + "0" * column.digits if column.digits else "0"


def _write(
    sheet: "Worksheet",
    heads: list[str],
    rows: Sequence[Iterable[object]],
    bold: Any,
    formats: Sequence[Any] = (),
) -> None:
    """Write a header that stays in sight, then the rows, with columns as wide as their first rows need."""
    sheet.freeze_panes(1, 1)
    sheet.write_row(0, 0, heads, bold)
    widths = [len(head) for head in heads]
    for number, row in enumerate(rows, start=1):
        for place, cell in enumerate(row):
            if cell is None:
                continue
            if isinstance(cell, str):
                sheet.write_string(number, place, cell)
            else:
                sheet.write_number(number, place, cell, formats[place])
            widths[place] = max(widths[place], len(str(cell)))
    for place, width in enumerate(widths):
        sheet.set_column(place, place, min(width, WIDEST) + 2)
    if rows:
        sheet.autofilter(0, 0, len(rows), len(heads) - 1)
