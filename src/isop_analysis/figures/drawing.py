"""A figure as its kind drew it, before it is written: what readers see of it, and matplotlib's figure."""

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from isop_analysis.figures.drawn import FigureTable
from isop_analysis.figures.style import svg_of

if TYPE_CHECKING:
    from matplotlib.figure import Figure


@dataclass(frozen=True)
class Drawing:
    """A figure in one language: the question it answers is its title."""

    name: str
    title: str
    caption: str
    alt: str
    figure: "Figure"
    table: FigureTable

    @cached_property
    def svg(self) -> str:
        """The figure as SVG."""
        return svg_of(self.figure)
