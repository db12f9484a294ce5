"""Teams beside each other on each scale, without names and without a ranking."""

import hashlib
from typing import TYPE_CHECKING, Any

from isop_analysis.figures.drawn import Drawn, FigureTable
from isop_analysis.figures.panels import Panels, write_ticks
from isop_analysis.figures.style import FAINT, SCORE, SOFT, svg_of
from isop_analysis.language.names import CHAPTERS, Names
from isop_analysis.language.numbers import is_number
from isop_analysis.language.rows import records
from isop_analysis.language.words import Words

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

    from isop_analysis.study.study import Study

LEAST_TEAMS = 3
MANY_TEAMS = 60
NORMAL_97_5 = 1.96
Rows = list[dict[str, Any]]


def arbitrary(team: str, scale: str) -> str:
    """Return a sort key that orders teams differently on each scale, so that none can be followed."""
    return hashlib.sha256(f"{scale}/{team}".encode()).hexdigest()


def draw(study: "Study", words: Words) -> list[Drawn]:
    """Draw one figure per chapter with scales on which at least three teams may be shown."""
    scores = study.table("team_scores")
    names = Names(study, words.language)
    found = []
    for chapter in CHAPTERS:
        rows = {name: _rows(scores, name, names) for name in names.scales_in(chapter)}
        rows = {name: teams for name, teams in rows.items() if len(teams[1]) >= LEAST_TEAMS}
        if rows:
            found.append(_drawn(chapter, rows, scores, names, words))
    return found


def _rows(scores: "pd.DataFrame", scale: str, names: Names) -> tuple[str, Rows]:
    """Return the occasion at which most teams may be shown (the latest of equals) and these teams."""
    own = scores[(scores["scale"] == scale) & ~scores["suppressed"].astype(bool) & scores["mean"].notna()]
    best: tuple[str, Rows] = ("", [])
    for occasion in names.occasions:
        here = records(own[own["occasion"] == occasion])
        if len(here) >= len(best[1]):
            best = (occasion, here)
    return best[0], sorted(best[1], key=lambda row: arbitrary(f"{row['team']}/{row['wave']}", scale))


def _drawn(
    chapter: str,
    rows: dict[str, tuple[str, Rows]],
    scores: "pd.DataFrame",
    names: Names,
    words: Words,
) -> Drawn:
    panels = Panels.of([f"{names.scale(name)} ({occasion})" for name, (occasion, _) in rows.items()], 96)
    for axes, (_, teams) in zip(panels.axes, rows.values(), strict=True):
        _panel(axes, teams, words)
    hidden = max(_hidden(scores, name, occasion) for name, (occasion, _) in rows.items())
    left_out = words("figure.teams.hidden", hidden=words.counted("units.team", hidden)) if hidden else ""
    return Drawn(
        name=f"teams_{chapter}",
        title=words("figure.teams.title"),
        caption=f"{words('figure.teams.caption')} {left_out}".strip(),
        alt=" ".join(_alt(names.scale(name), *found, words) for name, found in rows.items()),
        svg=svg_of(panels.figure),
        table=_table(rows, names, words),
    )


def _hidden(scores: "pd.DataFrame", scale: str, occasion: str) -> int:
    here = scores[(scores["scale"] == scale) & (scores["occasion"] == occasion)]
    return int(here["suppressed"].sum())


def _bounds(row: dict[str, Any]) -> tuple[float, float] | None:
    if not is_number(row["se_pooled"]):
        return None
    half = NORMAL_97_5 * float(row["se_pooled"])
    return float(row["mean"]) - half, float(row["mean"]) + half


def _panel(axes: "Axes", teams: Rows, words: Words) -> None:
    means = [float(row["mean"]) for row in teams]
    many = len(teams) > MANY_TEAMS
    axes.axhspan(min(means), max(means), color=FAINT, alpha=0.45, linewidth=0, zorder=0)
    for place, row in enumerate(teams):
        bounds = _bounds(row)
        if bounds:
            axes.plot([place, place], bounds, color=SCORE, linewidth=0.5 if many else 1.1, zorder=2)
    axes.plot(range(len(teams)), means, "o", color=SCORE, markersize=2.5 if many else 4, zorder=3)
    axes.set_xlim(-0.8, len(teams) - 0.2)
    axes.set_xticks([])
    axes.spines["bottom"].set_visible(False)
    axes.tick_params(colors=SOFT)
    axes.locator_params(axis="y", nbins=4)
    write_ticks(axes, words)


def _alt(scale: str, occasion: str, teams: Rows, words: Words) -> str:
    means = [float(row["mean"]) for row in teams]
    return words(
        "figure.teams.alt",
        scale=scale,
        occasion=occasion,
        teams=words.counted("units.team", len(teams)),
        low=words.numbers.decimal(min(means), 1),
        high=words.numbers.decimal(max(means), 1),
    )


def _table(rows: dict[str, tuple[str, Rows]], names: Names, words: Words) -> FigureTable:
    """Return the teams' means to one decimal: more would help to find a member's answers."""
    number = words.numbers
    cells = []
    for name, (occasion, teams) in rows.items():
        for place, row in enumerate(teams, start=1):
            bounds = _bounds(row)
            shown = number.interval(*bounds, digits=1) if bounds else number.interval(None, None)
            cells.append(
                (names.scale(name), occasion, number.integer(place), number.decimal(row["mean"], 1), shown)
            )
    head = tuple(words(f"column.{key}") for key in ("scale", "occasion", "arbitrary", "mean", "interval"))
    return FigureTable(head, tuple(cells))
