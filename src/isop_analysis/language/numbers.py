"""How numbers are written: one rounding function, Dutch and English, APA 7.

Halves are rounded away from zero on the number as it is written in decimal (0.125 → 0.13, 2.675 → 2.68), as a
reader with the full number would do; what rounds to zero has no minus sign.
"""

import math
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import Literal

from isop_analysis.contracts.cells import Count

Language = Literal["nl", "en"]

MINUS = "\u2212"
NO_BREAK_SPACE = "\u00a0"
THIN_SPACE = "\u202f"
ABSENT = "–"


def rounded(value: float, digits: int) -> Decimal:
    """Round halves away from zero; the one rounding function of everything readers see."""
    exact = Decimal(repr(float(value)))
    result = exact.quantize(Decimal(1).scaleb(-digits), rounding=ROUND_HALF_UP)
    return abs(result) if result == 0 else result


def is_number(value: object) -> bool:
    """Tell whether a cell of a table holds a finite number (None, NA and NaN do not)."""
    try:
        return math.isfinite(float(value))  # type: ignore[arg-type]
    except (TypeError, ValueError):
        return False


@lru_cache(maxsize=1 << 16)
def _decimal(numbers: "Numbers", value: float, digits: int, bounded: bool) -> str:
    """Write a number; tables have the same ones over and over."""
    number = rounded(value, digits)
    whole, _, fraction = f"{abs(number):,.{digits}f}".partition(".")
    whole = whole.replace(",", numbers.thousands)
    if bounded and whole == "0" and fraction:
        whole = ""
    text = f"{whole}{numbers.decimal_mark}{fraction}" if fraction else whole
    return f"{MINUS}{text}" if number < 0 else text


@dataclass(frozen=True)
class Numbers:
    """Numbers written in one language."""

    language: Language

    @property
    def decimal_mark(self) -> str:
        """The decimal mark: a comma in Dutch, a point in English."""
        return "," if self.language == "nl" else "."

    @property
    def thousands(self) -> str:
        """What stands between thousands: a thin space in Dutch, a comma in English."""
        return THIN_SPACE if self.language == "nl" else ","

    def decimal(self, value: object, digits: int = 2, bounded: bool = False) -> str:
        """Write a number with so many decimals; `bounded` (|x| ≤ 1 by definition) drops the leading zero."""
        if not is_number(value):
            return ABSENT
        return _decimal(self, float(value), digits, bounded)  # type: ignore[arg-type]

    def integer(self, value: object) -> str:
        """Write a whole number, with thousands apart."""
        if type(value) is int:
            text = f"{abs(value):,}".replace(",", self.thousands)
            return f"{MINUS}{text}" if value < 0 else text
        return self.decimal(value, 0)

    def count(self, value: Count | int) -> str:
        """Write a count: `1,234`, or a band `85–89`."""
        if isinstance(value, int) or value.exact:
            return self.integer(value if isinstance(value, int) else value.low)
        return f"{self.integer(value.low)}–{self.integer(value.high)}"

    def aloud(self, value: Count | int) -> str:
        """Write a count as it is read aloud: a band is `85 to 89`."""
        to = "tot" if self.language == "nl" else "to"
        return self.count(value).replace("–", f" {to} ")

    def out_of(self, part: int, whole: int) -> str:
        """Write a part of a whole: `7 of 16` or `7 van 16`."""
        word = "van" if self.language == "nl" else "of"
        return f"{self.integer(part)}{NO_BREAK_SPACE}{word}{NO_BREAK_SPACE}{self.integer(whole)}"

    def signed(self, value: object, digits: int = 2) -> str:
        """Write a number with its sign, plus included; zero has none."""
        text = self.decimal(value, digits)
        positive = is_number(value) and rounded(float(value), digits) > 0  # type: ignore[arg-type]
        return f"+{text}" if positive else text

    def p_value(self, value: object) -> str:
        """Write a p value with its relation: `= .012`, `< .001`, and `> .999` rather than 1."""
        if not is_number(value):
            return ABSENT
        space = NO_BREAK_SPACE
        shown = rounded(float(value), 3)  # type: ignore[arg-type]
        if shown < Decimal("0.001"):
            return f"<{space}{self.decimal_mark}001"
        if shown > Decimal("0.999"):
            return f">{space}{self.decimal_mark}999"
        return f"={space}{self.decimal(value, 3, bounded=True)}"

    def interval(self, low: object, high: object, digits: int = 2, bounded: bool = False) -> str:
        """Write an interval: `[0.12, 0.48]` or `[0,12; 0,48]`; absent where a bound is."""
        if not (is_number(low) and is_number(high)):
            return ABSENT
        between = f";{NO_BREAK_SPACE}" if self.language == "nl" else f",{NO_BREAK_SPACE}"
        return f"[{self.decimal(low, digits, bounded)}{between}{self.decimal(high, digits, bounded)}]"

    def percentage(self, value: object, digits: int = 0) -> str:
        """Write a percentage (0–100) without a space before the sign."""
        text = self.decimal(value, digits)
        return text if text == ABSENT else f"{text}%"
