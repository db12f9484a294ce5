"""Small multiples: two columns of panels with their title above each."""

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from isop_analysis.figures.style import INK, SIZE, WIDTH, area, lines_of, sheet, wrapped
from isop_analysis.language.words import Words

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

GAP = 34.0
LEFT = 24.0
CHARACTERS = 32


@dataclass(frozen=True)
class Panels:
    """A figure with one axes per panel, in reading order."""

    figure: "Figure"
    axes: "list[Axes]"

    @classmethod
    def of(cls, titles: list[str], height: float = 118.0) -> Self:
        """Lay out panels under their titles; one panel takes the whole width."""
        columns = 1 if len(titles) == 1 else 2
        rows = math.ceil(len(titles) / columns)
        head = 20.0 + 12.0 * max(lines_of(title, CHARACTERS * (3 - columns)) for title in titles)
        figure = sheet(rows * (height + head + 24))
        width = (WIDTH - LEFT - (columns - 1) * (GAP + 4)) / columns
        axes = []
        for place, title in enumerate(titles):
            row, column = divmod(place, columns)
            left = LEFT + column * (width + GAP + 4)
            top = row * (height + head + 24) + head
            panel = area(figure, left, top, width - 2, height)
            panel.annotate(
                wrapped(title, CHARACTERS * (3 - columns)),
                (0, 1),
                (-LEFT + 2, 8),
                xycoords="axes fraction",
                textcoords="offset points",
                va="bottom",
                size=SIZE,
                weight="semibold",
                color=INK,
                linespacing=1.0,
            )
            axes.append(panel)
        return cls(figure, axes)


def write_ticks(axes: "Axes", words: Words) -> None:
    """Write the values along the vertical axis as the language does."""
    numbers = words.numbers
    axes.yaxis.set_major_formatter(
        lambda value, _: numbers.decimal(
            value, 0 if float(value).is_integer() else 2 if round(value * 10, 6) % 1 else 1
        )
    )
