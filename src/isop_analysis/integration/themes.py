"""Codes and themes counted over segments, and how far two coders agreed."""

import math
from typing import TYPE_CHECKING

from isop_analysis.base.reasons import Reason, written
from isop_analysis.contracts.table import Row

if TYPE_CHECKING:
    import pandas as pd

ALL = "all"


def theme_counts(segments: "pd.DataFrame") -> list[Row]:
    """Return the rows of theme_counts: each code of a theme, then the theme as a whole (code ``all``).

    A segment that two coders gave the same code counts once.
    """
    rows = segments.astype({"theme": "str", "code": "str", "coder": "str"})
    whole = rows.assign(code=ALL)
    found: list[Row] = []
    for part in (rows, whole):
        for (theme, code), here in part.groupby(["theme", "code"]):
            found.append(
                {
                    "theme": theme,
                    "code": code,
                    "segments": int(here["segment"].nunique()),
                    "teams": int(here.loc[here["team"] != "none", "team"].nunique()),
                    "people": int(here["person"].nunique()),
                    "coders": int(here["coder"].nunique()),
                }
            )
    return sorted(found, key=lambda row: (str(row["theme"]), row["code"] != ALL, str(row["code"])))


def coder_agreement(segments: "pd.DataFrame") -> list[Row]:
    """Return the rows of coder_agreement: per code, two coders over the segments that both of them coded.

    Kappa is Cohen's (1960) over "gave the code" or "did not"; it is not defined where both coders always
    agree on one and the same answer. With one coder, or more than two, the reason says so and there are no
    numbers.
    """
    rows = segments.astype({"code": "str", "coder": "str"})
    coders = sorted(rows["coder"].unique())
    codes = sorted(rows["code"].unique())
    if len(coders) != 2:
        reason = Reason("coders", found=len(coders))
        return [_without(rows, code, reason) for code in codes]
    sets = [set(rows.loc[rows["coder"] == coder, "segment"]) for coder in coders]
    both_coded = sorted(sets[0] & sets[1])
    return [_agreed(rows, code, coders, both_coded) for code in codes]


def _without(rows: "pd.DataFrame", code: str, reason: Reason) -> Row:
    segments = int(rows.loc[rows["code"] == code, "segment"].nunique())
    return {
        "code": code,
        "segments": segments,
        "both": 0,
        "one": 0,
        "percentage": None,
        "kappa": None,
        "reason": written([reason]),
    }


def _agreed(rows: "pd.DataFrame", code: str, coders: list[str], both_coded: list[int]) -> Row:
    gave = [
        set(rows.loc[(rows["coder"] == coder) & (rows["code"] == code), "segment"]) & set(both_coded)
        for coder in coders
    ]
    total, both, one = len(both_coded), len(gave[0] & gave[1]), len(gave[0] ^ gave[1])
    row: Row = {"code": code, "segments": total, "both": both, "one": one}
    if total == 0:
        return row | {"percentage": None, "kappa": None, "reason": written([Reason("coders_apart")])}
    observed = (total - one) / total
    shares = [len(one_coder) / total for one_coder in gave]
    expected = shares[0] * shares[1] + (1 - shares[0]) * (1 - shares[1])
    kappa = (observed - expected) / (1 - expected) if not math.isclose(expected, 1) else None
    reason = None if kappa is not None else written([Reason("coders_alike")])
    return row | {"percentage": 100 * observed, "kappa": kappa, "reason": reason}
