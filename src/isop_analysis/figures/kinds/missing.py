"""Who answered when: patterns of occasions, a row a pattern, its people as a bar."""

from typing import TYPE_CHECKING

from isop_analysis.figures.drawing import Drawing
from isop_analysis.figures.drawn import FigureTable
from isop_analysis.figures.style import FAINT, HOLLOW, INK, SCORE, SMALL, SOFT, WIDTH, canvas
from isop_analysis.language.names import Names
from isop_analysis.language.rows import Record, rows_of
from isop_analysis.language.words import Words

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from isop_analysis.study.study import Study

HEAD = 22.0
ROW = 24.0
DOT = 34.0
NUMBER = 88.0
KIND = 112.0
REST = "rest"


def draw(study: "Study", words: Words) -> list[Drawing]:
    """Draw the patterns of a study with two occasions or more."""
    rows = [row for row in rows_of(study, "missing_patterns") if row["of"] == "occasions"]
    width = max((len(str(row["pattern"])) for row in rows if row["pattern"] != REST), default=0)
    if width < 2:
        return []
    occasions = Names(study, words.language).occasions[:width]
    return [
        Drawing(
            name="missing_patterns",
            title=words("figure.missing.title"),
            caption=_caption(rows, words),
            alt=_alt(rows, occasions, words),
            figure=_picture(rows, occasions, words),
            table=_table(rows, occasions, words),
        )
    ]


def _caption(rows: list[Record], words: Words) -> str:
    text = words("figure.missing.caption")
    rest = any(row["pattern"] == REST for row in rows)
    return f"{text} {words('figure.missing.rare')}" if rest else text


def _alt(rows: list[Record], occasions: list[str], words: Words) -> str:
    told = [
        words(
            "figure.missing.row",
            pattern=pattern_text(str(row["pattern"]), occasions, words),
            people=words.numbers.aloud(row["people"]),
            share=_share(row, words),
        )
        for row in rows
    ]
    return words("figure.missing.alt", rows="; ".join(told))


def _share(row: Record, words: Words) -> str:
    return words.numbers.percentage(100 * float(row["share"]))


def pattern_text(pattern: str, occasions: list[str], words: Words) -> str:
    """Return a pattern in words: `T0, T2`; what is rare is told as other patterns."""
    if pattern == REST:
        return words("figure.missing.rest")
    return ", ".join(name for name, mark in zip(occasions, pattern, strict=True) if mark == "1")


def _picture(rows: list[Record], occasions: list[str], words: Words) -> "Figure":
    figure, axes = canvas(HEAD + ROW * len(rows) + 4)
    bar = DOT * len(occasions) + KIND
    most = max(float(row["share"]) for row in rows)
    for place, name in enumerate(occasions):
        axes.text(14 + DOT * place, HEAD / 2, name, ha="center", va="center", size=SMALL, color=SOFT)
    for place, row in enumerate(rows):
        middle = HEAD + ROW * (place + 0.5)
        _pattern(axes, row, middle, bar - KIND, words)
        length = (WIDTH - bar - NUMBER) * float(row["share"]) / most
        axes.plot([bar, bar + length], [middle] * 2, color=FAINT, linewidth=9, solid_capstyle="butt")
        label = f"{words.numbers.count(row['people'])} ({_share(row, words)})"
        axes.text(bar + length + 6, middle, label, va="center", size=SMALL, color=INK)
    return figure


def _pattern(axes: "Axes", row: Record, middle: float, beside: float, words: Words) -> None:
    """Draw a dot an occasion, filled where people answered, and what kind of pattern it is."""
    if row["pattern"] == REST:
        axes.text(0, middle, words("figure.missing.rest"), va="center", size=SMALL, color=INK)
        return
    if isinstance(row["kind"], str):
        axes.text(beside, middle, words(f"kind.{row['kind']}"), va="center", size=SMALL, color=INK)
    for at, mark in enumerate(str(row["pattern"])):
        if mark == "-":
            axes.text(14 + DOT * at, middle, "–", ha="center", va="center", size=SMALL, color=SOFT)
            continue
        axes.plot(
            [14 + DOT * at], [middle], "o", markersize=9, markerfacecolor=SCORE if mark == "1" else HOLLOW,
            markeredgecolor=SOFT, markeredgewidth=0.8,
        )  # fmt: skip


def _table(rows: list[Record], occasions: list[str], words: Words) -> FigureTable:
    cells = tuple(
        (
            pattern_text(str(row["pattern"]), occasions, words),
            words(f"kind.{row['kind']}") if isinstance(row["kind"], str) else "–",
            words.numbers.count(row["people"]),
            _share(row, words),
        )
        for row in rows
    )
    head = tuple(words(f"column.{key}") for key in ("answered_at", "kind", "people"))
    return FigureTable((*head, words("figure.missing.share")), cells)
