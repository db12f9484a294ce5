"""The file that links sites to the keys of open data."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from isop_analysis.opendata.published_values import municipality_code
from isop_analysis.opendata.text_table import TextTable, read_text_table
from isop_analysis.study.context import SiteKeys
from isop_analysis.study.problems import Problem, StudyError

if TYPE_CHECKING:
    import pandas as pd

NO_SITE = "is empty; write the name of the site that the row is about, or take the row out"
MEND = "fill it in, such as 00"


def read_site_keys(path: Path, shown: str, settings: SiteKeys) -> "pd.DataFrame":
    """Return one row a site × key: site, brin, location, lrk, municipality (text; absent where empty).

    Raises
    ------
    StudyError
        When the file can't be read, lacks a column, has a row of no site, or names a school without its
        location.
    """
    import pandas as pd

    table = read_text_table(path, shown)
    columns = {"site": settings.site, "brin": settings.brin, "location": settings.location}
    if settings.lrk is not None:
        columns["lrk"] = settings.lrk
    columns["municipality"] = settings.municipality
    positions = {name: table.position(column) for name, column in columns.items()}
    if problems := _problems(table, positions, settings, shown):
        raise StudyError(problems)
    frame = pd.DataFrame(
        {name: [row[place].strip() or None for row in table.rows] for name, place in positions.items()},
        dtype="str",
    )
    if "lrk" not in frame:
        frame["lrk"] = None
    known = frame["municipality"].notna()
    frame.loc[known, "municipality"] = [municipality_code(code) for code in frame.loc[known, "municipality"]]
    frame["location"] = frame["location"].str.zfill(2)
    return frame.sort_values(["site", "brin", "location"], kind="stable").reset_index(drop=True)


def _problems(
    table: TextTable, positions: Mapping[str, int], settings: SiteKeys, shown: str
) -> list[Problem]:
    found = []
    for line, row in zip(table.lines, table.rows, strict=True):
        filled = {name for name, place in positions.items() if row[place].strip()}
        if "site" not in filled:
            found.append(Problem(shown, NO_SITE, line, settings.site))
        elif "brin" in filled and "location" not in filled:
            found.append(
                Problem(shown, f"is empty where {settings.brin} is filled; {MEND}", line, settings.location)
            )
    return found
