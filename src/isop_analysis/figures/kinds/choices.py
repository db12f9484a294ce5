"""Who works with whom, and on what: the options that people chose, by group where groups may be told."""

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from isop_analysis.figures.drawing import Drawing
from isop_analysis.figures.drawn import FigureTable
from isop_analysis.figures.style import (
    BAND,
    INK,
    LEAST,
    ON_HUE,
    SCORE,
    SCORE_LIGHT,
    SIZE,
    SMALL,
    SOFT,
    WIDTH,
    canvas,
    wrapped,
)
from isop_analysis.language.names import Names
from isop_analysis.language.numbers import is_number, rounded
from isop_analysis.language.rows import Record, rows_of
from isop_analysis.language.words import Words

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from isop_analysis.study.instrument import MultipleChoice
    from isop_analysis.study.study import Study

LABEL = 132.0
CELL = 30.0
HEAD = 92.0
LIST_LABEL, LIST_ROW = 178.0, 22.0
EVERYONE = "all"


@dataclass(frozen=True)
class Chosen:
    """A question at one occasion: what share of everyone, and of each group, chose each option."""

    question: "MultipleChoice"
    occasion: str
    rows: list[Record]
    names: Names
    words: Words

    @cached_property
    def options(self) -> dict[str, str]:
        """The options that are told, as the question orders them, with their labels."""
        told = {str(row["option"]) for row in self.rows}
        return {
            one.name: self.names.option(self.question.name, one.name)
            for one in self.question.options
            if one.name in told
        }

    @cached_property
    def groups(self) -> dict[str, str]:
        """Everyone, then the groups that are told, as the config orders them, with their labels."""
        told = {str(row["value"]) for row in self.rows}
        return {
            value: self.words("everyone") if value == EVERYONE else self._label(value)
            for value in (EVERYONE, *self._declared)
            if value in told
        }

    @property
    def kind(self) -> str:
        """Whether groups are told beside everyone."""
        return "groups" if len(self.groups) > 1 else "everyone"

    @property
    def leaves_out(self) -> bool:
        """Whether groups of the config are not told, of a question of which groups are told here."""
        networks = self.names.study.config.networks
        elsewhere = networks is not None and self.question.name in networks.questions
        return not elsewhere and any(value not in self.groups for value in self._declared)

    @property
    def _declared(self) -> list[str]:
        study = self.names.study
        by = study.config.choices_by
        return [value.name for own in study.config.attributes if own.name == by for value in own.values]

    def _label(self, value: str) -> str:
        return self.names.value(str(self.names.study.config.choices_by), value)

    @cached_property
    def _cells(self) -> dict[tuple[str, str], Record]:
        return {(str(row["value"]), str(row["option"])): row for row in self.rows}

    def share(self, group: str, option: str) -> float | None:
        """Return what share of a group chose an option; None where it is not told."""
        cell = self._cells.get((group, option))
        return float(cell["share"]) if cell and is_number(cell["share"]) else None

    def asked(self, group: str) -> str:
        """Return how many of a group were asked, as a count or a band."""
        own = [row["asked"] for row in self.rows if row["value"] == group]
        return self.words.numbers.count(max(own))


def draw(study: "Study", words: Words) -> list[Drawing]:
    """Draw one figure per multiple-choice question, at the occasion that most people answered."""
    rows, names = rows_of(study, "choices"), Names(study, words.language)
    found = []
    for instrument in study.instruments:
        for question in instrument.multiple_choice:
            own = [row for row in rows if row["question"] == question.name]
            if any(row["value"] == EVERYONE for row in own):
                occasion = _occasion(own, names)
                here = [row for row in own if row["occasion"] == occasion]
                found.append(_drawn(Chosen(question, occasion, here, names, words)))
    return found


def _occasion(rows: list[Record], names: Names) -> str:
    asked = {str(row["occasion"]): row["asked"] for row in rows if row["value"] == EVERYONE}
    return max((o for o in names.occasions if o in asked), key=lambda occasion: asked[occasion])


def _drawn(one: Chosen) -> Drawing:
    return Drawing(
        name=f"choices_{one.question.name}",
        title=one.names.question(one.question.name),
        caption=_caption(one),
        alt=_alt(one),
        figure=_matrix(one) if one.kind == "groups" else _list(one),
        table=_table(one),
    )


def _caption(one: Chosen) -> str:
    words = one.words
    asked = words.numbers.aloud(max(row["asked"] for row in one.rows if row["value"] == EVERYONE))
    text = words(f"figure.choices.caption_{one.kind}", occasion=one.occasion, asked=asked)
    return f"{text} {words('figure.choices.left_out')}" if one.leaves_out else text


def _alt(one: Chosen) -> str:
    words = one.words
    shares = [share for name in one.options if (share := one.share(EVERYONE, name)) is not None]
    return words(
        f"figure.choices.alt_{one.kind}",
        options=words.counted("figure.choices.option", len(one.options)),
        groups=words.counted("units.group", len(one.groups) - 1),
        most=words.numbers.percentage(100 * max(shares)),
        least=words.numbers.percentage(100 * min(shares)),
    )


def _list(one: Chosen) -> "Figure":
    """Draw everyone's options as bars, the most chosen first."""
    shares = {name: one.share(EVERYONE, name) or 0.0 for name in one.options}
    figure, axes = canvas(LIST_ROW * len(shares) + 8)
    room = WIDTH - LIST_LABEL - 40
    for row, name in enumerate(sorted(shares, key=lambda name: -shares[name])):
        middle = 4 + (row + 0.5) * LIST_ROW
        label = wrapped(one.options[name], 34)
        axes.text(LIST_LABEL - 8, middle, label, ha="right", va="center", size=SIZE, color=INK, linespacing=1)
        axes.barh(middle, room, 11, LIST_LABEL, color=BAND, linewidth=0)
        axes.barh(middle, room * shares[name], 11, LIST_LABEL, color=SCORE, linewidth=0)
        text = one.words.numbers.percentage(100 * shares[name])
        axes.text(WIDTH, middle + 0.5, text, ha="right", va="center", size=SIZE, color=INK)
    return figure


def _matrix(one: Chosen) -> "Figure":
    figure, axes = canvas(HEAD + CELL * len(one.groups) + 6)
    width = min((WIDTH - LABEL - 34) / max(len(one.options), 1), 48.0)
    for column, label in enumerate(one.options.values()):
        axes.text(
            LABEL + (column + 0.5) * width, HEAD - 6, wrapped(label, 22), rotation=52, rotation_mode="anchor",
            ha="left", va="bottom", size=SMALL, color=INK, linespacing=0.95,
        )  # fmt: skip
    for row, (group, label) in enumerate(one.groups.items()):
        middle = HEAD + (row + 0.5) * CELL
        weight = "semibold" if group == EVERYONE else "normal"
        place: dict[str, Any] = {"ha": "right", "va": "center"}
        axes.text(LABEL - 6, middle - 5.5, label, size=SMALL + 0.6, weight=weight, color=INK, **place)
        axes.text(LABEL - 6, middle + 6.5, one.asked(group), size=LEAST, color=SOFT, **place)
        for column, option in enumerate(one.options):
            share = one.share(group, option)
            if share is not None:
                _cell(axes, share, LABEL + column * width, middle, width)
    return figure


def _cell(axes: "Axes", share: float, left: float, middle: float, width: float) -> None:
    axes.barh(middle, width - 2, CELL - 2, left + 1, color=shade(share), linewidth=0)
    text = f"{rounded(100 * share, 0)}%"
    axes.text(left + width / 2, middle + 0.5, text, ha="center", va="center", size=LEAST, color=ON_HUE)


def shade(share: float) -> str:
    """Return the light hue of scores, on which ink can be read, lighter still for a smaller share."""
    start, end = (238, 241, 244), tuple(int(SCORE_LIGHT[i : i + 2], 16) for i in (1, 3, 5))
    mixed = [round(a + (b - a) * share) for a, b in zip(start, end, strict=True)]
    return "#" + "".join(f"{part:02x}" for part in mixed)


def _table(one: Chosen) -> FigureTable:
    number, words = one.words.numbers, one.words
    rows = [
        (
            label,
            one.asked(group),
            *(
                number.percentage(100 * share) if (share := one.share(group, option)) is not None else "–"
                for option in one.options
            ),
        )
        for group, label in one.groups.items()
    ]
    return FigureTable((words("column.group"), words("column.n"), *one.options.values()), tuple(rows))
