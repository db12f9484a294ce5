"""Which whole numbers of people can stand in the cells of a block, given all that is told of it."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

SMALL = 5
FEW_VALUES = 5
ROUNDING = 1e-9
Range = tuple[float, float]
EVERYTHING = (-np.inf, np.inf)


@dataclass(frozen=True)
class Block:
    """One item's answers at one occasion.

    Attributes:
        values: what each cell's answer counts for, ascending.
        cells: bounds of each cell, both included.
        total: bounds of all cells together.
        mean, sd, skewness: bounds of what the answers' mean, SD (n − 1) and adjusted skewness may be.
    """

    values: tuple[float, ...]
    cells: tuple[tuple[int, int], ...]
    total: tuple[int, int]
    mean: Range = EVERYTHING
    sd: Range = EVERYTHING
    skewness: Range = EVERYTHING


def solutions(block: Block, most: int = 2_000_000) -> NDArray[np.int64] | None:
    """Return every filling of the cells (fillings, cells); None where they are too many to list."""
    found = []
    for n in range(max(block.total[0], 1), block.total[1] + 1):
        here = _of_total(block, n, most)
        if here is None:
            return None
        found.append(here)
    return np.concatenate(found) if found else np.empty((0, len(block.cells)), dtype=np.int64)


def ranges(block: Block) -> list[tuple[int, int]]:
    """Return the least and most that each cell can hold: by bounds and total alone where too much fits."""
    if (block.mean, block.sd, block.skewness) == (EVERYTHING,) * 3:
        return _by_total(block)
    every = solutions(block)
    if every is None:
        return _by_total(block)
    if not len(every):
        return [(0, -1)] * len(block.cells)
    return list(zip(every.min(axis=0).tolist(), every.max(axis=0).tolist(), strict=True))


def narrow(found: tuple[int, int]) -> bool:
    """Tell whether a cell is known to hold fewer than five people, within fewer values than a band has."""
    low, high = found
    return 0 < high < SMALL and high - low + 1 < FEW_VALUES


def gives_away(found: tuple[int, int], true: int) -> bool:
    """Tell whether a small cell is bounded to fewer values than a band has, and rightly."""
    low, high = found
    return 0 < true < SMALL and low <= true <= high and high - low + 1 < FEW_VALUES


def around(value: float, digits: int) -> Range:
    """Return what a number may have been before it was rounded."""
    half = 0.5 * 10.0**-digits + ROUNDING
    return value - half, value + half


def _by_total(block: Block) -> list[tuple[int, int]]:
    lows, highs = np.array(block.cells).T
    least, most = block.total
    return [
        (max(low, int(least - highs.sum() + high)), min(high, int(most - lows.sum() + low)))
        for low, high in block.cells
    ]


def _of_total(block: Block, n: int, most: int) -> NDArray[np.int64] | None:
    """Fill cell by cell, keeping what can still reach the total, the sum and the sum of squares."""
    values = np.array(block.values) - block.values[0]
    sums = tuple((bound - block.values[0]) * n for bound in block.mean)
    squares = _squares(block, n)
    lows, highs = np.array(block.cells).T
    states = np.zeros((1, len(values)), dtype=np.int64)
    for cell, (low, high) in enumerate(block.cells):
        steps = np.arange(low, min(high, n) + 1)
        if len(states) * len(steps) > most:
            return None
        states = np.repeat(states, len(steps), axis=0)
        states[:, cell] = np.tile(steps, len(states) // max(len(steps), 1))
        left = n - states[:, : cell + 1].sum(axis=1)
        keep = (left >= lows[cell + 1 :].sum()) & (left <= highs[cell + 1 :].sum())
        states, left = states[keep], left[keep]
        states = states[_can_reach(states[:, : cell + 1], left, values, cell, sums, squares)]
    return states[_agree(states, block)]


def _squares(block: Block, n: int) -> Range:
    """Return bounds of the sum of squares, counted from the lowest value."""
    if block.sd == EVERYTHING or block.mean == EVERYTHING:
        return EVERYTHING
    low, high = (bound - block.values[0] for bound in block.mean)
    ends = [max(low, 0.0) ** 2, high**2]
    return block.sd[0] ** 2 * (n - 1) + n * min(ends), block.sd[1] ** 2 * (n - 1) + n * max(ends)


def _can_reach(
    states: NDArray[np.int64],
    left: NDArray[np.int64],
    values: NDArray[np.float64],
    cell: int,
    sums: Range,
    squares: Range,
) -> NDArray[np.bool_]:
    """Tell which states can still come to both sums with `left` people in later cells."""
    done, done_squares = states @ values[: cell + 1], states @ values[: cell + 1] ** 2
    rest = values[cell + 1 :] if cell + 1 < len(values) else np.zeros(1)
    least, most = sums[0] - done, sums[1] - done
    keep = (left * rest[0] <= most) & (left * rest[-1] >= least)
    if squares == EVERYTHING:
        return np.asarray(keep)
    lowest, highest = np.maximum(least, left * rest[0]), np.minimum(most, left * rest[-1])
    spread = (rest[0] + rest[-1]) * highest - left * rest[0] * rest[-1]
    packed = lowest**2 / np.maximum(left, 1)
    return np.asarray(keep & (done_squares + spread >= squares[0]) & (done_squares + packed <= squares[1]))


def _agree(states: NDArray[np.int64], block: Block) -> NDArray[np.bool_]:
    values, n = np.array(block.values), states.sum(axis=1)
    mean = states @ values / n
    away = values[None, :] - mean[:, None]
    second, third = (states * away**2).sum(axis=1), (states * away**3).sum(axis=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        sd = np.sqrt(second / (n - 1))
        skewness = third / n / (second / n) ** 1.5 * np.sqrt(n * (n - 1)) / (n - 2)
    keep = _within(mean, block.mean)
    keep &= (block.sd == EVERYTHING) | _within(sd, block.sd)
    keep &= (block.skewness == EVERYTHING) | _within(skewness, block.skewness)
    return keep


def _within(found: NDArray[np.float64], bounds: Range) -> NDArray[np.bool_]:
    return np.asarray((found >= bounds[0]) & (found <= bounds[1]))
