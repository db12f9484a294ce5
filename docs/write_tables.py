"""Write docs/tables.md, every table and its columns, from the contracts: ``python docs/write_tables.py``."""

from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

import yaml

from isop_analysis.contracts import TABLES, Column, Table
from isop_analysis.contracts.published import published
from isop_analysis.contracts.quantities import quantity_of
from isop_analysis.language.words import words_in
from isop_analysis.report.tables.codebook import codebook, described_tables
from isop_analysis.steps import STEPS

PAGE = Path(__file__).with_name("tables.md")
COLUMNS = Path(__file__).with_name("columns.yaml")
HEAD = """# Tables and their columns

Generated from the contracts by `python docs/write_tables.py`; do not edit by hand.

A step of the pipeline writes *tables*, and checks each against its contract: these columns, in this
order. Tables of analysts are parquet files in `data/processed/<study>/`, or, with identities,
`data/restricted/<study>/`; read them by `study.table("scale_scores")`
([notebooks](how_to/notebooks.md)). Tables of readers are CSV files in `data/published/<study>/`, rounded
and in bands ([privacy](privacy.md)); a run puts them into `reports/build/<study>/tables/` too, with
these explanations in the report's languages.

Kinds: *category* is one of few words, *flag* true or false, *reasons* keys with values which report and
log tell as sentences, *mapping* and *names* JSON, *count* a number or a band such as 5–9; "maybe": a
cell may be empty.
Units: *points* are those of a scale, *sd* its standard deviations, *share* lies between 0 and 1, *own*
is the unit of what the row is about. Columns in **bold** together identify a row. Code words under
"what" are all that a column may hold.
"""


def page() -> str:
    """Return the page."""
    return "\n".join([HEAD, "## Tables of analysts\n", *_analysts(), "## Tables of readers\n", *_readers()])


def _analysts() -> Iterator[str]:
    for step in STEPS:
        tables = [table for table in TABLES if table.step == step]
        if tables:
            yield f"### Written by `{step}`\n"
        for table in tables:
            yield f"#### `{table.name}`{' (restricted)' if table.restricted else ''}\n\n{table.title}.\n"
            yield _table(_row(table, column, _meaning(table.name, column.name)) for column in table.columns)


def _meaning(table: str, name: str) -> str:
    """Return what a column of analysts means: by `columns.yaml`, else as the codebook of readers has it."""
    own = meanings()
    told = own.get(f"{table}.{name}") or own.get(name) or _of_readers().get((table, name)) or _heading(name)
    return "" if told.lower() == name.replace("_", " ") else told


@cache
def meanings() -> dict[str, str]:
    """Return what `columns.yaml` says, by column or <table>.<column>."""
    return dict(yaml.safe_load(COLUMNS.read_text(encoding="utf-8")))


@cache
def _of_readers() -> dict[tuple[str, str], str]:
    return {(one.table, one.column): one.meaning for one in codebook("en")}


def _heading(name: str) -> str:
    """Return a column's heading with what more there is to know, in whatever table."""
    words = words_in("en")
    parts = (words.label(f"column.{name}", ""), words.label(f"codebook.meaning.{name}", ""))
    return ": ".join(part for part in parts if part)


def _readers() -> Iterator[str]:
    for told in described_tables("en"):
        table = published(told.name)
        yield f"### `{table.name}`\n\n{told.title}. Could tell: {told.disclosure}. Counts: {told.counts}.\n"
        pairs = zip(table.columns, told.columns, strict=True)
        yield _table(_row(table, column, described.meaning) for column, described in pairs)


def _row(table: Table, column: Column, meaning: str) -> str:
    name = f"**`{column.name}`**" if column.name in table.key else f"`{column.name}`"
    kind = column.kind if column.required else f"maybe {column.kind}"
    numeric = column.kind in ("number", "integer", "count")
    unit = column.unit or quantity_of(column.name).unit if numeric else ""
    unit = "" if unit == "number" else unit
    values = ", ".join(f"`{value}`" for value in column.allowed)
    what = f"{meaning} ({values})" if meaning and values else meaning or values
    return _cells(name, what, kind, unit)


def _cells(*cells: str) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def _table(rows: Iterable[str]) -> str:
    return "\n".join(["| column | what | kind | unit |", "|---|---|---|---|", *rows, ""])


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
