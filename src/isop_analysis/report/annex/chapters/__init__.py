"""Chapters of the report, one file each, in the order in which readers meet them."""

from isop_analysis.report.annex.chapters.order import chapters_of

__all__ = ["chapters_of"]
