"""How a drawing is laid out: its letters with their room, and its looks told from back to front."""

import re
import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import as_file, files
from itertools import combinations

from read_svg import HREF, SVG, Drawing, Point, Stroke, _points, _style

from isop_analysis.figures import style

HUES = {
    value: name for name, value in vars(style).items() if isinstance(value, str) and value.startswith("#")
}
SHORT = 12.0  # points; upright lines up to here are ticks and marks, whatever the numbers


@dataclass(frozen=True)
class Letters:
    """A line of text with the room it takes, in points; `turned` where it doesn't run along the page."""

    text: str
    x: float
    y: float
    size: float
    weight: str
    colour: str
    anchor: str
    turned: bool

    @property
    def width(self) -> float:
        """How wide the line is in the figures' typeface."""
        face = _face("Semibold" if self.weight == "600" else "Regular")
        face.set_text(self.text)
        return float(face.get_width_height()[0] / 64 * self.size / 100)

    @cached_property
    def box(self) -> tuple[float, float, float, float]:
        """Left, top, right and bottom: from the capitals' height to the line that letters stand on."""
        width = self.width
        left = self.x - {"start": 0.0, "middle": 0.5, "end": 1.0}[self.anchor] * width
        return left, self.y - 0.7 * self.size, left + width, self.y


@cache
def _face(weight: str):  # type: ignore[no-untyped-def]
    from matplotlib.ft2font import FT2Font

    with as_file(files("isop_analysis.figures").joinpath("fonts", f"IsopSans-{weight}.ttf")) as path:
        face = FT2Font(path)
    face.set_size(100, 72)
    return face


@cache
def letters(svg: str) -> list[Letters]:
    """All lines of text, ticks' labels included; not to be changed."""
    return [_letters(one) for one in ET.fromstring(svg).iter(f"{SVG}text") if (one.text or "").strip()]


def _letters(text: ET.Element) -> Letters:
    own, turn = _style(text), text.get("transform", "")
    place = [float(part) for part in re.findall(r"-?[\d.]+", turn)]
    x, y = text.get("x"), text.get("y")
    return Letters(
        (text.text or "").strip(),
        float(x) if x else place[0],
        float(y) if y else place[1],
        float(own["font-size"].removesuffix("px")),
        own.get("font-weight", "400"),
        own["fill"],
        own.get("text-anchor", "start"),
        not re.search(r"rotate\(-?0[ )]", turn),
    )


def overlapping(svg: str) -> list[tuple[str, str]]:
    """Pairs of lines of text that cover each other."""
    every = [(one.text, one.box) for one in letters(svg) if not one.turned]
    return [(one, other) for (one, room), (other, its) in combinations(every, 2) if _meet(room, its)]


def _meet(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    apart = 0.3
    across = min(one[2], other[2]) - max(one[0], other[0]) > apart
    return across and min(one[3], other[3]) - max(one[1], other[1]) > apart


def outside(svg: str) -> list[str]:
    """Lines of text that leave the frame."""
    _, _, width, height = frame(svg)
    boxes = {one.text: one.box for one in letters(svg) if not one.turned}
    return [
        text
        for text, (left, top, right, bottom) in boxes.items()
        if left < -0.5 or top < -0.5 or right > width + 0.5 or bottom > height + 0.5
    ]


def frame(svg: str) -> tuple[float, ...]:
    return tuple(float(part) for part in ET.fromstring(svg).attrib["viewBox"].split())


def covered(svg: str) -> list[str]:
    """Lines of text that a mark stands on."""
    marks = Drawing.of(svg).marks()
    boxes = {one.text: one.box for one in letters(svg) if not one.turned}
    return [
        text
        for text, (left, top, right, bottom) in boxes.items()
        if any(left < mark.x < right and top < mark.y < bottom for mark in marks)
    ]


def looks(svg: str) -> list[str]:
    """How a drawing looks: its height, each way of drawing once, where texts and shapes stand.

    Of places across, those are told that several texts or shapes share, and how far all reach; of heights
    all, but in panels only the texts': there shapes stand where the numbers say.
    """
    root, texts, points = ET.fromstring(svg), letters(svg), list(_points_drawn(svg))
    panels = any(one.get("id", "").startswith("ytick") for one in root.iter(f"{SVG}g"))
    across = Counter(round(x, 1) for x, _ in points)
    return [
        f"{frame(svg)[3]:.1f} high",
        *dict.fromkeys(_painted(root)),
        *dict.fromkeys(f"text {one.size:g}{_bold(one)} {_hue(one.colour)}" for one in texts),
        "columns of texts: " + _columns(texts),
        "rows of texts: " + _told(one.y for one in texts),
        f"shapes from {min(across):.1f} to {max(across):.1f}",
        "columns of shapes: " + _told(x for x, count in across.items() if count > 3),
        *([] if panels else ["rows of shapes: " + _told(y for _, y in points)]),
        *(f"axis from {one.xs[0]:.1f} to {one.xs[-1]:.1f}" for one in _axes(svg)),
        "letters: " + " | ".join(one.text for one in texts),
    ]


def _axes(svg: str) -> list[Stroke]:
    lines = Drawing.of(svg).strokes(style.SOFT)
    return [one for one in lines if one.width == 0.6 and one.ys[0] == one.ys[-1]]


def _told(places: Iterable[float]) -> str:
    return " ".join(f"{place:.1f}" for place in sorted({round(place, 1) for place in places}))


def _points_drawn(svg: str) -> Iterator[Point]:
    drawing = Drawing.of(svg)
    yield from ((mark.x, mark.y) for mark in drawing.marks())
    for path, own in drawing._paths():
        if own != {"fill": "none"}:
            yield from _points(path)


def _bold(one: Letters) -> str:
    return " bold" if one.weight == "600" else ""


def _hue(colour: str | None) -> str:
    return HUES.get(colour or "none", colour or "none")


def _columns(texts: list[Letters]) -> str:
    """Where two texts or more begin, end or are centred."""
    places = Counter((round(one.x, 1), one.anchor) for one in texts)
    return ", ".join(f"{anchor} {x:g}" for (x, anchor), count in sorted(places.items()) if count > 1)


def _painted(root: ET.Element) -> Iterator[str]:
    shapes = {one.get("id", ""): one for one in root.iter(f"{SVG}path") if one.get("id")}
    for group in root.iter(f"{SVG}g"):
        for one in group:
            if one.tag == f"{SVG}path" and one.get("style", "").strip("; ") != "fill: none":
                yield _line_or_area(_points(one.get("d", "")), one.get("d", ""), _style(one))
            elif one.tag == f"{SVG}use":
                shape = shapes[one.get(HREF, "").removeprefix("#")]
                yield _mark(_points(shape.get("d", "")), _style(shape) | _style(one))


def _line_or_area(points: list[Point], path: str, own: dict[str, str]) -> str:
    wide, high = _extent(points)
    pen = _pen(own) + (f" dashed {own['stroke-dasharray']}" if "stroke-dasharray" in own else "")
    if "z" in path.lower():
        size = f" {high:.1f} high" if wide >= SHORT or high < SHORT else ""
        return f"area {_hue(own.get('fill'))}{size}, edge {pen}"
    if wide == 0 and high <= SHORT:
        return f"line {pen}, {high:.1f} high"
    direction = "flat" if high == 0 else "upright" if wide == 0 else "across"
    return f"line {pen}, {direction}"


def _mark(points: list[Point], own: dict[str, str]) -> str:
    wide, high = _extent(points)
    return f"mark of {len(points)} points {wide:.1f} by {high:.1f} {_hue(own.get('fill'))}, edge {_pen(own)}"


def _pen(own: dict[str, str]) -> str:
    return f"{_hue(own['stroke'])} {own.get('stroke-width', '1')}" if "stroke" in own else "none"


def _extent(points: list[Point]) -> Point:
    xs, ys = ([point[axis] for point in points] for axis in (0, 1))
    return round(max(xs) - min(xs), 2), round(max(ys) - min(ys), 2)
