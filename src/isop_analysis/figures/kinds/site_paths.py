"""The model of sites and children's chances as a drawing of two levels: between sites, and within them."""

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from isop_analysis.figures.drawing import Drawing
from isop_analysis.figures.drawn import FigureTable
from isop_analysis.figures.path_drawing import (
    LINE,
    Boxes,
    Rows,
    boxes_of,
    draw_arrow,
    draw_arrows,
    draw_box,
    excludes_zero,
)
from isop_analysis.figures.path_layout import layout_of
from isop_analysis.figures.style import INK, SIZE, SMALL, SOFT, WIDTH, canvas, lines_of, wrapped
from isop_analysis.language.names import Names
from isop_analysis.language.numbers import is_number
from isop_analysis.language.rows import rows_of
from isop_analysis.language.words import Words

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from isop_analysis.study.study import Study

SLOPES = {
    "collaboration": ("outcome", "collaboration"),
    "participation": ("outcome", "participation"),
    "participation_to_collaboration": ("collaboration", "participation"),
}
DEFINED = ("indirect", "total")
HEAD, GAP, ITEM_GAP = 24.0, 18.0, 5.0
OVAL, ITEM = 112.0, 226.0
IN_ITEM = 45  # characters


def draw(study: "Study", words: Words) -> list[Drawing]:
    """Draw a figure per micro–macro model, scale and outcome that were estimated."""
    names = Names(study, words.language)
    fits = [row for row in rows_of(study, "site_models") if row["status"] == "fitted"]
    estimates, loadings = (rows_of(study, name) for name in ("site_estimates", "site_loadings"))
    diagrams = [Diagram(fit, _slopes(_of(fit, estimates)), _of(fit, loadings), names, words) for fit in fits]
    return [_drawn(one) for one in diagrams if one.slopes and one.loadings]


@dataclass(frozen=True)
class Diagram:
    """One estimated model: its slopes between units by the way that leads, and loadings within them."""

    fit: dict[str, Any]
    slopes: Rows
    loadings: Rows
    names: Names
    words: Words

    @property
    def units(self) -> str:
        """What is compared, in words: sites or municipalities."""
        return self.words(f"units.{self.fit['unit']}.other")

    @property
    def unit(self) -> str:
        """One of them."""
        return self.words(f"units.{self.fit['unit']}.one")

    @property
    def scale(self) -> str:
        """The scale's title."""
        return self.names.scale(str(self.fit["scale"]))

    @property
    def outcome(self) -> str:
        """The outcome's title."""
        return self.names.outcome(str(self.fit["outcome"]))

    @property
    def method(self) -> str:
        """The way of estimating that leads."""
        return self.words(f"sites.method.{self.fit['leads']}")

    @cached_property
    def texts(self) -> dict[str, str]:
        """The variables between units in words."""
        say = self.words
        found = {
            "collaboration": say("figure.site_paths.mean", scale=self.scale, unit=self.unit),
            "participation": say("figure.site_paths.participation"),
            "outcome": self.outcome,
            "baseline": say("figure.site_paths.baseline"),
        }
        for row in self.slopes:
            other = str(row["rhs"]).removeprefix("before_")
            title = say("figure.site_paths.before", outcome=self.names.outcome(other))
            found.setdefault(str(row["rhs"]), title)
        return found

    def item(self, row: dict[str, Any]) -> str:
        """The wording of an item, and that its answers were turned round where they were."""
        name = str(row["item"])
        text = self.names.item(name)
        turned = any(
            one.name == name and one.reversed for each in self.names.study.instruments for one in each.items
        )
        return f"{text} {self.words('figure.answers.reversed')}" if turned else text


def _of(fit: dict[str, Any], rows: Rows) -> Rows:
    keys = ("model", "scale", "outcome")
    return [row for row in rows if all(row[key] == fit[key] for key in keys) and is_number(row["estimate"])]


def _slopes(estimates: Rows) -> Rows:
    """Return the slopes of the way that leads, in SDs of the units, with outcome and predictor."""
    found = []
    for row in estimates:
        path = str(row["path"])
        if not row["leads"] or path in DEFINED:
            continue
        held = path.removesuffix("_to_collaboration")
        lhs, rhs = SLOPES.get(path, ("collaboration" if held != path else "outcome", held))
        found.append(row | {"lhs": lhs, "rhs": rhs, "std_all": row["estimate"]})
    return found


def _drawn(one: Diagram) -> Drawing:
    words, fit = one.words, one.fit
    return Drawing(
        name=f"site_paths_{fit['model']}_{fit['scale']}_{fit['outcome']}",
        title=words("figure.site_paths.title", scale=one.scale, outcome=one.outcome, units=one.units),
        caption=words(
            "figure.site_paths.caption",
            method=one.method,
            units=words.counted(f"units.{fit['unit']}", int(fit["clusters"])),
            people=words.counted("units.person", fit["n"]),
            unit=one.unit,
            all_units=one.units,
        )
        + _partly(one),
        alt=_alt(one),
        figure=_picture(one),
        table=_table(one),
    )


def _partly(one: Diagram) -> str:
    """Say of what share the leading estimate is freed, where that is not all."""
    taken = next((row["error_taken"] for row in one.slopes if row["rhs"] == "collaboration"), None)
    if taken is None or not is_number(taken) or taken >= 1:
        return ""
    share = one.words.numbers.percentage(100 * float(taken))
    return f" {one.words('figure.site_paths.partly', share=share)}"


def _alt(one: Diagram) -> str:
    words, decimal = one.words, one.words.numbers.decimal
    paths = [
        words(
            "figure.path.one",
            cause=one.texts[str(row["rhs"])],
            effect=one.texts[str(row["lhs"])],
            value=decimal(row["std_all"], bounded=True),
            sure=words(f"figure.path.{'sure' if excludes_zero(row) else 'open'}"),
        )
        for row in one.slopes
    ]
    ends = [chosen(float(row["std_all"]) for row in one.loadings) for chosen in (min, max)]
    low, high = (decimal(end, bounded=True) for end in ends)
    items = words.counted("units.item", len(one.loadings))
    return words(
        "figure.site_paths.alt",
        paths="; ".join(paths),
        items=items,
        low=low,
        high=high,
        units=one.units,
        scale=one.scale,
    )


def _picture(one: Diagram) -> "Figure":
    layout = layout_of(tuple((str(row["rhs"]), str(row["lhs"])) for row in one.slopes))
    boxes = boxes_of(layout, one.texts, 1.0, HEAD, right=2.0)
    heights = [lines_of(one.item(row), IN_ITEM) * LINE + 8 for row in one.loadings]
    line = boxes.bottom + GAP
    figure, axes = canvas(line + HEAD + sum(heights) + ITEM_GAP * len(heights))
    leading = one.words("figure.site_paths.leading", method=one.method)
    _head(axes, 8, one.words("figure.site_paths.between", units=one.units), leading)
    for name in boxes.centres:
        draw_box(axes, name, boxes, name == "collaboration")
    draw_arrows(axes, one.slopes, boxes, one.words)
    axes.plot([0, WIDTH], [line, line], color=SOFT, linewidth=0.8, linestyle=(0, (1, 2)))
    _head(axes, line + 12, one.words("figure.site_paths.within", units=one.units), "")
    _draw_items(axes, one, line + HEAD, heights)
    return figure


def _head(axes: "Axes", y: float, text: str, beside: str) -> None:
    axes.text(0, y, text, va="center", size=SIZE, weight="semibold", color=INK)
    axes.text(WIDTH, y, beside, ha="right", va="center", size=SMALL, color=SOFT)


def _draw_items(axes: "Axes", one: Diagram, top: float, heights: list[float]) -> None:
    """Draw the oval of people's collaboration with an arrow to each item."""
    tops = [top + sum(heights[:place]) + ITEM_GAP * place for place in range(len(heights))]
    middles = [own + height / 2 for own, height in zip(tops, heights, strict=True)]
    centre = (2 + OVAL / 2, (middles[0] + middles[-1]) / 2)
    person = wrapped(one.words("figure.site_paths.person", scale=one.scale), 20)
    oval = Boxes({"person": centre}, {"person": person}, OVAL, (person.count("\n") + 1) * LINE + 10)
    draw_box(axes, "person", oval, True)
    left = WIDTH - ITEM - 2
    for row, middle, height in zip(one.loadings, middles, heights, strict=True):
        text = wrapped(one.item(row), IN_ITEM)
        draw_box(
            axes, "item", Boxes({"item": (left + ITEM / 2, middle)}, {"item": text}, ITEM, height), False
        )
        start, end = (2 + OVAL, centre[1]), (left - 1, middle)
        place = (start[0] + 0.7 * (end[0] - start[0]), start[1] + 0.7 * (end[1] - start[1]))
        draw_arrow(axes, start, end, place, row, one.words)


def _table(one: Diagram) -> FigureTable:
    number, words = one.words.numbers, one.words
    rows = [
        (
            " ← ".join(one.texts[str(row[side])] for side in ("lhs", "rhs")),
            number.decimal(row["std_all"], bounded=True),
            number.interval(row["ci_low"], row["ci_high"], bounded=True),
        )
        for row in one.slopes
    ]
    rows += [
        (
            words("figure.site_paths.loading", item=one.item(row)),
            number.decimal(row["std_all"], bounded=True),
            number.interval(row["std_ci_low"], row["std_ci_high"], bounded=True),
        )
        for row in one.loadings
    ]
    head = tuple(words(f"column.{key}") for key in ("contrast", "std_all", "interval"))
    return FigureTable(head, tuple(rows))
