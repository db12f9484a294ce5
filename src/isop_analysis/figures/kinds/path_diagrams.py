"""Path models as drawings: boxes for variables, arrows with standardised coefficients."""

from typing import TYPE_CHECKING, Any

from isop_analysis.figures.drawing import Drawing
from isop_analysis.figures.drawn import FigureTable
from isop_analysis.figures.path_drawing import (
    EDGE,
    Rows,
    boxes_of,
    draw_arrows,
    draw_box,
    draw_covariance,
    excludes_zero,
)
from isop_analysis.figures.path_layout import layout_of
from isop_analysis.figures.style import canvas
from isop_analysis.language.names import Names
from isop_analysis.language.numbers import is_number
from isop_analysis.language.rows import Tables
from isop_analysis.language.variables import variable_title
from isop_analysis.language.words import Words

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from isop_analysis.study.study import Study

MANY_PATHS = 8
APART_WHERE_MANY = 1.7


def draw(study: "Study", words: Words) -> list[Drawing]:
    """Draw one figure per path model that was fitted and is admissible."""
    tables, names = Tables(study), Names(study, words.language)
    found = []
    for fit in tables.rows("structural_fits", status="fitted"):
        if fit["kind"] == "cfa" or fit["admissible"] is False:
            continue
        model = str(fit["model"])
        every = tables.rows("structural_parameters", model=model)
        for level, name in ((1, f"path_{model}"), (2, f"path_{model}_between")):
            rows = [row for row in every if _on_one_level(row, level)]
            paths = [row for row in rows if row["op"] == "~" and is_number(row["std_all"])]
            if paths:
                found.append(_drawn(model, name, paths, rows, names, words))
    return found


def _on_one_level(row: dict[str, Any], level: int) -> bool:
    """Whether a parameter is drawn at a level; one level only counts as the lower, groups are not drawn."""
    own = int(row["level"]) if is_number(row["level"]) else 1
    return own == level and not isinstance(row["group"], str)


def _drawn(model: str, name: str, paths: Rows, rows: Rows, names: Names, words: Words) -> Drawing:
    number = words.numbers
    told = [
        words(
            "figure.path.one",
            cause=variable_title(str(row["rhs"]), names, words),
            effect=variable_title(str(row["lhs"]), names, words),
            value=number.decimal(row["std_all"], bounded=True),
            sure=words(f"figure.path.{'sure' if excludes_zero(row) else 'open'}"),
        )
        for row in paths
    ]
    return Drawing(
        name=name,
        title=_title(model, rows, names, words),
        caption=" ".join(
            [
                words("figure.path.caption", n=number.aloud(paths[0]["n"])),
                *([words("figure.path.arc")] if _arcs(paths, rows) else []),
            ]
        ),
        alt=words("figure.path.alt", paths="; ".join(told)),
        figure=_picture(paths, rows, names, words),
        table=_table(paths, names, words),
    )


def _title(model: str, rows: Rows, names: Names, words: Words) -> str:
    """Return the model's question, with the level where there are two."""
    question = names.model_question(model)
    levels = {int(row["level"]) for row in rows if is_number(row["level"])}
    return f"{question} ({words(f'instruments.level_{min(levels)}')})" if levels else question


def _picture(paths: Rows, rows: Rows, names: Names, words: Words) -> "Figure":
    layout = layout_of(tuple((str(row["rhs"]), str(row["lhs"])) for row in paths))
    latent = {str(row["lhs"]) for row in rows if row["op"] == "=~"}
    texts = {name: variable_title(name, names, words) for name in layout.places}
    boxes = boxes_of(layout, texts, APART_WHERE_MANY if len(paths) > MANY_PATHS else 1.0)
    figure, axes = canvas(boxes.bottom + EDGE)
    for name in boxes.centres:
        draw_box(axes, name, boxes, name in latent)
    draw_arrows(axes, paths, boxes, words)
    for row in _arcs(paths, rows):
        draw_covariance(axes, row, boxes, words)
    return figure


def _arcs(paths: Rows, rows: Rows) -> Rows:
    """Return what two outcomes further share; none where arcs would be lost among many arrows."""
    effects = {str(path["lhs"]) for path in paths}
    shared = [row for row in rows if row["op"] == "~~" and row["lhs"] != row["rhs"]]
    found = [row for row in shared if {str(row["lhs"]), str(row["rhs"])} <= effects]
    return found if len(paths) <= MANY_PATHS else []


def _table(paths: Rows, names: Names, words: Words) -> FigureTable:
    number = words.numbers
    rows = [
        (
            " ← ".join(variable_title(str(row[side]), names, words) for side in ("lhs", "rhs")),
            number.decimal(row["std_all"], bounded=True),
            number.decimal(row["estimate"]),
            number.interval(row["ci_low"], row["ci_high"]),
        )
        for row in paths
    ]
    head = tuple(words(f"column.{key}") for key in ("contrast", "std_all", "estimate", "interval"))
    return FigureTable(head, tuple(rows))
