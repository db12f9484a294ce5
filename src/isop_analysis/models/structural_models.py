"""Every structural model of a study: fitted, refused or failed, each with its record."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from isop_analysis.models.factor_rows import measure_rows, misfit_rows, pair_rows
from isop_analysis.models.invariance_rows import (
    InvarianceTask,
    invariance_task,
    release_rows,
    step_rows,
)
from isop_analysis.models.rows_used import structural_use_rows
from isop_analysis.models.structural_data import item_frame, wide_frame
from isop_analysis.models.tables import ModelTables
from isop_analysis.study.instrument import Instrument, Scale
from isop_analysis.study.model_settings import Structural
from isop_analysis.study.panel_model_settings import Panel
from isop_analysis.study.study import Study

if TYPE_CHECKING:
    import pandas as pd

    from isop_analysis.structural import StructuralFit

Row = dict[str, object]
INDICES = (
    "chi2",
    "df",
    "p_value",
    "cfi",
    "tli",
    "rmsea",
    "rmsea_ci_low",
    "rmsea_ci_high",
    "srmr",
    "aic",
    "bic",
    "loglik",
)
PARAMETER = (
    "lhs",
    "op",
    "rhs",
    "label",
    "estimate",
    "se",
    "statistic",
    "p_value",
    "ci_low",
    "ci_high",
    "std_all",
    "std_ci_low",
    "std_ci_high",
)


@dataclass(frozen=True)
class StructuralRows:
    """Rows of the tables structural_*, factor_measures and factor_pairs, and their part of model_rows."""

    fits: list[Row] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    parameters: list[Row] = field(default_factory=list)
    misfit: list[Row] = field(default_factory=list)
    measures: list[Row] = field(default_factory=list)
    pairs: list[Row] = field(default_factory=list)
    steps: list[Row] = field(default_factory=list)
    releases: list[Row] = field(default_factory=list)


def fit_structural(study: Study, tables: ModelTables, answers: "pd.DataFrame") -> StructuralRows:
    """Fit every structural model of the study; what can't be fitted comes back with its reason."""
    rows = StructuralRows()
    for model in study.structural:
        if model.kind == "invariance":
            _compare(rows, model, invariance_task(model, tables, answers, *_measured(study, model)))
        else:
            _fit(rows, study, tables, answers, model)
    return rows


def _compare(rows: StructuralRows, model: Structural, task: InvarianceTask) -> None:
    from isop_analysis.structural import ModelRefused

    try:
        found = task.solved()
    except ModelRefused as refusal:
        rows.fits.append(refused_row(model, len(task.data), str(refusal)))
        rows.rows.extend(structural_use_rows(model, task.words, task.named, "refused", None))
        return
    fitted = found.fits[found.reached or "configural"]
    rows.fits.append(fit_row(model, fitted))
    rows.rows.extend(structural_use_rows(model, task.words, task.named, status(fitted), fitted.n))
    rows.steps.extend(step_rows(model, found))
    rows.releases.extend(release_rows(model, found))


def _fit(
    rows: StructuralRows, study: Study, tables: ModelTables, answers: "pd.DataFrame", model: Structural
) -> None:
    from isop_analysis.structural import ModelRefused, fit

    factors, data = _task(study, tables, answers, model)
    syntax = factor_syntax(factors) if factors else model.syntax or ""
    try:
        fitted = fit(
            syntax,
            data,
            model.estimator,
            model.missing,
            minimum_n=model.minimum_n,
            rows_per_parameter=model.rows_per_parameter,
        )
    except ModelRefused as refusal:
        rows.fits.append(refused_row(model, len(data), str(refusal)))
        rows.rows.extend(structural_use_rows(model, syntax, data, "refused", None))
        return
    rows.fits.append(fit_row(model, fitted))
    rows.rows.extend(structural_use_rows(model, syntax, data, status(fitted), fitted.n))
    rows.parameters.extend(parameter_rows(model, fitted))
    if fitted.convergence.converged:
        rows.misfit.extend(misfit_rows(model.name, fitted))
        rows.measures.extend(measure_rows(model.name, fitted))
        rows.pairs.extend(pair_rows(model.name, fitted, factors, data))


def _task(
    study: Study, tables: ModelTables, answers: "pd.DataFrame", model: Structural
) -> "tuple[dict[str, list[str]], pd.DataFrame]":
    """Return the factors, none for a path model, and the rows of data."""
    if model.kind == "path":
        return {}, wide_frame(tables)
    instrument, scales = _measured(study, model)
    occasion = model.occasion or tables.first_occasion
    data = item_frame(answers, tables.waves, instrument, scales, occasion)
    return {scale.name: scale.items for scale in scales}, data


def _measured(study: Study, model: Structural) -> tuple[Instrument, list[Scale]]:
    """Return the model's instrument, and its scales of two or more items."""
    instrument = study.instrument(model.instrument or "")
    chosen = [scale for scale in instrument.scales if not model.scales or scale.name in model.scales]
    return instrument, [scale for scale in chosen if len(scale.items) > 1]


def factor_syntax(factors: dict[str, list[str]]) -> str:
    """Return lavaan syntax of a simple-structure factor model."""
    return "\n".join(f"{factor} =~ {' + '.join(items)}" for factor, items in factors.items())


def refused_row(model: Structural | Panel, rows: int, reason: str) -> Row:
    """Return the row of a model that was refused."""
    return {
        "model": model.name,
        "kind": model.kind,
        "status": "refused",
        "reason": reason,
        "n": rows,
        "n_dropped": 0,
        "clusters": 0,
        **dict.fromkeys(("n_parameters", "estimator", "converged", "admissible", "notes", *INDICES)),
    }


def status(fitted: "StructuralFit") -> str:
    """Return whether a fit may be read."""
    return "fitted" if fitted.convergence.converged else "failed"


def fit_row(model: Structural | Panel, fitted: "StructuralFit") -> Row:
    """Return the row of a fit's record."""
    converged = fitted.convergence.converged
    return {
        "model": model.name,
        "kind": model.kind,
        "status": status(fitted),
        "reason": None if converged else fitted.convergence.message,
        "n": fitted.n,
        "n_dropped": fitted.n_dropped,
        "clusters": 0,
        "n_parameters": int(fitted.fit_indices["n_parameters"]),
        "estimator": fitted.estimator,
        "converged": converged,
        "admissible": fitted.admissible,
        "notes": " ".join(fitted.notes) or None,
        **{name: fitted.fit_indices[name] for name in INDICES},
    }


def parameter_rows(model: Structural | Panel, fitted: "StructuralFit") -> list[Row]:
    """Return a row a parameter."""
    record: Row = {
        "model": model.name,
        "n": fitted.n,
        "clusters": 0,
        "converged": fitted.convergence.converged,
        "admissible": fitted.admissible,
    }
    rows: list[Row] = fitted.parameters[list(PARAMETER)].to_dict("records")  # type: ignore[assignment]
    return [record | row for row in rows]
