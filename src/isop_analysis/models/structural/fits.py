"""Every structural model of a study: fitted, refused or failed, each with its record."""

from collections.abc import Callable
from dataclasses import dataclass, field, fields
from functools import partial
from typing import TYPE_CHECKING

from isop_analysis.base.reasons import Refused
from isop_analysis.contracts.table import Row
from isop_analysis.models.crashes import crash
from isop_analysis.models.parts import own_of, structural_tasks
from isop_analysis.models.rows_used import structural_use_rows
from isop_analysis.models.structural.confounding_rows import ConfoundingRows, confounding_rows
from isop_analysis.models.structural.data import check_groups, check_people
from isop_analysis.models.structural.defined_rows import defined_rows
from isop_analysis.models.structural.factor_rows import measure_rows, misfit_rows, pair_rows
from isop_analysis.models.structural.fit_rows import fit_row, parameter_rows, status_of, unfitted_row
from isop_analysis.models.structural.invariance_rows import (
    InvarianceTask,
    invariance_task,
    invariance_twin_rows,
    release_rows,
    step_rows,
)
from isop_analysis.models.structural.level_rows import level_rows
from isop_analysis.models.structural.panels import panel_task
from isop_analysis.models.structural.tasks import factor_syntax, measured, task_of
from isop_analysis.models.structural.twins import fit_twin, twin_rows, with_twin
from isop_analysis.models.tables import ModelTables
from isop_analysis.study.structural_settings import Panel, Structural
from isop_analysis.study.study import Study

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class StructuralRows:
    """Rows of the tables structural_*, factor_measures and factor_pairs."""

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

    def extend(self, other: "StructuralRows") -> None:
        """Add another model's rows."""
        for part in fields(self):
            getattr(self, part.name).extend(getattr(other, part.name))


def fit_structural(
    study: Study, tables: ModelTables, answers: "pd.DataFrame", part: int | None = None
) -> StructuralRows:
    """Fit every structural and panel model of the study, or those of a part.

    What can't be fitted comes back with its reason.
    """
    rows = StructuralRows()
    for model in own_of(study, structural_tasks(study), part):
        if isinstance(model, Panel):
            rows.extend(_whole(model, partial(_panel, model, tables)))
        else:
            rows.extend(_whole(model, partial(_rows, study, tables, answers, model)))
    return rows


def _whole(model: Structural | Panel, make: Callable[[], StructuralRows]) -> StructuralRows:
    """Return a model's rows; whatever breaks in it leaves a failed model and no half of its rows."""
    try:
        return make()
    except Exception as error:
        reason = crash(f"model '{model.name}'", error)
        return StructuralRows(fits=[unfitted_row(model, 0, "failed", reason)])


def _rows(study: Study, tables: ModelTables, answers: "pd.DataFrame", model: Structural) -> StructuralRows:
    if model.kind == "invariance":
        return _compared(model, invariance_task(model, tables, answers, *measured(study, model)))
    return _fitted(study, tables, answers, model)


def _refused(model: Structural | Panel, words: str, data: "pd.DataFrame", refusal: Refused) -> StructuralRows:
    return StructuralRows(
        fits=[unfitted_row(model, len(data), "refused", refusal.reason)],
        rows=structural_use_rows(model, words, data, "refused", None),
    )


def _compared(model: Structural, task: InvarianceTask) -> StructuralRows:
    try:
        check_people(model, task.data, task.occasion)
        found = task.solved()
    except Refused as refusal:
        return _refused(model, task.words, task.named, refusal)
    fitted = found.fits[found.reached or "configural"]
    return StructuralRows(
        fits=[fit_row(model, fitted)],
        rows=structural_use_rows(model, task.words, task.named, status_of(fitted), fitted.n),
        steps=step_rows(model, found),
        twins=invariance_twin_rows(task),
        releases=release_rows(model, found),
    )


def _panel(model: Panel, tables: ModelTables) -> StructuralRows:
    task = panel_task(model, tables)
    try:
        fitted = task.solved()
    except Refused as refusal:
        return _refused(model, task.words, task.data, refusal)
    return StructuralRows(
        fits=[fit_row(model, fitted)],
        rows=structural_use_rows(model, task.words, task.data, status_of(fitted), fitted.n),
        parameters=parameter_rows(model, fitted),
    )


def _fitted(study: Study, tables: ModelTables, answers: "pd.DataFrame", model: Structural) -> StructuralRows:
    from isop_analysis.stats.structural import fit

    factors, data = task_of(study, tables, answers, model)
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
    except Refused as refusal:
        return _refused(model, syntax, data, refusal)
    twin = fit_twin(model, syntax, data)
    parameters = with_twin(parameter_rows(model, fitted), twin)
    factored = fitted.convergence.converged and not (model.group or model.cluster)
    return StructuralRows(
        fits=[fit_row(model, fitted)],
        rows=structural_use_rows(model, syntax, data, status_of(fitted), fitted.n),
        parameters=parameters,
        twins=twin_rows(twin, parameters),
        defined=defined_rows(model, fitted, study.config.seed),
        levels=level_rows(model, fitted, data, study.config.seed),
        confounding=confounding_rows(model, fitted, study.config.seed),
        misfit=misfit_rows(model.name, fitted) if factored else [],
        measures=measure_rows(model.name, fitted, twin) if factored else [],
        pairs=pair_rows(model.name, fitted, factors, data) if factored else [],
    )
