"""Attack: numbers of people behind an item's hidden cells, from n, mean, SD, skewness, floor and ceiling."""

from collections.abc import Mapping

from feasible import Block, ranges

Key = tuple[str, str]
"""An item and an occasion."""


def cells_found(blocks: Mapping[Key, Block]) -> dict[tuple[Key, float], tuple[int, int]]:
    """Return the least and most people in each cell, by block and by what its answer counts for.

    Reads what is printed of each block; claims the bounds that hold in every filling that agrees with it.
    """
    return {
        (key, value): found
        for key, block in blocks.items()
        for value, found in zip(block.values, ranges(block), strict=True)
    }
