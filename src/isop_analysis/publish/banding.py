"""Counts become bands, shares and means come from the bands, and a block that gives a cell away goes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from isop_analysis.contracts.cells import Count
from isop_analysis.publish.bounds import Sum, gives_away

LEAST_FOR_SHARES = 20
"""Distributions, shares and means need so many answers."""


@dataclass(frozen=True)
class Bands:
    """How counts of a study are told.

    Attributes:
        width: numbers in a band; the fewest people of a cell.
        people: exact numbers of people that are told elsewhere, by occasion.
    """

    width: int
    people: Mapping[str, int]

    def cell(self, number: int) -> Count:
        """Return a cell as its band."""
        return Count.banded(number, self.width)

    def total(self, number: int, occasion: str) -> Count:
        """Return how many answered as a band.

        Where everyone at the occasion lies in the band, those who did not answer would be a small cell with
        narrow bounds: the band below is told with it, and it with the band below, or the one would be told
        from the other.
        """
        everyone = self.people.get(occasion)
        if everyone is None:
            return self.cell(number)
        top = self.cell(everyone)
        both = Count(max(0, top.low - self.width), top.high)
        return both if both.low <= number <= both.high else self.cell(number)

    def is_enough(self, number: int) -> bool:
        """Tell whether so many answers have shares."""
        return number >= max(LEAST_FOR_SHARES, self.width)


@dataclass(frozen=True)
class Block:
    """Cells that add up, as they are told.

    Attributes:
        cells: a band each (k).
        shares: of all (k), as the bands and their total tell them, adding up to one.
    """

    cells: tuple[Count, ...]
    shares: tuple[float, ...]


def block_of(numbers: Sequence[int], total: Count, bands: Bands) -> Block | None:
    """Return the cells (k,) of a block with that total, or None where one of them would be given away."""
    cells = tuple(bands.cell(number) for number in numbers)
    if gives_away(cells, [Sum(tuple(range(len(cells))), total)], bands.width):
        return None
    return Block(cells, shares_of(cells, total))


def shares_of(cells: Sequence[Count], total: Count | None = None) -> tuple[float, ...]:
    """Return what share of all each cell is, from what is told alone.

    Each cell lies at the same place in its band: where that makes them add up to the middle of the total, if
    one is told that fits them, else in the middle.
    """
    lows, room = sum(cell.low for cell in cells), sum(cell.high - cell.low for cell in cells)
    above = room / 2 if total is None else total.middle - lows
    place = above / room if 0 <= above <= room and room else 0.5
    numbers = [cell.low + place * (cell.high - cell.low) for cell in cells]
    return tuple(number / sum(numbers) for number in numbers)


def share_of(part: Count, whole: Count) -> float:
    """Return a part's share of a whole, by the bands' middles, at most everything."""
    return min(1.0, part.middle / whole.middle)
