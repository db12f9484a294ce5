"""The region's primary schools by municipality, from open data, beside the country."""

from typing import TYPE_CHECKING, Any

from isop_analysis.figures.drawn import Drawn, FigureTable
from isop_analysis.figures.style import FAINT, INK, SMALL, SOFT, WIDTH, canvas, svg_of
from isop_analysis.report.names import Names
from isop_analysis.report.numbers import is_number
from isop_analysis.report.records import records
from isop_analysis.report.words import Words

if TYPE_CHECKING:
    import pandas as pd

    from isop_analysis.study.study import Study

ROW = 19.0
LABEL = 128.0
HEAD = 26.0
DIGITS = {"disadvantage": 2, "final_test": 1}
LEAST_SCHOOLS = 3
Rows = list[dict[str, Any]]


def draw(study: "Study", words: Words) -> list[Drawn]:
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


def _drawn(measure: str, provider: str, rows: "pd.DataFrame", names: Names, words: Words) -> Drawn:
    places = _ordered(rows)
    towns = [row for row in places if row["level"] == "municipality"]
    country = next((row for row in places if row["level"] == "country"), None)
    low, high = min(towns, key=_mean), max(towns, key=_mean)
    number, digits = words.numbers, DIGITS[measure]
    return Drawn(
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
        svg=_svg(places, digits, names, words),
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


def _svg(places: Rows, digits: int, names: Names, words: Words) -> str:
    bottom = HEAD + ROW * len(places)
    figure, axes = canvas(bottom + 24)
    shown = [row for row in places if int(row["schools"]) >= LEAST_SCHOOLS]
    ends = [
        float(row[key])
        for row in shown
        if row["level"] != "country"
        for key in ("minimum", "maximum")
        if is_number(row[key])
    ]
    ends += [_mean(row) for row in shown]
    low, high = min(ends), max(ends)
    low, high = low - (high - low) * 0.03, high + (high - low) * 0.03

    def across(value: float) -> float:
        return LABEL + 8 + (value - low) / (high - low) * (WIDTH - LABEL - 16)

    country = next((row for row in places if row["level"] == "country"), None)
    if country is not None:
        axes.plot(
            [across(_mean(country))] * 2, [HEAD - 4, bottom], color=SOFT, linewidth=0.8, linestyle=(0, (3, 2))
        )
        text = words("figure.region.country", mean=words.numbers.decimal(country["mean"], digits))
        axes.text(across(_mean(country)), 4, text, va="top", ha="center", size=SMALL, color=SOFT)
    for place, row in enumerate(places):
        middle = HEAD + (place + 0.5) * ROW
        wide = row["level"] != "municipality"
        axes.text(
            LABEL, middle, _name(row, names, words), ha="right", va="center",
            size=SMALL + 0.6, color=INK, weight="semibold" if wide else "normal",
        )  # fmt: skip
        if row["level"] != "country" and row in shown and is_number(row["minimum"]):
            axes.plot(
                [across(row["minimum"]), across(row["maximum"])],
                [middle] * 2,
                color=FAINT,
                linewidth=3.2,
                zorder=1,
            )
        axes.plot(
            [across(_mean(row))],
            [middle],
            "D" if wide else "o",
            color=INK,
            markersize=5 if wide else 5.5,
            zorder=2,
        )
    axes.plot([across(low), across(high)], [bottom, bottom], color=SOFT, linewidth=0.6)
    ticks = _ticks(low, high)
    places_after = 0 if all(tick.is_integer() for tick in ticks) else 1
    for tick in ticks:
        axes.plot([across(tick)] * 2, [bottom, bottom + 4], color=SOFT, linewidth=0.6)
        axes.text(
            across(tick),
            bottom + 7,
            words.numbers.decimal(tick, places_after),
            ha="center",
            va="top",
            size=SMALL,
            color=SOFT,
        )
    return svg_of(figure)


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
