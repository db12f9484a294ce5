"""Fixed effects of a fit: in SDs too, and with cluster-robust errors (CR2) beside the model's own."""

from isop_analysis.base.reasons import Refused, written
from isop_analysis.contracts.table import Row
from isop_analysis.models.multilevel.outcomes import Outcome

STANDARDISED = {"std_estimate": "estimate", "std_low": "ci_low", "std_high": "ci_high"}
ROBUST = {
    "cr2_se": "se",
    "cr2_df": "df",
    "cr2_p_value": "p_value",
    "cr2_low": "ci_low",
    "cr2_high": "ci_high",
}


def coefficient_rows(outcome: Outcome) -> list[Row]:
    """Return the rows of model_coefficients."""
    if outcome.fit is None:
        return []
    rows: list[Row] = outcome.fit.coefficients.to_dict("records")  # type: ignore[assignment]
    standard = standardised_rows(outcome)
    return [
        outcome.name | row | standard[term] | robust_row(outcome, term) | outcome.record
        for row, term in zip(rows, outcome.fit.terms, strict=True)
    ]


def standardised_rows(outcome: Outcome) -> dict[str, Row]:
    """Return std_estimate, std_low and std_high by term: SDs of the outcome, per SD of numeric variables.

    None for the intercept, and where the formula lacks a main effect of an interaction.
    """
    from isop_analysis.stats.multilevel import standardised

    assert outcome.fit is not None
    found: dict[str, Row] = {term: dict.fromkeys(STANDARDISED) for term in outcome.fit.terms}
    try:
        table = standardised(outcome.fit)
    except Refused:
        return found
    for own in table.to_dict("records"):
        found[str(own["term"])] = {name: float(own[source]) for name, source in STANDARDISED.items()}
    return found


def robust_row(outcome: Outcome, term: str) -> Row:
    """Return cr2_se, cr2_df, cr2_p_value, cr2_low, cr2_high, cr2_clusters and cr2_reason of a coefficient.

    Numbers are None where there are too few clusters, with the reason.
    """
    found = outcome.robust
    if found is None:
        return dict.fromkeys((*ROBUST, "cr2_clusters", "cr2_reason"))
    reason = written([found.reason]) if found.reason else None
    row: Row = {"cr2_clusters": found.clusters, "cr2_reason": reason}
    own = outcome.robust_rows.get(term)
    if own is None:
        return dict.fromkeys(ROBUST) | row
    return {name: float(own[source]) for name, source in ROBUST.items()} | row
