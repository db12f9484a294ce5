"""Rows about a factor or path model beyond its parameters: misfit, reliability, separation of factors."""

from typing import TYPE_CHECKING

from isop_analysis.contracts.table import Row
from isop_analysis.models.structural.twins import Twin

if TYPE_CHECKING:
    import pandas as pd

    from isop_analysis.stats.structural import StructuralFit

MOST = 10
"""Modification indices kept a model; those beyond say little."""


def misfit_rows(model: str, fitted: "StructuralFit") -> list[Row]:
    """Return the largest modification indices, `mi_scaled` None where the fit isn't robust."""
    from isop_analysis.stats.structural import modification_indices

    found = modification_indices(fitted).head(MOST)
    if "mi_scaled" not in found:
        found["mi_scaled"] = None
    kept = found[["lhs", "op", "rhs", "mi", "mi_scaled", "p_value", "epc", "epc_std"]]
    return [{"model": model, **row, "n": fitted.n} for row in _records(kept)]


def measure_rows(model: str, fitted: "StructuralFit", twin: Twin | None) -> list[Row]:
    """Return reliability and variance extracted of every factor, omega of the twin beside.

    Of ordered answers omega is that of the sum of answers (Green & Yang 2009), the others are those of the
    normal variables behind the answers.
    """
    from isop_analysis.stats.structural import factor_reliability

    kept = factor_reliability(fitted)[["factor", "items", "omega", "composite_reliability", "ave"]]
    numbers: dict[object, object] = {}
    if twin is not None and twin.fitted is not None and twin.compared:
        table = factor_reliability(twin.fitted)
        numbers = dict(zip(table["factor"], table["omega"], strict=True))
    return [
        {"model": model, **row, "twin_omega": numbers.get(row["factor"]), "n": fitted.n}
        for row in _records(kept)
    ]


def pair_rows(
    model: str, fitted: "StructuralFit", factors: dict[str, list[str]], data: "pd.DataFrame"
) -> list[Row]:
    """Return HTMT and correlation of every pair of factors; of ordered answers, of what is behind."""
    from isop_analysis.stats.structural import htmt, htmt_of_fit

    if len(factors) < 2:
        return []
    if fitted.ordinal is not None:
        ratios = htmt_of_fit(factors, fitted).to_numpy()
    else:
        ratios = htmt(factors, data, missing=fitted.missing).to_numpy()
    table = fitted.parameters
    pairs = table[(table["op"] == "~~") & (table["lhs"] != table["rhs"])]
    values = pairs["std_all"].astype("float64").tolist()
    between = dict(zip(zip(pairs["lhs"], pairs["rhs"], strict=True), values, strict=True))
    names = list(factors)
    return [
        {
            "model": model,
            "factor": first,
            "other": second,
            "htmt": float(ratios[place, other]),
            "correlation": between.get((first, second), float("nan")),
            "n": fitted.n,
        }
        for place, first in enumerate(names)
        for other, second in enumerate(names)
        if other > place
    ]


def _records(frame: "pd.DataFrame") -> list[Row]:
    records: list[Row] = frame.to_dict("records")  # type: ignore[assignment]
    return records
