"""Who works with whom, and on what: professions against the options they chose."""

from typing import TYPE_CHECKING, Any

from isop_analysis.figures.drawn import Drawn, FigureTable
from isop_analysis.figures.style import (
    FAINT,
    INK,
    ON_HUE,
    PAPER,
    SCORE,
    SMALL,
    WIDTH,
    canvas,
    svg_of,
    wrapped,
)
from isop_analysis.language.names import Names
from isop_analysis.language.numbers import LEAST_FOR_PERCENTAGES, is_number, rounded
from isop_analysis.language.rows import records
from isop_analysis.language.words import Words

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

    from isop_analysis.study.study import Study

LABEL = 132.0
CELL = 27.0
HEAD = 92.0
Cells = dict[tuple[str, str], dict[str, Any]]


def draw(study: "Study", words: Words) -> list[Drawn]:
    """Draw one figure per multiple-choice question, at the occasion that most people answered."""
    table = study.table("choices")
    found = []
    for instrument in study.instruments:
        for question in instrument.multiple_choice:
            own = table[table["question"] == question.name]
            if len(own):
                found.append(_drawn(study, question.name, own, Names(study, words.language), words))
    return found


def _occasion(rows: "pd.DataFrame", names: Names) -> str:
    asked = {o: rows.loc[rows["occasion"] == o, "asked"].max() for o in names.occasions}
    known = {o: int(n) for o, n in asked.items() if is_number(n)}
    return max(known, key=lambda o: known[o]) if known else str(rows["occasion"].iloc[0])


def _drawn(study: "Study", question: str, rows: "pd.DataFrame", names: Names, words: Words) -> Drawn:
    occasion = _occasion(rows, names)
    here = rows[rows["occasion"] == occasion]
    cells: Cells = {(str(r["value"]), str(r["option"])): r for r in records(here)}
    groups = _groups(study, here)
    told = {option for _, option in cells}
    order = [
        o.name for i in study.instruments for q in i.multiple_choice if q.name == question for o in q.options
    ]
    options = {name: names.option(question, name) for name in order if name in told}
    minimum = study.config.privacy.minimum_cell
    labels = {group: _label(group, groups[group], names, words) for group in groups}
    return Drawn(
        name=f"choices_{question}",
        title=names.question(question),
        caption=words("figure.choices.caption", occasion=occasion, minimum=minimum),
        alt=_alt(cells, groups, labels, options, words),
        svg=_svg(cells, labels, options, words),
        table=_table(cells, labels, options, minimum, words),
    )


def _groups(study: "Study", rows: "pd.DataFrame") -> dict[str, str]:
    """Return value → attribute: everyone first, then the values in the config's order."""
    present = dict(zip(rows["value"].astype(str), rows["attribute"].astype(str), strict=True))
    order = ["all", *(value.name for attribute in study.config.attributes for value in attribute.values)]
    known = [value for value in order if value in present]
    return {value: present[value] for value in [*known, *sorted(set(present) - set(known))]}


def _label(value: str, attribute: str, names: Names, words: Words) -> str:
    return words("everyone") if value == "all" else names.value(attribute, value)


def _shown(cell: dict[str, Any] | None) -> tuple[int, int] | None:
    if cell is None or cell["suppressed"]:
        return None
    return int(cell["chosen"]), int(cell["asked"])


def _svg(cells: Cells, labels: dict[str, str], options: dict[str, str], words: Words) -> str:
    height = HEAD + CELL * len(labels) + 6
    figure, axes = canvas(height)
    width = min((WIDTH - LABEL - 34) / max(len(options), 1), 48.0)
    for column, label in enumerate(options.values()):
        axes.text(
            LABEL + (column + 0.5) * width,
            HEAD - 6,
            wrapped(label, 22),
            rotation=52,
            rotation_mode="anchor",
            ha="left",
            va="bottom",
            size=SMALL,
            color=INK,
            linespacing=0.95,
        )
    for row, (group, label) in enumerate(labels.items()):
        top = HEAD + row * CELL
        bold = "semibold" if group == "all" else "normal"
        axes.text(
            LABEL - 6,
            top + CELL / 2,
            label,
            ha="right",
            va="center",
            size=SMALL + 0.6,
            weight=bold,
            color=INK,
        )
        for column, option in enumerate(options):
            _cell(axes, _shown(cells.get((group, option))), LABEL + column * width, top, width)
    return svg_of(figure)


def _cell(axes: "Axes", shown: tuple[int, int] | None, left: float, top: float, width: float) -> None:
    middle = top + CELL / 2
    if shown is None or shown[1] == 0:
        axes.barh(
            middle,
            width - 2,
            CELL - 2,
            left + 1,
            facecolor="none",
            edgecolor=FAINT,
            hatch="////",
            linewidth=0.4,
        )
        return
    share = shown[0] / shown[1]
    axes.barh(middle, width - 2, CELL - 2, left + 1, color=_blend(share), linewidth=0)
    text = f"{rounded(100 * share, 0)}%" if shown[1] >= LEAST_FOR_PERCENTAGES else f"{shown[0]}/{shown[1]}"
    colour = PAPER if share > 0.55 else ON_HUE
    axes.text(left + width / 2, middle + 0.5, text, ha="center", va="center", size=SMALL - 0.6, color=colour)


def _blend(share: float) -> str:
    """Return the hue of scores, lighter for a smaller share."""
    start, end = (238, 241, 244), tuple(int(SCORE[i : i + 2], 16) for i in (1, 3, 5))
    mixed = [round(a + (b - a) * share) for a, b in zip(start, end, strict=True)]
    return "#" + "".join(f"{part:02x}" for part in mixed)


def _alt(
    cells: Cells, groups: dict[str, str], labels: dict[str, str], options: dict[str, str], words: Words
) -> str:
    found = {
        option: shown for option in options if (shown := _shown(cells.get(("all", option)))) and shown[1] > 0
    }
    hidden = sum(_shown(cells.get((group, option))) is None for group in groups for option in options)
    if not found:
        return words("figure.choices.alt_hidden", hidden=words.counted("units.cell", hidden))
    order = sorted(found, key=lambda option: found[option][0] / found[option][1])
    first, last = order[-1], order[0]
    return words(
        "figure.choices.alt",
        groups=words.counted("units.group", len(labels) - 1),
        most=options[first],
        most_share=words.numbers.share(*found[first]),
        least=options[last],
        least_share=words.numbers.share(*found[last]),
        hidden=words.counted("units.cell", hidden),
    )


def _table(
    cells: Cells, labels: dict[str, str], options: dict[str, str], minimum: int, words: Words
) -> FigureTable:
    rows = []
    for group, label in labels.items():
        texts = []
        for option in options:
            cell = cells.get((group, option))
            shown = _shown(cell)
            texts.append(words.numbers.share(*shown) if shown else "·" if cell else "–")
        rows.append((label, *texts))
    return FigureTable((words("column.group"), *options.values()), tuple(rows))
