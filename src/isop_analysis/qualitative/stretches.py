"""Coded documents cut into stretches within which every coder's codes are the same."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from isop_analysis.base.reasons import Reason, Refused
from isop_analysis.stats.coding.tallies import MISSING

if TYPE_CHECKING:
    import pandas as pd

PLACED = ("text", "passage")
"""Kinds of segments that have a place in a text."""
COLUMNS = ("document", "kind", "start", "end", "text", "code", "coder", "length", "segment")
"""What is compared of a project's segments."""


@dataclass(frozen=True)
class Marked:
    """Segments with a place, in documents that at least two coders coded.

    segments
        The rows kept, with whole numbers `document_id`, `coder_id`, `code_id`.
    lengths
        (documents,) code points; where unknown, up to the last segment's end.
    worked
        (coders, documents) whether the coder coded the document.
    passages
        Whether all segments are passages, which are units themselves.
    """

    segments: "pd.DataFrame"
    documents: tuple[str, ...]
    coders: tuple[str, ...]
    codes: tuple[str, ...]
    lengths: np.ndarray
    worked: np.ndarray
    passages: bool
    notes: tuple[Reason, ...]


@dataclass(frozen=True)
class Stretches:
    """Units of comparison: stretches of text weighted by their characters, or passages.

    given
        (coders, codes, stretches) whether the coder gave the code.
    coded
        (coders, stretches) whether the coder coded the stretch's document.
    weights, documents
        (stretches,) characters (1 for passages), and the document's number.
    """

    given: np.ndarray
    coded: np.ndarray
    weights: np.ndarray
    documents: np.ndarray


def marked(segments: "pd.DataFrame") -> Marked:
    """Return what can be compared of a project's segments.

    Raises
    ------
    Refused
        Where a column is missing, or no document was coded by two coders.
    """
    lacking = sorted({*COLUMNS} - {*segments.columns})
    if lacking:
        raise Refused("coding_columns", columns=lacking)
    placed = segments[segments["kind"].isin(PLACED) & segments["start"].notna() & segments["end"].notna()]
    placed = placed[placed["start"] < placed["end"]]
    by_document = placed.groupby("document", sort=False)["coder"].nunique()
    shared = by_document[by_document > 1].index
    if not len(shared):
        people = int(segments["coder"].nunique())
        raise Refused("coding_no_shared_document", coders=people, documents=len(by_document))
    kept = placed[placed["document"].isin(shared)].reset_index(drop=True)
    notes = []
    if len(placed) < len(segments):
        notes.append(Reason("coding_without_place", segments=len(segments) - len(placed)))
    if len(shared) < len(by_document):
        notes.append(Reason("coding_coded_once", documents=len(by_document) - len(shared)))
    documents: tuple[str, ...] = tuple(kept["document"].drop_duplicates())
    coders: tuple[str, ...] = tuple(sorted(set(kept["coder"])))
    codes: tuple[str, ...] = tuple(sorted(set(kept["code"])))
    for name, order in (("document", documents), ("coder", coders), ("code", codes)):
        numbers = {one: number for number, one in enumerate(order)}
        kept[f"{name}_id"] = kept[name].map(numbers).astype(int)
    groups = kept.groupby("document_id")
    lengths = np.fmax(*(groups[name].max().to_numpy("float64", na_value=0) for name in ("length", "end")))
    worked = np.zeros((len(coders), len(shared)), dtype=bool)
    worked[kept["coder_id"], kept["document_id"]] = True
    passages = bool((kept["kind"] == "passage").all())
    return Marked(kept, documents, coders, codes, lengths.astype(int), worked, passages, tuple(notes))


def stretches(of: Marked) -> Stretches:
    """Cut the documents where a segment begins or ends; passages stay whole and nothing else is a unit."""
    given, weights, documents = [], [], []
    for number, own in of.segments.groupby("document_id"):
        place = int(str(number))
        begins, ends = own["start"].to_numpy(dtype=int), own["end"].to_numpy(dtype=int)
        if of.passages:
            units = np.unique(np.column_stack([begins, ends]), axis=0)
            cuts, widths = units[:, 0], np.ones(len(units))
            last = cuts
        else:
            borders = np.unique(np.concatenate([[0, of.lengths[place]], begins, ends]))
            cuts, last, widths = borders[:-1], borders[:-1], np.diff(borders).astype(float)
        table = np.zeros((len(of.coders), len(of.codes), len(cuts)), dtype=bool)
        first = np.searchsorted(cuts, begins)
        after = first + 1 if of.passages else np.searchsorted(last, ends)
        for coder, code, begin, end in zip(own["coder_id"], own["code_id"], first, after, strict=True):
            table[coder, code, begin:end] = True
        given.append(table)
        weights.append(widths)
        documents.append(np.full(len(cuts), place))
    where = np.concatenate(documents)
    return Stretches(np.concatenate(given, axis=2), of.worked[:, where], np.concatenate(weights), where)


def code_values(of: Stretches, code: int) -> np.ndarray:
    """Return (coders, stretches): 1 where the coder gave the code, 0 where not, −1 where they had no part."""
    return np.where(of.coded, of.given[:, code, :].astype(int), MISSING)


def set_values(of: Stretches) -> tuple[np.ndarray, list[tuple[int, ...]]]:
    """Return (coders, stretches) which set of codes each gave, and the sets' codes by number."""
    coders, codes, count = of.given.shape
    rows = np.packbits(of.given.transpose(0, 2, 1).reshape(coders * count, codes), axis=1)
    sets, numbers = np.unique(rows, axis=0, return_inverse=True)
    members = [tuple(np.flatnonzero(np.unpackbits(row, count=codes)).tolist()) for row in sets]
    return np.where(of.coded, numbers.reshape(coders, count), MISSING), members


def with_codes(of: Stretches) -> np.ndarray:
    """Return (stretches,) whether any coder gave any code."""
    return np.asarray((of.given.any(axis=1) & of.coded).any(axis=0))


def spans_on_one_line(of: Marked, code: int | None = None) -> tuple[list[list[tuple[int, int]]], int]:
    """Return each coder's spans with a code, and the length, of the documents that all coded, end to end."""
    everyone = np.flatnonzero(of.worked.all(axis=0))
    offsets = dict(zip(everyone, np.concatenate([[0], np.cumsum(of.lengths[everyone])])[:-1], strict=True))
    spans: list[list[tuple[int, int]]] = [[] for _ in of.coders]
    for document, coder, own, begin, end in _rows(of):
        if document in offsets and own == code:
            start = int(offsets[document])
            spans[coder].append((start + begin, start + end))
    return spans, int(of.lengths[everyone].sum())


def _rows(of: Marked) -> Iterator[tuple[int, int, int, int, int]]:
    columns = ("document_id", "coder_id", "code_id", "start", "end")
    return zip(*(of.segments[one].astype(int) for one in columns), strict=True)
