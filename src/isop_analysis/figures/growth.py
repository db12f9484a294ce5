"""Growth of each team as the model implies it: one thin line a team, unnamed."""

from typing import TYPE_CHECKING

from isop_analysis.figures.drawn import Drawn, FigureTable
from isop_analysis.figures.panels import Panels, write_ticks
from isop_analysis.figures.style import FAINT, SCORE, SOFT, svg_of
from isop_analysis.figures.teams import LEAST_TEAMS, arbitrary
from isop_analysis.language.names import CHAPTERS, Names, place_of
from isop_analysis.language.words import Words
from isop_analysis.measurement.scores import score_range

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

    from isop_analysis.study.study import Study

Line = dict[float, float]


def draw(study: "Study", words: Words) -> list[Drawn]:
    """Draw one figure per chapter, from the first growth model of each scale that gave lines."""
    lines = study.table("model_lines")
    names = Names(study, words.language)
    found = []
    for chapter in CHAPTERS:
        drawn = {}
        for name in names.scales_in(chapter):
            teams = _teams(study, lines, name, chapter)
            if len(teams) >= LEAST_TEAMS:
                drawn[name] = teams
        if drawn:
            found.append(_drawn(study, chapter, drawn, names, words))
    return found


def _teams(study: "Study", lines: "pd.DataFrame", scale: str, chapter: str) -> list[Line]:
    """Return the lines of teams seen at two occasions or more, in an order that tells nothing."""
    own = lines[lines["scale"] == scale]
    for model in study.multilevel:
        rows = own[own["model"] == model.name]
        if len(rows) and place_of(model.chapter or chapter) == chapter:
            found = [
                (str(team), dict(zip(part["time"], part["fitted"], strict=True)))
                for team, part in rows.groupby("team")
                if len(part) > 1
            ]
            return [line for _, line in sorted(found, key=lambda pair: arbitrary(pair[0], scale))]
    return []


def _drawn(study: "Study", chapter: str, drawn: dict[str, list[Line]], names: Names, words: Words) -> Drawn:
    occasions = {wave.time: wave.occasion for wave in study.config.waves}
    panels = Panels.of([names.scale(name) for name in drawn])
    ranges = {scale.name: score_range(instrument, scale) for instrument, scale in study.scales}
    for axes, (name, teams) in zip(panels.axes, drawn.items(), strict=True):
        _panel(axes, teams, occasions, ranges[name], words)
    return Drawn(
        name=f"growth_{chapter}",
        title=words("figure.growth.title"),
        caption=words("figure.growth.caption"),
        alt=" ".join(_alt(names.scale(name), teams, words) for name, teams in drawn.items()),
        svg=svg_of(panels.figure),
        table=_table(drawn, occasions, names, words),
    )


def _panel(
    axes: "Axes", teams: list[Line], occasions: dict[float, str], limits: tuple[float, float], words: Words
) -> None:
    for line in teams:
        times = sorted(line)
        axes.plot(times, [line[t] for t in times], color=SCORE, linewidth=0.9, alpha=0.6)
    times = sorted({time for line in teams for time in line})
    axes.set_xticks(times, [occasions.get(time, f"{time:g}") for time in times])
    axes.set_xlim(times[0] - 0.12, times[-1] + 0.12)
    _span(axes, [value for line in teams for value in line.values()], limits)
    write_ticks(axes, words)
    axes.spines["bottom"].set_visible(False)
    axes.tick_params(axis="x", length=0)
    axes.tick_params(colors=SOFT)
    axes.grid(axis="y", color=FAINT, linewidth=0.4)


def _span(axes: "Axes", values: list[float], limits: tuple[float, float]) -> None:
    """Let the axis span at least a third of the scale, so that small changes do not look large."""
    low, high = min(values), max(values)
    missing = max((limits[1] - limits[0]) / 3 - (high - low), 0) / 2
    pad = (high - low + 2 * missing) * 0.06
    axes.set_ylim(max(low - missing - pad, limits[0]), min(high + missing + pad, limits[1]))
    axes.locator_params(axis="y", nbins=4)


def _alt(scale: str, teams: list[Line], words: Words) -> str:
    rising = sum(line[max(line)] > line[min(line)] for line in teams)
    return words(
        "figure.growth.alt",
        scale=scale,
        rising=words.numbers.integer(rising),
        teams=words.counted("units.team", len(teams)),
    )


def _table(
    drawn: dict[str, list[Line]], occasions: dict[float, str], names: Names, words: Words
) -> FigureTable:
    times = sorted({time for teams in drawn.values() for line in teams for time in line})
    rows = [
        (
            names.scale(name),
            words.numbers.integer(place),
            *(words.numbers.decimal(line.get(time), 1) for time in times),
        )
        for name, teams in drawn.items()
        for place, line in enumerate(teams, start=1)
    ]
    head = (words("column.scale"), words("column.arbitrary"), *(occasions.get(t, f"{t:g}") for t in times))
    return FigureTable(head, tuple(rows))
