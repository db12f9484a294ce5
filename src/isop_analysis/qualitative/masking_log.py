"""What was masked and what is doubtful, as tables that never hold the words."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from isop_analysis.qualitative.masking_rules import MaskedText

if TYPE_CHECKING:
    import pandas as pd

LOG = ("document", "part", "offset", "length", "kind", "hash", "masked_offset")
DOUBTFUL = ("document", "part", "kind", "offset", "length", "masked_offset")


@dataclass(frozen=True)
class Entry:
    """A masked piece of text, the text as it was, and what it is a piece of."""

    document: str | None
    part: str
    before: str
    masked: MaskedText


def log(entries: Iterable[Entry], key: bytes) -> "pd.DataFrame":
    """Return the rows of `Masked.log`."""
    from isop_analysis.cleaning.pseudonyms import pseudonym

    rows = [
        {
            "document": entry.document,
            "part": entry.part,
            "offset": one.start,
            "length": one.end - one.start,
            "kind": one.kind,
            "hash": pseudonym(key, f"masked\x1f{_encodable(entry.before[one.start : one.end])}"),
            "masked_offset": entry.masked.moves.start(one.start),
        }
        for entry in entries
        for one in entry.masked.moves.maskings
    ]
    return _table(rows, LOG)


def doubtful(entries: Iterable[Entry]) -> "pd.DataFrame":
    """Return the rows of `Masked.doubtful`."""
    rows = [
        {
            "document": entry.document,
            "part": entry.part,
            "kind": one.kind,
            "offset": entry.masked.moves.before(one.start),
            "length": one.end - one.start,
            "masked_offset": one.start,
        }
        for entry in entries
        for one in entry.masked.doubtful
    ]
    return _table(rows, DOUBTFUL)


def _encodable(words: str) -> str:
    """Return words without halves of surrogate pairs, which no bytes stand for."""
    return words.encode("utf-8", "replace").decode("utf-8")


def _table(rows: Sequence[Mapping[str, object]], columns: tuple[str, ...]) -> "pd.DataFrame":
    import pandas as pd

    numbers = {"offset", "length", "masked_offset"}
    return pd.DataFrame(
        {
            name: pd.Series([row[name] for row in rows], dtype="int64" if name in numbers else "str")
            for name in columns
        }
    )
