"""Numbers beside words: bands of teams by score, and the themes that their members raised."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from isop_analysis.figures.drawn import Drawn, FigureTable
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
    svg_of,
    wrapped,
)
from isop_analysis.language.names import Names
from isop_analysis.language.rows import records
from isop_analysis.language.words import Words

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from isop_analysis.study.integration_settings import JointDisplay
    from isop_analysis.study.study import Study

HEAD = 44.0
ROW = 52.0
LABEL = 74.0
Rows = list[dict[str, Any]]
Across = Callable[[float], float]


def draw(study: "Study", words: Words) -> list[Drawn]:
    """Draw one figure per joint display with at least one band that may be shown."""
    table = study.table("joint_display")
    found = []
    for display in study.integration.joint_displays if study.integration else []:
        rows = table[table["display"] == display.name]
        if len(rows) and not rows["suppressed"].all():
            found.append(_drawn(display, records(rows), Names(study, words.language), words))
    return found


def _drawn(display: "JointDisplay", rows: Rows, names: Names, words: Words) -> Drawn:
    bands = sorted({int(row["band"]) for row in rows}, reverse=True)
    themes = [theme for theme in display.themes if any(row["theme"] == theme for row in rows)]
    cells = {(int(row["band"]), str(row["theme"])): row for row in rows}
    return Drawn(
        name=f"joint_{display.name}",
        title=words("figure.joint.title", scale=names.scale(display.scale)),
        caption=words("figure.joint.caption", scale=names.scale(display.scale), occasion=display.occasion),
        alt=_alt(bands, themes, cells, names, words),
        svg=_svg(bands, themes, cells, display, names, words),
        table=_table(bands, themes, cells, names, words),
    )


def band_name(band: int, bands: int, words: Words) -> str:
    """Return a band in words: the highest, the lowest, the middle, or its number."""
    if band == bands:
        return words("band.high")
    if band == 1:
        return words("band.low")
    return words("band.middle") if bands == 3 else words("band.number", number=band)


def _svg(
    bands: list[int],
    themes: list[str],
    cells: dict[tuple[int, str], dict[str, Any]],
    display: "JointDisplay",
    names: Names,
    words: Words,
) -> str:
    figure, axes = canvas(HEAD + ROW * len(bands) + 22)
    middle = LABEL + (WIDTH - LABEL) * 0.42
    shown = [row for row in cells.values() if not row["suppressed"]]
    low, high = min(float(r["score_low"]) for r in shown), max(float(r["score_high"]) for r in shown)
    pad = (high - low) * 0.08 or 0.5
    low, high = low - pad, high + pad

    def across(value: float) -> float:
        return LABEL + 6 + (value - low) / (high - low) * (middle - LABEL - 24)

    axes.text(
        LABEL,
        2,
        wrapped(names.scale(display.scale), 26),
        va="top",
        size=SIZE,
        weight="semibold",
        color=SCORE,
        linespacing=1,
    )
    width = (WIDTH - middle) / len(themes)
    for place, theme in enumerate(themes):
        axes.text(
            middle + place * width, 2, wrapped(names.theme(theme), max(int(width / 5.4), 8)),
            va="top", size=SIZE, weight="semibold", color=WORDS, linespacing=1,
        )  # fmt: skip
    for place, band in enumerate(bands):
        centre = HEAD + (place + 0.5) * ROW
        _band(axes, cells[band, themes[0]], band, len(bands), centre, across, words)
        for column, theme in enumerate(themes):
            _theme(axes, cells[band, theme], middle + column * width, width - 12, centre, words)
    bottom = HEAD + ROW * len(bands)
    for value in (low + pad, high - pad):
        axes.text(
            across(value),
            bottom + 5,
            words.numbers.decimal(value, 1),
            ha="center",
            va="top",
            size=SMALL,
            color=SOFT,
        )
    axes.plot([across(low), across(high)], [bottom + 1] * 2, color=SOFT, linewidth=0.6)
    return svg_of(figure)


def _band(
    axes: "Axes", row: dict[str, Any], band: int, bands: int, centre: float, across: Across, words: Words
) -> None:
    axes.plot([0, WIDTH], [centre - ROW / 2] * 2, color=FAINT, linewidth=0.6)
    axes.text(
        0,
        centre - 6,
        band_name(band, bands, words),
        va="center",
        size=SMALL + 0.4,
        color=INK,
        weight="semibold",
    )
    axes.text(
        0, centre + 7, words.counted("units.team", int(row["teams"])), va="center", size=SMALL, color=SOFT
    )
    if row["suppressed"]:
        axes.text(LABEL + 6, centre, words("suppressed"), va="center", size=SMALL, color=SOFT, style="italic")
        return
    axes.plot([across(row["score_low"]), across(row["score_high"])], [centre] * 2, color=SCORE, linewidth=2)
    axes.plot([across(row["score_mean"])], [centre], "o", color=SCORE, markersize=7)


def _theme(axes: "Axes", row: dict[str, Any], left: float, width: float, centre: float, words: Words) -> None:
    if row["suppressed"]:
        return
    teams, whole = int(row["teams_with_theme"]), int(row["teams"])
    axes.barh(centre + 6, width, 9, left, color=BAND, linewidth=0)
    axes.barh(centre + 6, width * teams / whole, 9, left, color=WORDS, linewidth=0)
    axes.text(
        left,
        centre - 8,
        words("figure.joint.of_teams", teams=teams, whole=whole),
        va="center",
        size=SMALL,
        color=INK,
    )


def _alt(
    bands: list[int],
    themes: list[str],
    cells: dict[tuple[int, str], dict[str, Any]],
    names: Names,
    words: Words,
) -> str:
    parts = []
    for band in bands:
        first = cells[band, themes[0]]
        label = band_name(band, len(bands), words)
        if first["suppressed"]:
            parts.append(words("figure.joint.alt_hidden", band=label))
            continue
        raised = [
            words(
                "figure.joint.alt_theme",
                theme=names.theme(theme),
                teams=words.numbers.share(int(cells[band, theme]["teams_with_theme"]), int(first["teams"])),
            )
            for theme in themes
        ]
        parts.append(
            words(
                "figure.joint.alt_band",
                band=label,
                mean=words.numbers.decimal(first["score_mean"]),
                themes=words.listed(raised),
            )
        )
    return " ".join(parts)


def _table(
    bands: list[int],
    themes: list[str],
    cells: dict[tuple[int, str], dict[str, Any]],
    names: Names,
    words: Words,
) -> FigureTable:
    number = words.numbers
    rows = []
    for band in bands:
        first = cells[band, themes[0]]
        found = [
            "·"
            if cells[band, theme]["suppressed"]
            else number.share(int(cells[band, theme]["teams_with_theme"]), int(first["teams"]))
            for theme in themes
        ]
        scores = "·" if first["suppressed"] else number.decimal(first["score_mean"])
        spread = "·" if first["suppressed"] else number.interval(first["score_low"], first["score_high"])
        rows.append(
            (band_name(band, len(bands), words), number.integer(first["teams"]), scores, spread, *found)
        )
    head = [words(f"column.{key}") for key in ("band", "teams", "mean", "range")]
    return FigureTable((*head, *(names.theme(theme) for theme in themes)), tuple(rows))
