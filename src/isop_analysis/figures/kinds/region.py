"""The region's primary schools by municipality, from open data, beside the country."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from isop_analysis.figures.drawing import Drawing
from isop_analysis.figures.drawn import FigureTable
from isop_analysis.figures.style import FAINT, INK, SMALL, SOFT, WIDTH, canvas
from isop_analysis.language.names import Names
from isop_analysis.language.numbers import is_number
from isop_analysis.language.rows import records
from isop_analysis.language.words import Words

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from isop_analysis.study.study import Study

ROW = 15.5
LABEL = 128.0
HEAD = 26.0
DIGITS = {"disadvantage": 2, "final_test": 1}
LEAST_SCHOOLS = 3
Rows = list[dict[str, Any]]


def draw(study: "Study", words: Words) -> list[Drawing]:
    """Draw one figure per measure that the open files gave."""
    table = study.table("region_schools")
    found = []
    for measure in DIGITS:
        rows = table[(table["measure"] == measure) & table["mean"].notna()]
        if len(rows):
            provider = str(rows["provider"].iloc[0])
            own = rows[rows["provider"] == provider]
            found.append(_drawn(measure, provider, own, Names(study, words.language), words))
    return found


def _drawn(measure: str, provider: str, rows: "pd.DataFrame", names: Names, words: Words) -> Drawing:
    places = _ordered(rows)
    towns = [row for row in places if row["level"] == "municipality"]
    country = next((row for row in places if row["level"] == "country"), None)
    low, high = min(towns, key=_mean), max(towns, key=_mean)
    number, digits = words.numbers, DIGITS[measure]
    return Drawing(
        name=f"region_{measure}",
        title=words(f"figure.region.{measure}.title"),
        caption=words(f"figure.region.{measure}.caption", provider=provider, least=LEAST_SCHOOLS),
        alt=words(
            "figure.region.alt",
            towns=words.counted("units.municipality", len(towns)),
            low=low["name"],
            low_mean=number.decimal(low["mean"], digits),
            high=high["name"],
            high_mean=number.decimal(high["mean"], digits),
            country=number.decimal(country["mean"] if country else None, digits),
        ),
        figure=_picture(places, digits, names, words),
        table=_table(places, digits, names, words),
    )


def _mean(row: dict[str, Any]) -> float:
    return float(row["mean"])


def _ordered(rows: "pd.DataFrame") -> Rows:
    """Return areas with their municipalities in the order of the alphabet, the country last."""
    every = records(rows)
    found: Rows = []
    for area in sorted((r for r in every if r["level"] == "area"), key=lambda r: str(r["name"])):
        inside = [
            r for r in every if r["level"] == "municipality" and r["area"] in (area["code"], area["area"])
        ]
        found += [area, *sorted(inside, key=lambda r: str(r["name"]))]
    rest = [r for r in every if r["level"] == "municipality" and r not in found]
    return [*found, *rest, *(r for r in every if r["level"] == "country")]


def _picture(places: Rows, digits: int, names: Names, words: Words) -> "Figure":
    bottom = HEAD + ROW * len(places)
    figure, axes = canvas(bottom + 24)
    scale = Across.over(places)
    for country in (row for row in places if row["level"] == "country"):
        _draw_country(axes, scale.at(country["mean"]), bottom)
        text = words("figure.region.country", mean=words.numbers.decimal(country["mean"], digits))
        axes.text(scale.at(country["mean"]), 4, text, va="top", ha="center", size=SMALL, color=SOFT)
    for place, row in enumerate(places):
        _draw_place(axes, row, HEAD + (place + 0.5) * ROW, _name(row, names, words), scale)
    _draw_axis(axes, scale, bottom, words)
    return figure


@dataclass(frozen=True)
class Across:
    """The horizontal axis: from the lowest to the highest value that is shown."""

    low: float
    high: float

    @classmethod
    def over(cls, places: Rows) -> "Across":
        """Take the axis that holds every place's mean and range, with a little room."""
        ends = [
            float(row[key])
            for row in places
            if _has_range(row)
            for key in ("minimum", "maximum")
            if is_number(row[key])
        ]
        ends += [_mean(row) for row in places if int(row["schools"]) >= LEAST_SCHOOLS]
        room = (max(ends) - min(ends)) * 0.03
        return cls(min(ends) - room, max(ends) + room)

    def at(self, value: float) -> float:
        """Return where a value stands, in points from the left."""
        return LABEL + 8 + (float(value) - self.low) / (self.high - self.low) * (WIDTH - LABEL - 16)


def _has_range(row: dict[str, Any]) -> bool:
    return row["level"] != "country" and int(row["schools"]) >= LEAST_SCHOOLS


def _draw_country(axes: "Axes", across: float, bottom: float) -> None:
    axes.plot([across] * 2, [HEAD - 4, bottom], color=SOFT, linewidth=0.8, linestyle=(0, (3, 2)))


def _draw_place(axes: "Axes", row: dict[str, Any], middle: float, name: str, scale: Across) -> None:
    wide = row["level"] != "municipality"
    weight = "semibold" if wide else "normal"
    axes.text(LABEL, middle, name, ha="right", va="center", size=SMALL + 0.6, color=INK, weight=weight)
    if _has_range(row) and is_number(row["minimum"]):
        ends = [scale.at(row["minimum"]), scale.at(row["maximum"])]
        axes.plot(ends, [middle] * 2, color=FAINT, linewidth=3.2, zorder=1)
    mark, size = ("D", 5.0) if wide else ("o", 5.5)
    axes.plot([scale.at(_mean(row))], [middle], mark, color=INK, markersize=size, zorder=2)


def _draw_axis(axes: "Axes", scale: Across, bottom: float, words: Words) -> None:
    axes.plot([scale.at(scale.low), scale.at(scale.high)], [bottom] * 2, color=SOFT, linewidth=0.6)
    ticks = _ticks(scale.low, scale.high)
    places = next(places for places in (0, 1, 2, 3) if places == 3 or _exact(ticks, places))
    for tick in ticks:
        axes.plot([scale.at(tick)] * 2, [bottom, bottom + 4], color=SOFT, linewidth=0.6)
        text = words.numbers.decimal(tick, places)
        axes.text(scale.at(tick), bottom + 7, text, ha="center", va="top", size=SMALL, color=SOFT)


def _exact(ticks: list[float], places: int) -> bool:
    """Tell whether so many decimals say all of the ticks."""
    return all(abs(round(tick, places) - tick) < 1e-9 for tick in ticks)


def _ticks(low: float, high: float) -> list[float]:
    from matplotlib.ticker import MaxNLocator

    return [float(t) for t in MaxNLocator(6, steps=[1, 2, 5, 10]).tick_values(low, high) if low <= t <= high]


def _name(row: dict[str, Any], names: Names, words: Words) -> str:
    if row["level"] == "country":
        return words("country")
    return names.area(str(row["code"])) if row["level"] == "area" else str(row["name"])


def _table(places: Rows, digits: int, names: Names, words: Words) -> FigureTable:
    number = words.numbers
    rows = [
        (
            _name(row, names, words),
            number.integer(row["schools"]),
            number.decimal(row["mean"], digits),
            number.decimal(row["sd"], digits),
            number.decimal(row["median"], digits),
        )
        for row in places
    ]
    head = tuple(words(f"column.{key}") for key in ("place", "schools", "mean", "sd", "median"))
    return FigureTable(head, tuple(rows))
