"""The annex, for reviewers: everything published on one self-contained page a language, by chapter."""

from isop_analysis.report.annex.render import render_annex, write_annexes

__all__ = ["render_annex", "write_annexes"]
