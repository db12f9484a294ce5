"""Boxes, ovals, arrows and arcs of path diagrams."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from isop_analysis.figures.path_layout import Layout
from isop_analysis.figures.style import HOLLOW, INK, SCORE, SOFT, WIDTH, wrapped
from isop_analysis.language.numbers import is_number
from isop_analysis.language.words import Words

if TYPE_CHECKING:
    from matplotlib.axes import Axes

TEXT = 9.4
LINE = 11.4
ROW = 27.0
EDGE = 14.0
LEFT, RIGHT = 2.0, 24.0  # room for the number of an arc
LABEL_PLACES = (0.5, *(0.5 + side * 0.04 * step for step in range(1, 10) for side in (-1, 1)))
Rows = list[dict[str, Any]]
Point = tuple[float, float]


@dataclass(frozen=True)
class Boxes:
    """Where boxes stand on the sheet: centres in points, their texts, their common width and height."""

    centres: dict[str, Point]
    texts: dict[str, str]
    width: float
    height: float

    @property
    def bottom(self) -> float:
        """The lower edge of the lowest box."""
        return max(y for _, y in self.centres.values()) + self.height / 2

    def slope(self, cause: str, effect: str) -> float:
        """Return how steeply the line from cause to effect falls."""
        (x1, y1), (x2, y2) = self.centres[cause], self.centres[effect]
        return (y2 - y1) / max(1.0, abs(x2 - x1))


def excludes_zero(row: dict[str, Any]) -> bool:
    """Whether the 95 % interval of the coefficient lies wholly on one side of 0, by its verdict."""
    return bool(row["verdict"] == "goes_together")


def boxes_of(
    layout: Layout, texts: dict[str, str], apart: float, top: float = EDGE, right: float = RIGHT
) -> Boxes:
    """Return the boxes of a layout with these texts, below `top`, `apart` times as far as they must be."""
    gap = 56.0 if layout.columns < 4 else 40.0
    width = min(122.0, (WIDTH - LEFT - right - gap * (layout.columns - 1)) / layout.columns)
    broken = {name: wrapped(texts[name], max(8, int(width / 5.0))) for name in layout.places}
    height = max(text.count("\n") + 1 for text in broken.values()) * LINE + 10
    step = (WIDTH - LEFT - right - width) / max(1, layout.columns - 1)
    low = (height + 10) / 2
    centres = {
        name: (LEFT + width / 2 + step * column, top + height / 2 + max(ROW, low) * apart * row)
        for name, (column, row) in layout.places.items()
    }
    return Boxes(centres, broken, width, height)


def draw_box(axes: "Axes", name: str, boxes: Boxes, latent: bool) -> None:
    """Draw a variable: an oval where it is latent, else a box."""
    from matplotlib.patches import Ellipse, FancyBboxPatch, Patch

    x, y = centre = boxes.centres[name]
    shape: Patch
    if latent:
        shape = Ellipse(centre, boxes.width, boxes.height + 6)
    else:
        corner = (x - boxes.width / 2 + 2, y - boxes.height / 2 + 2)
        shape = FancyBboxPatch(corner, boxes.width - 4, boxes.height - 4, boxstyle="round,pad=2")
    shape.set(facecolor=HOLLOW, edgecolor=SOFT, linewidth=0.8, zorder=3)
    axes.add_patch(shape)
    axes.text(
        x, y, boxes.texts[name], ha="center", va="center", size=TEXT, color=INK, linespacing=1.05, zorder=4
    )


def draw_arrows(axes: "Axes", paths: Rows, boxes: Boxes, words: Words) -> None:
    """Draw every path (lhs, rhs, std_all, ci_low, ci_high) as an arrow with its coefficient."""
    taken: list[Point] = []
    # flat lines first: the number of a steep one has more places to go
    for row in sorted(paths, key=lambda row: abs(boxes.slope(str(row["rhs"]), str(row["lhs"])))):
        start, end = _ends(row, paths, boxes)
        place = _free_place(start, end, taken, boxes)
        taken.append(place)
        draw_arrow(axes, start, end, place, row, words)


def draw_arrow(
    axes: "Axes", start: Point, end: Point, place: Point, row: dict[str, Any], words: Words
) -> None:
    """Draw one arrow, solid where its interval excludes zero, with its number at a place."""
    sure = excludes_zero(row)
    style = {"arrowstyle": "-|>,head_width=0.18,head_length=0.36", "shrinkA": 0, "shrinkB": 0}
    axes.annotate(
        "", end, start, zorder=1,
        arrowprops=style | {"color": SCORE if sure else SOFT, "linewidth": 1.4 if sure else 0.9,
                            "linestyle": "-" if sure else (0, (4, 2.5))},
    )  # fmt: skip
    text = words.numbers.decimal(row["std_all"], bounded=True)
    weight = "semibold" if sure else "normal"
    paper = {"facecolor": HOLLOW, "edgecolor": "none", "pad": 2.4}
    axes.text(
        *place, text, ha="center", va="center", size=TEXT, color=INK, weight=weight, bbox=paper, zorder=2
    )


def _ends(row: dict[str, Any], paths: Rows, boxes: Boxes) -> tuple[Point, Point]:
    """Return where an arrow leaves its cause and meets its effect; those that share a side stand apart."""
    cause, effect = str(row["rhs"]), str(row["lhs"])
    leaving = {
        str(other["lhs"]): boxes.slope(cause, str(other["lhs"])) for other in paths if other["rhs"] == cause
    }
    meeting = {
        str(other["rhs"]): -boxes.slope(str(other["rhs"]), effect)
        for other in paths
        if other["lhs"] == effect
    }
    (x1, y1), (x2, y2) = boxes.centres[cause], boxes.centres[effect]
    side = 1 if x2 > x1 else -1
    return (
        (x1 + side * boxes.width / 2, y1 + _apart(effect, leaving, boxes.height)),
        (x2 - side * (boxes.width / 2 + 1), y2 + _apart(cause, meeting, boxes.height)),
    )


def _apart(name: str, slopes: dict[str, float], height: float) -> float:
    """Return how far below the middle of a side an arrow stands, in the order of the slopes."""
    order = sorted(slopes, key=lambda other: (slopes[other], other))
    return (order.index(name) - (len(order) - 1) / 2) * min(9.0, (height - 8) / len(order))


def _free_place(start: Point, end: Point, taken: list[Point], boxes: Boxes) -> Point:
    """Return the place on a line, nearest its middle, where a number covers no other number and no box."""
    places = [
        (start[0] + (end[0] - start[0]) * share, start[1] + (end[1] - start[1]) * share)
        for share in LABEL_PLACES
    ]

    def covered(place: Point) -> int:
        numbers = sum(abs(place[0] - x) < 24 and abs(place[1] - y) < 12 for x, y in taken)
        inside = sum(
            abs(place[0] - x) < boxes.width / 2 + 4 and abs(place[1] - y) < boxes.height / 2 + 12
            for x, y in boxes.centres.values()
        )
        return numbers + inside

    return min(places, key=covered)


def draw_covariance(axes: "Axes", row: dict[str, Any], boxes: Boxes, words: Words) -> None:
    """Draw what two variables of the last column share further, as an arc."""
    one, other = sorted((boxes.centres[str(row[side])] for side in ("lhs", "rhs")), key=lambda at: at[1])
    sure = excludes_zero(row)
    right = boxes.width / 2
    style = {"arrowstyle": "<|-|>,head_width=0.14,head_length=0.28", "shrinkA": 0, "shrinkB": 0}
    axes.annotate(
        "", (other[0] + right, other[1]), (one[0] + right, one[1]), zorder=1,
        arrowprops=style | {"color": SCORE if sure else SOFT, "linewidth": 0.9,
                            "linestyle": "-" if sure else (0, (4, 2.5)), "connectionstyle": "arc3,rad=-0.25"},
    )  # fmt: skip
    if is_number(row["std_all"]):
        text = words.numbers.decimal(row["std_all"], bounded=True)
        across = max(one[0], other[0]) + right + 3
        axes.text(across, (one[1] + other[1]) / 2, text, va="center", size=TEXT, color=INK, zorder=2)
