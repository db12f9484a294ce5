"""Codes and themes counted over the segments that are analysed."""

from typing import TYPE_CHECKING

from isop_analysis.contracts.table import Row

if TYPE_CHECKING:
    import pandas as pd

ALL = "all"


def speakers(rows: "pd.DataFrame") -> int:
    """Return how many people speak; a document that names nobody, as a group talk, counts as one of them."""
    return int(rows["person"].astype("object").fillna(rows["document"].astype("object")).nunique())


def theme_counts(segments: "pd.DataFrame") -> list[Row]:
    """Return the rows of theme_counts: each code of a theme, then the theme as a whole (code ``all``).

    A segment that two coders gave the same code counts once, and a document that names nobody as one person.
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
                    "people": speakers(here),
                    "coders": int(here["coder"].nunique()),
                }
            )
    return sorted(found, key=lambda row: (str(row["theme"]), row["code"] != ALL, str(row["code"])))
