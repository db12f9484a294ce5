"""Every structural model of a study: fitted, refused or failed, each with its record."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from isop_analysis.models.multilevel.rows_used import structural_use_rows
from isop_analysis.models.structural.confounding_rows import ConfoundingRows, confounding_rows
from isop_analysis.models.structural.data import check_groups, check_people, item_frame, path_frame
from isop_analysis.models.structural.defined_rows import defined_rows
from isop_analysis.models.structural.factor_rows import measure_rows, misfit_rows, pair_rows
from isop_analysis.models.structural.invariance_rows import (
    InvarianceTask,
    invariance_task,
    invariance_twin_rows,
    release_rows,
    step_rows,
)
from isop_analysis.models.structural.level_rows import level_rows
from isop_analysis.models.structural.rows import fit_row, parameter_rows, refused_row, status_of
from isop_analysis.models.structural.twins import fit_twin, twin_rows, with_twin
from isop_analysis.models.tables import ModelTables
from isop_analysis.study.instrument import Instrument, Scale
from isop_analysis.study.model_settings import Structural
from isop_analysis.study.study import Study

if TYPE_CHECKING:
    import pandas as pd

Row = dict[str, object]


@dataclass(frozen=True)
class StructuralRows:
    """Rows of the tables structural_*, factor_measures and factor_pairs, and their part of model_rows."""

    fits: list[Row] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    parameters: list[Row] = field(default_factory=list)
    twins: list[Row] = field(default_factory=list)
    misfit: list[Row] = field(default_factory=list)
    measures: list[Row] = field(default_factory=list)
    pairs: list[Row] = field(default_factory=list)
    steps: list[Row] = field(default_factory=list)
    releases: list[Row] = field(default_factory=list)
    defined: list[Row] = field(default_factory=list)
    levels: list[Row] = field(default_factory=list)
    confounding: ConfoundingRows = field(default_factory=ConfoundingRows)


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
    from isop_analysis.stats.structural import ModelRefused

    try:
        check_people(model, task.data, task.occasion)
        found = task.solved()
    except ModelRefused as refusal:
        rows.fits.append(refused_row(model, len(task.data), str(refusal)))
        rows.rows.extend(structural_use_rows(model, task.words, task.named, "refused", None))
        return
    fitted = found.fits[found.reached or "configural"]
    rows.fits.append(fit_row(model, fitted))
    rows.rows.extend(structural_use_rows(model, task.words, task.named, status_of(fitted), fitted.n))
    rows.steps.extend(step_rows(model, found))
    rows.twins.extend(invariance_twin_rows(task))
    rows.releases.extend(release_rows(model, found))


def _fit(
    rows: StructuralRows, study: Study, tables: ModelTables, answers: "pd.DataFrame", model: Structural
) -> None:
    from isop_analysis.stats.structural import ModelRefused, fit

    factors, data = _task(study, tables, answers, model)
    syntax = factor_syntax(factors) if factors else model.syntax or ""
    try:
        check_people(model, data, model.occasion or tables.first_occasion)
        check_groups(model, data)
        fitted = fit(
            syntax,
            data,
            model.estimator,
            model.missing,
            model.group,
            model.cluster,
            model.ordered,
            group_equal=model.group_equal,
            bounds=model.bounds,
            minimum_n=model.minimum_n,
            rows_per_parameter=model.rows_per_parameter,
        )
    except ModelRefused as refusal:
        rows.fits.append(refused_row(model, len(data), str(refusal)))
        rows.rows.extend(structural_use_rows(model, syntax, data, "refused", None))
        return
    rows.fits.append(fit_row(model, fitted))
    rows.rows.extend(structural_use_rows(model, syntax, data, status_of(fitted), fitted.n))
    twin = fit_twin(model, syntax, data)
    parameters = with_twin(parameter_rows(model, fitted), twin)
    rows.parameters.extend(parameters)
    rows.twins.extend(twin_rows(twin, parameters))
    rows.defined.extend(defined_rows(model, fitted, study.config.seed))
    rows.levels.extend(level_rows(model, fitted, data, study.config.seed))
    rows.confounding.extend(confounding_rows(model, fitted, study.config.seed))
    if fitted.convergence.converged and not (model.group or model.cluster):
        rows.misfit.extend(misfit_rows(model.name, fitted))
        rows.measures.extend(measure_rows(model.name, fitted, twin))
        rows.pairs.extend(pair_rows(model.name, fitted, factors, data))


def _task(
    study: Study, tables: ModelTables, answers: "pd.DataFrame", model: Structural
) -> "tuple[dict[str, list[str]], pd.DataFrame]":
    """Return the factors, none for a path model, and the rows of data."""
    if model.kind == "path":
        return {}, path_frame(study, tables, answers, model)
    instrument, scales = _measured(study, model)
    occasion = model.occasion or tables.first_occasion
    data = item_frame(answers, tables.waves, instrument, scales, occasion)
    return {scale.name: scale.items for scale in scales}, data


def _measured(study: Study, model: Structural) -> tuple[Instrument, list[Scale]]:
    """Return the model's instrument, and its scales: those named, else all of two or more items."""
    instrument = study.instrument(model.instrument or "")
    if model.scales:
        return instrument, [scale for scale in instrument.scales if scale.name in model.scales]
    return instrument, [scale for scale in instrument.scales if len(scale.items) > 1]


def factor_syntax(factors: dict[str, list[str]]) -> str:
    """Return lavaan syntax of a simple-structure factor model."""
    return "\n".join(f"{factor} =~ {' + '.join(items)}" for factor, items in factors.items())
