"""The frame of one model × scale: a row per score, with every variable a formula may name.

Steps: take the scale's scores; add wave, person, team and participation; add other scales' scores of the same
person and wave where the formula names them; centre what the config declares. Nothing is dropped here: rows
with a missing variable are dropped, and counted, by the fit.
"""

import re
from typing import TYPE_CHECKING

from isop_analysis.base.nearest import nearest
from isop_analysis.base.reasons import Refused
from isop_analysis.models.tables import ModelTables
from isop_analysis.study.model_settings import Centred, Multilevel

if TYPE_CHECKING:
    import pandas as pd

NO_TEAM = "none"
PERSON = "person"
WORD = re.compile(r"[A-Za-z_][A-Za-z0-9_.]*")


def named(formula: str) -> set[str]:
    """Return the words of a formula that may be variables."""
    return set(WORD.findall(formula))


def grouping_factors(formula: str) -> list[list[str]]:
    """Return the grouping factors of a formula, each as the columns that make it: ``site/team`` gives two."""
    factors: list[list[str]] = []
    for group in re.findall(r"\|\s*([^)|]+)\)", formula):
        nested = [part.strip().split(":") for part in group.split("/")]
        for depth in range(len(nested)):
            columns = [name.strip() for part in nested[: depth + 1] for name in part]
            if columns not in factors:
                factors.append(columns)
    return factors


def model_frame(tables: ModelTables, model: Multilevel, scale: str) -> "pd.DataFrame":
    """Return the frame for a model of one scale.

    Columns: score, person, team, site, wave, cohort, school_year, occasion, time, months; the persons'
    attributes; the teams' columns; dose, offered, attended and the register's measures of the member in that
    wave; measures of networks of the person and the team at that wave; scales that the formula names; the
    centred variables. People without a team have ``team``
    ``none_<person>``, a cluster of their own, and dose 0; they are left out where the rows are participants.

    Raises Refused where the model names a code on which coders agree too little.
    """
    words = named(model.formula) | {centred.of for centred in model.centred}
    if disputed := sorted(words & tables.disputed):
        raise Refused("variable_of_disputed_code", variable=disputed[0])
    wanted = tables.scores["scale"] == scale
    if model.rows == "participants":
        wanted &= tables.scores["team"] != NO_TEAM
    frame = tables.described_scores[wanted.to_numpy()].reset_index(drop=True)
    alone = frame["team"] == NO_TEAM
    frame.loc[alone, "dose"] = 0.0
    frame.loc[alone, "team"] = NO_TEAM + "_" + frame.loc[alone, "person"]
    for other in sorted(_scales_named(tables, model, scale)):
        frame = frame.merge(_other_scale(tables, other), on=["person", "wave"], how="left")
    for centred in model.centred:
        frame[centred.name] = centre(frame, centred)
    return frame


def centre(frame: "pd.DataFrame", centred: Centred) -> "pd.Series":
    """Return the centred variable: a group's mean, or the value, minus a wider group's or the grand mean.

    Means are taken over the frame's rows, those with a missing value left out (Enders & Tofighi 2007). With
    `others` the group's mean is that of its other people, none where nobody else has a value.

    Raises Refused where the frame has no such column.
    """
    for column in (centred.of, *centred.between, *centred.within, *([PERSON] if centred.others else [])):
        if column not in frame:
            known = nearest(column, frame.columns)
            raise Refused("nothing_to_centre", name=centred.name, column=column, meant=known)
    values = frame[centred.of]
    taken = values
    if centred.between:
        taken = (_mean_of_others if centred.others else _mean)(frame, centred.of, centred.between)
    return taken - (_mean(frame, centred.of, centred.within) if centred.within else values.mean())


def _mean(frame: "pd.DataFrame", variable: str, groups: list[str]) -> "pd.Series":
    return frame.groupby(groups)[variable].transform("mean")


def _mean_of_others(frame: "pd.DataFrame", variable: str, groups: list[str]) -> "pd.Series":
    """Return the mean over the rows of everyone else in the group: (Σ group − Σ own) ÷ (n group − n own)."""
    whole, own = (frame.groupby(by)[variable] for by in (groups, [*groups, PERSON]))
    count = whole.transform("count") - own.transform("count")
    total = whole.transform("sum") - own.transform("sum")
    return total / count.where(count > 0)


def _scales_named(tables: ModelTables, model: Multilevel, scale: str) -> set[str]:
    words = named(model.formula) | {centred.of for centred in model.centred}
    return (words & tables.scored_scales) - {scale}


def _other_scale(tables: ModelTables, scale: str) -> "pd.DataFrame":
    rows = tables.scores[tables.scores["scale"] == scale]
    means = rows.groupby(["person", "wave"])["score"].mean()
    return means.rename(scale).reset_index()
