"""What a cell of a notebook shows of a fit: a title, its facts, its tables, short enough to read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

DIGITS = 3


@dataclass(frozen=True, repr=False)
class Shown:
    """A title, facts a line each, tables by their captions; as text and as HTML."""

    title: str
    facts: Sequence[str]
    tables: "Mapping[str, pd.DataFrame]"

    def __repr__(self) -> str:
        tables = [f"{name}\n{short(table).to_string(index=False)}" for name, table in self.tables.items()]
        return "\n\n".join(["\n".join([self.title, *self.facts]), *tables])

    def _repr_html_(self) -> str:
        facts = "".join(f"<br>{escape(fact)}" for fact in self.facts)
        tables = "".join(
            f"<p><em>{escape(name)}</em></p>{short(table).to_html(index=False, border=0)}"
            for name, table in self.tables.items()
        )
        return f"<p><strong>{escape(self.title)}</strong>{facts}</p>{tables}"


def short(table: "pd.DataFrame") -> "pd.DataFrame":
    """Return a table as it is read: three decimals, p as `<.001`, nothing where nothing is known."""
    told = table.copy().astype("object")
    for name in table.columns:
        written = _p if name == "p_value" else _number
        told[name] = [written(value) for value in table[name]]
    return told


def _number(value: object) -> str:
    if value is None or value != value:
        return ""
    return f"{value:.{DIGITS}f}" if isinstance(value, float) else str(value)


def _p(value: float) -> str:
    if value != value:
        return ""
    return "<.001" if value < 0.001 else f"{value:.3f}".removeprefix("0")
