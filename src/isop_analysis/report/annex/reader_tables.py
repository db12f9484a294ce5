"""The tables that readers see: columns and what identifies a row; never persons, never named teams."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from isop_analysis.contracts import Column
from isop_analysis.contracts.published import published
from isop_analysis.language.rows import row_id
from isop_analysis.report.annex.apa import TESTS, apa_of
from isop_analysis.report.annex.blocks import Cell, Row, Table
from isop_analysis.report.annex.calculated_from import calculated_from
from isop_analysis.report.annex.cells import is_numeric, written

if TYPE_CHECKING:
    from isop_analysis.report.annex.context import Context


LABEL = Column("label", "text", required=False)
APA = Column("apa", "text", required=False)


@dataclass(frozen=True)
class ReaderTable:
    """A table shown in the chapter of all tables; `labelled` is the column that a label's column follows.

    One whose rows hold tests has a last column with these in APA form.
    """

    name: str
    key: tuple[str, ...]
    left_out: tuple[str, ...] = ()
    labelled: str = ""

    @property
    def columns(self) -> list[Column]:
        """Columns shown, with the label that the config gives what a row is about, and tests in APA form."""
        found: list[Column] = []
        for column in published(self.name).columns:
            found += [column] if column.name not in self.left_out else []
            found += [LABEL] if column.name == self.labelled else []
        return [*found, APA] if self.name in TESTS else found


READER_TABLES = (
    ReaderTable("conclusions", ("question",)),
    ReaderTable("conclusion_effects", ("question", "place")),
    ReaderTable("conclusion_caveats", ("question", "caveat", "scale")),
    ReaderTable("people_flow", ("cohort", "occasion", "stage")),
    ReaderTable("scored_people", ("instrument",)),
    ReaderTable("flow", ("instrument", "occasion", "stage")),
    ReaderTable("exclusion_counts", ("unit", "instrument", "rule")),
    ReaderTable("linking", ("instrument", "wave", "linked_by")),
    ReaderTable("sample", ("attribute", "value", "occasion"), ("value",), "value"),
    ReaderTable("dropout", ("variable", "from_occasion", "to_occasion")),
    ReaderTable("dropout_groups", ("from_occasion", "to_occasion", "attribute", "value")),
    ReaderTable("dropout_model", ("from_occasion", "to_occasion", "term")),
    ReaderTable("missing_patterns", ("of", "occasion", "pattern")),
    ReaderTable("missing_tests", ("of", "scale", "occasion")),
    ReaderTable("answer_kinds", ("scale", "answer_kind")),
    ReaderTable("region_schools", ("measure", "provider", "level", "code")),
    ReaderTable("reliability", ("scale", "occasion"), ("instrument",)),
    ReaderTable("agreement", ("scale", "occasion"), ("instrument",)),
    ReaderTable("scale_descriptives", ("scale", "occasion"), ("instrument",)),
    ReaderTable("item_descriptives", ("scale", "item", "occasion"), ("instrument",)),
    ReaderTable("item_counts", ("item", "occasion", "answer"), ("instrument",), "answer"),
    ReaderTable("score_counts", ("scale", "occasion", "low")),
    ReaderTable("team_scores", ("scale", "occasion", "place")),
    ReaderTable("team_spread", ("scale", "occasion")),
    ReaderTable(
        "choices", ("question", "option", "occasion", "attribute", "value"), ("option", "attribute"), "option"
    ),
    ReaderTable("profession_ties", ("question", "at_least", "profession", "partner")),
    ReaderTable("profession_tasks", ("question", "profession", "task")),
    ReaderTable("profession_spread", ("question", "profession")),
    ReaderTable("task_overlaps", ("profession", "profession_2")),
    ReaderTable("network_measures", ("question",)),
    ReaderTable("hypotheses", ("hypothesis", "scale"), ("hypothesis",)),
    ReaderTable("deviations", ("key",)),
    ReaderTable("model_effects", ("model", "scale", "term"), ("chapter", "excluded")),
    ReaderTable("detectable_effects", ("model", "scale", "term", "basis"), ("chapter",)),
    ReaderTable("model_fits", ("model", "scale")),
    ReaderTable("model_rows", ("model", "scale", "variable")),
    ReaderTable("structural_rows", ("model", "variable")),
    ReaderTable("model_coefficients", ("model", "scale", "term")),
    ReaderTable("model_variances", ("model", "scale", "group", "term", "term_2")),
    ReaderTable("model_diagnostics", ("model", "scale", "assumption", "about"), ("source",)),
    ReaderTable("model_means", ("model", "scale", "margin", "point")),
    ReaderTable("structural_fits", ("model",)),
    ReaderTable("structural_parameters", ("model", "lhs", "op", "rhs", "group", "level"), ("verdict",)),
    ReaderTable("site_models", ("model", "scale", "outcome")),
    ReaderTable("site_estimates", ("model", "scale", "outcome", "method", "path"), ("leads",)),
    ReaderTable("site_loadings", ("model", "scale", "outcome", "item"), ("verdict",)),
    ReaderTable("structural_defined", ("model", "name")),
    ReaderTable("structural_levels", ("model", "level", "method", "lhs", "op", "rhs"), ("note",)),
    ReaderTable("structural_confounding", ("model", "name", "mediator", "outcome")),
    ReaderTable("structural_confounding_curve", ("model", "name", "mediator", "outcome", "rho")),
    ReaderTable("structural_robustness", ("model", "name", "cause", "outcome")),
    ReaderTable("structural_twins", ("model",)),
    ReaderTable("structural_misfit", ("model", "lhs", "op", "rhs")),
    ReaderTable("factor_measures", ("model", "factor")),
    ReaderTable("factor_pairs", ("model", "factor", "other")),
    ReaderTable("structural_invariance", ("model", "step")),
    ReaderTable("structural_releases", ("model", "step", "parameter")),
    ReaderTable("second_opinions", ("source", "engine", "model", "scale", "occasion", "term", "quantity")),
    ReaderTable("theme_counts", ("theme", "code")),
    ReaderTable("code_frequencies", ("code", "by", "value")),
    ReaderTable("coder_agreement", ("code",)),
    ReaderTable("quotes", ("place",)),
    ReaderTable("masking", ("deduce",)),
    ReaderTable("joint_display", ("display", "band", "theme", "code"), ("display",)),
    ReaderTable("theme_scores", ("display", "theme", "code"), ("display",)),
    ReaderTable("fit_of_integration", ("pair",), ("display",)),
    ReaderTable("outcome_cells", ("outcome",)),
    ReaderTable("held_back", ("table",)),
)


def reader_table(context: "Context", table: ReaderTable) -> Table | None:
    """Return the table as readers see it, or None where the study has no rows in it."""
    rows = context.rows(table.name)
    if not rows:
        return None
    words = context.words
    columns = tuple(Cell(words(f"column.{c.name}"), numeric=is_numeric(c)) for c in table.columns)
    seen: dict[str, int] = {}
    shown = tuple(_row(context, table, row, seen) for row in rows)
    return Table(
        words(f"reader_table.{table.name}"),
        columns,
        shown,
        _untold(context, table),
        id=f"table-{table.name}",
        folded=True,
    )


def _untold(context: "Context", table: ReaderTable) -> str:
    """Return what a table is silent about, where its rows don't show that."""
    key = f"untold.{table.name}"
    return (
        context.words(key, minimum=context.study.config.privacy.minimum_cell)
        if context.words.has(key)
        else ""
    )


def _row(context: "Context", table: ReaderTable, row: dict[str, Any], seen: dict[str, int]) -> Row:
    identity = row_id(table.name, *(row[column] for column in table.key))
    seen[identity] = seen.get(identity, 0) + 1
    if seen[identity] > 1:
        identity = f"{identity}-{seen[identity]}"
    cells = []
    for column in table.columns:
        if column is LABEL:
            cells.append(Cell(_label(context, table.name, row) or "–"))
        elif column is APA:
            cells.append(Cell(apa_of(table.name, row, context.numbers)))
        elif (table.name, column.name) == ("conclusion_effects", "term"):
            cells.append(_term(context, column, row))
        else:
            cells.append(written(context, column, row))
    return Row(tuple(cells), identity)


def _term(context: "Context", column: Column, row: dict[str, Any]) -> Cell:
    """Return an effect's term, linked to the row that its points are calculated from."""
    shown, place = written(context, column, row), calculated_from(context, row)
    if not place:
        return shown
    return Cell(Markup('<a href="#{}">{}</a>').format(row_id(str(place[0]), *place[1:]), shown.text))


def _label(context: "Context", table: str, row: dict[str, Any]) -> str | None:
    if table == "sample":
        return group_label(context, str(row["attribute"]), str(row["value"]))
    if table == "choices":
        return context.names.option(str(row["question"]), str(row["option"]))
    return context.names.answer(str(row["item"]), row["answer"])


def group_label(context: "Context", attribute: str, value: str) -> str:
    """Return what a group of people is called; those of no known group are one too."""
    return context.words("status.unknown") if value == "unknown" else context.names.value(attribute, value)
