"""What every published table and column means, from their contracts, in the reader's language."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from isop_analysis.contracts.published import PUBLISHED_NAMES, Published, published
from isop_analysis.contracts.quantities import quantity_of
from isop_analysis.contracts.table import Column
from isop_analysis.language.words import words_in

if TYPE_CHECKING:
    from isop_analysis.language.numbers import Language
    from isop_analysis.language.words import Words


@dataclass(frozen=True)
class Described:
    """A column of a table as the codebook tells it; texts in the reader's language; "" where none applies."""

    table: str
    column: str
    meaning: str
    kind: str
    unit: str
    rounding: str
    values: str
    may_be_empty: bool


@dataclass(frozen=True)
class DescribedTable:
    """A table as the codebook tells it: its title, whose secrets its cells could hold, what they count."""

    name: str
    title: str
    disclosure: str
    counts: str
    key: tuple[str, ...]
    columns: tuple[Described, ...]


def described_tables(language: "Language") -> tuple[DescribedTable, ...]:
    """Return every published table with its columns, in the order in which they are published."""
    words = words_in(language)
    return tuple(_table(words, published(name)) for name in PUBLISHED_NAMES)


def codebook(language: "Language") -> tuple[Described, ...]:
    """Return every column of every published table."""
    return tuple(column for table in described_tables(language) for column in table.columns)


def _table(words: "Words", table: Published) -> DescribedTable:
    return DescribedTable(
        table.name,
        words(f"reader_table.{table.name}"),
        words(f"codebook.disclosure.{table.unit}"),
        words(f"codebook.counts.{slug(table.counts)}"),
        table.key,
        tuple(_column(words, table, column) for column in table.columns),
    )


def slug(text: str) -> str:
    """Return the key of a contract's phrase among the texts: `people, exactly` gives `people_exactly`."""
    kept = "".join(letter if letter.isalnum() else " " for letter in text)
    return "_".join(kept.lower().split())


def _column(words: "Words", table: Published, column: Column) -> Described:
    return Described(
        table.name,
        column.name,
        _meaning(words, table.name, column.name),
        words(f"codebook.kind.{column.kind}"),
        _unit(words, column),
        _rounding(words, column),
        _values(words, column),
        not column.required,
    )


def _meaning(words: "Words", table: str, column: str) -> str:
    """Return a column's heading with what more there is to know, or what it means in that table alone."""
    if words.has(f"codebook.meaning.{table}_{column}"):
        return words(f"codebook.meaning.{table}_{column}")
    heading = words.label(f"column.{column}", column)
    more = words.label(f"codebook.meaning.{column}", "")
    return f"{heading}: {more}" if more else heading


def _unit(words: "Words", column: Column) -> str:
    if column.kind not in ("number", "integer", "count"):
        return ""
    unit = column.unit or quantity_of(column.name).unit
    return words(f"codebook.unit.{slug(unit)}") if unit else words("codebook.unit.pure")


def _rounding(words: "Words", column: Column) -> str:
    if column.kind == "count":
        return words("codebook.rounding.count")
    if column.kind != "number":
        return ""
    if column.role in ("low", "high"):
        return words("codebook.rounding.end", digits=column.digits)
    return words("codebook.rounding.digits", digits=column.digits)


def _values(words: "Words", column: Column) -> str:
    """Return the words that a column may hold, each as it is told."""
    if column.kind == "flag":
        return "True; False"
    told = (f"{one}: {words.label(f'{column.name}.{one}', one)}" for one in column.allowed)
    return "; ".join(told)
