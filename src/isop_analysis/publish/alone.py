"""People without a team, who are groups of their own in models of everyone: their number is a band.

65 groups beside 24 teams would be 41 people exactly, whatever band the model's people are told in.
"""

from numbers import Integral
from typing import TYPE_CHECKING, Any

from isop_analysis.contracts.cells import Count, read_mapping, written_mapping
from isop_analysis.publish.flows import NO_TEAM

if TYPE_CHECKING:
    import pandas as pd

    from isop_analysis.study.study import Study

COUNTED = ("clusters", "cr2_clusters")
TEAM = "team"


def with_bands(
    study: "Study", frames: "dict[str, pd.DataFrame]", scores: "pd.DataFrame", width: int
) -> "dict[str, pd.DataFrame]":
    """Return published tables of models in which people without a team are told in bands of `width`.

    A number of groups becomes the least of the band: as many teams, and that many people at least. In
    `cluster_counts` the whole band stands.
    """
    models = _of_everyone(study)
    teams = _teams(scores)
    return {
        name: _told(rows, models, teams, width)
        if {"model", "scale", "clusters"} <= set(rows.columns)
        else rows
        for name, rows in frames.items()
    }


def _of_everyone(study: "Study") -> frozenset[str]:
    return frozenset(one.name for one in study.multilevel if one.rows == "all")


def _teams(scores: "pd.DataFrame") -> dict[str, int]:
    """Return in how many teams people with a score on a scale are, by scale."""
    scored = scores[scores["status"].astype("str") == "scored"].astype({"team": "str", "scale": "str"})
    own = scored[scored["team"] != NO_TEAM].groupby("scale")["team"].nunique()
    return {str(scale): int(teams) for scale, teams in own.items()}


def _told(rows: "pd.DataFrame", models: frozenset[str], teams: dict[str, int], width: int) -> "pd.DataFrame":
    everyone = rows["model"].astype("str").isin(models)
    known = [teams.get(str(scale), 0) for scale in rows["scale"]]
    told = rows.copy()
    for name in [name for name in COUNTED if name in rows]:
        cells = zip(rows[name], everyone, known, strict=True)
        numbers: list[Any] = [_least(cell, own, width) if every else cell for cell, every, own in cells]
        told[name] = type(rows)({name: numbers}, index=rows.index)[name].astype(rows[name].dtype)
    if "assumption" in rows:  # the verdict on a number of groups holds that number
        counted = (rows["assumption"].astype("str") == "enough_clusters") & (rows["about"] == TEAM)
        told.loc[counted & everyone, "value"] = told["clusters"].astype("float64")
    if "cluster_counts" in rows:
        both = zip(rows["cluster_counts"], everyone, known, strict=True)
        counts: list[Any] = [_counts(cell, own, width) if every else cell for cell, every, own in both]
        told["cluster_counts"] = counts
    return told


def _least(cell: object, teams: int, width: int) -> object:
    return band_of(int(cell), teams, width).low if isinstance(cell, Integral) else cell


def band_of(groups: int, teams: int, width: int) -> Count:
    """Return so many groups, of which so many are teams, as a band; exact where all are teams."""
    if groups <= teams:
        return Count.exactly(groups)
    people = Count.banded(groups - teams, width)
    return Count(teams + people.low, teams + people.high)


def _counts(cell: object, teams: int, width: int) -> object:
    if not isinstance(cell, str):
        return cell
    return written_mapping(
        {
            group: str(band_of(int(n), teams, width)) if group.split(":")[0] == TEAM else n
            for group, n in read_mapping(cell).items()
        }
    )
