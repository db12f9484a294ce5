"""Predictors of leaving as the config names them: attributes, scales' scores, the dose."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from isop_analysis.base.reasons import Reason
from isop_analysis.measurement.missing.factors import Factor, told_factor
from isop_analysis.measurement.missing.occasion_scores import dose_at, scores_at
from isop_analysis.measurement.missing.recognised import Pair
from isop_analysis.measurement.missing.told import Key, LeftByGroup
from isop_analysis.measurement.rows import StudyRows

if TYPE_CHECKING:
    from isop_analysis.study.study import Study


@dataclass(frozen=True)
class Predictors:
    """Predictors that may be told.

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
    counts: LeftByGroup,
    told: frozenset[Key],
) -> Predictors:
    """Return the predictors of a pair of occasions, without those that would tell of a few people."""
    names = study.config.missing.dropout_by
    factors = {
        one.name: told_factor(one, counts, told) for one in study.config.attributes if one.name in names
    }
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


def _large_enough(table: pd.DataFrame, factors: list[str], counts: LeftByGroup) -> list[str]:
    """Return the columns kept: no group is small among the complete rows, nor among those left out of them.

    The latter counts where there are factors alone: then the odds and the size of a group tell how many of
    the people used left, and everyone of the group minus these tells of the others.
    """
    kept = [str(name) for name in table]
    for name in factors:
        complete = table[kept].notna().all(axis=1)
        alone = set(kept) <= set(factors)
        for label in sorted(set(table[name].dropna())):
            own = (table[name] == label).to_numpy(dtype=bool)
            used = counts.counted(label, own & complete.to_numpy())
            rest = counts.counted(label, own & ~complete.to_numpy())
            untold = used.asked < counts.minimum or used.is_small(counts.minimum)
            if untold or (alone and rest.asked > 0 and rest.is_small(counts.minimum)):
                kept.remove(name)
                break
    return kept
