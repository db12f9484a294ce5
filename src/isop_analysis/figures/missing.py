"""Who answered when: patterns of occasions, a row a pattern, its people as a bar."""

from typing import TYPE_CHECKING, Any

from isop_analysis.figures.drawn import Drawn, FigureTable
from isop_analysis.figures.style import FAINT, HOLLOW, INK, SCORE, SMALL, SOFT, WIDTH, canvas, svg_of
from isop_analysis.language.names import Names
from isop_analysis.language.rows import records
from isop_analysis.language.words import Words

if TYPE_CHECKING:
    from isop_analysis.study.study import Study

HEAD = 22.0
ROW = 24.0
DOT = 34.0
NUMBER = 76.0
KIND = 112.0
Rows = list[dict[str, Any]]


def draw(study: "Study", words: Words) -> list[Drawn]:
    """Draw the patterns of a study with two occasions or more."""
    table = study.table("missing_patterns")
    rows = records(table[table["of"] == "occasions"])
    names = Names(study, words.language)
    width = max((len(str(row["pattern"])) for row in rows if row["pattern"] != "rest"), default=0)
    if width < 2:
        return []
    occasions = names.occasions[:width]
    number = words.numbers
    whole = next((row for row in rows if set(str(row["pattern"])) == {"1"}), None)
    total = sum(int(row["people"]) for row in rows)
    return [
        Drawn(
            name="missing_patterns",
            title=words("figure.missing.title"),
            caption=words("figure.missing.caption", n=number.integer(total)),
            alt=words(
                "figure.missing.alt",
                total=number.integer(total),
                every=number.integer(whole["people"] if whole else 0),
                most=pattern_text(str(rows[0]["pattern"]), occasions, words),
                people=number.integer(rows[0]["people"]),
            ),
            svg=_svg(rows, occasions, words),
            table=_table(rows, occasions, words),
        )
    ]


def pattern_text(pattern: str, occasions: list[str], words: Words) -> str:
    """Return a pattern in words: `T0, T2`; what is rare is told as other patterns."""
    if pattern == "rest":
        return words("figure.missing.rest")
    return ", ".join(name for name, mark in zip(occasions, pattern, strict=True) if mark == "1")


def _svg(rows: Rows, occasions: list[str], words: Words) -> str:
    figure, axes = canvas(HEAD + ROW * len(rows) + 4)
    bar = DOT * len(occasions) + KIND
    most = max(int(row["people"]) for row in rows)
    for place, name in enumerate(occasions):
        axes.text(14 + DOT * place, HEAD / 2, name, ha="center", va="center", size=SMALL, color=SOFT)
    for place, row in enumerate(rows):
        middle = HEAD + ROW * (place + 0.5)
        marks = "" if row["pattern"] == "rest" else str(row["pattern"])
        if not marks:
            axes.text(0, middle, words("figure.missing.rest"), va="center", size=SMALL, color=INK)
        elif isinstance(row["kind"], str):
            kind = words(f"kind.{row['kind']}")
            axes.text(bar - KIND, middle, kind, va="center", size=SMALL, color=INK)
        for at, mark in enumerate(marks):
            if mark == "-":
                axes.text(14 + DOT * at, middle, "–", ha="center", va="center", size=SMALL, color=SOFT)
                continue
            face = SCORE if mark == "1" else HOLLOW
            axes.plot(
                [14 + DOT * at],
                [middle],
                "o",
                markersize=9,
                markerfacecolor=face,
                markeredgecolor=SOFT,
                markeredgewidth=0.8,
            )
        length = (WIDTH - bar - NUMBER) * int(row["people"]) / most
        axes.plot([bar, bar + length], [middle] * 2, color=FAINT, linewidth=9, solid_capstyle="butt")
        share = words.numbers.share(int(row["people"]), round(int(row["people"]) / float(row["share"])))
        label = f"{words.numbers.integer(row['people'])} ({share})"
        axes.text(bar + length + 6, middle, label, va="center", size=SMALL, color=INK)
    return svg_of(figure)


def _table(rows: Rows, occasions: list[str], words: Words) -> FigureTable:
    number = words.numbers
    cells = tuple(
        (
            pattern_text(str(row["pattern"]), occasions, words),
            words(f"kind.{row['kind']}") if isinstance(row["kind"], str) else "–",
            number.integer(row["people"]),
        )
        for row in rows
    )
    return FigureTable((words("column.answered_at"), words("column.kind"), words("column.people")), cells)
