"""Coded texts: how far coders agreed, and how many people raised a code, in bands of distinct people."""

from typing import TYPE_CHECKING

from isop_analysis.base.reasons import Reason, written
from isop_analysis.contracts.cells import Count
from isop_analysis.contracts.table import Row
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
        counts = {name: str(bands.cell(int(row[name]))) for name in ("documents", "people")}
        told = {name: row[name] for name in (*MEASURES, "below", "reason")}
        if int(row["people"]) < bands.width:
            told |= dict.fromkeys(MEASURES) | {"below": False}
            told["reason"] = row["reason"] or written([Reason("few_raised_code", needed=bands.width)])
        rows.append({"code": row["code"], "coders": row["coders"]} | counts | told)
    return rows


def frequency_rows(frequencies: "pd.DataFrame", bands: Bands) -> list[Row]:
    """Return the rows of code_frequencies: of twenty people up who were asked, how many raised a code.

    A breakdown of a code that would tell of a group under the minimum, beside how many raised it in all, is
    left out. Roles divide people; at several occasions one may be asked again.
    """
    rows: list[Row] = []
    for _, own in frequencies.groupby("code", observed=True, sort=False):
        by = {str(name): part for name, part in own.groupby(own["by"].astype("str"))}
        whole = _cells(by[ALL], bands)
        rows += whole
        for name in TOLD_BY if whole else ():
            told = _cells(by[name], bands) if name in by else []
            if told and not _gives_away(told, whole[0], divides=name == "role", bands=bands):
                rows += told
    return rows


def _cells(own: "pd.DataFrame", bands: Bands) -> list[Row]:
    """Return the rows of groups of twenty people up."""
    rows: list[Row] = []
    for row in own.astype("object").to_dict("records"):
        if bands.is_enough(int(row["asked"])):
            people, asked = bands.cell(int(row["people"])), bands.cell(int(row["asked"]))
            told = {name: row[name] for name in ("theme", "code", "by", "value")}
            rows.append(told | {"people": str(people), "asked": str(asked), "share": share_of(people, asked)})
    return rows


def _gives_away(told: list[Row], whole: Row, *, divides: bool, bands: Bands) -> bool:
    """Tell whether a group that raised a code, or did not, could be bounded: groups untold are one more."""
    every = tuple(range(len(told) + 1))
    for cell in ("people", "asked"):
        cells = [*(Count.read(str(row[cell])) for row in told), Count(0, ANYBODY)]
        total = Count.read(str(whole[cell]))
        sums = [Sum(every, total)] if divides else [Sum((place,), total, at_most=True) for place in every]
        if gives_away(cells, sums, bands.width):
            return True
    return False
