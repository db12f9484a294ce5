"""How cells of processed tables are written: numbers by kind, names by title, what is absent or hidden."""

from typing import TYPE_CHECKING

from isop_analysis.contracts import Column
from isop_analysis.language.noted import noted
from isop_analysis.language.numbers import COMPLEMENTARY, is_number
from isop_analysis.language.reasons import told as reason_told
from isop_analysis.language.rows import Record
from isop_analysis.report.page.blocks import Cell
from isop_analysis.report.page.variables import variable_title

if TYPE_CHECKING:
    from isop_analysis.report.page.context import Context

BOUNDED = frozenset(
    (
        *("icc_low", "icc_high", "r2_marginal", "r2_conditional", "r2_within", "r2_between"),
        *("alpha", "alpha_ci_low", "alpha_ci_high", "omega_total", "icc1", "icc2", "icc"),
        *("rwg_j_mean", "rwg_j_median", "rwg_j_mean_skewed", "item_rest", "alpha_if_dropped"),
        *("std_all", "std_ci_low", "std_ci_high", "omega", "composite_reliability", "ave", "correlation"),
        *("twin_std_all", "twin_std_ci_low", "twin_std_ci_high", "twin_omega"),
        *("cfi", "tli", "rmsea", "rmsea_ci_low", "rmsea_ci_high", "srmr", "kappa"),
        *("srmr_within", "srmr_between", "reliability", "icc_reml", "icc_reml_ci_low", "icc_reml_ci_high"),
        *("omega_within", "omega_between", "omega_group_mean"),
    )
)
DIGITS = {
    **dict.fromkeys(("cfi_change", "rmsea_change"), 3),
    **dict.fromkeys(
        ("cfi", "tli", "rmsea", "rmsea_ci_low", "rmsea_ci_high", "srmr", "srmr_within", "srmr_between"), 3
    ),
    **dict.fromkeys(("percentage", "df", "cr2_df"), 1),
    **dict.fromkeys(("monte_carlo_se", "monte_carlo_se_sd", "type_one_error"), 3),
    "gradient": 6,
}
OFTEN_WHOLE = frozenset(["answer", "df", "df_difference", "df_between", "df_within"])
P_VALUES = frozenset(["p_value", "p_holm", "p_mixture", "cr2_p_value", "p_difference", "p_adjusted"])
SHARES = frozenset(
    (
        *("share", "cells_missing", "floor", "ceiling"),
        *("chance_of_smallest", "power", "singular", "not_converged"),
    )
)
LABELLED = (
    "status",
    "answer_kind",
    "basis",
    "linked_by",
    "kind",
    "level",
    "measure",
    "rule",
    "stage",
    "direction",
    "deviation",
    "df_method",
    "of",
    "step",
    "looks",
    "tested_by",
    "assumption",
    "indices",
)


def is_numeric(column: Column) -> bool:
    """Tell whether a column of a contract holds numbers."""
    return column.kind in ("number", "integer")


def written(context: "Context", column: Column, row: Record) -> Cell:
    """Return one cell of a table as readers see it."""
    value = row[column.name]
    if is_numeric(column):
        return _number(context, column, row, value)
    if value is None or value != value or str(value) in ("<NA>", "nan"):
        return Cell("–", label=context.words("absent_label"))
    if isinstance(value, bool) or type(value).__name__ == "bool":
        return Cell(context.words("yes_word" if value else "no_word"))
    return Cell(_named(context, column.name, row, str(value)))


def hidden(context: "Context", small: bool = False) -> Cell:
    """Return a suppressed cell: `<5` where it is surely a small one, else a dot; both are read aloud."""
    minimum = context.study.config.privacy.minimum_cell
    text = context.numbers.below(minimum) if small else COMPLEMENTARY
    return Cell(text, numeric=True, label=context.words("hidden_label"))


def _number(context: "Context", column: Column, row: Record, value: object) -> Cell:
    if not is_number(value):
        if _flagged(row):
            return hidden(context)
        return Cell("–", numeric=True, label=context.words("absent_label"))
    return Cell(number_text(context, column, float(value)), numeric=True)  # type: ignore[arg-type]


def _flagged(row: Record) -> bool:
    flag = row.get("suppressed")
    return type(flag).__name__ in ("bool", "bool_") and bool(flag)


def number_text(context: "Context", column: Column, value: float) -> str:
    """Write a number of a column as its kind asks."""
    numbers, name = context.numbers, column.name
    if name in P_VALUES:
        return numbers.p_value(value).removeprefix("=\u00a0")
    if column.kind == "integer" or (name in OFTEN_WHOLE and value.is_integer()):
        return numbers.integer(value)
    if name in SHARES:
        return numbers.percentage(100 * value)
    return numbers.decimal(value, DIGITS.get(name, 2), bounded=name in BOUNDED)


def _named(context: "Context", column: str, row: Record, value: str) -> str:
    words, names = context.words, context.names
    if column in LABELLED:
        return words.label(f"{column}.{value}", value)
    if column in ("occasion", "code", "group", "attribute") and value == "all":
        return words("every_occasion") if column == "occasion" else words("everyone")
    if column == "value":
        return words("everyone") if value == "all" else names.value(str(row.get("attribute")), value)
    if column == "groups":
        return ", ".join(names.value(str(row.get("over")), one) for one in value.split(", "))
    if column == "over" and value == "occasions":
        return words("invariance.occasions")
    known = {
        "variable": lambda one: variable_title(context, one),
        "notes": lambda one: noted(one, words, names),
        "reason": lambda one: reason_told(one, words, names),
        "omega_reason": lambda one: reason_told(one, words, names),
        "scale": lambda one: words("missing.all_scales") if one == "all" else names.scale(one),
        "factor": names.scale,
        "other": names.scale,
        "over": names.attribute,
        "item": names.item,
        "instrument": names.instrument,
        "model": names.model,
        "question": names.question,
        "attribute": names.attribute,
        "theme": names.theme,
        "code": names.code,
        "outcome": lambda one: (
            variable_title(context, one) if names.outcome(one) == one else names.outcome(one)
        ),
        **dict.fromkeys(
            ("predictor", "mediator", "cause", "covariate"), lambda one: variable_title(context, one)
        ),
        "method": lambda one: words.label(f"levels.method.{one}", words.label(f"sites.method.{one}", one)),
        "leads": lambda one: words.label(f"indirect.name.{one}", words.label(f"sites.method.{one}", one)),
        "resampled": lambda one: words(f"units.{one}.other"),
        "note": lambda one: reason_told(one, words, names),
        "path": lambda one: words.label(f"sites.path.{one}", one),
        "unit": lambda one: words.label(f"units.{one}.one", one),
        "area": names.area,
        "family": names.family,
        "verdict": lambda one: words(f"verdict.short.{one}"),
        "chapter": lambda one: words.label(f"chapter.{one}", words("chapter.chances")),
    }
    return known[column](value) if column in known else value
