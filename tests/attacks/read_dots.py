"""Dots and their intervals in the panels of a drawing, as a machine reads them from the SVG."""

import xml.etree.ElementTree as ET
from dataclasses import dataclass
from pathlib import Path

from read_svg import Drawing, Stroke


@dataclass(frozen=True)
class Dot:
    """A dot by its place from the left: its value and the ends of its interval."""

    place: int
    value: float
    low: float
    high: float

    @property
    def width(self) -> float:
        return self.high - self.low


@dataclass(frozen=True)
class Panel:
    title: str
    dots: tuple[Dot, ...]


def read_panels(svg: Path) -> list[Panel]:
    """Return the panels of a drawing of dots over an upright axis."""
    return [_panel(one) for one in Drawing(ET.parse(svg).getroot()).panels]


def _panel(drawing: Drawing) -> Panel:
    up = drawing.ticks("y")
    whiskers = {one.points[0][0]: one for one in drawing.strokes() if _upright(one)}
    marks = sorted(drawing.marks(), key=lambda mark: mark.x)
    dots = []
    for place, mark in enumerate(marks):
        ends = sorted(up(y) for y in whiskers[mark.x].ys) if mark.x in whiskers else [up(mark.y)] * 2
        dots.append(Dot(place, up(mark.y), ends[0], ends[-1]))
    title = " ".join(
        text.text for text in drawing.texts() if text.x <= min(m.x for m in marks) and _words(text.text)
    )
    return Panel(title, tuple(dots))


def _upright(stroke: Stroke) -> bool:
    return len(stroke.points) == 2 and stroke.points[0][0] == stroke.points[1][0] and stroke.width > 0.6


def _words(text: str) -> bool:
    return any(letter.isalpha() for letter in text)
