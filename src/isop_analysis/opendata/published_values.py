"""What a cell of Dutch open data says: a number, an interval where it was suppressed, or nothing."""

import math
import re
from dataclasses import dataclass
from typing import Literal

SUPPRESSED = re.compile(r"^<\s*(\d+)$")
UNKNOWN = frozenset({"", ".", "-", "x", "nb", "n.b.", "onbekend"})


@dataclass(frozen=True)
class Cell:
    """A value with its bounds; a known one has low = value = high."""

    status: Literal["known", "suppressed", "unknown"]
    value: float
    low: float
    high: float


ABSENT = Cell("unknown", math.nan, math.nan, math.nan)


def read_cell(text: str) -> Cell | None:
    """Read a cell: decimal comma or point, ``<5`` as the interval 1–4, a lone space as unknown.

    Returns None when the text is none of these.
    """
    bare = text.replace("\xa0", " ").strip()
    if bare.casefold() in UNKNOWN:
        return ABSENT
    suppressed = SUPPRESSED.match(bare)
    if suppressed:
        return Cell("suppressed", math.nan, 1.0, float(int(suppressed.group(1)) - 1))
    try:
        number = float(_plain_number(bare))
    except ValueError:
        return None
    return Cell("known", number, number, number)


def _plain_number(text: str) -> str:
    compact = text.replace(" ", "")
    if "," in compact:
        return compact.replace(".", "").replace(",", ".")
    return compact


def municipality_code(text: str) -> str:
    """Return a CBS municipality code as four digits: `` 637`` → ``0637``, ``GM0637`` → ``0637``."""
    return text.strip().upper().removeprefix("GM").zfill(4)


def school_code(brin: str, location: str) -> str:
    """Return BRIN and location as one code: ``16AH`` + ``00``; a location ``16AH00`` holds both."""
    place = location.strip().upper()
    return place if len(place) == 6 else brin.strip().upper() + place.zfill(2)
