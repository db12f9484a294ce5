"""How every figure looks: one typeface, three hues safe for colour-blind readers, SVG with text as text.

Figures are drawn 420 points wide, so that their text can be read on a telephone, and scale up to a page.
Hues carry one meaning each: blue the scores, orange disagreement, green the words of participants.
"""

import io
import textwrap
from functools import cache
from importlib.resources import as_file, files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

WIDTH = 420.0
FONT = "Isop Sans"
INK = "#1c1f23"
SOFT = "#5a6169"
FAINT = "#d5d9de"
BAND = "#eceef0"
PAPER = "#ffffff"
HOLLOW = "#fffffe"  # a page may draw this, INK, SOFT, FAINT and BAND in the colours of its dark mode
ON_HUE = "#1c1f24"
SCORE = "#0a6aa6"
AGREE = "#0a6aa7"  # the same hue under white letters, which a dark page leaves as it is
SCORE_LIGHT = "#7db8dc"
LOW = "#c85a1a"
LOW_LIGHT = "#eda875"
WORDS = "#2d8a5f"
SIZE = 10.0
SMALL = 8.6
LEAST = 8.3
"""Drawn 560 px wide, which pages never go below, such letters are 11 px high."""

SETTINGS: dict[str, object] = {
    "font.family": FONT,
    "font.size": SIZE,
    "text.color": INK,
    "axes.edgecolor": SOFT,
    "axes.labelcolor": SOFT,
    "axes.labelsize": SMALL,
    "axes.linewidth": 0.6,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.unicode_minus": True,
    "xtick.color": SOFT,
    "ytick.color": SOFT,
    "xtick.labelsize": SMALL,
    "ytick.labelsize": SMALL,
    "xtick.major.size": 3,
    "ytick.major.size": 3,
    "xtick.major.width": 0.6,
    "ytick.major.width": 0.6,
    "hatch.linewidth": 0.6,
    "svg.fonttype": "none",
    "svg.hashsalt": "isop_analysis",
}


def use_style() -> None:
    """Make matplotlib know the typeface and draw in this style."""
    import matplotlib as mpl
    from matplotlib import font_manager

    if FONT not in {font.name for font in font_manager.fontManager.ttflist}:
        for weight in ("Regular", "Semibold", "Italic"):
            with as_file(files(__package__).joinpath("fonts", f"IsopSans-{weight}.ttf")) as path:
                font_manager.fontManager.addfont(path)
    mpl.rcParams.update(SETTINGS)  # type: ignore[arg-type]


def sheet(height: float) -> "Figure":
    """Return an empty figure of the common width and this height, in points."""
    from isop_analysis.figures.sheet import Sheet

    return Sheet(figsize=(WIDTH / 72, height / 72), facecolor="none")


def area(
    figure: "Figure", left: float, top: float, width: float, height: float, bare: bool = False
) -> "Axes":
    """Return axes at a place given in points from the upper left corner."""
    full = figure.get_figheight() * 72
    axes = figure.add_axes((left / WIDTH, 1 - (top + height) / full, width / WIDTH, height / full))
    axes.set_facecolor("none")
    if bare:
        axes.axis("off")
    return axes


@cache
def _bare_axes() -> "type[Axes]":
    """Return axes without ticks, whose lines and bars move no limits; these take matplotlib most time."""
    from matplotlib.axes import Axes
    from matplotlib.axis import Tick, XAxis, YAxis
    from matplotlib.lines import Line2D
    from matplotlib.patches import Rectangle

    class Across(XAxis):
        majorTicks: list[Tick] = []  # noqa: N815, RUF012
        minorTicks: list[Tick] = []  # noqa: N815, RUF012

    class Up(YAxis):
        majorTicks: list[Tick] = []  # noqa: N815, RUF012
        minorTicks: list[Tick] = []  # noqa: N815, RUF012

    class Bare(Axes):
        def _init_axis(self) -> None:
            super()._init_axis()  # type: ignore[misc]
            self.xaxis.__class__, self.yaxis.__class__ = Across, Up

        def plot(self, x, y, mark="", **style):  # type: ignore[no-untyped-def]
            own = {"marker": mark, "linestyle": "None"} if mark else {}
            line = Line2D(x, y, **(own | style))
            return [self.add_artist(line)]

        def barh(self, y, width, height, left, *, color=None, **style):  # type: ignore[no-untyped-def]
            if "hatch" in style:
                return super().barh(y, width, height, left, **style)
            return self.add_artist(Rectangle((left, y - height / 2), width, height, facecolor=color, **style))

    return Bare


def canvas(height: float) -> "tuple[Figure, Axes]":
    """Return a figure whose bare axes count points from the upper left corner, for drawing freely."""
    figure = sheet(height)
    axes = figure.add_axes(_bare_axes()(figure, (0, 0, 1, 1)))
    axes.set_facecolor("none")
    axes.axis("off")
    axes.set_xlim(0, WIDTH)
    axes.set_ylim(height, 0)
    return figure, axes


def wrapped(text: str, characters: int) -> str:
    """Break a text into lines of at most so many characters."""
    return "\n".join(textwrap.wrap(text, characters, break_long_words=False)) or text


def lines_of(text: str, characters: int) -> int:
    """Return how many lines a wrapped text takes."""
    return wrapped(text, characters).count("\n") + 1


def svg_of(figure: "Figure") -> str:
    """Return the figure as SVG without date, program name or absolute size."""
    from matplotlib.backends.backend_svg import FigureCanvasSVG

    FigureCanvasSVG(figure)
    buffer = io.StringIO()
    figure.savefig(buffer, format="svg", metadata={"Date": None, "Creator": None}, transparent=True)
    return buffer.getvalue()
