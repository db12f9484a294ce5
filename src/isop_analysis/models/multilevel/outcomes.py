"""Fit one multilevel model to one scale: fitted, refused or failed, with its reason."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from isop_analysis.base.reasons import Reason, Refused, written
from isop_analysis.contracts.table import Row
from isop_analysis.models.frame import PERSON, grouping_factors, model_frame, named
from isop_analysis.models.multilevel.references import references_of
from isop_analysis.models.tables import ModelTables
from isop_analysis.study.model_settings import Multilevel
from isop_analysis.study.study import Study

if TYPE_CHECKING:
    import pandas as pd

    from isop_analysis.stats.multilevel import ClusterRobust, Fit

AS_IT_IS = "report"


@dataclass(frozen=True)
class Outcome:
    """What became of one model × scale; `fit` only where the model could be fitted.

    `fallback` names the model whose formula was fitted instead, as the declared one was singular.
    """

    model: Multilevel
    scale: str
    frame: "pd.DataFrame"
    status: str
    reason: Reason | None
    fit: "Fit | None"
    fallback: str | None = None

    @property
    def name(self) -> Row:
        """The model and the scale, which every row begins with."""
        return {"model": self.model.name, "scale": self.scale}

    @property
    def standing(self) -> Row:
        """Whether the model was fitted, and why not."""
        return {"status": self.status, "reason": written([self.reason]) if self.reason else None}

    @cached_property
    def clusters(self) -> dict[str, int]:
        """Clusters by grouping factor: of the fit, or without one of the frame."""
        if self.fit is not None:
            return dict(self.fit.clusters)
        return clusters_in(self.frame, self.model) if len(self.frame) else {}

    @property
    def record(self) -> Row:
        """What travels with every estimate: n, clusters, converged, singular.

        Clusters are those of the grouping factor that has fewest: what limits the inference.
        """
        clusters = min(self.clusters.values(), default=0)
        if self.fit is None:
            return {"n": len(self.frame), "clusters": clusters, "converged": None, "singular": None}
        converged = self.fit.convergence.converged
        return {
            "n": self.fit.n,
            "clusters": clusters,
            "converged": converged,
            "singular": self.fit.singular,
        }

    @cached_property
    def used(self) -> "pd.DataFrame":
        """The frame's rows that the fit used, with the columns of people and of what groups are made of."""
        assert self.fit is not None
        names = [name for name in self.frame if name in named(self.fit.formula) | {PERSON}]
        return self.frame.loc[self.fit.rows, names]

    @cached_property
    def robust(self) -> "ClusterRobust | None":
        """The fit's cluster-robust errors."""
        from isop_analysis.stats.multilevel import cluster_robust

        return cluster_robust(self.fit) if self.fit is not None else None

    @cached_property
    def robust_rows(self) -> "dict[str, dict[Hashable, Any]]":
        """The rows of the cluster-robust table by term; none where there are too few clusters."""
        if self.robust is None or self.robust.table is None:
            return {}
        return {str(row["term"]): row for row in self.robust.table.to_dict("records")}


def fit_one(study: Study, tables: ModelTables, model: Multilevel, scale: str) -> Outcome:
    """Fit one model to one scale; what can't be fitted comes back refused or failed, with its reason.

    A singular fit is reported as it is, or the declared fallback's formula is fitted to the same scale.
    """
    outcome = _fit(study, tables, model, scale)
    if model.singular == AS_IT_IS or outcome.fit is None or not outcome.fit.singular:
        return outcome
    other = next(one for one in study.multilevel if one.name == model.singular)
    known = {centred.name for centred in model.centred}
    instead = model.model_copy(
        update={
            "formula": other.formula,
            "centred": [*model.centred, *(one for one in other.centred if one.name not in known)],
            "weights": other.weights,
        }
    )
    return replace(_fit(study, tables, instead, scale), model=model, fallback=other.name)


def _fit(study: Study, tables: ModelTables, model: Multilevel, scale: str) -> Outcome:
    frame = tables.scores.head(0)
    try:
        frame = model_frame(tables, model, scale)
        if frame.empty and scale in tables.scored_scales:
            raise Refused("no_scores_in_teams")
        if frame.empty:
            raise Refused("no_scores")
        clusters = clusters_in(frame, model)
        _check_clusters(clusters, model)
        fitted = _fitted(study, model, frame, clusters)
        _check_clusters(fitted.clusters, model)
    except Refused as refusal:
        return Outcome(model, scale, frame, "refused", refusal.reason, None)
    if not fitted.convergence.converged:
        return Outcome(model, scale, frame, "failed", fitted.convergence.doubt, fitted)
    return Outcome(model, scale, frame, "fitted", None, fitted)


def _fitted(study: Study, model: Multilevel, frame: "pd.DataFrame", clusters: Mapping[str, int]) -> "Fit":
    from isop_analysis.stats.multilevel import fit
    from isop_analysis.stats.multilevel.degrees import method_of

    return fit(
        model.formula,
        frame,
        reml=model.reml,
        df=method_of(model.df, clusters.values()),
        references=references_of(study, model, frame),
        weights=model.weights,
    )


def clusters_in(frame: "pd.DataFrame", model: Multilevel) -> dict[str, int]:
    """Return the clusters of each grouping factor whose columns the frame has."""
    return {
        ":".join(columns): _different(frame[columns])
        for columns in grouping_factors(model.formula)
        if set(columns) <= set(frame.columns)
    }


def _different(labels: "pd.DataFrame") -> int:
    if labels.shape[1] == 1:
        return len(labels.iloc[:, 0].unique())
    return len(labels.drop_duplicates())


def _check_clusters(clusters: Mapping[str, int], model: Multilevel) -> None:
    for name, count in clusters.items():
        if count < model.minimum_clusters:
            raise Refused("clusters", group=name, found=count, needed=model.minimum_clusters)
