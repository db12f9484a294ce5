"""What a cell of Dutch open data says: a number, an interval where it was suppressed, or nothing."""

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

SUPPRESSED = re.compile(r"<\s*([1-9]\d{0,3})", re.ASCII)
EITHER = re.compile(r"[+-]?[1-9]\d{0,2}[.,]\d{3}", re.ASCII)
DIGITS = re.compile(r"[+-]?\d[\d.,]*\d|\d", re.ASCII)
SCIENTIFIC = re.compile(r"[+-]?\d(\.\d+)?e[+-]?\d{1,3}", re.ASCII | re.IGNORECASE)
NO_NUMBER = "is no number; a number, '<5' or a space was expected"
IS_EITHER = "may have thousands or decimals, and no cell of its column shows which; write 1234 or 1,2340"
UNKNOWN = frozenset({"", ".", "-", "x", "nb", "n.b.", "onbekend"})


@dataclass(frozen=True)
class Cell:
    """A value with its bounds; a known one has low = value = high."""

    status: Literal["known", "suppressed", "unknown"]
    value: float
    low: float
    high: float


ABSENT = Cell("unknown", math.nan, math.nan, math.nan)


def read_column(texts: Sequence[str]) -> list[Cell | str]:
    """Read a column's cells: a number, ``<5`` as the interval 1–4, a lone space as unknown; else why not.

    The decimal sign is the one that the column's cells show; where none does, a cell such as 1.234 is
    refused.
    """
    bare = [" ".join(text.split()) for text in texts]
    sign = _decimal_sign(bare)
    return [_read(text, sign) for text in bare]


def _read(bare: str, sign: str | None) -> Cell | str:
    if bare.casefold() in UNKNOWN:
        return ABSENT
    suppressed = SUPPRESSED.fullmatch(bare)
    if suppressed:
        return Cell("suppressed", math.nan, 1.0, float(int(suppressed.group(1)) - 1))
    if sign is None and EITHER.fullmatch(bare):
        return IS_EITHER
    text = _plain_number(bare, sign or _shown_sign(bare) or ".")
    number = float(text) if text is not None else math.inf
    return Cell("known", number, number, number) if math.isfinite(number) else NO_NUMBER


def _decimal_sign(cells: Iterable[str]) -> str | None:
    """Return the one decimal sign that cells show; None where none does, or some one and some the other."""
    shown = {sign for cell in cells if (sign := _shown_sign(cell)) is not None}
    return shown.pop() if len(shown) == 1 else None


def _shown_sign(bare: str) -> str | None:
    """Return the decimal sign that a cell itself shows, by its place or by the one that groups thousands."""
    whole = bare.replace(" ", "")
    if EITHER.fullmatch(whole) or not DIGITS.fullmatch(whole):
        return None
    signs = [one for one in whole if one in ",."]
    if len(signs) == 1 or len(set(signs)) == 2:
        return signs[-1]
    return {",": ".", ".": ","}[signs[0]] if signs else None


def _plain_number(bare: str, decimal: str) -> str | None:
    """Return a number as Python writes it; None for what is none by this decimal sign."""
    if SCIENTIFIC.fullmatch(bare):
        return bare
    point = re.escape(decimal)
    for group in ("", " ", "," if decimal == "." else "."):
        grouped = rf"\d{{1,3}}({re.escape(group)}\d{{3}})+" if group else r"\d+"
        if re.fullmatch(rf"[+-]?{grouped}({point}\d+)?", bare, re.ASCII):
            return bare.replace(group, "").replace(decimal, ".") if group else bare.replace(decimal, ".")
    return None


def municipality_code(text: str) -> str:
    """Return a CBS municipality code as four digits: `` 637`` → ``0637``, ``GM0637`` → ``0637``."""
    return text.strip().upper().removeprefix("GM").zfill(4)


def school_code(brin: str, location: str) -> str:
    """Return BRIN and location as one code: ``16AH`` + ``00``; a location ``16AH00`` holds both."""
    place = location.strip().upper()
    return place if len(place) == 6 else brin.strip().upper() + place.zfill(2)
