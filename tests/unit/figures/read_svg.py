"""What stands where in a drawing: lines, marks, bars and axes, read back from the SVG."""

import re
import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass

SVG = "{http://www.w3.org/2000/svg}"
HREF = "{http://www.w3.org/1999/xlink}href"
Point = tuple[float, float]
Scale = Callable[[float], float]


@dataclass(frozen=True)
class Stroke:
    """A line through points, with its colour and width."""

    points: list[Point]
    colour: str
    width: float

    @property
    def xs(self) -> list[float]:
        return sorted(x for x, _ in self.points)

    @property
    def ys(self) -> list[float]:
        return sorted(y for _, y in self.points)


@dataclass(frozen=True)
class Mark:
    """A marker at a place; hollow ones have the paper's colour inside."""

    x: float
    y: float
    fill: str
    stroke: str
    reach: float
    """How far its outline goes from its place; NaN where a panel does not hold it."""


@dataclass(frozen=True)
class Bar:
    """An upright rectangle or any other closed area, by its corners."""

    points: list[Point]
    fill: str

    @property
    def left(self) -> float:
        return min(x for x, _ in self.points)

    @property
    def width(self) -> float:
        return max(x for x, _ in self.points) - self.left

    @property
    def middle(self) -> float:
        ys = [y for _, y in self.points]
        return (min(ys) + max(ys)) / 2


@dataclass(frozen=True)
class Text:
    """A line of text with its place."""

    text: str
    x: float
    y: float
    anchor: str


class Drawing:
    """A drawing, or one of its panels."""

    def __init__(self, root: ET.Element) -> None:
        self.root = root

    @classmethod
    def of(cls, svg: str) -> "Drawing":
        return cls(ET.fromstring(svg))

    @property
    def panels(self) -> "list[Drawing]":
        return [Drawing(g) for g in self.root.iter(f"{SVG}g") if g.get("id", "").startswith("axes_")]

    def strokes(self, colour: str | None = None) -> list[Stroke]:
        """Lines outside of definitions and axes."""
        found = []
        for path, style in self._paths():
            if "stroke" in style and style.get("fill") == "none" and "z" not in path:
                found.append(Stroke(_points(path), style["stroke"], float(style.get("stroke-width", 1))))
        return [one for one in found if colour in (None, one.colour)]

    def bars(self, colour: str) -> list[Bar]:
        return [Bar(_points(path), colour) for path, style in self._paths() if style.get("fill") == colour]

    def areas(self) -> list[list[Point]]:
        """The corners of areas between two lines."""
        areas, found = self._areas(), []
        for use in self._drawn("use"):
            path = areas.get(use.get(HREF, "").removeprefix("#"))
            if path is not None:
                x, y = _place(use)
                found.append([(x + a, y + b) for a, b in _points(path)])
        return found

    def _areas(self) -> dict[str, str]:
        groups = (g for g in self.root.iter(f"{SVG}g") if "PolyCollection" in g.get("id", ""))
        paths = (path for g in groups for path in g.iter(f"{SVG}path"))
        return {path.get("id", ""): path.get("d", "") for path in paths}

    def marks(self) -> list[Mark]:
        found, shapes = [], self._shapes()
        for use in self._drawn("use"):
            style, shape = _style(use), use.get(HREF, "").removeprefix("#")
            if shape not in self._areas():
                outline = [abs(one) for point in _points(shapes.get(shape, "")) for one in point]
                reach = max(outline, default=float("nan"))
                found.append(Mark(*_place(use), style.get("fill", ""), style.get("stroke", ""), reach))
        return found

    def _shapes(self) -> dict[str, str]:
        paths = self.root.iter(f"{SVG}path")
        return {path.get("id", ""): path.get("d", "") for path in paths if path.get("id")}

    def texts(self) -> list[Text]:
        return [
            Text(
                one.text or "",
                float(one.get("x", "nan")),
                float(one.get("y", "nan")),
                _style(one).get("text-anchor", ""),
            )
            for one in self.root.iter(f"{SVG}text")
            if one.get("x")
        ]

    def across(self) -> Scale:
        """The horizontal axis by the numbers written along it, wherever they stand."""
        numbers = [(text, value) for text in self.texts() if (value := number(text.text)) is not None]
        row = Counter(round(text.y, 1) for text, _ in numbers if text.anchor == "middle").most_common(1)[0][0]
        return scale([(text.x, value) for text, value in numbers if round(text.y, 1) == row])

    def ticks(self, axis: str) -> Scale:
        """An axis (`x` or `y`) by its ticks and their labels."""
        found = []
        for group in self.root.iter(f"{SVG}g"):
            if not group.get("id", "").startswith(f"{axis}tick_"):
                continue
            place = next(use for use in group.iter(f"{SVG}use"))
            value = number(next(text for text in group.iter(f"{SVG}text")).text or "")
            if value is not None:
                found.append((float(place.get(axis, 0)), value))
        return scale(found)

    def tick_places(self, axis: str) -> dict[str, float]:
        """The labels of an axis with their places."""
        groups = [g for g in self.root.iter(f"{SVG}g") if g.get("id", "").startswith(f"{axis}tick_")]
        found = {}
        for group in groups:
            label = next(text for text in group.iter(f"{SVG}text"))
            place = label.get(axis) or re.search(r"translate\(([-\d.]+)", label.get("transform", ""))
            found[label.text or ""] = float(place if isinstance(place, str) else place.group(1))  # type: ignore[union-attr]
        return found

    def _paths(self) -> Iterator[tuple[str, dict[str, str]]]:
        for path in self._drawn("path"):
            yield path.get("d", ""), _style(path)

    def _drawn(self, tag: str) -> Iterator[ET.Element]:
        """Elements that are drawn where they stand: not in definitions, no part of an axis."""

        def below(element: ET.Element) -> Iterator[ET.Element]:
            for child in element:
                if child.tag == f"{SVG}defs" or child.get("id", "").startswith(
                    ("matplotlib.axis", "xtick", "ytick")
                ):
                    continue
                if child.tag == f"{SVG}{tag}":
                    yield child
                yield from below(child)

        yield from below(self.root)


def number(text: str) -> float | None:
    """The number an English label says."""
    try:
        return float(text.replace("−", "-").replace(",", ""))
    except ValueError:
        return None


def scale(known: list[Point]) -> Scale:
    """The line through (place, value) of all ticks, which lie on one."""
    (x1, y1), (x2, y2) = min(known), max(known)

    def value(place: float) -> float:
        return y1 + (place - x1) * (y2 - y1) / (x2 - x1)

    assert all(abs(value(x) - y) < 1e-3 * abs(y2 - y1) for x, y in known), known
    return value


def _points(path: str) -> list[Point]:
    numbers = [float(one) for one in re.findall(r"-?\d+(?:\.\d+)?(?:e-?\d+)?", path)]
    return list(zip(numbers[::2], numbers[1::2], strict=True))


def _place(element: ET.Element) -> Point:
    return float(element.get("x", "nan")), float(element.get("y", "nan"))


def _style(element: ET.Element) -> dict[str, str]:
    parts = (part.split(":", 1) for part in element.get("style", "").split(";") if ":" in part)
    return {name.strip(): value.strip() for name, value in parts}
