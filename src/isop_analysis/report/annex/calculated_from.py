"""From an effect that answers a question to the row of the calculation that it comes from."""

from typing import TYPE_CHECKING

from isop_analysis.language.rows import Record

if TYPE_CHECKING:
    from isop_analysis.report.annex.context import Context

KEYS = {
    "model_effects": ("model", "scale", "term"),
    "structural_defined": ("model", "name"),
    "site_estimates": ("model", "scale", "outcome", "method", "path"),
    "structural_fits": ("model",),
    "model_variances": ("model", "scale", "group", "term", "term_2"),
}
TABLES = {
    "points": ("model_effects", "structural_defined"),
    "sd_of_sites": ("site_estimates",),
    "limits": ("structural_fits",),
    "share": ("model_variances",),
}


def calculated_from(context: "Context", row: Record) -> tuple[object, ...]:
    """Return table and key of the row that an effect is calculated from; nothing where readers see none.

    Points are that row's estimate times the change that the study declares; what is told per SD of the sites
    or as a share stands there as it is.
    """
    for table in TABLES[row["unit"]]:
        for one in context.rows(table, model=row["model"]):
            if _alike(table, one, row):
                return (table, *(one[name] for name in KEYS[table]))
    return ()


def _alike(table: str, one: Record, row: Record) -> bool:
    """Tell whether a row of a table is about the same effect."""
    scale, term = one.get("scale") == row["scale"], row["term"]
    if table == "structural_fits":
        return True
    if table == "structural_defined":
        return bool(one["name"] == term)
    if table == "model_variances":
        return scale and (one["group"].split(":")[0], one["term"]) == (term, "(Intercept)")
    if table == "site_estimates":
        same = (one["outcome"], one["method"], one["path"]) == (row["outcome"], "corrected", term)
        return scale and same
    return scale and bool(one["term"] == term)
