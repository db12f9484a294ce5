"""What an outsider can work out of a cell from bands, by intervals alone."""

from collections.abc import Sequence
from dataclasses import dataclass

from isop_analysis.contracts.cells import Count


@dataclass(frozen=True)
class Sum:
    """What is known of several cells together: they add up to `total`, or to no more than that."""

    cells: tuple[int, ...]
    total: Count
    at_most: bool = False


def worked_out(cells: Sequence[Count], sums: Sequence[Sum]) -> list[Count]:
    """Return the bounds of each cell that its band and the sums it is part of leave.

    Bounds are made narrower one sum at a time until nothing changes; with one sum they are exact.
    """
    found = list(cells)
    changed = True
    while changed:
        changed = False
        for own in sums:
            for place in own.cells:
                narrower = _within(found, own, place)
                changed |= narrower != found[place]
                found[place] = narrower
    return found


def _within(found: Sequence[Count], own: Sum, place: int) -> Count:
    others = [found[other] for other in own.cells if other != place]
    high = min(found[place].high, own.total.high - sum(other.low for other in others))
    low = found[place].low
    if not own.at_most:
        low = max(low, own.total.low - sum(other.high for other in others))
    return Count(low, max(low, high))


def gives_away(cells: Sequence[Count], sums: Sequence[Sum], width: int) -> frozenset[int]:
    """Return the places of cells in the lowest band that can be bounded to fewer values than it has."""
    bounds = worked_out(cells, sums)
    return frozenset(
        place
        for place, (told, bound) in enumerate(zip(cells, bounds, strict=True))
        if told.low == 0 and bound.high - bound.low + 1 < width
    )
