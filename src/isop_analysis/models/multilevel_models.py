"""Every multilevel model × scale of a study: fitted, refused or failed, each with its record."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from isop_analysis.models.effects import Spread, effect_rows
from isop_analysis.models.frame import grouping_factors, model_frame
from isop_analysis.models.lines import line_rows
from isop_analysis.models.rows_used import row_use_rows
from isop_analysis.models.tables import ModelTables
from isop_analysis.models.variances import variance_rows
from isop_analysis.study.model_settings import Multilevel
from isop_analysis.study.study import Study

if TYPE_CHECKING:
    import pandas as pd

    from isop_analysis.multilevel import Fit
    from isop_analysis.multilevel.result import Degrees

Row = dict[str, object]
FEW_CLUSTERS = 50


@dataclass(frozen=True)
class Outcome:
    """What became of one model × scale; `fit` only where the model could be fitted."""

    model: Multilevel
    scale: str
    frame: "pd.DataFrame"
    status: str
    reason: str | None
    fit: "Fit | None"


@dataclass(frozen=True)
class MultilevelRows:
    """Rows of the tables model_fits, model_rows, model_coefficients, and the others named alike."""

    fits: list[Row]
    rows: list[Row]
    coefficients: list[Row]
    variances: list[Row]
    effects: list[Row]
    lines: list[Row]


def fit_all(study: Study, tables: ModelTables) -> MultilevelRows:
    """Fit every multilevel model of the study to each of its scales."""
    rows = MultilevelRows([], [], [], [], [], [])
    for model, scale in _tasks(study):
        outcome = fit_one(study, tables, model, scale)
        spread = Spread.of(tables, scale)
        chapter = model.chapter or study.scale(scale).chapter
        rows.fits.append(fit_row(outcome))
        unscored = tables.without_score(scale, model.rows == "participants")
        rows.rows.extend(row_use_rows(outcome, unscored))
        rows.effects.extend(effect_rows(outcome, spread, chapter))
        if outcome.fit is not None:
            rows.coefficients.extend(coefficient_rows(outcome))
            rows.variances.extend(variance_rows(outcome))
            rows.lines.extend(line_rows(outcome, study.config.privacy.minimum_team))
    return rows


def _tasks(study: Study) -> Iterator[tuple[Multilevel, str]]:
    every = [scale.name for _, scale in study.scales]
    for model in study.multilevel:
        for scale in every if model.scales == "all" else model.scales:
            yield model, scale


def fit_one(study: Study, tables: ModelTables, model: Multilevel, scale: str) -> Outcome:
    """Fit one model to one scale; what can't be fitted comes back refused or failed, with its reason."""
    from isop_analysis.multilevel import ModelRefused, fit

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


def fit_row(outcome: Outcome) -> Row:
    """Return the row of model_fits."""
    model, fitted = outcome.model, outcome.fit
    row: Row = {
        "model": model.name,
        "scale": outcome.scale,
        "kind": model.kind,
        "formula": model.formula,
        "status": outcome.status,
        "reason": outcome.reason,
        "reml": model.reml,
    }
    if fitted is None:
        empty = dict.fromkeys(
            ("converged", "singular", "optimiser", "gradient", "loglik", "aic", "bic", "df_method", "notes")
        )
        found = clusters_in(outcome.frame, model) if len(outcome.frame) else {}
        counts = {"clusters": min(found.values(), default=0), "cluster_counts": _counted(found)}
        return row | empty | {"n": len(outcome.frame), "n_dropped": 0} | counts
    return row | {
        "n": fitted.n,
        "n_dropped": fitted.n_dropped,
        "clusters": smallest(fitted),
        "cluster_counts": _counted(fitted.clusters),
        "converged": fitted.convergence.converged,
        "singular": fitted.singular,
        "optimiser": fitted.convergence.optimiser,
        "gradient": fitted.convergence.max_gradient,
        "loglik": fitted.loglik,
        "aic": fitted.aic,
        "bic": fitted.bic,
        "df_method": fitted.df,
        "notes": " ".join(fitted.notes) or None,
    }


def _counted(clusters: Mapping[str, int]) -> str:
    return "; ".join(f"{group} {count}" for group, count in clusters.items())


def smallest(fitted: "Fit") -> int:
    """Return the number of clusters of the grouping factor that has fewest: what limits the inference."""
    return min(fitted.clusters.values())


def record(fitted: "Fit") -> Row:
    """Return what travels with every estimate: n, clusters, converged, singular."""
    return {
        "n": fitted.n,
        "clusters": smallest(fitted),
        "converged": fitted.convergence.converged,
        "singular": fitted.singular,
    }


def coefficient_rows(outcome: Outcome) -> list[Row]:
    """Return the rows of model_coefficients."""
    if outcome.fit is None:
        return []
    head: Row = {"model": outcome.model.name, "scale": outcome.scale}
    rows: list[Row] = outcome.fit.coefficients.to_dict("records")  # type: ignore[assignment]
    return [head | row | record(outcome.fit) for row in rows]
