"""Teams beside each other on each scale: nameless, as dots from the lowest to the highest."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from isop_analysis.contracts.cells import Count
from isop_analysis.figures.drawing import Drawing
from isop_analysis.figures.drawn import FigureTable
from isop_analysis.figures.panels import Panels, write_ticks
from isop_analysis.figures.style import FAINT, SCORE, SOFT
from isop_analysis.language.names import CHAPTERS, Names
from isop_analysis.language.numbers import NO_BREAK_SPACE, is_number
from isop_analysis.language.rows import Tables
from isop_analysis.language.words import Words

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from isop_analysis.study.study import Study

LEAST_TEAMS = 3
MANY_TEAMS = 60


@dataclass(frozen=True)
class Teams:
    """The teams of a scale at an occasion that are told.

    Attributes:
        means: lowest first (k).
        not_shown: how many more teams answered.
        box: tenth and ninetieth percentile of the means; None where teams are few.
        margin: half the interval that every dot has, in points.
    """

    scale: str
    occasion: str
    means: tuple[float, ...]
    not_shown: Count
    box: tuple[float, float] | None
    margin: float | None


def draw(study: "Study", words: Words) -> list[Drawing]:
    """Draw one figure per chapter with scales on which at least three teams are told."""
    tables, names = Tables(study), Names(study, words.language)
    found = []
    for chapter in CHAPTERS:
        panels = [_most(tables, name, names) for name in names.scales_in(chapter)]
        shown = [one for one in panels if one and len(one.means) >= LEAST_TEAMS]
        if shown:
            found.append(_drawn(chapter, shown, names, words))
    return found


def _most(tables: Tables, scale: str, names: Names) -> Teams | None:
    """Return the teams at the occasion at which most are told, the latest of equals."""
    told = [_at(tables, scale, occasion) for occasion in names.occasions]
    return max(reversed(told), key=lambda one: len(one.means), default=None)


def _at(tables: Tables, scale: str, occasion: str) -> Teams:
    rows = tables.rows("team_scores", scale=scale, occasion=occasion)
    means = tuple(float(row["mean"]) for row in sorted(rows, key=lambda row: int(row["place"])))
    spread = next(iter(tables.rows("team_spread", scale=scale, occasion=occasion)), None)
    if spread is None:
        return Teams(scale, occasion, means, Count.exactly(0), None, None)
    box = (float(spread["low"]), float(spread["high"])) if is_number(spread["low"]) else None
    margin = float(spread["margin"]) if is_number(spread["margin"]) else None
    return Teams(scale, occasion, means, spread["not_shown"], box, margin)


def _drawn(chapter: str, shown: list[Teams], names: Names, words: Words) -> Drawing:
    panels = Panels.of([_title(one, names, words) for one in shown], 96)
    for axes, one in zip(panels.axes, shown, strict=True):
        _panel(axes, one, words)
    least = names.study.config.privacy.minimum_team
    parts = [words("figure.teams.caption", least=least)]
    if any(one.box for one in shown):
        parts.append(words("figure.teams.box"))
    if any(one.not_shown.high for one in shown):
        parts.append(words("figure.teams.hidden", least=least))
    return Drawing(
        name=f"teams_{chapter}",
        title=words("figure.teams.title"),
        caption=" ".join(parts),
        alt=" ".join(_alt(one, names, words) for one in shown),
        figure=panels.figure,
        table=_table(shown, names, words),
    )


def _title(one: Teams, names: Names, words: Words) -> str:
    whole = len(one.means) + one.not_shown.low
    teams = words("figure.teams.shown", shown=len(one.means), whole=words.counted("units.team", whole))
    together = f"({one.occasion}, {teams})".replace(" ", NO_BREAK_SPACE)
    return f"{names.scale(one.scale)} {together}"


def _panel(axes: "Axes", one: Teams, words: Words) -> None:
    many = len(one.means) > MANY_TEAMS
    if one.box:
        axes.axhspan(*one.box, color=FAINT, alpha=0.45, linewidth=0, zorder=0)
    for place, mean in enumerate(one.means):
        if one.margin is not None:
            ends = [mean - one.margin, mean + one.margin]
            axes.plot([place, place], ends, color=SCORE, linewidth=0.5 if many else 1.1, zorder=2)
    axes.plot(range(len(one.means)), one.means, "o", color=SCORE, markersize=2.5 if many else 4, zorder=3)
    axes.set_xlim(-0.8, len(one.means) - 0.2)
    axes.set_xticks([])
    axes.spines["bottom"].set_visible(False)
    axes.tick_params(colors=SOFT)
    axes.locator_params(axis="y", nbins=4)
    write_ticks(axes, words)


def _alt(one: Teams, names: Names, words: Words) -> str:
    number = words.numbers
    text = words(
        "figure.teams.alt",
        scale=names.scale(one.scale),
        occasion=one.occasion,
        teams=words.counted("units.team", len(one.means)),
        low=number.decimal(one.means[0]),
        high=number.decimal(one.means[-1]),
    )
    if not one.not_shown.high:
        return text
    return f"{text} {words('figure.teams.alt_hidden', teams=words.counted('units.team', one.not_shown))}"


def _table(shown: list[Teams], names: Names, words: Words) -> FigureTable:
    number = words.numbers
    cells = [
        (
            names.scale(one.scale),
            one.occasion,
            number.integer(place),
            number.decimal(mean),
            f"±{NO_BREAK_SPACE}{number.decimal(one.margin, 1)}" if one.margin is not None else "–",
        )
        for one in shown
        for place, mean in enumerate(one.means, start=1)
    ]
    head = [words(f"column.{key}") for key in ("scale", "occasion", "by_size", "mean")]
    return FigureTable((*head, words("figure.teams.margin")), tuple(cells))
