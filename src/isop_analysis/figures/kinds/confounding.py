"""Indirect effects against an unmeasured cause: the effect at every residual correlation it would make."""

from typing import TYPE_CHECKING, Any

from isop_analysis.figures.drawing import Drawing
from isop_analysis.figures.drawn import FigureTable
from isop_analysis.figures.panels import write_ticks
from isop_analysis.figures.style import BAND, HOLLOW, INK, LOW, SCORE, SMALL, SOFT, WIDTH, area, sheet
from isop_analysis.language.names import Names
from isop_analysis.language.numbers import is_number
from isop_analysis.language.rows import rows_of
from isop_analysis.language.variables import variable_title
from isop_analysis.language.words import Words

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from isop_analysis.study.study import Study

Row = dict[str, Any]
HEIGHT = 178.0
NEAR = 0.6
"""Correlations shown to both sides, more where the effect vanishes farther out."""


def draw(study: "Study", words: Words) -> list[Drawing]:
    """Draw one figure an indirect effect and mediator."""
    names = Names(study, words.language)
    curves = rows_of(study, "structural_confounding_curve")
    found = []
    for effect in rows_of(study, "structural_confounding"):
        key = _key(effect)
        points = [point for point in curves if _key(point) == key]
        if len(points) > 1 and is_number(effect["estimate"]):
            found.append(_drawn(effect, points, names, words))
    return found


def figure_name(effect: Row) -> str:
    """Return the name of an effect's figure."""
    parts = (effect["model"], effect["name"], effect["mediator"], effect["outcome"])
    return "confounding_" + "_".join("".join(c if c.isalnum() else "-" for c in str(part)) for part in parts)


def _key(row: Row) -> tuple[str, ...]:
    return tuple(str(row[name]) for name in ("model", "name", "mediator", "outcome"))


def _drawn(effect: Row, points: list[Row], names: Names, words: Words) -> Drawing:
    reach = _reach(effect)
    shown = [point for point in points if abs(point["rho"]) <= reach + 1e-9]
    called = {
        name: variable_title(str(effect[name]), names, words) for name in ("predictor", "mediator", "outcome")
    }
    chain = " → ".join(called.values())
    return Drawing(
        name=figure_name(effect),
        title=words("figure.confounding.title", chain=chain),
        caption=_caption(effect, called, names, words),
        alt=_alt(effect, shown, words),
        figure=_picture(effect, shown, reach, names, words),
        table=_table(points, words),
    )


def _reach(effect: Row) -> float:
    marks = [abs(effect[name]) for name in ("zero_at", "open_at", "covariate_at") if is_number(effect[name])]
    return 0.9 if max(marks, default=0.0) > NEAR - 0.1 else NEAR


def _caption(effect: Row, called: dict[str, str], names: Names, words: Words) -> str:
    text = words(
        "figure.confounding.caption",
        mediator=called["mediator"],
        outcome=called["outcome"],
        n=words.numbers.aloud(effect["n"]),
    )
    if not is_number(effect["covariate_estimate"]):
        return text
    covariate = variable_title(str(effect["covariate"]), names, words)
    return f"{text} {words('figure.confounding.covariate', covariate=covariate)}"


def _alt(effect: Row, shown: list[Row], words: Words) -> str:
    numbers = words.numbers
    parts = [
        words(
            "figure.confounding.alt",
            first=numbers.decimal(shown[0]["estimate"]),
            low=numbers.decimal(shown[0]["rho"], 1, bounded=True),
            last=numbers.decimal(shown[-1]["estimate"]),
            high=numbers.decimal(shown[-1]["rho"], 1, bounded=True),
            estimate=numbers.decimal(effect["estimate"]),
        )
    ]
    if is_number(effect["zero_at"]):
        at = numbers.decimal(effect["zero_at"], bounded=True)
        parts.append(words("figure.confounding.alt_zero", at=at))
    return " ".join(parts)


def _picture(effect: Row, shown: list[Row], reach: float, names: Names, words: Words) -> "Figure":
    figure = sheet(HEIGHT)
    axes = area(figure, 44, 18, WIDTH - 56, HEIGHT - 58)
    across = [point["rho"] for point in shown]
    axes.fill_between(
        across,
        [point["ci_low"] for point in shown],
        [point["ci_high"] for point in shown],
        color=BAND,
        linewidth=0,
        zorder=0,
    )
    axes.axhline(0, color=INK, linewidth=0.8, zorder=1)
    axes.plot(across, [point["estimate"] for point in shown], color=SCORE, linewidth=1.8, zorder=2)
    axes.plot([0], [effect["estimate"]], "o", color=SCORE, markersize=6, zorder=4)
    if is_number(effect["zero_at"]) and abs(effect["zero_at"]) <= reach:
        axes.plot([effect["zero_at"]], [0], "o", color=SCORE, markerfacecolor=HOLLOW, markersize=6, zorder=4)
    if is_number(effect["covariate_estimate"]):
        axes.plot(
            [effect["covariate_at"]], [effect["covariate_estimate"]], "D", color=LOW, markersize=5, zorder=5
        )
    _frame(axes, reach, words)
    return figure


def _frame(axes: "Axes", reach: float, words: Words) -> None:
    axes.set_xlim(-reach, reach)
    step = 0.3
    count = round(reach / step)
    ticks = [step * place for place in range(-count, count + 1)]
    axes.set_xticks(ticks, [_correlation(tick, words) for tick in ticks])
    axes.locator_params(axis="y", nbins=5)
    write_ticks(axes, words)
    axes.tick_params(colors=SOFT)
    axes.set_xlabel(words("figure.confounding.axis"), color=SOFT, size=SMALL)
    axes.text(
        0,
        1.06,
        words("figure.confounding.effect"),
        transform=axes.transAxes,
        size=SMALL,
        color=SOFT,
        ha="left",
    )


def _correlation(value: float, words: Words) -> str:
    return words.numbers.decimal(value, 1, bounded=True) if abs(value) > 0.01 else "0"


def _table(points: list[Row], words: Words) -> FigureTable:
    number = words.numbers
    rows = [
        (
            _correlation(point["rho"], words),
            number.decimal(point["estimate"]),
            number.interval(point["ci_low"], point["ci_high"]),
        )
        for point in points
    ]
    return FigureTable(tuple(words(f"column.{key}") for key in ("rho", "estimate", "interval")), tuple(rows))
