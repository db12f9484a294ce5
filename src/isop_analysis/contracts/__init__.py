"""Contracts between stages: every table, its columns, and the check on both sides of the door."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from isop_analysis.contracts.every_table import TABLES, tables_of
    from isop_analysis.contracts.files import (
        TO_FILL_IN,
        empty_table,
        read_table,
        write_rows,
        write_table,
        write_to_fill_in,
    )
    from isop_analysis.contracts.table import Column, ContractError, Row, Table, conform
    from isop_analysis.contracts.tables import by_name

HOMES = {
    "contracts.every_table": ("TABLES", "tables_of"),
    "contracts.files": (
        *("TO_FILL_IN", "empty_table", "read_table", "write_rows", "write_table", "write_to_fill_in"),
    ),
    "contracts.table": ("Column", "ContractError", "Row", "Table", "conform"),
    "contracts.tables": ("by_name",),
}
"""Modules by the names of the face they hold; each loads when one of them is asked for."""

__all__ = [
    "TABLES",
    "TO_FILL_IN",
    "Column",
    "ContractError",
    "Row",
    "Table",
    "by_name",
    "conform",
    "empty_table",
    "read_table",
    "tables_of",
    "write_rows",
    "write_table",
    "write_to_fill_in",
]


def __getattr__(name: str) -> Any:
    """Import a name of the face on first use."""
    for module, names in HOMES.items():
        if name in names:
            return getattr(import_module(f"isop_analysis.{module}"), name)
    raise AttributeError(f"module 'isop_analysis.contracts' has no attribute '{name}'")


def __dir__() -> list[str]:
    """Names an analyst can complete to."""
    return sorted([*globals(), *__all__])
