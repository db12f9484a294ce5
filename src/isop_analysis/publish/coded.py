"""Coded texts: how far coders agreed, and how many people raised a code, in bands of distinct people."""

from typing import TYPE_CHECKING

from isop_analysis.base.reasons import Reason, written
from isop_analysis.contracts.cells import Count
from isop_analysis.contracts.table import Row
from isop_analysis.integration.talks import ANSWER
from isop_analysis.publish.banding import Bands, share_of
from isop_analysis.publish.bounds import Sum, gives_away

if TYPE_CHECKING:
    import pandas as pd

MEASURES = tuple(
    f"{one}{end}" for one in ("alpha", "kappa", "percentage") for end in ("", "_ci_low", "_ci_high")
)
TOLD_BY = ("role", "occasion")
ALL = "all"
ANYBODY = 10**6


def agreement_rows(agreement: "pd.DataFrame", bands: Bands) -> list[Row]:
    """Return the rows of coder_agreement; of codes that few people raised no number is told."""
    rows: list[Row] = []
    for row in agreement.astype("object").to_dict("records"):
        counts: Row = {name: str(bands.cell(int(row[name]))) for name in ("documents", "people")}
        counts["coded"] = str(bands.cell(int(row["coded"]))) if row["code"] == ALL else None
        told = {name: row[name] for name in (*MEASURES, "below", "reason")}
        if int(row["people"]) < bands.width:
            told |= dict.fromkeys(MEASURES) | {"below": False}
            told["reason"] = row["reason"] or written([Reason("few_raised_code", needed=bands.width)])
        rows.append({"code": row["code"], "coders": row["coders"]} | counts | told)
    return rows


def frequency_rows(frequencies: "pd.DataFrame", bands: Bands) -> list[Row]:
    """Return the rows of code_frequencies: of twenty people up who were asked, how many raised a code.

    A division of a code that would bound a group under the minimum is left out, and so are occasions beside
    one of which nothing is told: who knows how few were interviewed then has them by difference. Open answers
    are other texts, of other people: who raised a code there is told beside it.
    """
    rows: list[Row] = []
    for _, own in frequencies.groupby("code", observed=True, sort=False):
        by = {str(name): part for name, part in own.groupby(own["by"].astype("str"))}
        whole = _cells(by.get(ALL, own.iloc[:0]), bands)
        rows += whole
        for name in TOLD_BY if whole else ():
            told = _cells(by[name], bands) if name in by else []
            untold = len(by[name]) - len(told) if name in by else 0
            whose = told if name == "role" or not untold else []
            away = _of_roles if name == "role" else _of_occasions
            if whose and not gives_away(*away(whose, whole[0]), bands.width):
                rows += whose
        kinds = by.get("kind", own.iloc[:0])
        rows += _cells(kinds[kinds["value"].astype("str") == ANSWER], bands)
    return rows


def most_asked(told: list[Row]) -> dict[str, int]:
    """Return the most `people` who may have been interviewed, as told; nothing where it is not."""
    asked = [Count.read(str(row["asked"])).high for row in told if row["by"] == ALL]
    return {"people": asked[0]} if asked else {}


def _cells(own: "pd.DataFrame", bands: Bands) -> list[Row]:
    """Return the rows of groups of twenty people up."""
    rows: list[Row] = []
    for row in own.astype("object").to_dict("records"):
        if bands.is_enough(int(row["asked"])):
            people, asked = bands.cell(int(row["people"])), bands.cell(int(row["asked"]))
            told = {name: row[name] for name in ("theme", "code", "by", "value")}
            rows.append(told | {"people": str(people), "asked": str(asked), "share": share_of(people, asked)})
    return rows


def _of_roles(told: list[Row], whole: Row) -> tuple[list[Count], list[Sum]]:
    """Return who raised a code by role, those of other roles last, and what is known of them together.

    Roles divide the people: others than those told were asked no more than are left.
    """
    asked = Count.read(str(whole["asked"])).high - sum(Count.read(str(row["asked"])).low for row in told)
    cells = [*(Count.read(str(row["people"])) for row in told), Count(0, max(0, asked))]
    return cells, [Sum(tuple(range(len(cells))), Count.read(str(whole["people"])))]


def _of_occasions(told: list[Row], whole: Row) -> tuple[list[Count], list[Sum]]:
    """Return who raised a code by occasion, and what is known of them together.

    Who is asked at two occasions counts at both: together they are at least all, each at most all.
    """
    cells = [Count.read(str(row["people"])) for row in told]
    every = Count.read(str(whole["people"]))
    each = [Sum((place,), Count(0, every.high), at_most=True) for place in range(len(cells))]
    return cells, [Sum(tuple(range(len(cells))), Count(every.low, ANYBODY)), *each]
