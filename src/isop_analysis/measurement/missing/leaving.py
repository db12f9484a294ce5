"""What goes together with leaving, all predictors at once: one regression per pair of occasions.

1. Predictors: factors with small groups merged or left out, numbers in which few people differ left out.
2. Clusters: connected sites. 3. The regression, or why there is none. 4. Rows.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from isop_analysis.base.reasons import Reason, Refused, refused, written
from isop_analysis.measurement.groups import Group
from isop_analysis.measurement.missing.dropout import left_by_group
from isop_analysis.measurement.missing.predictors import Predictors, predictors_of
from isop_analysis.measurement.missing.recognised import Pair, connected_sites, pairs, recognised
from isop_analysis.measurement.rows import ALL, StudyRows
from isop_analysis.stats.missingness import LeavingOdds, leaving_odds
from isop_analysis.stats.missingness.leaving import STEPS
from isop_analysis.stats.verdicts import sign_of

if TYPE_CHECKING:
    from isop_analysis.study.study import Study

Row = dict[str, object]
NUMBERS = ("estimate", "se", "df", "statistic", "p_value", "odds_ratio", "odds_low", "odds_high")
RECORD = ("n", "n_dropped", "left", "clusters", "converged", "few_events")
EMPTY: Row = dict.fromkeys(("reference", *NUMBERS, "verdict", *RECORD))


def leaving_rows(
    study: "Study", rows: StudyRows, persons: pd.DataFrame, participation: pd.DataFrame
) -> list[Row]:
    """Return the rows of dropout_model: a term each, then each predictor left out; or the reason for none.

    Scores are in SDs of the people at the earlier occasion, the dose from none (0; also without a team) to
    all sessions (1). Clusters are sites, in which teams lie; where people answer about several, the sites so
    connected are one; who has none is a cluster of the own.
    """
    if not study.config.missing.dropout_by:
        return []
    responses = recognised(study, rows)
    found: list[Row] = []
    for pair in pairs(responses, rows.occasions):
        counts = left_by_group(study, persons, pair)
        small = counts.small()
        head: Row = {"from_occasion": pair.earlier, "to_occasion": pair.later}
        if (ALL, ALL) in small:
            found.append(head | _refused(_few(counts.minimum)))
            continue
        predictors = predictors_of(study, rows, persons, participation, pair, counts)
        clusters = connected_sites(responses[responses["occasion"] == pair.earlier])
        model = _Regression(pair, predictors, clusters.reindex(pair.left.index), counts.minimum)
        found += [head | row for row in model.rows()]
    return found


def _refused(reason: Reason) -> Row:
    return EMPTY | {"term": "", "status": "refused", "reason": written([reason])}


def _few(minimum: int) -> Reason:
    return Reason("leaving_few", needed=minimum)


@dataclass(frozen=True)
class _Regression:
    pair: Pair
    predictors: Predictors
    clusters: pd.Series
    minimum: int

    def rows(self) -> list[Row]:
        left_out = [
            EMPTY | {"term": name, "status": "left_out", "reason": written([reason])}
            for name, reason in self.predictors.left_out.items()
        ]
        try:
            fitted = self._fitted()
        except Refused as refusal:
            return [_refused(refusal.reason), *left_out]
        terms = _term_rows(fitted)
        return [*(row | {"reference": self._reference(str(row["term"]))} for row in terms), *left_out]

    def _fitted(self) -> LeavingOdds:
        if self._used().is_small(self.minimum):
            raise refused(_few(self.minimum))
        if self.predictors.table.empty:
            raise Refused("leaving_empty")
        return leaving_odds(self.pair.left, self.predictors.table, self.clusters, self.predictors.references)

    def _used(self) -> Group:
        kept = self.predictors.table.notna().all(axis=1) & self.clusters.notna()
        return Group("", int(self.pair.left[kept].sum()), int(kept.sum()))

    def _reference(self, term: str) -> str | None:
        """Return the label that a group's term is set against; None of a number."""
        table = self.predictors.table.dropna()
        for name in table.select_dtypes("object"):
            labels = sorted(table[name].unique())
            if term in {f"{name}{label}" for label in labels}:
                return self.predictors.references.get(str(name), str(labels[0]))
        return None


def _term_rows(fitted: LeavingOdds) -> list[Row]:
    record: Row = {name: getattr(fitted, name) for name in RECORD}
    record["status"] = "fitted" if fitted.converged else "failed"
    record["reason"] = None if fitted.converged else written([Reason("leaving_unsettled", steps=STEPS)])
    ends = fitted.coefficients[["odds_low", "odds_high"]].to_numpy() - 1
    table = fitted.coefficients[["term", *NUMBERS]].replace(np.inf, np.nan)
    rows: list[Row] = table.to_dict("records")  # type: ignore[assignment]
    return [row | record | {"verdict": sign_of(*own)} for row, own in zip(rows, ends, strict=True)]
