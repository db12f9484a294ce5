"""What a table must be: its columns, their kinds, what may be absent, what is unique."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from isop_analysis.base.reasons import read_reasons
from isop_analysis.base.telling import catalogue
from isop_analysis.contracts.cells import Count, read_mapping, read_names
from isop_analysis.contracts.quantities import Role

if TYPE_CHECKING:
    import pandas as pd

Kind = Literal["text", "category", "number", "integer", "flag", "reasons", "mapping", "names", "count"]
Row = dict[str, object]
"""A row of a table before it is written: cells by column."""


@dataclass(frozen=True)
class Column:
    """A column: its kind, whether cells may be absent, which values it allows, how a number is written.

    Attributes:
        kind: `reasons` holds keys and values (`base.reasons.written`), never prose; `mapping` a JSON object
            of names and numbers or words, `names` a JSON list of names (`contracts.cells`), `count` a
            count or band of counts (`contracts.cells.Count`).
        unit, digits, bounded, role, often_whole: what a number is (`contracts.quantities.Quantity`).
    """

    name: str
    kind: Kind
    required: bool = True
    allowed: tuple[str, ...] = ()
    unit: str = ""
    digits: int = 2
    bounded: bool = False
    role: Role = ""
    often_whole: bool = False


@dataclass(frozen=True)
class Table:
    """A table of a stage: who writes it, its columns in order, the columns that identify a row."""

    name: str
    step: str
    title: str
    columns: tuple[Column, ...]
    key: tuple[str, ...] = ()
    restricted: bool = False
    open_ended: bool = False

    @property
    def column_names(self) -> list[str]:
        """Names of the declared columns, in order."""
        return [column.name for column in self.columns]


class ContractError(ValueError):
    """A table is not what its contract says; every failing column and row is named."""


DTYPES = {
    "text": "str",
    "category": "category",
    "number": "float64",
    "integer": "Int64",
    "flag": "boolean",
    "reasons": "str",
    "mapping": "str",
    "names": "str",
    "count": "str",
}
PACKED = {"mapping": read_mapping, "names": read_names, "count": Count.read}


def conform(frame: "pd.DataFrame", table: Table) -> "pd.DataFrame":
    """Return the frame with the contract's columns, order and dtypes, or say all that is wrong with it.

    Raises
    ------
    ContractError
        With the missing or unknown columns, absent required cells, values not allowed and doubled keys.
    """
    problems = _column_problems(frame, table)
    if problems:
        raise ContractError(f"table {table.name}: " + "; ".join(problems))
    names = table.column_names
    if list(frame.columns[: len(names)]) != names:
        frame = frame[[*names, *(name for name in frame.columns if name not in names)]]
    dtypes = map(str, frame.dtypes)
    kinds = zip(table.columns, dtypes, strict=not table.open_ended)
    others: dict[str, Any] = {one.name: DTYPES[one.kind] for one, dtype in kinds if dtype != DTYPES[one.kind]}
    if others:
        frame = frame.assign(**{name: frame[name].astype(dtype) for name, dtype in others.items()})
    problems = _cell_problems(frame, table)
    if problems:
        raise ContractError(f"table {table.name}: " + "; ".join(problems))
    return frame.reset_index(drop=True)


def _column_problems(frame: "pd.DataFrame", table: Table) -> list[str]:
    names = table.column_names
    missing = [name for name in names if name not in frame.columns]
    unknown = [name for name in frame.columns if name not in names]
    problems = [f"column '{name}' is missing" for name in missing]
    if not table.open_ended:
        problems += [f"column '{name}' is not in the contract" for name in unknown]
    return problems


def _cell_problems(frame: "pd.DataFrame", table: Table) -> list[str]:
    problems: list[str] = []
    if frame.empty:
        return problems
    columns = dict(frame.items())
    for column in table.columns:
        cells = columns[column.name]
        if column.required and cells.hasnans:
            rows = _shown(cells.index[cells.isna()])
            problems.append(f"column '{column.name}' is empty in row {rows}")
        if column.kind == "reasons":
            problems += _prose(cells, column.name)
        if column.kind in PACKED:
            problems += _not_packed(cells, column)
        if column.allowed and not _knows_only(cells, column.allowed):
            wrong = cells[cells.notna() & ~cells.isin(column.allowed)]
            if len(wrong):
                values = sorted({str(value) for value in wrong})[:5]
                problems.append(f"column '{column.name}' holds {values} in row {_shown(wrong.index)}")
    if table.key:
        doubled = frame.index[frame.duplicated(list(table.key), keep=False)]
        if len(doubled):
            problems.append(f"key ({', '.join(table.key)}) is doubled in row {_shown(doubled)}")
    return problems


def _knows_only(cells: "pd.Series", allowed: tuple[str, ...]) -> bool:
    """Tell whether no category of the cells is one that isn't allowed: then no cell needs a look."""
    return str(cells.dtype) == "category" and set(cells.cat.categories) <= set(allowed)


def _prose(cells: "pd.Series", name: str) -> list[str]:
    """Return what is no reason of the catalogue: prose is made once, at the end."""
    problems = []
    for cell in _texts(cells):
        try:
            unknown = [one.key for one in read_reasons(cell) if one.key not in catalogue()]
        except ValueError as error:
            problems.append(f"column '{name}' holds {error}")
            continue
        problems += [f"column '{name}' holds '{key}', which is not in the catalogue" for key in unknown]
    return problems


def _not_packed(cells: "pd.Series", column: Column) -> list[str]:
    try:
        for cell in _texts(cells):
            PACKED[column.kind](cell)
    except ValueError as error:
        return [f"column '{column.name}' holds {error}"]
    return []


def _texts(cells: "pd.Series") -> list[str]:
    return [cell for cell in cells.unique().tolist() if isinstance(cell, str)]


def _shown(rows: "pd.Index") -> str:
    shown = ", ".join(str(row) for row in rows[:5])
    return shown if len(rows) <= 5 else f"{shown} and {len(rows) - 5} more"
