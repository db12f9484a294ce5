"""What changed between a study's instrument and its next export: questions, their words, their answers."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from isop_analysis.answers.formats import candidates
from isop_analysis.answers.limesurvey_csv import question_code
from isop_analysis.answers.match import Codebook, Misfit
from isop_analysis.answers.spelling import folded
from isop_analysis.base.nearest import told
from isop_analysis.drafting.judged import Judged, JudgedTable
from isop_analysis.drafting.wording import question_and_item
from isop_analysis.study.instrument import Instrument, Item, Source
from isop_analysis.study.study import Study

What = Literal["gone", "renamed", "added", "reworded", "recoded"]
SHOWN = 5
ENOUGH = 0.5
"""Share of an instrument's questions that an export must hold to be one of it."""


@dataclass(frozen=True)
class Change:
    """One thing that is otherwise: of which question or column, and how."""

    what: What
    name: str
    how: str = ""

    def __str__(self) -> str:
        return f"{self.what}: {self.name}" + (f" ({self.how})" if self.how else "")


@dataclass(frozen=True)
class Fit:
    """The instrument and source that an export fits best, and the share of questions that it holds."""

    instrument: Instrument
    source: Source
    share: float


def best_fit(study: Study, table: JudgedTable) -> Fit | None:
    """Return the instrument that an export is of; None where it holds less than half of any."""
    fits = [
        Fit(instrument, source, _share(instrument, source, table))
        for instrument in study.instruments
        for source in candidates(instrument, table.table.file) or instrument.sources
        if source.format == table.table.format
    ]
    best = max(fits, key=lambda fit: fit.share, default=None)
    return best if best is not None and best.share >= ENOUGH else None


def _share(instrument: Instrument, source: Source, table: JudgedTable) -> float:
    known = by_id(table)
    texts = {folded(one.column.text) for one in table.columns}
    found = [
        question_code(item.column(source.name)) in known or _words(item) & texts for item in instrument.items
    ]
    return sum(map(bool, found)) / len(found)


def _words(item: Item) -> set[str]:
    return {folded(item.text.nl), folded(item.text.en)}


def by_id(table: JudgedTable) -> dict[str, Judged]:
    """Return an export's columns by their ids and names, as questions are called."""
    names = {question_code(one.column.name): one for one in table.columns}
    return names | {question_code(one.column.id): one for one in table.columns}


def changes(fit: Fit, table: JudgedTable) -> list[Change]:
    """Return everything that changed, the questions in the instrument's order, then what was added."""
    known, source = by_id(table), fit.source
    found: list[Change] = []
    seen = {id(one) for one in table.columns if question_code(one.column.id) in _choices(fit)}
    for item in fit.instrument.items:
        own = known.get(question_code(item.column(source.name)))
        if own is None:
            found.append(_gone(item, table))
            seen |= {id(one) for one in table.columns if same_words(item, one)}
            continue
        seen.add(id(own))
        found += [*_reworded(item, own), *_recoded(fit.instrument, source, item, own)]
    fields = {folded(name) for name in source.fields.model_dump().values() if name}
    new = [one for one in table.columns if id(one) not in seen and folded(one.column.id) not in fields]
    kinds = ("closed", "number", "open", "option", "words", "joined")
    return [*found, *(Change("added", one.column.name) for one in new if one.kind in kinds)]


def _choices(fit: Fit) -> set[str]:
    return {
        question_code(f"{question.column(fit.source.name)}_{option.suffix or option.name}")
        for question in fit.instrument.multiple_choice
        for option in question.options
    }


def _gone(item: Item, table: JudgedTable) -> Change:
    same = [one for one in table.columns if same_words(item, one)]
    if len(same) == 1:
        return Change("renamed", item.name, f"its column is now '{same[0].column.id}'")
    return Change("gone", item.name, "its column is missing")


def same_words(item: Item, one: Judged) -> bool:
    """Whether a column asks an item in the same words."""
    return bool({folded(text) for text in _texts(one)} & _words(item))


def _texts(one: Judged) -> tuple[str, ...]:
    return (one.column.text, question_and_item(one.column.text, shared=True)[1])


def _reworded(item: Item, own: Judged) -> Iterator[Change]:
    said = [text for text in _texts(own) if text.strip()]
    bare = {folded(item.text.nl), folded(item.text.en)} & {folded(own.column.name), folded(own.column.id)}
    if said and not bare and not same_words(item, own):
        yield Change("reworded", item.name, "its question has other words")


def _recoded(instrument: Instrument, source: Source, item: Item, own: Judged) -> Iterator[Change]:
    if item.answers == "open" or own.answers is None:
        if (
            item.answers != "open"
            and own.kind in ("open", "words")
            and _unknown(instrument, source, item, own)
        ):
            yield Change("recoded", item.name, "its answers are texts that the instrument doesn't know")
        return
    allowed = instrument.answer_scale(item.answers)
    absent = {folded(one.code) for one in (*allowed.missing, *source.missing)}
    new = [one.code for one in own.answers.absent if folded(one.code) not in absent]
    if new:
        codes = ", ".join(told(code) for code in new[:SHOWN])
        yield Change("recoded", item.name, f"new codes for no answer: {codes}")
    words = {folded(word): one.value for one in allowed.values for word in (one.nl, one.en, *one.accept)}
    other = [one for one in own.answers.labels if words and words.get(folded(one.nl)) != one.value]
    if other and not own.answers.counted:
        values = ", ".join(f"{one.value:g}" for one in other[:SHOWN])
        yield Change("recoded", item.name, f"other labels at {values}")
    if own.answers.low < allowed.low or own.answers.high > allowed.high:
        seen, said = f"{own.answers.low:g}–{own.answers.high:g}", f"{allowed.low:g}–{allowed.high:g}"
        yield Change("recoded", item.name, f"answers {seen} where the instrument says {said}")


def _unknown(instrument: Instrument, source: Source, item: Item, own: Judged) -> bool:
    """Whether a column holds texts that are none of an item's answers, as the import reads them."""
    absent = {one.code: one.kind for one in source.missing}
    codebook = Codebook(instrument.answer_scale(item.answers), absent)
    return any(isinstance(codebook.read(cell), Misfit) for cell in own.column.different)


def told_changes(found: Sequence[Change]) -> list[str]:
    """Return the changes, a line each; or that there are none."""
    return [str(one) for one in found] or ["nothing has changed in columns, words or answers"]
