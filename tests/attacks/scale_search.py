"""Attack: hidden cells of a scale's items together, from their n and the scale's n and mean (whole numbers)."""

from collections.abc import Mapping
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
        total |= {cell: cell[1] for cell in cells}
    if scale.mean != EVERYTHING:
        sums.known.append(Sum(total, *_sum_of_answers(scale)))
    return {cell: found for cell, found in sums.ranges(sums.cells, FEW_VALUES).items()}


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
