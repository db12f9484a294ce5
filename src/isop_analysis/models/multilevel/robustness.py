"""Cluster-robust (CR2) columns beside the model's own: does the result depend on the reckoning?"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from isop_analysis.models.multilevel.outcomes import Outcome

    Row = dict[str, object]

FROM = {
    "cr2_se": "se",
    "cr2_df": "df",
    "cr2_p_value": "p_value",
    "cr2_low": "ci_low",
    "cr2_high": "ci_high",
}


def coefficient_robustness(outcome: "Outcome", term: str) -> "Row":
    """Return cr2_se, cr2_df, cr2_p_value, cr2_low, cr2_high, cr2_clusters and cr2_reason of a coefficient.

    Numbers are None where there are too few clusters, with the reason.
    """
    found = outcome.robust
    if found is None:
        return dict.fromkeys((*FROM, "cr2_clusters", "cr2_reason"))
    row: Row = {"cr2_clusters": found.clusters, "cr2_reason": found.reason or None}
    own = outcome.robust_rows.get(term)
    if own is None:
        return dict.fromkeys(FROM) | row
    return {name: float(own[source]) for name, source in FROM.items()} | row


def effect_robustness(outcome: "Outcome", term: str, change: float, sd: float | None) -> "Row":
    """Return cr2_low and cr2_high of a declared contrast in SDs of the scale, and cr2_reason."""
    row = coefficient_robustness(outcome, term)
    low, high = row["cr2_low"], row["cr2_high"]
    if sd is None or not isinstance(low, float) or not isinstance(high, float):
        return {"cr2_low": None, "cr2_high": None, "cr2_reason": row["cr2_reason"]}
    bounds = sorted(bound * change / sd for bound in (low, high))
    return {"cr2_low": bounds[0], "cr2_high": bounds[1], "cr2_reason": row["cr2_reason"]}
