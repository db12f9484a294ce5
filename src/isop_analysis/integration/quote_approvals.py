"""What a person approved, and the list in which they do: a row a passage, with empty cells to fill in."""

import csv
import io
from collections.abc import Sequence
from typing import TYPE_CHECKING

from isop_analysis.integration.quotes import QUOTE, Passage
from isop_analysis.qualitative.given_ids import was_given
from isop_analysis.study.problems import Problem, StudyError

if TYPE_CHECKING:
    import pandas as pd

    from isop_analysis.study.study import Study

SAID = ("quote", "approved", "by", "date")
COLUMNS = ("quote", "code", "text", "context", "approved", "by", "date")
WORDS = {True: "yes", False: "no"}


def approvals(study: "Study", rows: "pd.DataFrame", key: bytes) -> dict[str, bool]:
    """Return what was said of quotes, by id; ids of passages that are offered no more are among them.

    Raises
    ------
    StudyError
        With every id that this study never gave out.
    """
    quotes = study.integration.quotes if study.integration is not None else None
    file = f"{study.config.raw}/{quotes.approved if quotes is not None else ''}"
    problems = [
        Problem(file, "its id was never given out by this study; copy it from the list of the last run", row)
        for one, row in zip(rows["quote"], rows["file_row"], strict=True)
        if not was_given(key, QUOTE, one)
    ]
    if problems:
        raise StudyError(problems)
    return dict(zip(rows["quote"].str.lower(), rows["approved"].astype("bool"), strict=True))


def candidates_to_fill_in(found: Sequence[Passage], approvals: "pd.DataFrame") -> str:
    """Return the list as spreadsheets open it: semicolons; words in quotation marks, lest one be a formula.

    What was said already stands there, also of passages that are not offered: it may replace the file of
    approvals. `approvals` are the rows of quote_approvals.
    """
    said = {
        quote.lower(): (WORDS[bool(approved)], by, date)
        for quote, approved, by, date in approvals[list(SAID)].itertuples(index=False, name=None)
    }
    rows = [(one.quote, one.code, f"“{one.text}”", one.context) for one in found]
    offered = {one.quote for one in found}
    rows += [(quote, "", "", "") for quote in said if quote not in offered]
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(COLUMNS)
    writer.writerows((*row, *said.get(row[0], ("", "", ""))) for row in rows)
    return text.getvalue()
