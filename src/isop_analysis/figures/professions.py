"""Which professions name which, and on which tasks they work: dots as large as the share that named it."""

from typing import TYPE_CHECKING, Any

from isop_analysis.figures.drawn import Drawn, FigureTable
from isop_analysis.figures.style import (
    HOLLOW,
    INK,
    LEAST,
    SCORE,
    SMALL,
    SOFT,
    WIDTH,
    canvas,
    svg_of,
    wrapped,
)
from isop_analysis.language.names import Names
from isop_analysis.language.numbers import is_number, rounded
from isop_analysis.language.professions import ProfessionMatrix, profession_matrices
from isop_analysis.language.rows import Record, Tables
from isop_analysis.language.words import Words

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from isop_analysis.study.study import Study

LABEL = 132.0
CELL = 46.0
HEAD = 92.0
WIDEST = 64.0
LARGEST = 28.0
"""Across a dot of everyone, in points."""


def draw(study: "Study", words: Words) -> list[Drawn]:
    """Draw one figure a question of which most is told."""
    found = profession_matrices(Tables(study), Names(study, words.language))
    return [_drawn(one, words) for one in found if one.mostly_told]


def name_of(question: str) -> str:
    """Return the name of a question's figure."""
    return f"professions_{question}"


def _drawn(one: ProfessionMatrix, words: Words) -> Drawn:
    question = one.names.question(one.question)
    return Drawn(
        name=name_of(one.question),
        title=words(f"figure.professions.title_{one.kind}", question=question),
        caption=_caption(one, words),
        alt=_alt(one, words),
        svg=_matrix(one, words),
        table=_table(one, words),
    )


def _caption(one: ProfessionMatrix, words: Words) -> str:
    told = [words("figure.professions.caption")]
    if one.kind == "ties":
        told.append(words("figure.professions.own"))
    for profession, merged in one.merged.items():
        listed = words.listed([f"‘{name}’" for name in merged])
        told.append(words("figure.professions.merged", profession=profession, merged=listed))
    if len(one.professions) < one.every:
        told.append(words("figure.professions.left_out"))
    return " ".join(told)


def _alt(one: ProfessionMatrix, words: Words) -> str:
    most, least = one.told[0], one.told[-1]
    return words(
        "figure.professions.alt",
        professions=words.counted("figure.professions.row", len(one.professions)),
        columns=words.counted("figure.professions.column", len(one.columns)),
        most_share=words.numbers.percentage(100 * most["share"]),
        most=one.professions[most["profession"]],
        most_named=one.named_by(most),
        least_share=words.numbers.percentage(100 * least["share"]),
        least=one.professions[least["profession"]],
        least_named=one.named_by(least),
    )


def _matrix(one: ProfessionMatrix, words: Words) -> str:
    figure, axes = canvas(HEAD + CELL * len(one.professions) + 4)
    width = min((WIDTH - LABEL - 34) / max(len(one.columns), 1), WIDEST)
    for column, label in enumerate(one.columns.values()):
        axes.text(
            LABEL + (column + 0.5) * width, HEAD - 6, wrapped(label, 22), rotation=52, rotation_mode="anchor",
            ha="left", va="bottom", size=SMALL, color=INK, linespacing=0.95,
        )  # fmt: skip
    for row, (profession, label) in enumerate(one.professions.items()):
        middle = HEAD + (row + 0.5) * CELL
        people = words.numbers.count(one.people(profession))
        place: dict[str, Any] = {"ha": "right", "va": "center"}
        axes.text(LABEL - 6, middle - 5.5, label, size=SMALL + 0.6, color=INK, **place)
        axes.text(LABEL - 6, middle + 6.5, people, size=LEAST, color=SOFT, **place)
        for column, named in enumerate(one.columns):
            cell = one.cell(profession, named)
            if cell is not None and is_number(cell["share"]):
                own = one.kind == "ties" and named == profession
                _dot(axes, cell, LABEL + (column + 0.5) * width, middle, own)
    return svg_of(figure)


def _dot(axes: "Axes", cell: Record, left: float, middle: float, own: bool) -> None:
    """Draw a share as a dot whose area is in proportion to it, its number below."""
    size = LARGEST * float(cell["share"]) ** 0.5
    look: dict[str, Any] = {
        "markerfacecolor": HOLLOW if own else SCORE,
        "markeredgewidth": 2.0 if own else 0.0,
    }
    axes.plot([left], [middle - 6], "o", markersize=size, markeredgecolor=SCORE, **look)
    text = f"{rounded(100 * cell['share'], 0)}%"
    axes.text(left, middle + 15, text, ha="center", va="center", size=LEAST, color=INK)


def _table(one: ProfessionMatrix, words: Words) -> FigureTable:
    number = words.numbers
    rows = [
        (
            label,
            number.count(one.people(profession)),
            *(
                number.percentage(100 * cell["share"])
                if (cell := one.cell(profession, named)) and is_number(cell["share"])
                else "–"
                for named in one.columns
            ),
        )
        for profession, label in one.professions.items()
    ]
    return FigureTable((words("column.group"), words("column.n"), *one.columns.values()), tuple(rows))
