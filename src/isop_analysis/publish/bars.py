"""How an item was answered at an occasion, as it is told: a band and a share for every possible answer."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from isop_analysis.publish.banding import Bands, Block, block_of

if TYPE_CHECKING:
    import pandas as pd

    from isop_analysis.study.instrument import Instrument
    from isop_analysis.study.study import Study

MOST_ANSWERS = 20
"""More possible answers are no list of bars."""


@dataclass(frozen=True)
class Bars:
    """The published bars of an item.

    Attributes:
        instrument, item, occasion: what was answered when.
        answers: every possible answer, ascending (k).
        block: their bands and shares (k).
    """

    instrument: str
    item: str
    occasion: str
    answers: tuple[float, ...]
    block: Block

    @property
    def mean(self) -> float:
        """The mean answer, by the shares."""
        return sum(answer * share for answer, share in zip(self.answers, self.block.shares, strict=True))


def bars_of(study: "Study", counts: "pd.DataFrame", bands: Bands) -> list[Bars]:
    """Return the bars of every item × occasion with enough answers, in the order of item_counts.

    Answers that nobody gave stand there too: without them, the lowest band would say that somebody did. So
    numbers of no short list (years, hours) have no bars, and one between two answers counts with the nearest.
    Items of which a cell would be given away are left out.
    """
    possible = {
        item.name: _answers(instrument, item.answers)
        for instrument in study.instruments
        for item in instrument.items
        if item.answers != "open"
    }
    found = []
    for (instrument, item, occasion), given in sorted(_given(counts).items()):
        if not possible.get(item):
            continue
        numbers = _at_nearest(possible[item], given)
        n = sum(numbers.values())
        block = (
            block_of(list(numbers.values()), bands.total(n, occasion), bands) if bands.is_enough(n) else None
        )
        if block is not None:
            found.append(Bars(instrument, item, occasion, tuple(numbers), block))
    return found


def _at_nearest(possible: list[float], given: dict[float, int]) -> dict[float, int]:
    """Return how many gave each possible answer, ascending; of two as near the lower one."""
    numbers = dict.fromkeys(sorted(possible), 0)
    for answer, count in given.items():
        numbers[min(numbers, key=lambda one: abs(one - answer))] += count
    return numbers


def _given(counts: "pd.DataFrame") -> dict[tuple[str, str, str], dict[float, int]]:
    """Return how many gave each answer, by instrument, item and occasion."""
    given = counts[counts["answer_kind"].astype("str") == "given"]
    found: dict[tuple[str, str, str], dict[float, int]] = {}
    columns = (given[name] for name in ("instrument", "item", "occasion", "answer", "count"))
    for instrument, item, occasion, answer, count in zip(*columns, strict=True):
        found.setdefault((str(instrument), str(item), str(occasion)), {})[float(answer)] = int(count)
    return found


def _answers(instrument: "Instrument", name: str) -> list[float]:
    """Return the possible answers of an answer scale; none where it is no short list."""
    scale = instrument.answer_scale(name)
    if scale.values:
        return [float(value.value) for value in scale.values]
    whole = scale.low == int(scale.low) and scale.high == int(scale.high)
    span = int(scale.high - scale.low)
    return [scale.low + step for step in range(span + 1)] if whole and span <= MOST_ANSWERS else []
