"""The published tables as files: CSV, one workbook, and a codebook of every column."""

from isop_analysis.report.tables.codebook import Described, codebook, described_tables
from isop_analysis.report.tables.render import write_tables

__all__ = ["Described", "codebook", "described_tables", "write_tables"]
