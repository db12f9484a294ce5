"""The annex, for reviewers: one self-contained page a language with everything published, opened by chapter."""

from isop_analysis.report.annex.render import render_annex, write_annexes

__all__ = ["render_annex", "write_annexes"]
