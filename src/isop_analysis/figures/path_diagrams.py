"""Path models as drawings: boxes for variables, arrows with standardised coefficients."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from isop_analysis.figures.drawn import Drawn, FigureTable
from isop_analysis.figures.path_layout import Layout, layout_of
from isop_analysis.figures.style import HOLLOW, INK, SCORE, SMALL, SOFT, WIDTH, canvas, svg_of, wrapped
from isop_analysis.report.names import Names
from isop_analysis.report.numbers import is_number
from isop_analysis.report.records import records
from isop_analysis.report.variables import variable_title
from isop_analysis.report.words import Words

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from isop_analysis.study.study import Study

LINE = 10.5
ROW = 27.0
EDGE = 14.0
LABEL_PLACES = (0.5, *(0.5 + side * 0.04 * step for step in range(1, 9) for side in (-1, 1)))
MANY_PATHS = 8
APART_WHERE_MANY = 1.7
Rows = list[dict[str, Any]]
Point = tuple[float, float]


@dataclass(frozen=True)
class Boxes:
    """Where boxes stand on the sheet: centres in points, their common width and height."""

    centres: dict[str, Point]
    width: float
    height: float

    def slope(self, cause: str, effect: str) -> float:
        """Return how steeply the line from cause to effect falls."""
        (x1, y1), (x2, y2) = self.centres[cause], self.centres[effect]
        return (y2 - y1) / max(1.0, abs(x2 - x1))


def draw(study: "Study", words: Words) -> list[Drawn]:
    """Draw one figure per path model that was fitted and is admissible."""
    fits, parameters = study.table("structural_fits"), study.table("structural_parameters")
    names = Names(study, words.language)
    fitted = fits[(fits["kind"] != "cfa") & (fits["status"] == "fitted") & (fits["admissible"] != False)]  # noqa: E712
    found = []
    for model in fitted["model"].astype(str):
        every = records(parameters[parameters["model"] == model])
        for level, name in ((1, f"path_{model}"), (2, f"path_{model}_between")):
            rows = [row for row in every if _on_one_level(row, level)]
            paths = [row for row in rows if row["op"] == "~" and is_number(row["std_all"])]
            if paths:
                found.append(_drawn(model, name, paths, rows, names, words))
    return found


def _on_one_level(row: dict[str, Any], level: int) -> bool:
    """Whether a parameter is drawn at a level; one level only counts as the lower, groups are not drawn."""
    own = int(row["level"]) if is_number(row["level"]) else 1
    return own == level and not isinstance(row["group"], str)


def _drawn(model: str, name: str, paths: Rows, rows: Rows, names: Names, words: Words) -> Drawn:
    number = words.numbers
    told = [
        words(
            "figure.path.one",
            cause=variable_title(str(row["rhs"]), names, words),
            effect=variable_title(str(row["lhs"]), names, words),
            value=number.decimal(row["std_all"], bounded=True),
            sure=words(f"figure.path.{'sure' if excludes_zero(row) else 'open'}"),
        )
        for row in paths
    ]
    return Drawn(
        name=name,
        title=_title(model, rows, names, words),
        caption=" ".join(
            [
                words("figure.path.caption", n=number.integer(paths[0]["n"])),
                *([words("figure.path.arc")] if _arcs(paths, rows) else []),
            ]
        ),
        alt=words("figure.path.alt", paths="; ".join(told)),
        svg=_svg(paths, rows, names, words),
        table=_table(paths, names, words),
    )


def _title(model: str, rows: Rows, names: Names, words: Words) -> str:
    """Return the model's question, with the level where there are two."""
    question = names.model_question(model)
    levels = {int(row["level"]) for row in rows if is_number(row["level"])}
    return f"{question} ({words(f'instruments.level_{min(levels)}')})" if levels else question


def excludes_zero(row: dict[str, Any]) -> bool:
    """Whether the 95 % interval of the coefficient lies wholly on one side of 0."""
    low, high = row["ci_low"], row["ci_high"]
    return is_number(low) and is_number(high) and (float(low) > 0 or float(high) < 0)


def _svg(paths: Rows, rows: Rows, names: Names, words: Words) -> str:
    layout = layout_of([(str(row["rhs"]), str(row["lhs"])) for row in paths])
    latent = {str(row["lhs"]) for row in rows if row["op"] == "=~"}
    many = len(paths) > MANY_PATHS
    boxes, texts = _boxes(layout, names, words, APART_WHERE_MANY if many else 1.0)
    figure, axes = canvas(EDGE + boxes.height / 2 + max(y for _, y in boxes.centres.values()))
    for name, centre in boxes.centres.items():
        _draw_box(axes, centre, boxes, texts[name], name in latent)
    taken: list[Point] = []
    # flat lines first: the number of a steep one has more places to go
    flat_first = sorted(paths, key=lambda row: abs(boxes.slope(str(row["rhs"]), str(row["lhs"]))))
    for row in flat_first:
        _draw_arrow(axes, row, paths, boxes, taken, words)
    for row in _arcs(paths, rows):
        _draw_covariance(axes, row, boxes, words)
    return svg_of(figure)


def _arcs(paths: Rows, rows: Rows) -> Rows:
    """Return what two outcomes further share; none where arcs would be lost among many arrows."""
    effects = {str(path["lhs"]) for path in paths}
    shared = [row for row in rows if row["op"] == "~~" and row["lhs"] != row["rhs"]]
    found = [row for row in shared if {str(row["lhs"]), str(row["rhs"])} <= effects]
    return found if len(paths) <= MANY_PATHS else []


def _boxes(layout: Layout, names: Names, words: Words, apart: float) -> tuple[Boxes, dict[str, str]]:
    gap = 64.0 if layout.columns < 4 else 40.0
    width = min(118.0, (WIDTH - 24 - gap * (layout.columns - 1)) / layout.columns)
    texts = {
        name: wrapped(variable_title(name, names, words), max(8, int(width / 4.6))) for name in layout.places
    }
    height = max(text.count("\n") + 1 for text in texts.values()) * LINE + 10
    step = (WIDTH - 24 - width) / max(1, layout.columns - 1)
    low = (height + 10) / 2
    centres = {
        name: (width / 2 + step * column, EDGE + height / 2 + max(ROW, low) * apart * row)
        for name, (column, row) in layout.places.items()
    }
    return Boxes(centres, width, height), texts


def _draw_box(axes: "Axes", centre: Point, boxes: Boxes, text: str, latent: bool) -> None:
    from matplotlib.patches import Ellipse, FancyBboxPatch, Patch

    x, y = centre
    shape: Patch
    if latent:
        shape = Ellipse(centre, boxes.width, boxes.height + 6)
    else:
        corner = (x - boxes.width / 2 + 2, y - boxes.height / 2 + 2)
        shape = FancyBboxPatch(corner, boxes.width - 4, boxes.height - 4, boxstyle="round,pad=2")
    shape.set(facecolor=HOLLOW, edgecolor=SOFT, linewidth=0.8, zorder=3)
    axes.add_patch(shape)
    axes.text(x, y, text, ha="center", va="center", size=SMALL, color=INK, linespacing=1.05, zorder=4)


def _draw_arrow(
    axes: "Axes", row: dict[str, Any], paths: Rows, boxes: Boxes, taken: list[Point], words: Words
) -> None:
    start, end = _ends(row, paths, boxes)
    sure = excludes_zero(row)
    style = {"arrowstyle": "-|>,head_width=0.18,head_length=0.36", "shrinkA": 0, "shrinkB": 0}
    axes.annotate(
        "", end, start, zorder=1,
        arrowprops=style | {"color": SCORE if sure else SOFT, "linewidth": 1.4 if sure else 0.9,
                            "linestyle": "-" if sure else (0, (4, 2.5))},
    )  # fmt: skip
    place = _free_place(start, end, taken, boxes)
    taken.append(place)
    text = words.numbers.decimal(row["std_all"], bounded=True)
    weight = "semibold" if sure else "normal"
    paper = {"facecolor": HOLLOW, "edgecolor": "none", "pad": 1.2}
    axes.text(
        *place, text, ha="center", va="center", size=SMALL, color=INK, weight=weight, bbox=paper, zorder=2
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
        numbers = sum(abs(place[0] - x) < 22 and abs(place[1] - y) < 11 for x, y in taken)
        inside = sum(
            abs(place[0] - x) < boxes.width / 2 + 10 and abs(place[1] - y) < boxes.height / 2 + 5
            for x, y in boxes.centres.values()
        )
        return numbers + inside

    return min(places, key=covered)


def _draw_covariance(axes: "Axes", row: dict[str, Any], boxes: Boxes, words: Words) -> None:
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
        axes.text(across, (one[1] + other[1]) / 2, text, va="center", size=SMALL, color=INK, zorder=2)


def _table(paths: Rows, names: Names, words: Words) -> FigureTable:
    number = words.numbers
    rows = [
        (
            " ← ".join(variable_title(str(row[side]), names, words) for side in ("lhs", "rhs")),
            number.decimal(row["std_all"], bounded=True),
            number.decimal(row["estimate"]),
            number.interval(row["ci_low"], row["ci_high"]),
        )
        for row in paths
    ]
    head = tuple(words(f"column.{key}") for key in ("contrast", "std_all", "estimate", "interval"))
    return FigureTable(head, tuple(rows))
