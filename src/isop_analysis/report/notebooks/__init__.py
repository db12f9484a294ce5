"""Notebooks executed beside the report, and their pages."""

from isop_analysis.report.notebooks.execution import execute_all
from isop_analysis.report.notebooks.pages import write_pages

__all__ = ["execute_all", "write_pages"]
