"""A sheet of invented answers, to show before the first survey: what a team will get."""

from itertools import cycle
from typing import TYPE_CHECKING

from isop_analysis.contracts.published_sheets import SHEET_NAMES, sheet_table
from isop_analysis.contracts.table import Row, conform
from isop_analysis.measurement.scores import score_range

if TYPE_CHECKING:
    import pandas as pd

    from isop_analysis.study.study import Study

PARTS = 16
DOTS = (11, 12, 10, 9, 13, 9, 11, 12, 10)
"""Where the dots stand, in sixteenths of the range; most teams stand from two below to one above ten."""
BOX = (8, 12)
LINE = 0.125


def sample_tables(study: "Study") -> "dict[str, pd.DataFrame]":
    """Return tables as a team's, all invented: every scale that may be drawn, one strength, a question."""
    import pandas as pd

    scales = [
        (instrument, scale)
        for instrument, scale in study.scales
        if scale.sheet is not False and len(scale.items) > 1
    ]
    rows: list[Row] = []
    for (instrument, scale), dot in zip(scales, cycle(DOTS), strict=False):
        low, high = score_range(instrument, scale)
        point = (high - low) / PARTS
        own: Row = {name: low + at * point for name, at in (("dot", dot), ("low", BOX[0]), ("high", BOX[1]))}
        strong = dot == max(DOTS) and not any(row["above"] for row in rows)
        told: Row = {"above": strong, "below": False, "previous": None}
        rows.append({"scale": scale.name, "state": "shown"} | own | told)
    places = dict(zip((row["scale"] for row in rows), cycle(DOTS), strict=False))
    asked = min(places, key=lambda name: places[name], default=None)
    codes = study.integration.codes if study.integration is not None else []
    first = study.config.waves[0]
    said: list[Row] = [{"code": code.name, "wave": first.name} for code in codes if code.sheet]
    found: dict[str, list[Row]] = {
        "sheets": [
            {
                "wave": first.name,
                "occasion": first.occasion,
                "state": "shown",
                "members": "8",
                "minimum": str(study.config.privacy.minimum_team),
                "line": LINE,
                "rule": "lowest" if asked else "ask",
                "question": asked,
                "team_changed": False,
            }
        ],
        "sheet_scales": rows,
        "sheet_codes": said[:1],
    }
    return {
        name: conform(pd.DataFrame(found[name], columns=sheet_table(name).column_names), sheet_table(name))
        for name in SHEET_NAMES
    }
