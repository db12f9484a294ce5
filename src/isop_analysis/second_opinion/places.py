"""What a number of a processed or published table is of: one text a row, the same in both."""

from collections.abc import Mapping
from typing import Any

INTERCEPT = "(Intercept)"


def term_of(source: str, row: Mapping[Any, Any]) -> str | None:
    """Return what a row of a table is of: a coefficient, a variance's group, a parameter, a factor.

    >>> term_of("model_variances", {"group": "team", "term": "(Intercept)", "term_2": None})
    'team'
    >>> term_of("structural_parameters", {"lhs": "skill", "op": "=~", "rhs": "ns1"})
    'skill =~ ns1'
    """
    if source == "model_coefficients":
        return str(row["term"])
    if source == "model_variances":
        return variance_term(str(row["group"]), str(row["term"]), row["term_2"])
    if source == "structural_parameters":
        return f"{row['lhs']} {row['op']} {row['rhs']}"
    return str(row["factor"]) if source == "factor_measures" else None


def variance_term(group: str, term: str, other: object) -> str:
    """Return what a variance, or the covariance with an other term, is of."""
    if isinstance(other, str) and other:
        return f"{group}: {term} × {other}"
    return group if term in (INTERCEPT, group) else f"{group}: {term}"
