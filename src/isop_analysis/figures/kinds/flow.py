"""Who took part, from invited to kept, at each occasion."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from isop_analysis.contracts.cells import Count, read_names
from isop_analysis.figures.drawing import Drawing
from isop_analysis.figures.drawn import FigureTable
from isop_analysis.figures.style import (
    BAND,
    FAINT,
    INK,
    LEAST,
    SIZE,
    SMALL,
    SOFT,
    WIDTH,
    canvas,
    lines_of,
    wrapped,
)
from isop_analysis.language.names import Names
from isop_analysis.language.rows import Record, rows_of
from isop_analysis.language.words import Words

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from isop_analysis.study.study import Study

LABEL = 112.0
HEAD = 28.0
BOX = 26.0
STEP = 48.0
IN_LABEL = 20  # characters
STAGES = ("received", "kept")
OUTSIDE = ("outside", "outside_kept")


@dataclass(frozen=True)
class Stages:
    """People by stage and occasion, cohorts together.

    Attributes:
        people: stage → occasion → people; an occasion is absent where the number is not told.
        names: stage → the stages told with it, itself last.
    """

    people: dict[str, dict[str, int]]
    names: dict[str, list[str]]


def draw(study: "Study", words: Words) -> list[Drawing]:
    """Draw people by stage where there is a register, and responses received and kept."""
    names = Names(study, words.language)
    stages = _stages(rows_of(study, "people_flow"), names)
    responses = rows_of(study, "flow")
    found = [_drawn_people(stages, names, words)] if stages.people else []
    return [*found, _drawn_responses(responses, names, words)] if responses else found


def _stages(rows: list[Record], names: Names) -> Stages:
    """Return the stages of the invited that every cohort with a wave at an occasion tells there."""
    here = [row for row in rows if row["occasion"] in names.occasions and row["stage"] not in OUTSIDE]
    cohorts = {row["cohort"] for row in here}
    here = [row for row in here if row["cohort"] != "all" or cohorts == {"all"}]
    told = {row["cohort"] for row in here}
    every = [str(name) for row in here for name in (*read_names(row["told_with"]), row["stage"])]
    order = list(dict.fromkeys(every))
    found: dict[str, dict[str, int]] = {}
    for stage in order:
        for occasion in names.occasions:
            waves = (wave.cohort for wave in names.study.config.waves if wave.occasion == occasion)
            whole = {"all"} if told == {"all"} else told & set(waves)
            own = [row for row in here if (row["stage"], row["occasion"]) == (stage, occasion)]
            if own and {row["cohort"] for row in own} == whole:
                found.setdefault(stage, {})[occasion] = sum(row["people"].low for row in own)
    return Stages(found, _told_with(order, found))


def _told_with(order: list[str], told: dict[str, dict[str, int]]) -> dict[str, list[str]]:
    """Return stage → itself and the stages before it that are told nowhere on their own."""
    names: dict[str, list[str]] = {}
    waiting: list[str] = []
    for stage in order:
        waiting.append(stage)
        if stage in told:
            names[stage], waiting = waiting, []
    return names


def _drawn_people(stages: Stages, names: Names, words: Words) -> Drawing:
    occasions = [o for o in names.occasions if any(o in at for at in stages.people.values())]
    labels = {stage: _label([stage_label(one, words) for one in own]) for stage, own in stages.names.items()}
    partly = len(stages.people) < len([one for own in stages.names.values() for one in own])
    partly = partly or any(o not in at for at in stages.people.values() for o in occasions)
    caption = words("figure.flow.people.caption")
    minimum = names.study.config.privacy.minimum_cell
    told_with = words("figure.flow.people.told_with", minimum=minimum)
    return Drawing(
        name="participant_flow",
        title=words("figure.flow.people.title"),
        caption=" ".join([caption, *([told_with] if partly else [])]),
        alt=" ".join(_alt_at(stages, labels, occasion, words) for occasion in occasions),
        figure=_picture_of_people(stages, labels, occasions, words),
        table=FigureTable(
            (words("column.stage"), *occasions),
            tuple(
                (labels[stage], *(_number(at.get(occasion), words) for occasion in occasions))
                for stage, at in stages.people.items()
            ),
        ),
    )


def _number(people: int | None, words: Words) -> str:
    return "–" if people is None else words.numbers.integer(people)


def stage_label(stage: str, words: Words) -> str:
    """Return a stage of people in words."""
    return words.label(f"stage.{stage}", stage.replace("_", " "))


def _label(titles: list[str]) -> str:
    first, *others = titles
    return "; ".join([first, *(f"{title[:1].lower()}{title[1:]}" for title in others)])


def _alt_at(stages: Stages, labels: dict[str, str], occasion: str, words: Words) -> str:
    parts = [
        words("figure.flow.stage", stage=labels[stage], people=words.numbers.integer(at[occasion]))
        for stage, at in stages.people.items()
        if occasion in at
    ]
    return words("figure.flow.alt", occasion=occasion, parts=words.listed(parts))


def _picture_of_people(
    stages: Stages, labels: dict[str, str], occasions: list[str], words: Words
) -> "Figure":
    figure, axes = canvas(HEAD + STEP * len(stages.people))
    width = (WIDTH - LABEL) / max(len(occasions), 1)
    most = max(max(at.values()) for at in stages.people.values()) or 1
    for column, occasion in enumerate(occasions):
        centre = LABEL + (column + 0.5) * width
        axes.text(centre, 4, occasion, ha="center", va="top", size=SIZE, weight="semibold", color=INK)
        before: int | None = None
        for row, at in enumerate(stages.people.values()):
            if occasion not in at:
                continue
            if before is not None:
                _arrow(axes, centre, HEAD + before * STEP + BOX, HEAD + row * STEP)
            people = at[occasion]
            share, text = people / most, words.numbers.integer(people)
            _box(axes, centre, HEAD + row * STEP, width - 18, share, text)
            before = row
    for row, label in enumerate(labels.values()):
        _side(axes, HEAD + row * STEP + BOX / 2, label)
    return figure


def _side(axes: "Axes", middle: float, label: str) -> None:
    text = wrapped(label, IN_LABEL)
    axes.text(0, middle, text, va="center", size=SMALL + 0.4, color=INK, linespacing=1)


def _box(axes: "Axes", centre: float, top: float, width: float, share: float, text: str) -> None:
    """Draw a box with its number, filled for this share."""
    from matplotlib.patches import Rectangle

    left = centre - width / 2
    axes.add_patch(Rectangle((left, top), width, BOX, facecolor="none", edgecolor=SOFT, linewidth=0.7))
    axes.add_patch(Rectangle((left, top), width * share, BOX, facecolor=BAND, edgecolor="none", zorder=0))
    middle = top + BOX / 2 + 0.5
    axes.text(centre, middle, text, ha="center", va="center", size=SIZE + 1, weight="semibold", color=INK)


def _arrow(axes: "Axes", centre: float, top: float, bottom: float) -> None:
    axes.annotate(
        "", (centre, bottom - 2), (centre, top + 2),
        arrowprops={"arrowstyle": "-|>", "color": SOFT, "linewidth": 0.7, "shrinkA": 0, "shrinkB": 0},
    )  # fmt: skip


def _drawn_responses(rows: list[Record], names: Names, words: Words) -> Drawing:
    cells = {(str(r["instrument"]), str(r["occasion"]), str(r["stage"])): r["responses"] for r in rows}
    instruments = list(dict.fromkeys(instrument for instrument, _, _ in cells))
    occasions = [o for o in names.occasions if any(occasion == o for _, occasion, _ in cells)]
    both = [
        (name, occasion, *(cells[name, occasion, stage] for stage in STAGES))
        for name in instruments
        for occasion in occasions
        if all((name, occasion, stage) in cells for stage in STAGES)
    ]
    number = words.numbers
    told = [
        words(
            "figure.flow.responses.at",
            instrument=names.instrument(name),
            occasion=occasion,
            received=number.aloud(received),
            kept=number.aloud(kept),
        )
        for name, occasion, received, kept in both
    ]
    head = [words(f"column.{key}") for key in ("instrument", "occasion")]
    stages = [words(f"figure.flow.responses.{stage}") for stage in STAGES]
    return Drawing(
        name="response_flow",
        title=words("figure.flow.responses.title"),
        caption=words("figure.flow.responses.caption"),
        alt=f"{'; '.join(told)}.",
        figure=_picture_of_responses(both, occasions, names, words),
        table=FigureTable(
            (*head, *stages),
            tuple((names.instrument(name), at, *map(number.count, counts)) for name, at, *counts in both),
        ),
    )


def _picture_of_responses(
    both: list[tuple[str, str, Count, Count]], occasions: list[str], names: Names, words: Words
) -> "Figure":
    instruments = list(dict.fromkeys(name for name, *_ in both))
    titles = {name: names.instrument(name) for name in instruments}
    height = max(36.0, *(12.0 * lines_of(title, IN_LABEL) + 8 for title in titles.values()))
    figure, axes = canvas(HEAD + height * len(instruments))
    width = (WIDTH - LABEL) / max(len(occasions), 1)
    most = max(received.middle for _, _, received, _ in both) or 1
    for column, occasion in enumerate(occasions):
        left = LABEL + column * width
        axes.text(left, 4, occasion, va="top", size=SIZE, weight="semibold", color=INK)
    for row, name in enumerate(instruments):
        _side(axes, HEAD + (row + 0.5) * height - 6, titles[name])
    for name, occasion, received, kept in both:
        left = LABEL + occasions.index(occasion) * width
        middle = HEAD + (instruments.index(name) + 0.5) * height
        _pair(axes, left, middle, (width - 12) / most, received, kept, words)
    return figure


def _pair(
    axes: "Axes", left: float, middle: float, unit: float, received: Count, kept: Count, words: Words
) -> None:
    """Draw what was received as a bar with what was kept of it in it, by the bands' middles."""
    axes.barh(middle, unit * received.middle, 9, left, color=FAINT, linewidth=0)
    axes.barh(middle, unit * kept.middle, 9, left, color=SOFT, linewidth=0)
    text = words(
        "figure.flow.responses.of", kept=words.numbers.count(kept), received=words.numbers.count(received)
    )
    axes.text(left, middle - 11, text, va="center", size=LEAST, color=INK)
