"""What masking finds in a text, what stands in its place, and where everything lies afterwards."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate

PLACEHOLDERS = {
    "email": "[e-mail]",
    "link": "[link]",
    "account": "[rekening]",
    "citizen_number": "[bsn]",
    "phone": "[telefoon]",
    "birth_date": "[geboortedatum]",
    "postcode": "[postcode]",
    "address": "[adres]",
    "handle": "[account]",
    "school": "[school]",
    "place": "[plaats]",
    "name": "[naam]",
    "team": "[leerteam]",
    "number": "[nummer]",
    "date": "[datum]",
    "health": "[weggelaten]",
    "care": "[weggelaten]",
}
"""Kinds of what is masked, and what the text then says; the talk is Dutch."""
MASK = "masked"
"""Kind of a placeholder that stands in a text already."""
MASKED = re.compile("|".join(re.escape(one) for one in PLACEHOLDERS.values()))


@dataclass(frozen=True, order=True)
class Finding:
    """Something of a kind at a place: code points, the end not among them."""

    start: int
    end: int
    kind: str


def placeholders(text: str) -> list[Finding]:
    """Return what is masked in a text already."""
    return [Finding(*one.span(), MASK) for one in MASKED.finditer(text)]


def apart_from(findings: Iterable[Finding], taken: Sequence[Finding]) -> list[Finding]:
    """Return the findings that touch none of those taken, which lie in order and apart."""
    starts, ends = [one.start for one in taken], [one.end for one in taken]
    return [one for one in findings if bisect_right(ends, one.start) == bisect_left(starts, one.end)]


def settled(findings: Iterable[Finding]) -> list[Finding]:
    """Return findings in order, overlapping ones as one of the kind of the longest: no rest is left."""
    found: list[Finding] = []
    longest = 0
    for one in sorted(findings):
        length = one.end - one.start
        if found and one.start < found[-1].end:
            last = found.pop()
            kind = one.kind if length > longest else last.kind
            longest = max(longest, length)
            found.append(Finding(last.start, max(last.end, one.end), kind))
        elif length:
            longest = length
            found.append(one)
    return found


@dataclass(frozen=True)
class Moves:
    """Where places of a text lie after masking, and where those of the masked text lay before."""

    maskings: tuple[Finding, ...]

    @cached_property
    def _starts(self) -> list[int]:
        return [one.start for one in self.maskings]

    @cached_property
    def _gains(self) -> list[int]:
        gains = (len(PLACEHOLDERS[one.kind]) - (one.end - one.start) for one in self.maskings)
        return list(accumulate(gains, initial=0))

    @cached_property
    def _new_starts(self) -> list[int]:
        return [one.start + gain for one, gain in zip(self.maskings, self._gains, strict=False)]

    def start(self, place: int) -> int:
        """Return where what began at a place begins; within something masked: at its placeholder's start."""
        number = bisect_right(self._starts, place)
        if number and place < self.maskings[number - 1].end:
            return self._new_starts[number - 1]
        return place + self._gains[number]

    def end(self, place: int) -> int:
        """Return where what ended before a place ends; within something masked: after its placeholder."""
        number = bisect_left(self._starts, place)
        if number and place < self.maskings[number - 1].end:
            return self._new_starts[number - 1] + len(PLACEHOLDERS[self.maskings[number - 1].kind])
        return place + self._gains[number]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return where a span lies; words half masked are in it with their whole placeholder."""
        first = self.start(start)
        return first, first if end <= start else self.end(end)

    def before(self, place: int) -> int:
        """Return where a place of the masked text, outside placeholders, lay in the text."""
        number = bisect_right(self._new_starts, place)
        return (
            place - self._gains[number]
            if number == 0 or not self._ends_at(number, place)
            else (self.maskings[number - 1].end)
        )

    def _ends_at(self, number: int, place: int) -> bool:
        """Whether a place is where the placeholder before it ends, or lies in it."""
        last = self.maskings[number - 1]
        return place <= self._new_starts[number - 1] + len(PLACEHOLDERS[last.kind])

    def applied(self, text: str) -> str:
        """Return the text with placeholders."""
        pieces, here = [], 0
        for one in self.maskings:
            pieces += [text[here : one.start], PLACEHOLDERS[one.kind]]
            here = one.end
        return "".join([*pieces, text[here:]])
