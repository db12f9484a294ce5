"""What a chunk of a survey file shows of its responses before any rule: for looking at it beforehand."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from isop_analysis.answers.delimited import Chunk
from isop_analysis.answers.respondent_fields import Fields

if TYPE_CHECKING:
    from isop_analysis.answers.reading import ItemColumn

ANSWERED = frozenset({"given", "dont_know", "refused", "not_applicable"})
"""Kinds of answers by which a respondent came by an item."""


@dataclass(frozen=True)
class Shown:
    """Who gave a chunk's responses, where and when; how many of the items that count each answered (n,)."""

    fields: Fields
    answered: np.ndarray


Tell = Callable[[Shown], None]


def answered_items(columns: "Iterable[ItemColumn]", counted: frozenset[str], chunk: Chunk) -> np.ndarray:
    """Return per response how many of the counted items hold an answer, or say why there is none."""
    total = np.zeros(len(chunk.rows), dtype=np.int64)
    for column in columns:
        if column.item.name in counted:
            places = np.fromiter(map(column.cells.__getitem__, chunk.columns[column.position]), np.int32)
            total += np.array([said.kind in ANSWERED for said in column.cells.said])[places]
    return total
