"""Every multilevel model × scale of a study: fitted, refused or failed, each with its record."""

from dataclasses import dataclass, field, fields
from functools import partial

from isop_analysis.contracts.table import Row
from isop_analysis.models.crashes import crash
from isop_analysis.models.multilevel.clusters import line_rows, random_rows
from isop_analysis.models.multilevel.coefficients import coefficient_rows
from isop_analysis.models.multilevel.diagnosis import assumption_rows, influence_of, influence_rows
from isop_analysis.models.multilevel.effects import Spread, effect_rows
from isop_analysis.models.multilevel.fit_rows import fit_row
from isop_analysis.models.multilevel.margins import margin_rows
from isop_analysis.models.multilevel.outcomes import Outcome, fit_one
from isop_analysis.models.multilevel.references import merged_level
from isop_analysis.models.multilevel.variances import variance_rows
from isop_analysis.models.parts import multilevel_tasks, own_of
from isop_analysis.models.rows_used import row_use_rows
from isop_analysis.models.tables import ModelTables
from isop_analysis.study.model_settings import Multilevel
from isop_analysis.study.study import Study


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

    def extend(self, other: "MultilevelRows") -> None:
        """Add another model's rows."""
        for part in fields(self):
            getattr(self, part.name).extend(getattr(other, part.name))


def fit_all(study: Study, tables: ModelTables, part: int | None = None) -> MultilevelRows:
    """Fit every multilevel model of the study to each of its scales, or those of a part."""
    rows = MultilevelRows()
    for model, scale in own_of(study, multilevel_tasks(study), part):
        rows.extend(_rows(study, tables, model, scale))
    return rows


def _rows(study: Study, tables: ModelTables, model: Multilevel, scale: str) -> MultilevelRows:
    """Return one model × scale; whatever breaks in it leaves a failed model and no half of its rows."""
    try:
        outcome = fit_one(study, tables, model, scale)
        rows = _rows_of_any(study, tables, outcome)
        unscored = tables.without_score(scale, model.rows == "participants")
        rows.rows.extend(row_use_rows(outcome, unscored))
        if outcome.fit is not None:
            rows.extend(_rows_of_fit(study, outcome))
        return rows
    except Exception as error:
        reason = crash(f"model '{model.name}', scale '{scale}'", error)
        failed = Outcome(model, scale, tables.scores.head(0), "failed", reason, None)
        return _rows_of_any(study, tables, failed)


def _rows_of_any(study: Study, tables: ModelTables, outcome: Outcome) -> MultilevelRows:
    """Return the rows that a model has whatever became of it."""
    model, scale = outcome.model, outcome.scale
    chapter = model.chapter or study.scale(scale).chapter
    return MultilevelRows(
        fits=[fit_row(outcome)],
        effects=effect_rows(outcome, Spread.of(tables, scale), chapter, partial(merged_level, study)),
        means=margin_rows(outcome),
    )


def _rows_of_fit(study: Study, outcome: Outcome) -> MultilevelRows:
    least, few = study.config.privacy.minimum_team, study.config.privacy.minimum_cell
    found = influence_of(outcome, least)
    return MultilevelRows(
        coefficients=coefficient_rows(outcome),
        variances=variance_rows(outcome, study.config.seed),
        lines=line_rows(outcome, least),
        diagnostics=assumption_rows(outcome, found, few),
        influence=influence_rows(outcome, found),
        random=random_rows(outcome, least),
    )
