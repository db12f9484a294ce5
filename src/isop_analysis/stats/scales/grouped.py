"""Answers of people in groups: which rows are used, and which group each belongs to."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from isop_analysis.base.reasons import Refused


@dataclass(frozen=True)
class GroupedAnswers:
    """The rows that are used, and which of the named groups each belongs to."""

    answers: pd.DataFrame
    codes: np.ndarray
    """Group of each row, 0 … k−1."""
    names: pd.Index
    """Labels of the groups in sorted order, (k,)."""
    dropped: int
    """Rows left out: no group, or too few items answered."""


def grouped_answers(
    answers: pd.DataFrame, group: pd.Series | np.ndarray, minimum: int | None = None
) -> GroupedAnswers:
    """Return the rows with a group and at least `minimum` answers (all by default).

    Raises
    ------
    Refused
        For labels that don't fit the rows, one group only, or groups of one only.
    """
    labels = _labels(answers, group)
    n_items = answers.shape[1]
    minimum = n_items if minimum is None else minimum
    if not 1 <= minimum <= n_items:
        raise Refused("minimum_answered", minimum=minimum, items=n_items)
    kept = (labels.notna() & (answers.notna().sum(axis=1) >= minimum)).to_numpy()
    codes, names = pd.factorize(labels[kept], sort=True)
    _check_groups(codes, names, len(answers))
    return GroupedAnswers(answers[kept], codes, pd.Index(list(names)), len(answers) - int(kept.sum()))


def _labels(answers: pd.DataFrame, group: pd.Series | np.ndarray) -> pd.Series:
    if len(group) != len(answers):
        raise Refused("group_labels", found=len(group), rows=len(answers))
    if isinstance(group, pd.Series) and not group.index.equals(answers.index):
        raise Refused("group_index")
    labels = pd.Series(group, index=answers.index)
    kinds = {type(label) for label in labels.dropna()} if labels.dtype == object else set()
    return labels.map(str, na_action="ignore") if len(kinds) > 1 else labels


def _check_groups(codes: np.ndarray, names: pd.Index, rows: int) -> None:
    if not len(names):
        raise Refused("agreement_no_group", used=len(codes), rows=rows)
    if len(names) < 2:
        raise Refused("agreement_one_group", of=str(names[0]), used=len(codes), rows=rows)
    if len(codes) == len(names):
        raise Refused("agreement_groups_of_one", found=len(names))
