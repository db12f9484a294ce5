"""What a chunk of a survey file shows of its responses before any rule: for looking at it beforehand."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from isop_analysis.answers.delimited import Chunk
from isop_analysis.answers.respondent_fields import Fields

if TYPE_CHECKING:
    from isop_analysis.answers.reading import ItemColumn

ANSWERED = frozenset({"given", "dont_know", "refused", "not_applicable"})
"""Kinds of answers by which a respondent came by an item."""


@dataclass(frozen=True)
class Shown:
    """Who gave a chunk's responses, where and when; how many of the items that count each answered."""

    fields: Fields
    answered: list[int]


Tell = Callable[[Shown], None]


def answered_items(columns: "Iterable[ItemColumn]", counted: frozenset[str], chunk: Chunk) -> list[int]:
    """Return per response how many of the counted items hold an answer, or say why there is none."""
    total = [0] * len(chunk.rows)
    for column in columns:
        if column.item.name in counted:
            marks = [said.kind in ANSWERED for said in column.cells.said]
            cells = chunk.columns[column.position]
            total = [so_far + marks[column.cells[cell]] for so_far, cell in zip(total, cells, strict=True)]
    return total
