"""The report as one self-contained page a language: chapters of blocks, tables, style, HTML."""

from isop_analysis.report.page.render import render_report, write_reports

__all__ = ["render_report", "write_reports"]
