"""Items and scales: how answers and scores are spread, from twenty up; means of items come from the bars."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from isop_analysis.contracts.table import Row
from isop_analysis.publish.banding import Bands, block_of
from isop_analysis.publish.bars import Bars

if TYPE_CHECKING:
    import pandas as pd

    from isop_analysis.study.instrument import Instrument, Scale
    from isop_analysis.study.study import Study

STEPS = 8
"""Into how many equal steps the range of a scale's scores is cut."""


def item_count_rows(bars: Sequence[Bars]) -> list[Row]:
    """Return the rows of item_counts: each possible answer at an occasion, as a band and a share."""
    return [
        {"instrument": one.instrument, "item": one.item, "occasion": one.occasion}
        | {"answer": answer, "count": str(cell), "share": share}
        for one in bars
        for answer, cell, share in zip(one.answers, one.block.cells, one.block.shares, strict=True)
    ]


def item_rows(study: "Study", described: "pd.DataFrame", bars: Sequence[Bars], bands: Bands) -> list[Row]:
    """Return the rows of item_descriptives: items told at that occasion; the mean is that of their bars."""
    means = _means(study, bars)
    return [
        {
            **{name: row[name] for name in ("instrument", "scale", "item", "occasion")},
            "n": str(bands.total(int(row["n"]), str(row["occasion"]))),
            "mean": means.get((str(row["item"]), str(row["occasion"]))),
            "item_rest": row["item_rest"],
            "alpha_if_dropped": row["alpha_if_dropped"],
        }
        for row in described.to_dict("records")
        if bands.is_enough(int(row["n"]))
    ]


def _means(study: "Study", bars: Sequence[Bars]) -> dict[tuple[str, str], float]:
    """Return the mean of an item's bars, by item and occasion; reversed items are turned round."""
    ends = {
        item.name: instrument.answer_scale(item.answers)
        for instrument in study.instruments
        for item in instrument.items
        if item.reversed
    }
    found: dict[tuple[str, str], float] = {}
    for one in bars:
        turned = ends.get(one.item)
        mean = one.mean if turned is None else turned.low + turned.high - one.mean
        found[one.item, one.occasion] = mean
    return found


def scale_rows(study: "Study", described: "pd.DataFrame", bars: Sequence[Bars], bands: Bands) -> list[Row]:
    """Return the rows of scale_descriptives from twenty scores up.

    A scale of one item is that item: its mean is that of the item's bars, and it has no SD.
    """
    means = _means(study, bars)
    single = {scale.name: (instrument, scale) for instrument, scale in study.scales if len(scale.items) == 1}
    found: list[Row] = []
    for row in described.to_dict("records"):
        if not bands.is_enough(int(row["n"])):
            continue
        occasion = str(row["occasion"])
        told = {"mean": row["mean"], "sd": row["sd"]}
        if str(row["scale"]) in single:
            own = single[str(row["scale"])]
            told = {"mean": _as_score(*own, means.get((own[1].items[0], occasion))), "sd": None}
        counted = {name: str(bands.total(int(row[name]), occasion)) for name in ("n", "persons")}
        head = {name: row[name] for name in ("instrument", "scale", "occasion", "teams")}
        found.append(head | told | counted)
    return found


def _as_score(instrument: "Instrument", scale: "Scale", mean: float | None) -> float | None:
    """Return the mean answer to a scale's only item as the scale's score."""
    from isop_analysis.measurement.scores import answer_range, score_range

    if mean is None:
        return None
    (low, high), (least, most) = answer_range(instrument, scale), score_range(instrument, scale)
    return least + (mean - low) / (high - low) * (most - least)


def score_rows(study: "Study", scores: "pd.DataFrame", bands: Bands) -> list[Row]:
    """Return the rows of score_counts: scores of each scale in equal steps of its range, per occasion.

    A scale of one item has the item's bars, and no others that could be laid beside them.
    """
    import numpy as np

    from isop_analysis.measurement.scores import score_range

    occasions = {wave.name: wave.occasion for wave in study.config.waves}
    scored = scores[scores["status"].astype("str") == "scored"]
    at = [scored["scale"].astype("str"), scored["wave"].astype("str").map(occasions)]
    given = {key: own.to_numpy(dtype="float64") for key, own in scored["score"].groupby(at)}
    found: list[Row] = []
    for instrument, scale in study.scales:
        if len(scale.items) == 1:
            continue
        edges = np.linspace(*score_range(instrument, scale), STEPS + 1)
        for occasion in dict.fromkeys(occasions.values()):
            values = given.get((scale.name, occasion))
            if values is None or not bands.is_enough(len(values)):
                continue
            numbers = np.histogram(values, edges)[0]
            block = block_of([int(number) for number in numbers], bands.total(len(values), occasion), bands)
            if block is None:
                continue
            head: Row = {"scale": scale.name, "occasion": occasion}
            found += [
                head | {"low": edges[place], "high": edges[place + 1], "count": str(cell), "share": share}
                for place, (cell, share) in enumerate(zip(block.cells, block.shares, strict=True))
            ]
    return found
