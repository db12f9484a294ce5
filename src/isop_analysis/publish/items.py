"""Items and scales: how answers and scores are spread, from twenty up; means of items come from the bars."""

from typing import TYPE_CHECKING

from isop_analysis.contracts.table import Row
from isop_analysis.publish.banding import Bands, Block, block_of

if TYPE_CHECKING:
    import pandas as pd

    from isop_analysis.study.study import Study

STEPS = 8
"""Into how many equal steps the range of a scale's scores is cut."""


def item_count_rows(counts: "pd.DataFrame", bands: Bands) -> list[Row]:
    """Return the rows of item_counts: each possible answer given at an occasion, as a band and a share."""
    found: list[Row] = []
    for (instrument, item, occasion), own in _given(counts).groupby(
        ["instrument", "item", "occasion"], observed=True
    ):
        block = _block(own, str(occasion), bands)
        if block is None:
            continue
        head: Row = {"instrument": instrument, "item": item, "occasion": occasion}
        found += [
            head | {"answer": answer, "count": str(cell), "share": share}
            for answer, cell, share in zip(own["answer"], block.cells, block.shares, strict=True)
        ]
    return found


def _given(counts: "pd.DataFrame") -> "pd.DataFrame":
    given = counts[counts["answer_kind"].astype("str") == "given"]
    return given.sort_values(["instrument", "item", "occasion", "answer"], kind="stable")


def _block(own: "pd.DataFrame", occasion: str, bands: Bands) -> Block | None:
    n = int(own["count"].sum())
    if not bands.is_enough(n):
        return None
    return block_of([int(number) for number in own["count"]], bands.total(n, occasion), bands)


def item_rows(described: "pd.DataFrame", counts: "pd.DataFrame", bands: Bands) -> list[Row]:
    """Return the rows of item_descriptives: items told at that occasion; the mean is that of their bars."""
    means = {
        (str(item), str(occasion)): float((own["answer"] * list(block.shares)).sum())
        for (item, occasion), own in _given(counts).groupby(["item", "occasion"], observed=True)
        if (block := _block(own, str(occasion), bands)) is not None
    }
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


def scale_rows(described: "pd.DataFrame", bands: Bands) -> list[Row]:
    """Return the rows of scale_descriptives from twenty scores up."""
    return [
        {
            **{name: row[name] for name in ("instrument", "scale", "occasion", "teams", "mean", "sd")},
            "n": str(bands.total(int(row["n"]), str(row["occasion"]))),
            "persons": str(bands.total(int(row["persons"]), str(row["occasion"]))),
        }
        for row in described.to_dict("records")
        if bands.is_enough(int(row["n"]))
    ]


def score_rows(study: "Study", scores: "pd.DataFrame", bands: Bands) -> list[Row]:
    """Return the rows of score_counts: scores of each scale in equal steps of its range, per occasion."""
    import numpy as np

    from isop_analysis.measurement.scores import score_range

    occasions = {wave.name: wave.occasion for wave in study.config.waves}
    scored = scores[scores["status"].astype("str") == "scored"]
    at = scored["wave"].astype("str").map(occasions)
    found: list[Row] = []
    for instrument, scale in study.scales:
        edges = np.linspace(*score_range(instrument, scale), STEPS + 1)
        own = scored["scale"].astype("str") == scale.name
        for occasion in dict.fromkeys(occasions.values()):
            values = scored.loc[own & (at == occasion), "score"].to_numpy(dtype="float64")
            if not bands.is_enough(len(values)):
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
