"""What coders should talk about: codes that they take for each other, segments that they see differently."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Any

import numpy as np

from isop_analysis.qualitative.stretches import Marked, Stretches, set_values

if TYPE_CHECKING:
    import pandas as pd

NO_CODE = "(none)"
TALK_COLUMNS = (
    *("document", "start", "end", "text", "code", "coder", "other", "shared", "instead", "segment"),
)


def confusion(of: Stretches, codes: tuple[str, ...]) -> "pd.DataFrame":
    """Return how much text two coders gave which codes: rows the first coder's, columns the second's.

    Of a stretch that both coded, each code that both gave counts on the diagonal; the codes that only one
    gave meet those that only the other gave, or "(none)". In characters, or passages; summed over pairs of
    coders in the order of their names.
    """
    import pandas as pd

    numbers, sets = set_values(of)
    table = np.zeros((len(codes) + 1, len(codes) + 1))
    for first, second in combinations(range(len(numbers)), 2):
        both = of.coded[first] & of.coded[second]
        pairs, rows = np.unique(numbers[[first, second]][:, both], axis=1, return_inverse=True)
        amounts = np.bincount(rows.ravel(), of.weights[both], minlength=pairs.shape[1])
        for one, other, amount in zip(*pairs, amounts, strict=True):
            _count(table, set(sets[one]), set(sets[other]), amount)
    names = [*codes, NO_CODE]
    return pd.DataFrame(table, index=pd.Index(names, name="first"), columns=pd.Index(names, name="second"))


def _count(table: np.ndarray, one: set[int], other: set[int], amount: float) -> None:
    none = len(table) - 1
    for code in one & other:
        table[code, code] += amount
    alone, elsewhere = one - other, other - one
    if alone or elsewhere:
        for code in alone or {none}:
            for instead in elsewhere or {none}:
                table[code, instead] += amount


def to_talk_about(of: Marked, below: float) -> "pd.DataFrame":
    """Return each segment of which another coder of its document gave the code to less than this share.

    document, start, end, text, code, coder, other (the coder who differs), shared (0–1, the share of its
    characters that the other gave the same code), instead (the other's codes that overlap it), segment.
    """
    import pandas as pd

    rows = []
    for _, own in of.segments.groupby("document_id"):
        rows += [row for row in _compared(own) if row["shared"] < below]
    table = pd.DataFrame(rows, columns=TALK_COLUMNS)
    return table.astype({"start": "int64", "end": "int64", "shared": "float64"})


@dataclass(frozen=True)
class _Given:
    """One segment: a code that a coder gave to a place."""

    document: str
    start: int
    end: int
    text: str | None
    code: str
    coder: str
    segment: str

    def compared(self, other: str, theirs: Iterable["_Given"]) -> dict[str, Any]:
        """Return what another coder gave there."""
        near = [one for one in theirs if one.start < self.end and one.end > self.start]
        covered = _covered([one for one in near if one.code == self.code], self.start, self.end)
        instead = tuple(sorted({one.code for one in near} - {self.code}))
        shared = covered / (self.end - self.start)
        return vars(self) | {"other": other, "shared": shared, "instead": instead}


def _compared(own: "pd.DataFrame") -> Iterator[dict[str, Any]]:
    """Compare each segment of a document with what each other coder gave there."""
    own = own.sort_values(["start", "end", "code", "coder"], kind="stable")
    names = ("document", "start", "end", "text", "code", "coder", "segment")
    given = [_Given(*row) for row in zip(*(own[name].tolist() for name in names), strict=True)]
    by_coder = {coder: [one for one in given if one.coder == coder] for coder in sorted(set(own["coder"]))}
    for segment in given:
        for other, theirs in by_coder.items():
            if other != segment.coder:
                yield segment.compared(other, theirs)


def _covered(spans: Iterable[_Given], start: int, end: int) -> int:
    """Return how many places from start to end the spans cover together."""
    covered, reached = 0, start
    for begin, finish in sorted((max(one.start, start), min(one.end, end)) for one in spans):
        begin = max(begin, reached)
        covered += max(finish - begin, 0)
        reached = max(reached, finish)
    return covered
