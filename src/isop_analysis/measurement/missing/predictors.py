"""Predictors of leaving as the config names them: attributes, scales' scores, the dose.

Small groups of an attribute are merged, or the attribute is left out.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from isop_analysis.base.reasons import Reason
from isop_analysis.measurement.groups import GroupCounts
from isop_analysis.measurement.missing.recognised import Pair, dose_at, scores_at
from isop_analysis.measurement.rows import StudyRows

if TYPE_CHECKING:
    from isop_analysis.study.participant_settings import Attribute
    from isop_analysis.study.study import Study


@dataclass(frozen=True)
class Predictors:
    """Predictors of leaving.

    Attributes:
        table: a column each, numbers or labels (n people).
        references: reference label per factor, where one is declared.
        left_out: why a predictor was left out, by its name.
    """

    table: pd.DataFrame
    references: dict[str, str]
    left_out: dict[str, Reason]


def predictors_of(
    study: "Study",
    rows: StudyRows,
    persons: pd.DataFrame,
    participation: pd.DataFrame,
    pair: Pair,
    counts: GroupCounts,
) -> Predictors:
    """Return the predictors of a pair of occasions, without those in which few people differ."""
    names = study.config.missing.dropout_by
    factors = {one.name: factor_of(one, counts) for one in study.config.attributes if one.name in names}
    numbers = _numbers(study, rows, persons, participation, pair)
    columns: dict[str, pd.Series] = {}
    left_out: dict[str, Reason] = {}
    for name in names:
        factor = factors.get(name)
        if name in factors and factor is None:
            left_out[name] = Reason("leaving_untold", name=name)
        elif factor is None and _is_few(numbers[name], counts.minimum):
            left_out[name] = Reason("leaving_untold_number", name=name, needed=counts.minimum)
        else:
            columns[name] = factor.values if factor is not None else numbers[name]
    table = pd.DataFrame(columns, index=pair.left.index)
    kept = _large_enough(table, [name for name in columns if name in factors], counts)
    left_out |= {name: Reason("leaving_untold_rows", name=name) for name in columns if name not in kept}
    return Predictors(table[kept], _references(factors.items()), left_out)


def _references(factors: "Iterable[tuple[str, Factor | None]]") -> dict[str, str]:
    return {name: one.reference for name, one in factors if one is not None and one.reference is not None}


def _numbers(
    study: "Study", rows: StudyRows, persons: pd.DataFrame, participation: pd.DataFrame, pair: Pair
) -> pd.DataFrame:
    people = pair.left.index
    known = persons.astype({"person": "str"}).set_index("person").reindex(people)
    scores = scores_at(study, rows, pair.earlier).reindex(people)
    dose = dose_at(study, participation).get(pair.earlier, pd.Series(dtype="float64"))
    columns = {"dose": dose.reindex(people).mask(~known["in_team"].astype("boolean").fillna(False), 0.0)}
    for _, scale in study.scales:
        own = scores[scale.name] if scale.name in scores else pd.Series(np.nan, index=people)
        columns[scale.name] = (own - own.mean()) / own.std()
    return pd.DataFrame(columns, index=people)


def _is_few(values: pd.Series, minimum: int) -> bool:
    known = values.dropna()
    return len(known) - int(known.value_counts().max() if len(known) else 0) < minimum


def _large_enough(table: pd.DataFrame, factors: list[str], counts: GroupCounts) -> list[str]:
    """Return the columns kept: of no factor is a group small among the complete rows."""
    kept = [str(name) for name in table]
    for name in factors:
        complete = table[kept].notna().all(axis=1).to_numpy()
        for label in sorted(set(table[name].dropna())):
            own = (table[name] == label).to_numpy(dtype=bool)
            if counts.counted(label, own & complete).is_small(counts.minimum):
                kept.remove(name)
                break
    return kept


@dataclass(frozen=True)
class Factor:
    """A predictor with labels.

    Attributes:
        values: label per person (n,), missing where unknown.
        reference: label that the others are set against, where one is declared.
    """

    values: pd.Series
    reference: str | None


def factor_of(attribute: "Attribute", counts: GroupCounts) -> Factor | None:
    """Return an attribute without small groups, or None where that leaves fewer than two.

    A small group joins its declared wider value (children first), as rare values do at cleaning.
    """
    members = {value: own for (of, value), own in counts.members.items() if of == attribute.name}
    parents = {value.name: value.parent for value in attribute.values}
    into = _merged({value: value for value in members}, members, parents, counts)
    if into is None or len(set(into.values())) < 2:
        return None
    labels = pd.Series(None, index=counts.left.index, dtype="object")
    for value, own in members.items():
        labels[own] = into[value]
    reference = attribute.reference
    return Factor(labels, into.get(reference, reference) if reference is not None else None)


def _merged(
    into: dict[str, str],
    members: dict[str, np.ndarray],
    parents: dict[str, str | None],
    counts: GroupCounts,
) -> dict[str, str] | None:
    """Return the label of each value when no label is a small group; None where that can't be had."""
    labels = set(into.values())
    people = {
        label: np.logical_or.reduce([members[value] for value in into if into[value] == label])
        for label in labels
    }
    small = [label for label in labels if counts.counted(label, people[label]).is_small(counts.minimum)]
    if not small:
        return into
    movable = {label: wider for label in small if (wider := _wider(label, parents, into)) is not None}
    if not movable:
        return None
    having = {_wider(label, parents, into) for label in labels}
    first = min(movable, key=lambda label: (label in having, int(people[label].sum()), label))
    joined = {value: movable[first] if label == first else label for value, label in into.items()}
    return _merged(joined, members, parents, counts)


def _wider(label: str, parents: dict[str, str | None], into: dict[str, str]) -> str | None:
    """Return the label that a value's nearest wider value now has; the wider value's own where nobody is."""
    parent = parents.get(label)
    while parent is not None and into.get(parent, parent) == label:
        parent = parents.get(parent)
    return None if parent is None else into.get(parent, parent)
