"""Every multilevel model × scale of a study: fitted, refused or failed, each with its record."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from isop_analysis.models.multilevel.diagnosis import assumption_rows, influence_of, influence_rows
from isop_analysis.models.multilevel.effect_sizes import explained, standardised_rows
from isop_analysis.models.multilevel.effects import Spread, effect_rows
from isop_analysis.models.multilevel.lines import line_rows
from isop_analysis.models.multilevel.margins import margin_rows
from isop_analysis.models.multilevel.outcomes import Outcome, clusters_in, fit_one
from isop_analysis.models.multilevel.random_effects import random_rows
from isop_analysis.models.multilevel.robustness import coefficient_robustness
from isop_analysis.models.multilevel.rows_used import row_use_rows
from isop_analysis.models.multilevel.variances import variance_rows
from isop_analysis.models.tables import ModelTables
from isop_analysis.study.model_settings import Multilevel
from isop_analysis.study.study import Study

if TYPE_CHECKING:
    from isop_analysis.stats.multilevel import Fit

Row = dict[str, object]


@dataclass(frozen=True)
class MultilevelRows:
    """Rows of the tables model_fits, model_rows, model_coefficients, and the others named alike."""

    fits: list[Row] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    coefficients: list[Row] = field(default_factory=list)
    variances: list[Row] = field(default_factory=list)
    effects: list[Row] = field(default_factory=list)
    lines: list[Row] = field(default_factory=list)
    diagnostics: list[Row] = field(default_factory=list)
    influence: list[Row] = field(default_factory=list)
    means: list[Row] = field(default_factory=list)
    random: list[Row] = field(default_factory=list)


def fit_all(study: Study, tables: ModelTables) -> MultilevelRows:
    """Fit every multilevel model of the study to each of its scales."""
    rows = MultilevelRows()
    for model, scale in tasks(study):
        outcome = fit_one(study, tables, model, scale)
        spread = Spread.of(tables, scale)
        chapter = model.chapter or study.scale(scale).chapter
        rows.fits.append(fit_row(outcome))
        unscored = tables.without_score(scale, model.rows == "participants")
        rows.rows.extend(row_use_rows(outcome, unscored))
        rows.effects.extend(effect_rows(outcome, spread, chapter))
        rows.means.extend(margin_rows(outcome, study.config.privacy.minimum_cell))
        if outcome.fit is not None:
            _add_what_a_fit_says(rows, outcome, study)
    return rows


def _add_what_a_fit_says(rows: MultilevelRows, outcome: Outcome, study: Study) -> None:
    least = study.config.privacy.minimum_team
    rows.coefficients.extend(coefficient_rows(outcome))
    rows.variances.extend(variance_rows(outcome, study.config.seed))
    rows.lines.extend(line_rows(outcome, least))
    found = influence_of(outcome, least)
    rows.diagnostics.extend(assumption_rows(outcome, found, study.config.privacy.minimum_cell))
    rows.influence.extend(influence_rows(outcome, found))
    rows.random.extend(random_rows(outcome, least))


def tasks(study: Study) -> Iterator[tuple[Multilevel, str]]:
    """Yield each multilevel model with each of its scales, in the config's order."""
    every = [scale.name for _, scale in study.scales]
    for model in study.multilevel:
        for scale in every if model.scales == "all" else model.scales:
            yield model, scale


def fit_row(outcome: Outcome) -> Row:
    """Return the row of model_fits."""
    model, fitted = outcome.model, outcome.fit
    row: Row = {
        "model": model.name,
        "scale": outcome.scale,
        "kind": model.kind,
        "formula": fitted.formula if fitted is not None else model.formula,
        "fallback": outcome.fallback,
        "status": outcome.status,
        "reason": outcome.reason,
        "reml": model.reml,
    }
    if fitted is None:
        empty = dict.fromkeys(
            ("converged", "singular", "optimiser", "gradient", "loglik", "aic", "bic", "df_method", "notes")
        )
        empty |= explained(outcome)
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
        **explained(outcome),
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
    standard = standardised_rows(outcome)
    return [
        head | row | standard[term] | coefficient_robustness(outcome, term) | record(outcome.fit)
        for row, term in zip(rows, outcome.fit.terms, strict=True)
    ]
