"""Who took part, from invited to analysed, at each occasion."""

from typing import TYPE_CHECKING

from isop_analysis.figures.drawn import Drawn, FigureTable
from isop_analysis.figures.style import BAND, INK, SIZE, SMALL, SOFT, WIDTH, canvas, svg_of, wrapped
from isop_analysis.language.names import Names
from isop_analysis.language.rows import records
from isop_analysis.language.words import Words

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

    from isop_analysis.study.study import Study

LABEL = 112.0
HEAD = 28.0
BOX = 26.0
STEP = 48.0
Counts = dict[str, dict[str, int]]


def draw(study: "Study", words: Words) -> list[Drawn]:
    """Draw people by stage; a study without a register shows its responses by cleaning rule."""
    names = Names(study, words.language)
    people = _people(study.table("people_flow"), names)
    if people:
        return [_drawn("people", people, names, words)]
    responses = _responses(study.table("flow"), study, names)
    return [_drawn("responses", responses, names, words)] if responses else []


def _people(table: "pd.DataFrame", names: Names) -> Counts:
    """Return stage → occasion → people, cohorts together."""
    rows = table[table["cohort"] != "all"] if (table["cohort"] != "all").any() else table
    rows = rows[rows["occasion"].isin(names.occasions)]
    found: Counts = {}
    for row in records(rows):
        stage = found.setdefault(str(row["stage"]), {})
        stage[str(row["occasion"])] = stage.get(str(row["occasion"]), 0) + int(row["people"])
    return found


def _responses(table: "pd.DataFrame", study: "Study", names: Names) -> Counts:
    """Return step → occasion → responses: received, then left after each rule."""
    occasion = {wave.name: wave.occasion for wave in study.config.waves}
    rows = [row for row in records(table) if str(row["wave"]) in occasion]
    found: Counts = {}
    for row in sorted(rows, key=lambda row: int(row["step"])):
        at = occasion[str(row["wave"])]
        after = found.setdefault(str(row["rule"]), {})
        after[at] = after.get(at, 0) + int(row["rows_out"])
    return {stage: counts for stage, counts in found.items() if any(counts.values())}


def _drawn(kind: str, counts: Counts, names: Names, words: Words) -> Drawn:
    occasions = [o for o in names.occasions if any(o in at for at in counts.values())]
    labels = {stage: stage_label(kind, stage, words) for stage in counts}
    first, last = next(iter(counts)), list(counts)[-1]
    number = words.numbers
    parts = [
        words(
            "figure.flow.at",
            occasion=occasion,
            first=number.integer(counts[first].get(occasion, 0)),
            last=number.integer(counts[last].get(occasion, 0)),
        )
        for occasion in occasions
    ]
    return Drawn(
        name="participant_flow",
        title=words(f"figure.flow.{kind}.title"),
        caption=words(f"figure.flow.{kind}.caption"),
        alt=words("figure.flow.alt", first=labels[first], last=labels[last], parts=words.listed(parts)),
        svg=_svg(counts, labels, occasions, words),
        table=FigureTable(
            (words("column.stage"), *occasions),
            tuple(
                (labels[stage], *(number.integer(at.get(occasion, 0)) for occasion in occasions))
                for stage, at in counts.items()
            ),
        ),
    )


def stage_label(kind: str, stage: str, words: Words) -> str:
    """Return a stage of people or of responses in words."""
    group = "stage" if kind == "people" else "rule"
    return words.label(f"{group}.{stage}", stage.replace("_", " "))


def _svg(counts: Counts, labels: dict[str, str], occasions: list[str], words: Words) -> str:
    figure, axes = canvas(HEAD + STEP * len(counts))
    width = (WIDTH - LABEL) / max(len(occasions), 1)
    most = max(max(at.values()) for at in counts.values())
    for column, occasion in enumerate(occasions):
        centre = LABEL + (column + 0.5) * width
        axes.text(centre, 4, occasion, ha="center", va="top", size=SIZE, weight="semibold", color=INK)
        for row, at in enumerate(counts.values()):
            _box(axes, centre, HEAD + row * STEP, width - 18, at.get(occasion, 0), most, words)
            if row < len(counts) - 1:
                _arrow(axes, centre, HEAD + row * STEP + BOX)
    for row, label in enumerate(labels.values()):
        axes.text(
            0,
            HEAD + row * STEP + BOX / 2,
            wrapped(label, 20),
            va="center",
            size=SMALL + 0.4,
            color=INK,
            linespacing=1,
        )
    return svg_of(figure)


def _box(axes: "Axes", centre: float, top: float, width: float, count: int, most: int, words: Words) -> None:
    from matplotlib.patches import Rectangle

    axes.add_patch(
        Rectangle((centre - width / 2, top), width, BOX, facecolor="none", edgecolor=SOFT, linewidth=0.7)
    )
    filled = width * count / most
    axes.add_patch(
        Rectangle((centre - width / 2, top), filled, BOX, facecolor=BAND, edgecolor="none", zorder=0)
    )
    axes.text(
        centre,
        top + BOX / 2 + 0.5,
        words.numbers.integer(count),
        ha="center",
        va="center",
        size=SIZE + 1,
        weight="semibold",
        color=INK,
    )


def _arrow(axes: "Axes", centre: float, top: float) -> None:
    axes.annotate(
        "", (centre, top + STEP - BOX - 2), (centre, top + 2),
        arrowprops={"arrowstyle": "-|>", "color": SOFT, "linewidth": 0.7, "shrinkA": 0, "shrinkB": 0},
    )  # fmt: skip
