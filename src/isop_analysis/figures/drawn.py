"""What a figure consists of: the drawing, its words, and the table with the same numbers."""

from dataclasses import dataclass


@dataclass(frozen=True)
class FigureTable:
    """The numbers behind a figure, as readers see them; the first column names the row."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Drawn:
    """A figure in one language: the question it answers is its title."""

    name: str
    title: str
    caption: str
    alt: str
    svg: str
    table: FigureTable
