"""Published tables that are kept for tests of report and figures, held to what the steps write now.

`tests/published/<study>/` holds them, so that those tests need no run. With ISOP_RENEW=1 they are renewed.
"""

import os
from pathlib import Path

import pandas as pd

from isop_analysis.contracts.published import published
from isop_analysis.contracts.published_files import published_path
from isop_analysis.contracts.table import Column
from isop_analysis.study import Study

KEPT = Path(__file__).parents[1] / "published"
OTHERS = ("their_value", "magnitude", "verdict", "reason", "converged")
"""What the second opinion tells of where another engine's search ended: elsewhere on another processor."""
RENEW = "renew: ISOP_RENEW=1 ./test tests/unit/test_published_as_written.py tests/unit/test_bhr2000_study.py"


def cells(path: Path) -> pd.DataFrame:
    return pd.read_csv(path, dtype="str", keep_default_na=False)


def differing(ours: pd.Series, theirs: pd.Series, column: Column) -> list[int]:
    """Return the rows in which a column differs; numbers may by their last digit, as rounding may fall."""
    found = [place for place, (a, b) in enumerate(zip(ours, theirs, strict=True)) if a != b]
    if column.kind == "number":
        found = [place for place in found if not near(ours[place], theirs[place])]
    return found


def near(ours: str, theirs: str) -> bool:
    """Whether two numbers differ by one in the last digit told, at most."""
    digits = max(len(one.partition(".")[2]) for one in (ours, theirs))
    return "" not in (ours, theirs) and abs(float(ours) - float(theirs)) < 1.5 * 10**-digits


def held(study: Study, name: str) -> None:
    """Hold a kept table to the one that the steps wrote, column by column."""
    kept = published_path(name, KEPT / study.name)
    written = published_path(name, study.published)
    if os.environ.get("ISOP_RENEW") == "1":
        kept.parent.mkdir(parents=True, exist_ok=True)
        kept.write_bytes(written.read_bytes())
    ours, theirs = cells(kept), cells(written)
    assert list(ours) == list(theirs), RENEW
    assert len(ours) == len(theirs), RENEW
    columns = {column.name: column for column in published(name).columns if column.name not in _left(name)}
    found = {one: differing(ours[one], theirs[one], columns[one]) for one in columns}
    assert {one: rows for one, rows in found.items() if rows} == {}, RENEW


def _left(name: str) -> tuple[str, ...]:
    return OTHERS if name == "second_opinions" else ()
