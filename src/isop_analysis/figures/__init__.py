"""Figures: one file a figure, each a question with its answer drawn, described, and in numbers.

Every module with ``draw(study, words)`` reads published tables and returns what could be drawn; `gallery`
writes them all. Only reading what was written is imported here: editing a drawing reruns no reader of it.
"""

from isop_analysis.figures.drawn import Drawn, FigureTable, read_figures

__all__ = ["Drawn", "FigureTable", "read_figures"]
