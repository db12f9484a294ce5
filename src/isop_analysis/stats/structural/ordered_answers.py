"""Which variables are ordered items, and their answers as codes from 0."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from isop_analysis.base.nearest import nearest
from isop_analysis.base.reasons import Refused
from isop_analysis.stats.structural.checks import check_constant
from isop_analysis.stats.structural.moments import Array
from isop_analysis.stats.structural.roles import Roles
from isop_analysis.stats.structural.rows import GroupRows, ModelRows
from isop_analysis.stats.structural.statements import Syntax

MOST = 20


@dataclass(frozen=True)
class CodedRows:
    """Rows with answers to ordered items coded from 0, and the number of thresholds of each item."""

    rows: ModelRows
    thresholds: dict[str, int]


def ordered_names(ordered: bool | str | Iterable[str], syntax: Syntax, parts: Iterable[Roles]) -> list[str]:
    """Return the ordered items: those named, all outcomes and indicators for "all", those with thresholds.

    A predictor only is taken as a number (lavaan). Raises Refused for a name that isn't in the model.
    """
    parts = list(parts)
    endogenous = list(dict.fromkeys(name for part in parts for name in part.endogenous))
    observed = list(dict.fromkeys(name for part in parts for name in part.observed))
    if ordered is True or ordered == "all":
        return endogenous
    named = [ordered] if isinstance(ordered, str) else list(ordered or ())
    written = [line.lhs for line in syntax.statements if line.op in ("|", "~*~")]
    for name in (*named, *written):
        if name not in observed:
            meant = nearest(name, observed)
            if meant:
                raise Refused("ordered_unknown_meant", name=name, known=observed, meant=meant)
            raise Refused("ordered_unknown", name=name, known=observed)
    return [name for name in endogenous if name in (*named, *written)]


def without_labels(data: pd.DataFrame, ordered: Sequence[str]) -> pd.DataFrame:
    """Return the data with ordered categories of these columns as numbers."""
    changed = {}
    for name in ordered:
        kind = data[name].dtype if list(data.columns).count(name) == 1 else None
        if isinstance(kind, pd.CategoricalDtype) and kind.ordered:
            codes = data[name].cat.codes.astype("float64")
            changed[name] = codes.where(codes >= 0)
    return data.assign(**changed) if changed else data


def coded_rows(rows: ModelRows, ordered: Sequence[str]) -> CodedRows:
    """Return the rows with each item's answers coded from 0, in all groups alike.

    Raises Refused for an item with more than 20 answers, or an answer that a group doesn't give.
    """
    values = [group.values.copy() for group in rows.groups]
    thresholds = {}
    for name in ordered:
        place = rows.names.index(name)
        given = [np.unique(part[~np.isnan(part[:, place]), place]) for part in values]
        answers = np.unique(np.concatenate(given))
        _check_answers(name, answers, given, rows)
        for part in values:
            part[:, place] = _coded(part[:, place], answers)
        thresholds[name] = len(answers) - 1
    groups = tuple(
        GroupRows(group.label, part, group.clusters) for group, part in zip(rows.groups, values, strict=True)
    )
    return CodedRows(replace(rows, groups=groups), thresholds)


def _coded(column: Array, answers: Array) -> Array:
    seen = ~np.isnan(column)
    return np.where(seen, np.searchsorted(answers, np.where(seen, column, answers[0])), np.nan)


def _check_answers(name: str, answers: Array, given: list[Array], rows: ModelRows) -> None:
    for group, own in zip(rows.groups, given, strict=True):
        if len(own) == 1:
            column = rows.columns(rows.groups.index(group), [name])
            check_constant([name], column, group.label or None)
    if len(answers) > MOST:
        raise Refused("too_many_answers", item=name, found=len(answers), needed=MOST)
    for group, own in zip(rows.groups, given, strict=True):
        lacking = [f"{answer:g}" for answer in np.setdiff1d(answers, own)]
        if len(own) > 1 and lacking:
            raise Refused("answers_not_given", item=name, answers=lacking, in_group=group.label)
