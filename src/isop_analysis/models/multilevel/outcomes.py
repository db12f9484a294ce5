"""Fit one multilevel model to one scale: fitted, refused or failed, with its reason."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from isop_analysis.models.frame import grouping_factors, model_frame
from isop_analysis.models.tables import ModelTables
from isop_analysis.study.model_settings import Multilevel
from isop_analysis.study.study import Study

if TYPE_CHECKING:
    import pandas as pd

    from isop_analysis.stats.multilevel import ClusterRobust, Fit
    from isop_analysis.stats.multilevel.result import Degrees

FEW_CLUSTERS = 50
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
    reason: str | None
    fit: "Fit | None"
    fallback: str | None = None

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
    from isop_analysis.stats.multilevel import ModelRefused, fit

    try:
        frame = model_frame(tables, model, scale)
    except ModelRefused as refusal:
        return Outcome(model, scale, tables.scores.head(0), "refused", str(refusal), None)
    reason = _too_little(frame, model)
    if reason is not None:
        return Outcome(model, scale, frame, "refused", reason, None)
    references = {
        attribute.name: attribute.reference
        for attribute in study.config.attributes
        if attribute.reference is not None and attribute.name in frame
    }
    used = {name: level for name, level in (references | model.references).items() if name in model.formula}
    try:
        fitted = fit(
            model.formula,
            frame,
            reml=model.reml,
            df=_degrees(frame, model),
            references=used,
            weights=model.weights,
        )
    except ModelRefused as refusal:
        return Outcome(model, scale, frame, "refused", str(refusal), None)
    reason = _too_few(fitted.clusters, model)
    if reason is not None:
        return Outcome(model, scale, frame, "refused", reason, None)
    if not fitted.convergence.converged:
        return Outcome(model, scale, frame, "failed", fitted.convergence.message, fitted)
    return Outcome(model, scale, frame, "fitted", None, fitted)


def _degrees(frame: "pd.DataFrame", model: Multilevel) -> "Degrees":
    if model.df != "auto":
        return model.df
    levels = clusters_in(frame, model).values()
    return "kenward-roger" if min(levels, default=0) < FEW_CLUSTERS else "satterthwaite"


def clusters_in(frame: "pd.DataFrame", model: Multilevel) -> dict[str, int]:
    """Return the clusters of each grouping factor whose columns the frame has."""
    return {
        ":".join(columns): frame[columns].drop_duplicates().shape[0]
        for columns in grouping_factors(model.formula)
        if set(columns) <= set(frame.columns)
    }


def _too_little(frame: "pd.DataFrame", model: Multilevel) -> str | None:
    if frame.empty:
        return "no scores: nobody answered enough items of this scale"
    return _too_few(clusters_in(frame, model), model)


def _too_few(clusters: Mapping[str, int], model: Multilevel) -> str | None:
    for name, count in clusters.items():
        if count < model.minimum_clusters:
            return f"{count} clusters of '{name}', at least {model.minimum_clusters} are needed"
    return None
