"""Contracts between stages: every table, its columns, and the check on both sides of the door."""

from isop_analysis.contracts.files import empty_table, read_table, tables_of, write_rows, write_table
from isop_analysis.contracts.table import Column, ContractError, Row, Table, conform
from isop_analysis.contracts.tables import TABLES, by_name

__all__ = [
    "TABLES",
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
]
