"""Figures: one file a figure, each a question with its answer drawn, described, and in numbers.

Every module has ``draw(study, words)``, which reads processed tables and returns what could be drawn.
"""

from isop_analysis.figures.drawn import Drawn, FigureTable
from isop_analysis.figures.gallery import draw_all, read_figures, write_figures

__all__ = ["Drawn", "FigureTable", "draw_all", "read_figures", "write_figures"]
