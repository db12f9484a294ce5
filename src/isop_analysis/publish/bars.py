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
        answers: every possible answer, and others that were given, ascending (k).
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

    Answers that nobody gave stand there too: without them, the lowest band would say that somebody did.
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
        numbers = dict(sorted({**dict.fromkeys(possible.get(item, ()), 0), **given}.items()))
        n = sum(numbers.values())
        block = (
            block_of(list(numbers.values()), bands.total(n, occasion), bands) if bands.is_enough(n) else None
        )
        if block is not None:
            found.append(Bars(instrument, item, occasion, tuple(numbers), block))
    return found


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
