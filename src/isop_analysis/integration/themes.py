"""Codes and themes counted over the segments that are analysed."""

from typing import TYPE_CHECKING

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
