"""Codes that differ in one slip: a letter changed, added, left out, or swapped with its neighbour."""

from collections import defaultdict
from collections.abc import Iterable

SHORTEST = 4


class NearCodes:
    """Finds the codes at one slip from another, in time that grows with the number of codes.

    Two codes one slip apart share one of their forms with at most one letter left out (Mor & Fraenkel 1982);
    those that share one are then compared by the restricted edit distance. Codes of fewer than four
    characters have too many neighbours, and none here.
    """

    def __init__(self, codes: Iterable[str]) -> None:
        self._codes: dict[str, set[str]] = defaultdict(set)
        for code in codes:
            for form in _forms(code):
                self._codes[form].add(code)

    def near(self, code: str) -> list[str]:
        """Return the codes at exactly one slip, sorted."""
        found = {other for form in _forms(code) for other in self._codes.get(form, ())}
        return sorted(other for other in found if one_slip(code, other))


def one_slip(code: str, other: str) -> bool:
    """Whether the two differ in exactly one slip."""
    from rapidfuzz.distance import OSA

    return OSA.distance(code, other, score_cutoff=1) == 1


def _forms(code: str) -> set[str]:
    if len(code) < SHORTEST:
        return set()
    return {code, *(code[:place] + code[place + 1 :] for place in range(len(code)))}
