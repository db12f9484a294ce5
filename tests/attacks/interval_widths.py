"""Attack: how many people a dot rests on, from the width of its interval or the fractions of its value."""

import math
from collections.abc import Sequence

FEWEST, MOST = 5, 30
SAME = 2e-4


def people_behind(widths: Sequence[float]) -> list[int] | None:
    """Return how many people each dot rests on, where a common spread explains all widths; else None.

    A mean's interval is as wide as 1/√n, so that widths⁻² are whole numbers times something shared. Of all
    explanations the smallest numbers are claimed. Equal widths say nothing.
    """
    if len(widths) < 2 or min(widths) <= 0 or max(widths) / min(widths) < 1 + 10 * SAME:
        return None
    inverse = [1 / width**2 for width in widths]
    for fewest in range(FEWEST, MOST + 1):
        unit = min(inverse) / fewest
        found = [round(one / unit) for one in inverse]
        if all(abs(one / unit / n - 1) < 2 * SAME for one, n in zip(inverse, found, strict=True)):
            return found if max(found) <= MOST else None
    return None


def sizes_that_fit(value: float, low: float, items: int, digits: float, most: int = MOST) -> list[int]:
    """Return for which numbers of people a mean of that value is a whole number of points; by its decimals.

    Who answered all `items` has a score of k/items points above `low`, so that n·items·(mean − low) is whole.
    `digits` is how exactly the value can be read.
    """
    return [
        n
        for n in range(FEWEST, most + 1)
        if abs((points := (value - low) * n * items) - round(points)) <= digits * n * items
    ]


def smaller_units(widths: Sequence[float], beyond: float = 1.02) -> list[tuple[int, int]]:
    """Return pairs of dots of which the first is said to rest on fewer people: its interval is wider."""
    places = range(len(widths))
    return [(a, b) for a in places for b in places if widths[b] > 0 and widths[a] > beyond * widths[b]]


def differ(widths: Sequence[float]) -> bool:
    """Tell whether widths hold anything at all."""
    return len(widths) > 1 and not math.isclose(min(widths), max(widths), rel_tol=SAME)
