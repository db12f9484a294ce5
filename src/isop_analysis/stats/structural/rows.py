"""Rows of the data that a model uses: checked, as matrices a group."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from isop_analysis.base.nearest import nearest
from isop_analysis.base.reasons import Refused
from isop_analysis.stats.structural.moments import Array, Places

Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Levels:
    """Variables of a two-level model: those of level 1, and those of level 2 only."""

    below: tuple[str, ...]
    above: tuple[str, ...]


@dataclass(frozen=True)
class Question:
    """What is asked of the data.

    Attributes:
        observed: variables of the model.
        exogenous: those of them with fixed moments; a row without one is never used.
        missing: "listwise" or "fiml".
        group, cluster: columns, or None.
        levels: which variable stands where, or None without levels.
    """

    observed: tuple[str, ...]
    exogenous: tuple[str, ...]
    missing: str
    group: str | None
    cluster: str | None
    levels: Levels | None = None


@dataclass(frozen=True)
class GroupRows:
    """Values (n, p) of a group's rows by the question's variables, NaN where missing, and their cluster."""

    label: str
    values: Array
    clusters: Places


@dataclass(frozen=True)
class ModelRows:
    """Rows of every group, their number, and how many rows of the data were left out."""

    names: tuple[str, ...]
    groups: tuple[GroupRows, ...]
    n: int
    n_dropped: int
    n_clusters: int

    def columns(self, group: int, names: Sequence[str]) -> Array:
        """Return the values (n, k) of these variables."""
        return self.groups[group].values[:, [self.names.index(name) for name in names]]


def model_rows(question: Question, data: pd.DataFrame) -> ModelRows:
    """Return the rows with what the model needs.

    Raises Refused for a variable that isn't there, isn't numeric, is infinite or all missing.
    """
    if not isinstance(data, pd.DataFrame):
        raise Refused("data_no_frame", kind=type(data).__name__)
    columns = [name for name in (question.group, question.cluster) if name is not None]
    present = Counter(data.columns)
    for name in (*question.observed, *columns):
        _check_present(name, present[name], data)
    values = np.column_stack([_numbers(data[name], name) for name in question.observed])
    if question.levels is not None and question.missing == "fiml":
        return cluster_rows(question, question.levels, data, values)
    kept = _usable(question, values)
    for name in columns:
        kept = kept & data[name].notna().to_numpy()
    _check_left(question, values, kept)
    labels = _labels(question, data)
    if kept.all():
        return _grouped(question, data, values, labels, 0)
    return _grouped(question, data[kept], values[kept], labels, len(data) - int(kept.sum()))


def cluster_rows(question: Question, levels: Levels, data: pd.DataFrame, values: Array) -> ModelRows:
    """Return the rows (values n, p) of clusters of which something is known.

    Rows with something of level 1 are counted. Others stay, uncounted: they can tell what level 2 has of
    their cluster.
    """
    clusters = data[str(question.cluster)]
    values = _shared_above(question, levels, values, clusters)
    kept = _usable(question, values) & clusters.notna().to_numpy()
    _check_left(question, values, kept)
    fixed = [place for place, name in enumerate(question.observed) if name in question.exogenous]
    known = clusters.isin(clusters[kept].unique()).to_numpy()
    beside = known & np.asarray(~np.isnan(values[:, fixed]).any(axis=1))
    found = _grouped(question, data[beside], values[beside], [""], len(data) - int(beside.sum()))
    return _counted(levels, found)


def _check_present(name: str, found: int, data: pd.DataFrame) -> None:
    if found == 0:
        meant = nearest(name, data.columns)
        if meant is None:
            raise Refused("column_missing", name=name)
        raise Refused("column_missing_meant", name=name, meant=meant)
    if found > 1:
        raise Refused("variable_twice", name=name, found=found)


def _numbers(column: pd.Series, name: str) -> Array:
    if isinstance(column.dtype, np.dtype) and column.dtype.kind in "fiub":
        return _finite(column.to_numpy(dtype=np.float64), name)
    if not (pd.api.types.is_numeric_dtype(column) or pd.api.types.is_bool_dtype(column)):
        # not which text: it may be someone's, or name a group too small to be named
        raise Refused("column_of_text", name=name)
    return _finite(column.astype("float64").to_numpy(dtype=np.float64, na_value=np.nan), name)


def _finite(numbers: Array, name: str) -> Array:
    if np.isinf(numbers).any():
        raise Refused("variable_infinite", name=name)
    return numbers


def _usable(question: Question, values: Array) -> Flags:
    seen = ~np.isnan(values)
    if question.missing == "listwise":
        return np.asarray(seen.all(axis=1))
    fixed = np.array([name in question.exogenous for name in question.observed])
    return np.asarray(seen[:, fixed].all(axis=1) & seen.any(axis=1))


def _check_left(question: Question, values: Array, kept: Flags) -> None:
    empty = [name for name, column in zip(question.observed, values.T, strict=True) if np.isnan(column).all()]
    if empty:
        raise Refused("column_without_values", names=empty, found=len(values))
    if not kept.any():
        raise Refused("no_complete_rows", found=len(values), names=question.observed)


def _shared_above(question: Question, levels: Levels, values: Array, clusters: pd.Series) -> Array:
    """Return the values with those of level 2 only that some row of a cluster has in all its rows."""
    columns = [place for place, name in enumerate(question.observed) if name in levels.above]
    if not columns:
        return values
    filled = values.copy()
    known = pd.DataFrame(values[:, columns]).groupby(clusters.to_numpy(), sort=False).transform("first")
    filled[:, columns] = np.where(np.isnan(values[:, columns]), known.to_numpy(), values[:, columns])
    return filled


def _counted(levels: Levels, found: ModelRows) -> ModelRows:
    below = [found.names.index(name) for name in levels.below]
    n = int((~np.isnan(found.groups[0].values[:, below])).any(axis=1).sum())
    return replace(found, n=n, n_dropped=found.n + found.n_dropped - n)


def _labels(question: Question, data: pd.DataFrame) -> list[str]:
    """Return the groups in the order of all data, rows that are left out too (lavaan)."""
    if question.group is None:
        return [""]
    column = data[question.group]
    return [str(label) for label in column[column.notna()].astype(str).unique()]


def _grouped(
    question: Question, data: pd.DataFrame, values: Array, labels: list[str], dropped: int
) -> ModelRows:
    clusters = np.arange(len(data))
    if question.cluster is not None:
        clusters = pd.factorize(data[question.cluster], sort=False)[0]
        if clusters.max() == 0:
            raise Refused("one_cluster_left", cluster=question.cluster)
    codes = np.zeros(len(data), dtype=int)
    if question.group is not None:
        codes = pd.Index(labels).get_indexer(pd.Index(data[question.group].astype(str)))
    groups = tuple(
        GroupRows(label, values[codes == place], clusters[codes == place])
        for place, label in enumerate(labels)
    )
    _check_groups(question, groups)
    return ModelRows(question.observed, groups, len(data), dropped, len(np.unique(clusters)))


def _check_groups(question: Question, groups: tuple[GroupRows, ...]) -> None:
    empty = [group.label for group in groups if not len(group.values)]
    seen = [group.label for group in groups if group.label not in empty]
    if question.group is not None and len(seen) < 2:
        raise Refused("one_group_left", name=question.group, label=seen[0])
    if empty:
        raise Refused("group_without_rows", names=empty, name=question.group)
