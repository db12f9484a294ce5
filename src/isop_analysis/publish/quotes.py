"""What readers may read of what people said: approved quotes, so that none tells who said it, or of how few.

1. A quote tells that somebody raised its code: none is told of a code that fewer people raised than the
   minimum.
2. The role stands under it where as many people of that role raised the code. Where counts by role are told,
   a quote of another role would tell that a cell under the minimum is not empty: it is left out. Where none
   are told, no quote of that code bears a role.
3. Since a release in which one to a few people who speak joined, left, changed or took back their consent, no
   quote is told at all (`steps.publish_tables`): a single one that was gone would be known to be theirs.
4. Codes in the codebook's order, quotes in that of a hash of their words. No team, occasion or id.
"""

import hashlib
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from isop_analysis.contracts.table import Row
from isop_analysis.publish.coded import ALL

if TYPE_CHECKING:
    import pandas as pd

TOLD = ("theme", "code", "language", "text")


def quote_rows(
    quotes: "pd.DataFrame",
    frequencies: "pd.DataFrame",
    told: Sequence[Row],
    codes: Sequence[str],
    minimum: int,
) -> list[Row]:
    """Return the rows of quotes.

    `frequencies` are the analysts' counts of who raised each code, `told` the published rows of them,
    `codes` the order of the codebook.
    """
    people = {
        (code, by, value): number
        for code, by, value, number in _plain(frequencies, "code", "by", "value", "people")
    }
    divided = {str(row["code"]) for row in told if row["by"] == "role"}
    found: list[Row] = []
    rows = quotes.astype("object").where(quotes.notna(), None).to_dict("records")
    for code in codes:
        own = [row for row in rows if row["code"] == code]
        if people.get((code, ALL, ALL), 0) >= minimum:
            enough = {
                value for (of, by, value), n in people.items() if (of, by) == (code, "role") and n >= minimum
            }
            found += _of_code(own, enough, divided=code in divided)
    return [row | {"place": place} for place, row in enumerate(found, start=1)]


def _of_code(own: Sequence[dict[Any, Any]], enough: set[Any], *, divided: bool) -> Iterator[Row]:
    """Yield the quotes of a code that are told; `enough` are roles of which as many people raised it."""
    known = [row for row in own if row["role"] in enough]
    told = known if divided else own
    for row in sorted(told, key=lambda row: hashlib.sha256(row["text"].encode()).hexdigest()):
        role = row["role"] if len(known) == len(told) else None
        yield {name: row[name] for name in TOLD} | {"role": role}


def _plain(frame: "pd.DataFrame", *columns: str) -> Iterator[tuple[Any, ...]]:
    return frame[list(columns)].astype("object").itertuples(index=False, name=None)
