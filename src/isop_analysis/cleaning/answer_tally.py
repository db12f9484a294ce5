"""First reading of the answers: what the rules have to know of each response, in one pass.

Per response (the index): ``items`` rows, ``items_given`` with an answer; ``scale_items`` of scales that were
asked, ``scale_answered`` of them (any choice: an answer, don't know, not applicable, refused). Over the
comparable items (see `item_traits`) with a number: ``reversed_given`` and ``straight_given``, ``lowest`` and
``highest`` as answered, not turned round.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from isop_analysis.cleaning.answer_chunks import Chunk
from isop_analysis.cleaning.item_traits import ItemTrait, TraitColumns, columns_of

CHOSEN = ("given", "dont_know", "refused", "not_applicable")
COUNTS = ("items", "items_given", "scale_items", "scale_answered", "reversed_given", "straight_given")


@dataclass(frozen=True)
class Tally:
    """Per response what was counted; cells outside their item's range; answers that give attributes."""

    responses: pd.DataFrame
    outside: pd.DataFrame
    attributes: pd.DataFrame


def tally(chunks: Iterable[Chunk], responses: np.ndarray, traits: dict[str, ItemTrait]) -> Tally:
    """Count the answers of these responses.

    Raises
    ------
    ValueError
        When answers belong to a response that isn't among the responses.
    """
    ids = np.sort(responses)
    counts = {name: np.zeros(len(ids), dtype=np.int64) for name in COUNTS}
    lowest, highest = np.full(len(ids), np.inf), np.full(len(ids), -np.inf)
    outside, attributes = [], []
    for chunk in chunks:
        place = positions(ids, chunk.response)
        own = columns_of(traits, chunk.item.words)
        given = _is_kind(chunk, ("given",))
        scaled = own.scaled[chunk.item.codes]
        number = own.comparable[chunk.item.codes] & given
        turned = own.reversed[chunk.item.codes]
        _count(counts["items"], place)
        _count(counts["items_given"], place[given])
        _count(counts["scale_items"], place[scaled])
        _count(counts["scale_answered"], place[scaled & _is_kind(chunk, CHOSEN)])
        _count(counts["reversed_given"], place[number & turned])
        _count(counts["straight_given"], place[number & ~turned])
        np.minimum.at(lowest, place[number], chunk.answer[number])
        np.maximum.at(highest, place[number], chunk.answer[number])
        outside.append(_rows(chunk, is_outside(chunk, own)))
        attributes.append(_rows(chunk, own.attribute[chunk.item.codes] & given))
    frame = pd.DataFrame(
        counts | {"lowest": lowest, "highest": highest}, index=pd.Index(ids, name="response")
    )
    return Tally(frame, _together(outside), _together(attributes))


def positions(ids: np.ndarray, responses: np.ndarray) -> np.ndarray:
    """Return where each response stands among the sorted ids; ValueError when one isn't there."""
    if len(ids) == 0 and len(responses):
        raise ValueError("received_answers holds answers, received_responses none; run import_answers again")
    place = np.searchsorted(ids, responses)
    place[place == len(ids)] = 0
    if len(responses) and not bool((ids[place] == responses).all()):
        stray = int(responses[ids[place] != responses][0])
        raise ValueError(
            f"received_answers holds response {stray}, received_responses doesn't; run import_answers again"
        )
    return place


def is_outside(chunk: Chunk, own: TraitColumns) -> np.ndarray:
    """Return which rows hold a number outside their item's range, where that is checked."""
    item = chunk.item.codes
    with np.errstate(invalid="ignore"):
        beyond = (chunk.answer < own.low[item]) | (chunk.answer > own.high[item])
    return beyond & own.checked[item] & _is_kind(chunk, ("given",))


def _is_kind(chunk: Chunk, kinds: tuple[str, ...]) -> np.ndarray:
    return np.isin(chunk.kind.words, kinds)[chunk.kind.codes]


def _count(counts: np.ndarray, place: np.ndarray) -> None:
    counts += np.bincount(place, minlength=len(counts))


def _rows(chunk: Chunk, which: np.ndarray) -> pd.DataFrame:
    rows = np.flatnonzero(which)
    words = np.array([*chunk.item.words, ""], dtype=object)
    return pd.DataFrame(
        {
            "response": chunk.response[rows],
            "item": words[chunk.item.codes[rows]],
            "answer": chunk.answer[rows],
        }
    )


def _together(parts: list[pd.DataFrame]) -> pd.DataFrame:
    filled = [part for part in parts if len(part)]
    if filled:
        return pd.concat(filled, ignore_index=True)
    return pd.DataFrame(columns=["response", "item", "answer"])
