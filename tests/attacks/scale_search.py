"""Attack: hidden cells of a scale's items together, from their n and the scale's n and mean."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from feasible import EVERYTHING, FEW_VALUES, Block, Range
from sums import Sum, Sums

Cell = tuple[str, float]
"""An item and what an answer counts for."""


@dataclass(frozen=True)
class ScaleTold:
    """What is told of a scale at an occasion.

    Attributes:
        items: each item's block; its mean, SD and skewness may be untold.
        scored: bounds of how many have a score.
        mean: bounds of the scores' mean, in the unit of the answers.
    """

    items: Mapping[str, Block]
    scored: tuple[int, int]
    mean: Range


def cells_found(scale: ScaleTold) -> dict[Cell, tuple[int, int]]:
    """Return the least and most people in each cell of the scale's items.

    A score is the mean of the items that a person answered. So with k items and N scores, k·N·mean is the sum
    of all answers plus, for every answer that lacks, something between the lowest and the highest answer.
    """
    sums, total = Sums(), {}
    for item, block in scale.items.items():
        cells = [(item, value) for value in block.values]
        for cell, bounds in zip(cells, block.cells, strict=True):
            sums.put(cell, *bounds)
        sums.add(cells, *block.total)
        if block.mean != EVERYTHING:
            sums.known.append(Sum({cell: cell[1] - block.mean[0] for cell in cells}, 0, 1e9))
            sums.known.append(Sum({cell: cell[1] - block.mean[1] for cell in cells}, -1e9, 0))
            sums.known += _spread(block, cells) if block.sd != EVERYTHING else []
        total |= {cell: cell[1] for cell in cells}
    if scale.mean != EVERYTHING:
        sums.known.append(Sum(total, *_sum_of_answers(scale)))
    return dict(sums.ranges(sums.cells, FEW_VALUES))


def _spread(block: Block, cells: Sequence[Cell]) -> list[Sum]:
    """Return what the SD says of the cells: their squares about the middle of what the mean may be."""
    middle, half = sum(block.mean) / 2, (block.mean[1] - block.mean[0]) / 2
    least, most = block.sd[0] ** 2, block.sd[1] ** 2
    squares = {cell: (cell[1] - middle) ** 2 for cell in cells}
    return [
        Sum({cell: square - least for cell, square in squares.items()}, -least, 1e9),
        Sum({cell: square - most - half**2 for cell, square in squares.items()}, -1e9, -most),
    ]


def _sum_of_answers(scale: ScaleTold) -> Range:
    blocks = list(scale.items.values())
    lowest, highest = blocks[0].values[0], blocks[0].values[-1]
    answered = sum(block.total[0] for block in blocks), sum(block.total[1] for block in blocks)
    asked = len(blocks) * scale.scored[0], len(blocks) * scale.scored[1]
    most_lacking = max(asked[1] - answered[0], 0)
    least_lacking = max(asked[0] - answered[1], 0)
    least = asked[0] * scale.mean[0] - most_lacking * highest
    most = asked[1] * scale.mean[1] - least_lacking * lowest
    # People without a score may have answered some items.
    unscored = max(answered[1] - asked[0], 0)
    return least, most + unscored * highest
