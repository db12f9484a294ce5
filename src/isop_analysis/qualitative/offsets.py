"""Positions in a text as different programs count them, turned into code points.

REFI-QDA 1.5 (§ 10.2) counts Unicode code points from 0. Programs differ where a text holds characters beyond
U+FFFF (some count UTF-16's two units), Windows' line ends (some count one character) or a byte order mark
(some count it). Where it matters, selections that carry the beginning of their words as a name tell.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import product

import numpy as np

LEAST = 4
"""Characters of a name that can tell."""
SHOWN = 200
"""Characters of a selection that are compared with its name."""


@dataclass(frozen=True)
class Counting:
    """What counts how much; the standard's way by default, the mark being no part of a text."""

    utf16: bool = False
    """Characters beyond U+FFFF count two."""
    line_end_one: bool = False
    """CR LF counts one."""
    mark: bool = False
    """A byte order mark counts one."""


@dataclass(frozen=True)
class Text:
    """A document's text without its byte order mark, and whether it had one."""

    content: str
    marked: bool = False

    @cached_property
    def beyond(self) -> np.ndarray:
        """Places of the characters beyond U+FFFF."""
        return np.flatnonzero(self._signs > 0xFFFF)

    @cached_property
    def line_ends(self) -> np.ndarray:
        """Places of CR before LF."""
        if "\r\n" not in self.content:
            return np.zeros(0, dtype=np.int64)
        signs = self._signs
        return np.flatnonzero((signs[:-1] == 13) & (signs[1:] == 10))

    @property
    def _signs(self) -> np.ndarray:
        if self.content.isascii():
            return np.frombuffer(self.content.encode(), dtype=np.uint8)
        return np.frombuffer(self.content.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)


@dataclass(frozen=True)
class Span:
    """A selection as a file gives it: its place as counted there, and its name."""

    start: int
    end: int
    name: str


def decoded(content: bytes) -> Text:
    """Return a text of UTF-8, or of UTF-16 with its mark. Raises UnicodeDecodeError for anything else."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return Text(content.decode("utf-16"), marked=True)
    text = content.decode("utf-8")
    return Text(text.removeprefix("\ufeff"), text.startswith("\ufeff"))


def places(text: Text, counting: Counting, positions: Iterable[int]) -> list[int | None]:
    """Return the code point of each position; None for one before the beginning or beyond the end.

    >>> places(Text("a😀b"), Counting(utf16=True), [1, 3, 4, 5])
    [1, 2, 3, None]
    """
    asked = np.fromiter(positions, dtype=np.int64)
    at, gained = _specials(text, counting)
    first = int(counting.mark and text.marked)
    after = at + 1 + gained[1:] + first  # what is counted behind each special place
    number = np.searchsorted(after, asked)
    following = np.append(at + 1, np.iinfo(np.int64).max)[number]
    found = np.minimum(asked - first - gained[number], following)
    last = len(text.content)
    return [int(one) if 0 <= one <= last else None for one in found]


def counted(text: Text, counting: Counting, points: Iterable[int]) -> list[int]:
    """Return how a program that counts this way writes each code point.

    >>> counted(Text("a😀b"), Counting(utf16=True), [1, 2, 3])
    [1, 3, 4]
    """
    asked = np.fromiter(points, dtype=np.int64)
    at, gained = _specials(text, counting)
    first = int(counting.mark and text.marked)
    return [int(one) for one in asked + first + gained[np.searchsorted(at, asked)]]


def _specials(text: Text, counting: Counting) -> tuple[np.ndarray, np.ndarray]:
    """Return the places of characters that count two or none, and what is gained before each, and by all."""
    none = np.zeros(0, dtype=np.int64)
    twice = text.beyond if counting.utf16 else none
    never = text.line_ends if counting.line_end_one else none
    at = np.concatenate([twice, never])
    gain = np.concatenate([np.ones(len(twice), dtype=np.int64), -np.ones(len(never), dtype=np.int64)])
    order = np.argsort(at, kind="stable")
    return at[order], np.concatenate([[0], np.cumsum(gain[order])])


def counting_of(texts: list[tuple[Text, list[Span]]]) -> Counting:
    """Return how a project counts: as the names of most selections tell, else as all positions fit."""
    telling = [(text, spans) for text, spans in texts if spans]
    ways = list(_ways([text for text, _ in telling]))
    if len(ways) == 1:
        return ways[0]
    return max(ways, key=lambda way: _fit(telling, way))


def _ways(texts: list[Text]) -> Iterator[Counting]:
    """Yield the ways that differ for these texts, the standard's first."""
    beyond = any(len(text.beyond) for text in texts)
    ends = any(len(text.line_ends) for text in texts)
    marked = any(text.marked for text in texts)
    for mark, end, unit in product(*([False, True] if one else [False] for one in (marked, ends, beyond))):
        yield Counting(utf16=unit, line_end_one=end, mark=mark)


def _fit(texts: list[tuple[Text, list[Span]]], way: Counting) -> tuple[int, int]:
    """Return how many names are the beginning of their selection, and minus how many positions don't fit."""
    told = outside = 0
    for text, spans in texts:
        found = places(text, way, [one for span in spans for one in (span.start, span.end)])
        for span, start, end in zip(spans, found[::2], found[1::2], strict=True):
            if start is None or end is None:
                outside += 1
            else:
                told += _names(span.name, text.content[start : min(end, start + SHOWN)])
    return told, -outside


def _names(name: str, words: str) -> bool:
    beginning = " ".join(name.split()).rstrip("….").strip()
    if words[:1].isspace() and not name[:1].isspace():
        return False
    return len(beginning) >= LEAST and " ".join(words.split()).startswith(beginning[: SHOWN // 2])
