"""Rows about a factor or path model beyond its parameters: misfit, reliability, separation of factors."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

    from isop_analysis.structural import StructuralFit

Row = dict[str, object]
MOST = 10
"""Modification indices kept a model; those beyond say little."""


def misfit_rows(model: str, fitted: "StructuralFit") -> list[Row]:
    """Return the largest modification indices."""
    from isop_analysis.structural import modification_indices

    found = modification_indices(fitted).head(MOST)
    kept = found[["lhs", "op", "rhs", "mi", "p_value", "epc", "epc_std"]]
    return [{"model": model, **row, "n": fitted.n} for row in _records(kept)]


def measure_rows(model: str, fitted: "StructuralFit") -> list[Row]:
    """Return reliability and variance extracted of every factor."""
    from isop_analysis.structural import factor_reliability

    kept = factor_reliability(fitted)[["factor", "items", "omega", "composite_reliability", "ave"]]
    return [{"model": model, **row, "n": fitted.n} for row in _records(kept)]


def pair_rows(
    model: str, fitted: "StructuralFit", factors: dict[str, list[str]], data: "pd.DataFrame"
) -> list[Row]:
    """Return HTMT and correlation of every pair of factors."""
    from isop_analysis.structural import htmt

    if len(factors) < 2:
        return []
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
