"""Answers as numbers, for what is guessed from how they go together; nothing of them is kept."""

from dataclasses import replace
from typing import TYPE_CHECKING

from isop_analysis.answers.spelling import folded, number
from isop_analysis.drafting.closed_answers import Answers
from isop_analysis.drafting.instrument_draft import DraftItem, DraftScale, InstrumentDraft
from isop_analysis.stats.scales.keying import keys_by_sign

if TYPE_CHECKING:
    import pandas as pd


def with_keys(draft: InstrumentDraft) -> InstrumentDraft:
    """Return the draft with the items that seem reversed marked, and those whose sign is undecided."""
    found = [keys_by_sign(scale_values(draft, scale)) for scale in draft.scales]
    turned = {name for keys in found for name in keys.reversed}
    unsure = {name for keys in found for name in keys.undecided}
    items = [replace(i, reversed=i.name in turned, undecided=i.name in unsure) for i in draft.items]
    return replace(draft, items=tuple(items))


def scale_values(draft: InstrumentDraft, scale: DraftScale) -> "pd.DataFrame":
    """Return the answers to a scale's items over all its exports, a column an item, as they were given."""
    import pandas as pd

    items = {item.name: item for item in draft.items if item.name in scale.items}
    return pd.DataFrame({name: _values(draft, item) for name, item in items.items()}, dtype="float64")


def _values(draft: InstrumentDraft, item: DraftItem) -> list[float | None]:
    answers = draft.answers_of(item)
    meaning = _meaning(answers)
    found: list[float | None] = []
    for source in draft.sources:
        for table in source.tables:
            if source.name not in item.columns:
                found += [None] * len(table.columns[0].column.cells)
                continue
            column = next(one.column for one in table.columns if one.column.id == item.columns[source.name])
            said = {cell: _value(cell, meaning, answers) for cell in set(column.cells)}
            found += [said[cell] for cell in column.cells]
    return found


def _meaning(answers: Answers) -> dict[str, float | None]:
    words = {folded(word): one.value for one in answers.labels for word in (one.nl, one.en, *one.accept)}
    return {**words, **{folded(one.code): None for one in answers.absent}}


def _value(cell: str, meaning: dict[str, float | None], answers: Answers) -> float | None:
    spelling = folded(cell)
    if spelling in meaning:
        return meaning[spelling]
    value = number(spelling)
    return value if value is not None and answers.low <= value <= answers.high else None
