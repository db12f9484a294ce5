"""How the cells of processed tables are written: numbers by kind, names by title, what is absent or suppressed."""

from typing import TYPE_CHECKING, Any

from isop_analysis.report.numbers import COMPLEMENTARY, is_number
from isop_analysis.report.page.blocks import Cell

if TYPE_CHECKING:
    from isop_analysis.report.page.context import Context

WHOLE = frozenset(
    "n persons people teams clusters n_items n_dropped absent count chosen asked schools segments coders both one "
    "rows rows_in rows_out excluded responses step band stayed_n left_n rwg_j_truncated n_parameters rows_used "
    "suppressed unknown columns items_matched items_expected columns_dropped teams_with_theme answer".split()
)
BOUNDED = frozenset(
    "alpha alpha_ci_low alpha_ci_high omega_total icc1 icc2 icc rwg_j_mean rwg_j_median rwg_j_mean_skewed item_rest "
    "alpha_if_dropped std_all cfi tli rmsea rmsea_ci_low rmsea_ci_high srmr kappa".split()
)
THREE = frozenset(["cfi", "tli", "rmsea", "rmsea_ci_low", "rmsea_ci_high", "srmr"])
ONE = frozenset(["percentage", "df", "df_between", "df_within"])
SHARES = frozenset(["share", "floor", "ceiling"])
LABELLED = ("status", "answer_kind", "linked_by", "kind", "level", "measure", "rule", "stage")
NUMBERS = WHOLE | BOUNDED | ONE | SHARES | frozenset(
    "mean sd median skewness minimum maximum stayed_mean left_mean difference_sd ci_low ci_high f_statistic p_value "
    "adm_mean change estimate se statistic sd_scale effect effect_low effect_high smallest detectable loglik aic bic "
    "variance design_effect chi2 score_low score_high score_mean gradient".split()
)


def written(context: "Context", column: str, row: dict[str, Any]) -> Cell:
    """Return one cell of a table as readers see it."""
    value = row[column]
    if column in NUMBERS:
        return _number(context, column, row, value)
    if value is None or value != value or str(value) in ("<NA>", "nan"):
        return Cell("–", label=context.words("absent_label"))
    if isinstance(value, bool) or type(value).__name__ == "bool":
        return Cell(context.words("yes_word" if value else "no_word"))
    return Cell(_named(context, column, row, str(value)))


def hidden(context: "Context", small: bool = False) -> Cell:
    """Return a suppressed cell: `<5` where it is surely a small one, else a dot; both are read aloud."""
    minimum = context.study.config.privacy.minimum_cell
    text = context.numbers.below(minimum) if small else COMPLEMENTARY
    return Cell(text, numeric=True, label=context.words("hidden_label"))


def _number(context: "Context", column: str, row: dict[str, Any], value: object) -> Cell:
    if not is_number(value):
        if _flagged(row):
            return hidden(context)
        return Cell("–", numeric=True, label=context.words("absent_label"))
    return Cell(number_text(context, column, float(value)), numeric=True)  # type: ignore[arg-type]


def _flagged(row: dict[str, Any]) -> bool:
    flag = row.get("suppressed")
    return type(flag).__name__ in ("bool", "bool_") and bool(flag)


def number_text(context: "Context", column: str, value: float) -> str:
    """Write a number of a column as its kind asks."""
    numbers = context.numbers
    if column == "p_value":
        return numbers.p_value(value).removeprefix("=\u00a0")
    if column in WHOLE:
        return numbers.integer(value)
    if column in SHARES:
        return numbers.percentage(100 * value)
    if column == "gradient":
        return numbers.decimal(value, 6)
    if column in ONE:
        return numbers.decimal(value, 1)
    return numbers.decimal(value, 3 if column in THREE else 2, bounded=column in BOUNDED)


def _named(context: "Context", column: str, row: dict[str, Any], value: str) -> str:
    words, names = context.words, context.names
    if column in LABELLED:
        return words.label(f"{column}.{value}", value)
    if column in ("occasion", "code", "group") and value == "all":
        return words("every_occasion") if column == "occasion" else words("everyone")
    if column == "value":
        return words("everyone") if value == "all" else names.value(str(row.get("attribute")), value)
    known = {
        "scale": names.scale,
        "item": names.item,
        "instrument": names.instrument,
        "model": names.model,
        "question": names.question,
        "attribute": names.attribute,
        "theme": names.theme,
        "code": names.code,
        "area": names.area,
        "chapter": lambda one: words.label(f"chapter.{one}", words("chapter.chances")),
    }
    return known[column](value) if column in known else value
