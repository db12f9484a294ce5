"""Numbers beside words: bands of teams by score, and the themes that their members raised."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from isop_analysis.contracts.cells import Count
from isop_analysis.figures.drawing import Drawing
from isop_analysis.figures.drawn import FigureTable
from isop_analysis.figures.style import (
    BAND,
    FAINT,
    INK,
    SCORE,
    SIZE,
    SMALL,
    SOFT,
    WIDTH,
    WORDS,
    canvas,
    wrapped,
)
from isop_analysis.language.names import Names
from isop_analysis.language.numbers import is_number
from isop_analysis.language.rows import Record, rows_of
from isop_analysis.language.words import Words

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from isop_analysis.study.display_settings import JointDisplay
    from isop_analysis.study.study import Study

HEAD = 44.0
ROW = 56.0
LABEL = 74.0
UNSURE = "#a5d0ba"
"""From the least to the most teams that a band of counts allows."""
Across = Callable[[float], float]


@dataclass(frozen=True)
class Joined:
    """A joint display: bands of teams, the highest first, beside the themes of their segments."""

    display: "JointDisplay"
    rows: list[Record]
    names: Names
    words: Words

    @cached_property
    def bands(self) -> list[int]:
        """The bands, the highest first."""
        return sorted({int(row["band"]) for row in self.rows}, reverse=True)

    @cached_property
    def themes(self) -> list[str]:
        """The themes that are told, as the config orders them."""
        told = {row["theme"] for row in self.rows}
        return [theme for theme in self.display.themes if theme in told]

    @cached_property
    def _cells(self) -> dict[tuple[int, str], Record]:
        return {(int(row["band"]), str(row["theme"])): row for row in self.rows}

    def cell(self, band: int, theme: str) -> Record | None:
        """Return the row of a theme in a band; None where it has none."""
        return self._cells.get((band, theme))

    def first(self, band: int) -> Record:
        """Return a row of a band, for its teams and mean."""
        return next(row for row in self.rows if int(row["band"]) == band)

    def called(self, band: int) -> str:
        """Return a band in words."""
        return band_name(band, len(self.bands), self.words)

    def of_teams(self, cell: Record) -> str | None:
        """Return how many of a band's teams raised a theme; None where that is not told."""
        raised, teams = cell["teams_with_theme"], cell["teams"]
        if not isinstance(raised, Count):
            return None
        number = self.words.numbers
        return self.words("figure.joint.of_teams", teams=number.count(raised), whole=number.count(teams))


def draw(study: "Study", words: Words) -> list[Drawing]:
    """Draw one figure per joint display that is told."""
    every, names = rows_of(study, "joint_display"), Names(study, words.language)
    found = []
    for display in (one for one in study.displays if one.kind == "statistics_by_themes"):
        rows = [row for row in every if row["display"] == display.name and is_number(row["score_mean"])]
        if rows:
            found.append(_drawn(Joined(display, rows, names, words)))
    return found


def _drawn(one: Joined) -> Drawing:
    words, scale = one.words, one.names.scale(str(one.display.scale))
    left_out = one.rows[0]["teams_left_out"]
    parts = [words("figure.joint.caption", scale=scale, occasion=one.display.occasion)]
    if left_out.high:
        parts.append(words("figure.joint.left_out", teams=words.counted("units.team", left_out)))
    return Drawing(
        name=f"joint_{one.display.name}",
        title=words("figure.joint.title", scale=scale),
        caption=" ".join(parts),
        alt=" ".join(_alt(one, band) for band in one.bands),
        figure=_picture(one),
        table=_table(one),
    )


def band_name(band: int, bands: int, words: Words) -> str:
    """Return a band in words: the highest, the lowest, the middle, or its number."""
    if band == bands:
        return words("band.high")
    if band == 1:
        return words("band.low")
    return words("band.middle") if bands == 3 else words("band.number", number=band)


def _picture(one: Joined) -> "Figure":
    figure, axes = canvas(HEAD + ROW * len(one.bands) + 22)
    middle = LABEL + (WIDTH - LABEL) * 0.36
    width = (WIDTH - middle) / max(len(one.themes), 1)
    means = [float(one.first(band)["score_mean"]) for band in one.bands]
    low, high = min(means), max(means)
    pad = (high - low) * 0.15 or 0.5

    def across(value: float) -> float:
        return LABEL + 6 + (value - low + pad) / (high - low + 2 * pad) * (middle - LABEL - 24)

    _head(axes, one, middle, width)
    for place, band in enumerate(one.bands):
        centre = HEAD + (place + 0.5) * ROW
        _band(axes, one, band, centre, across)
        for column, theme in enumerate(one.themes):
            cell = one.cell(band, theme)
            if cell:
                _theme(axes, one, cell, middle + column * width, width - 12, centre)
    bottom = HEAD + ROW * len(one.bands)
    axes.plot([across(low - pad), across(high + pad)], [bottom + 1] * 2, color=SOFT, linewidth=0.6)
    for value in {low, high}:
        text = one.words.numbers.decimal(value, 1)
        axes.text(across(value), bottom + 5, text, ha="center", va="top", size=SMALL, color=SOFT)
    return figure


def _head(axes: "Axes", one: Joined, middle: float, width: float) -> None:
    scale = wrapped(one.names.scale(str(one.display.scale)), 22)
    bold: dict[str, Any] = {"va": "top", "size": SIZE, "weight": "semibold", "linespacing": 1}
    axes.text(LABEL, 2, scale, color=SCORE, **bold)
    for place, theme in enumerate(one.themes):
        text = wrapped(one.names.theme(theme), max(int(width / 5.4), 8))
        axes.text(middle + place * width, 2, text, color=WORDS, **bold)


def _band(axes: "Axes", one: Joined, band: int, centre: float, across: Across) -> None:
    first = one.first(band)
    axes.plot([0, WIDTH], [centre - ROW / 2] * 2, color=FAINT, linewidth=0.6)
    axes.text(0, centre - 6, one.called(band), va="center", size=SMALL + 0.4, color=INK, weight="semibold")
    teams = one.words.counted("units.team", first["teams"])
    axes.text(0, centre + 7, teams, va="center", size=SMALL, color=SOFT)
    axes.plot([across(float(first["score_mean"]))], [centre], "o", color=SCORE, markersize=7)


def _theme(axes: "Axes", one: Joined, cell: Record, left: float, width: float, centre: float) -> None:
    """Draw how many of the teams raised a theme, and in how many segments."""
    teams = one.of_teams(cell)
    if teams is not None:
        axes.barh(centre, width, 9, left, color=BAND, linewidth=0)
        raised, whole = cell["teams_with_theme"], cell["teams"].low
        least, most = raised.low / whole, raised.high / whole
        axes.barh(centre, width * least, 9, left, color=WORDS, linewidth=0)
        axes.barh(centre, width * (most - least), 9, left + width * least, color=UNSURE, linewidth=0)
        axes.text(left, centre - 13, teams, va="center", size=SMALL, color=INK)
    if isinstance(cell["segments"], Count):
        text = one.words.counted("figure.joint.segment", cell["segments"])
        axes.text(left, centre + 13, text, va="center", size=SMALL, color=SOFT)


def _alt(one: Joined, band: int) -> str:
    words, first = one.words, one.first(band)
    raised = [
        words("figure.joint.alt_theme", theme=one.names.theme(theme), teams=teams)
        for theme in one.themes
        if (cell := one.cell(band, theme)) and (teams := one.of_teams(cell))
    ]
    mean = words.numbers.decimal(first["score_mean"], 1)
    return words("figure.joint.alt_band", band=one.called(band), mean=mean, themes=words.listed(raised))


def _table(one: Joined) -> FigureTable:
    number, words = one.words.numbers, one.words
    rows = []
    for band in one.bands:
        first = one.first(band)
        cells = [_cell_text(one, one.cell(band, theme)) for theme in one.themes]
        teams, mean = number.count(first["teams"]), number.decimal(first["score_mean"], 1)
        rows.append((one.called(band), teams, mean, *cells))
    head = [words(f"column.{key}") for key in ("band", "teams", "mean")]
    return FigureTable((*head, *(one.names.theme(theme) for theme in one.themes)), tuple(rows))


def _cell_text(one: Joined, cell: Record | None) -> str:
    if cell is None:
        return "–"
    teams, segments = one.of_teams(cell), cell["segments"]
    told = [one.words.counted("figure.joint.segment", segments)] if isinstance(segments, Count) else []
    return ", ".join([*([teams] if teams else []), *told]) or "–"
