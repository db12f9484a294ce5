"""Whom each profession names, and on which tasks they work: dots as large as the share that named it."""

from typing import TYPE_CHECKING, Any

from isop_analysis.figures.drawing import Drawing
from isop_analysis.figures.drawn import FigureTable
from isop_analysis.figures.style import (
    HOLLOW,
    INK,
    LEAST,
    SCORE,
    SMALL,
    SOFT,
    WIDTH,
    canvas,
    lines_of,
    wrapped,
)
from isop_analysis.language.names import Names
from isop_analysis.language.numbers import is_number, rounded
from isop_analysis.language.professions import MOST, ProfessionMatrix, profession_matrices
from isop_analysis.language.rows import Record, Tables
from isop_analysis.language.words import Words

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from isop_analysis.study.study import Study

LABEL = 112.0
CELL = 31.0
LINE, SLANTED, SLANT = 10.5, 104.0, 34.0
WIDEST = 76.0
LETTER = 4.2
"""How wide a letter of a head is, about, in points."""
LARGEST = 28.0
"""Across a dot of everyone, in points."""


def draw(study: "Study", words: Words) -> list[Drawing]:
    """Draw one figure a question of which most is told."""
    found = profession_matrices(Tables(study), Names(study, words.language), words)
    return [_drawn(one, words) for one in found if one.mostly_told]


def name_of(question: str) -> str:
    """Return the name of a question's figure."""
    return f"professions_{question}"


def _drawn(one: ProfessionMatrix, words: Words) -> Drawing:
    question = one.names.question(one.question)
    return Drawing(
        name=name_of(one.question),
        title=words("figure.professions.title", question=question),
        caption=_caption(one, words),
        alt=_alt(one, words),
        figure=_matrix(one, words),
        table=_table(one, words),
    )


def _caption(one: ProfessionMatrix, words: Words) -> str:
    told = [words("figure.professions.caption")]
    if any(one.is_own(profession, column) for profession in one.professions for column in one.columns):
        told.append(words("figure.professions.own"))
    few = {words.numbers.count(row["people"]) for row in one.rows if not is_number(row["share"])}
    told += [words("figure.professions.few", few=band) for band in sorted(few)]
    if len(one.professions) < one.every:
        told.append(words("figure.professions.left_out"))
    return " ".join(told)


def _alt(one: ProfessionMatrix, words: Words) -> str:
    return words(
        "figure.professions.alt",
        professions=words.counted("figure.professions.row", len(one.professions)),
        columns=words.counted("figure.professions.column", len(one.columns)),
        most=_alike(one, words, one.told[0]),
        least=_alike(one, words, one.told[-1]),
    )


def _alike(one: ProfessionMatrix, words: Words, row: Record) -> str:
    """Say who named what in the dots as large as a row's, with the share; of many dots how many they are."""
    rows = [each for each in one.told if each["share"] == row["share"]]
    named = [
        words(
            "figure.professions.named",
            profession=one.professions[str(each["profession"])],
            named=one.named_by(each),
        )
        for each in rows
    ]
    many = words("figure.professions.alike", count=words.numbers.integer(len(rows)))
    share = words.numbers.percentage(100 * row["share"])
    return words(
        "figure.professions.share", named=words.listed(named) if len(rows) <= MOST else many, share=share
    )


def _matrix(one: ProfessionMatrix, words: Words) -> "Figure":
    """Draw a column a profession that answers, a row what it names."""
    labels, room = list(one.professions.values()), WIDTH - LABEL - 2
    width = min(room / len(labels), WIDEST)
    level = max(len(word) for label in labels for word in label.split()) * LETTER <= width
    lines = max(lines_of(label, int(width / LETTER)) for label in labels)
    head = 18 + LINE * lines if level else SLANTED
    width = width if level else min((room - SLANT) / len(labels), WIDEST)
    figure, axes = canvas(head + CELL * len(one.columns) + 2)
    for column, profession in enumerate(one.professions):
        _head(axes, one, words, profession, LABEL + (column + 0.5) * width, head, width if level else None)
    for row, (named, label) in enumerate(one.columns.items()):
        middle = head + (row + 0.5) * CELL
        text = wrapped(label, 24)
        axes.text(LABEL - 6, middle, text, ha="right", va="center", size=SMALL, color=INK, linespacing=0.95)
        for column, profession in enumerate(one.professions):
            cell = one.cell(profession, named)
            if cell is not None:
                left = LABEL + (column + 0.5) * width
                _dot(axes, cell, words, left, middle, one.is_own(profession, named))
    return figure


def _head(
    axes: "Axes",
    one: ProfessionMatrix,
    words: Words,
    profession: str,
    left: float,
    bottom: float,
    width: float | None,
) -> None:
    """Write a profession and how many answered above its column, slanted where no width is given."""
    label, people = one.professions[profession], words.numbers.count(one.people(profession))
    if width is None:
        text = f"{wrapped(label, 22)} ({people})"
        look: dict[str, Any] = {"rotation": 52, "rotation_mode": "anchor", "ha": "left"}
        axes.text(left, bottom - 6, text, va="bottom", size=LEAST, color=INK, linespacing=0.95, **look)
        return
    text = wrapped(label, int(width / LETTER))
    axes.text(left, bottom - 15, text, ha="center", va="bottom", size=LEAST, color=INK, linespacing=0.95)
    axes.text(left, bottom - 3, people, ha="center", va="bottom", size=LEAST, color=SOFT)


def _dot(axes: "Axes", cell: Record, words: Words, left: float, middle: float, own: bool) -> None:
    """Draw a share as a dot whose area is in proportion to it, its number beside it; of few, their band."""
    text = words.numbers.count(cell["people"])
    if is_number(cell["share"]):
        size = LARGEST * float(cell["share"]) ** 0.5
        look: dict[str, Any] = {
            "markerfacecolor": HOLLOW if own else SCORE,
            "markeredgewidth": 2.0 if own else 0.0,
        }
        axes.plot([left - 14], [middle], "o", markersize=size, markeredgecolor=SCORE, **look)
        text = f"{rounded(100 * cell['share'], 0)}%"
    axes.text(left + 4, middle, text, ha="left", va="center", size=LEAST, color=INK)


def _table(one: ProfessionMatrix, words: Words) -> FigureTable:
    heads = [
        f"{label} ({words.numbers.count(one.people(profession))})"
        for profession, label in one.professions.items()
    ]
    rows = [
        (label, *(_shown(one.cell(profession, named), words) for profession in one.professions))
        for named, label in one.columns.items()
    ]
    return FigureTable((words("column.partner"), *heads), tuple(rows))


def _shown(cell: Record | None, words: Words) -> str:
    if cell is None:
        return "–"
    share = cell["share"]
    return words.numbers.percentage(100 * share) if is_number(share) else words.numbers.count(cell["people"])
