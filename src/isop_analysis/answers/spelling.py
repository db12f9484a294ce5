"""Cells as they are compared and shown: case, kinds of space and ways to write a number don't count."""

import math
import re
import unicodedata
from collections.abc import Iterable

from isop_analysis.study.participant_settings import Wave

NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d{1,3})?", re.IGNORECASE | re.ASCII)
INVISIBLE = str.maketrans({"\ufeff": None, "\u200b": None, "\u2019": "'", "\u2018": "'"})


def folded(text: str) -> str:
    """Return a text by which spellings are compared: lower case, single spaces, composed accents."""
    if not text.isascii():
        text = unicodedata.normalize("NFC", text.translate(INVISIBLE))
    return " ".join(text.split()).casefold()


def number(text: str) -> float | None:
    """Return the number a cell holds ('4', '4.0', '-99'), or None; none are a decimal comma
    and what no computer can hold (1e999).
    """
    bare = text.strip()
    value = float(bare) if NUMBER.fullmatch(bare) else math.inf
    return value if math.isfinite(value) else None


def key(text: str) -> str:
    """Return what a cell is looked up by: '4.0' as '4', ' Mee  Eens' as 'mee eens'."""
    value = number(text)
    return folded(text) if value is None else plain(value)


def plain(value: float) -> str:
    """Return a number as text, whole numbers without a decimal point."""
    return str(int(value)) if abs(value) < 1e15 and value == int(value) else repr(value)


def wave_spellings(waves: Iterable[Wave]) -> dict[str, str]:
    """Return the name of each wave by every spelling that it is looked up by."""
    return {key(cell): wave.name for wave in waves for cell in (wave.name, *wave.accept)}
