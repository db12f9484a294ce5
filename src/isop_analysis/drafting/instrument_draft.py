"""What an instrument file would say of some exports: sources, answer scales, items, choices, scales."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from isop_analysis.answers.spelling import folded
from isop_analysis.drafting.answer_words import heading_says
from isop_analysis.drafting.choice_draft import DraftChoice, choices_of
from isop_analysis.drafting.closed_answers import Answers, together
from isop_analysis.drafting.judged import Judged, JudgedTable
from isop_analysis.drafting.names import Given, slug
from isop_analysis.drafting.questions import DraftSource, Question, questions_of, sources_of, with_left
from isop_analysis.drafting.wording import language_of, question_and_item, shortened

LEAST_ITEMS, LEAST_MARKS = 3, 5
"""Items of a suggested scale at least; of questions with two answers more, for these may be anything."""
MOST_GROUPS = 12
"""Most answers of a question that is taken for one about groups of people."""


@dataclass(frozen=True)
class DraftItem:
    """An item: per source its column; `answers` names an answer scale, or is 'open'."""

    name: str
    text: str
    question: str
    answers: str
    columns: dict[str, str]
    stem: str
    reversed: bool = False
    undecided: bool = False
    attribute: bool = False


@dataclass(frozen=True)
class DraftScale:
    """Items that seem to belong together, by name."""

    name: str
    title: str
    items: tuple[str, ...]


@dataclass(frozen=True)
class InstrumentDraft:
    """An instrument file's contents."""

    name: str
    language: Literal["nl", "en"]
    sources: tuple[DraftSource, ...]
    answer_scales: dict[str, Answers]
    items: tuple[DraftItem, ...]
    choices: tuple[DraftChoice, ...]
    scales: tuple[DraftScale, ...]
    consent: tuple[str, ...]

    def answers_of(self, item: DraftItem) -> Answers:
        """Return what an item's question allows."""
        return self.answer_scales[item.answers]

    def yes_of(self, item: str) -> float:
        """Return the value that probably means yes: of the label Ja or Yes, else 1."""
        answers = self.answers_of(next(one for one in self.items if one.name == item))
        words = ((one.value, re.findall(r"\w+", folded(one.en))[:1]) for one in answers.labels)
        return next((value for value, first in words if first in (["yes"], ["ja"])), 1.0)


def draft_instrument(name: str, tables: Sequence[JudgedTable], given: Given) -> InstrumentDraft:
    """Return the draft of one instrument from all its exports; `given` holds names that others took."""
    sources = sources_of(tables)
    rows = questions_of(sources)
    language = language_of(row.judged.column.text or row.judged.column.name for row in rows)
    sizes = Counter(row.judged.stem for row in rows)
    scales, items = _items(rows, sizes, given)
    return InstrumentDraft(
        name=name,
        language=language,
        sources=tuple(with_left(source, rows) for source in sources),
        answer_scales=scales,
        items=tuple(items),
        choices=tuple(choices_of(rows, given)),
        scales=tuple(_scales(items, scales, given)),
        consent=_consent_items(rows, items),
    )


def _consent_items(rows: Sequence[Question], items: Sequence[DraftItem]) -> tuple[str, ...]:
    columns = [row.columns for row in rows if _asks_consent(row)]
    return tuple(item.name for item in items if item.columns in columns)


def _items(
    rows: Sequence[Question], sizes: Counter[str], given: Given
) -> tuple[dict[str, Answers], list[DraftItem]]:
    own = [row for row in rows if row.judged.kind in ("closed", "number", "open") or _asks_consent(row)]
    found = {id(row): _answers(row) for row in own}
    groups: dict[tuple[object, ...], list[Question]] = {}
    for row in own:
        answers = found[id(row)]
        if answers is not None:
            groups.setdefault(_alike(row, answers), []).append(row)
    scales: dict[str, Answers] = {}
    scale_of: dict[int, str] = {}
    names = Given()
    for members in groups.values():
        answers = together([one for row in members if (one := found[id(row)]) is not None])
        shared = next((name for name, one in scales.items() if one.alike == answers.alike), None)
        name = shared or names.new(_scale_name(answers, members[0]))
        scales[name] = together([scales[name], answers]) if shared else answers
        scale_of |= {id(row): name for row in members}
    return scales, [_item(row, found[id(row)], scale_of.get(id(row), "open"), sizes, given) for row in own]


def _asks_consent(row: Question) -> bool:
    return row.judged.kind == "consent" and row.judged.answers is not None


def _answers(row: Question) -> Answers | None:
    all_of = [one.answers for one in row.all_of if one.answers is not None]
    return together(all_of) if all_of else None


def _alike(row: Question, answers: Answers) -> tuple[object, ...]:
    """Return what questions of one answer scale have in common; numbers of one set share one range."""
    if answers.labels and not answers.counted:
        return answers.alike
    return (row.judged.stem, bool(answers.labels), answers.open_ended, answers.high > 2)


def _scale_name(answers: Answers, row: Question) -> str:
    if answers.known is not None:
        return answers.known.name
    if answers.labels or answers.open_ended:
        return slug(row.judged.stem if answers.ordered else row.judged.column.name)
    return f"points_{answers.low:g}_{answers.high:g}".replace(".", "_").replace("-", "minus_")


def _item(row: Question, answers: Answers | None, scale: str, sizes: Counter[str], given: Given) -> DraftItem:
    judged = row.judged
    question, text = question_and_item(judged.column.text, sizes[judged.stem] > 1)
    grouped = answers is not None and judged.kind == "closed" and _is_group(judged, answers, sizes)
    name = given.new(("own_" if grouped else "") + slug(judged.column.name))
    return DraftItem(
        name, text or judged.column.name, question, scale, dict(row.columns), judged.stem, attribute=grouped
    )


def _is_group(judged: Judged, answers: Answers, sizes: Counter[str]) -> bool:
    """Whether a question tells a group that a person belongs to, such as their role or education."""
    count = len(answers.labels) or int(answers.high - answers.low) + 1
    if sizes[judged.stem] > 2 or not 2 <= count <= MOST_GROUPS:
        return False
    text = judged.column.text if len(judged.column.text.split()) <= 8 else ""
    named = heading_says("group", judged.column.name) or heading_says("group", text)
    return named or (not answers.ordered and bool(answers.labels))


def _scales(items: Sequence[DraftItem], answers: dict[str, Answers], given: Given) -> list[DraftScale]:
    """Return a scale for each set of items that share a stem and their answers."""
    sets: dict[tuple[str, str], list[DraftItem]] = {}
    for item in items:
        if item.answers != "open" and not item.attribute and answers[item.answers].ordered:
            sets.setdefault((item.stem, item.answers), []).append(item)
    found = []
    for (stem, scale), own in sets.items():
        least = LEAST_ITEMS if answers[scale].high - answers[scale].low > 1 else LEAST_MARKS
        if len(own) >= least and not answers[scale].open_ended:
            title = own[0].question or stem
            wanted = slug(title if own[0].question else f"scale_{stem}")
            found.append(DraftScale(given.new(wanted), shortened(title), tuple(one.name for one in own)))
    return found
