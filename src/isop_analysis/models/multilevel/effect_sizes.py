"""How much a fit explains, and its coefficients in standard deviations."""

from typing import TYPE_CHECKING

from isop_analysis.models.multilevel.shown_clusters import leading_group

if TYPE_CHECKING:
    from isop_analysis.models.multilevel.outcomes import Outcome

    Row = dict[str, object]

EXPLAINED = ("r2_marginal", "r2_conditional", "r2_within", "r2_between", "r2_group")
ROUNDING = 1e-12
STANDARDISED = {"std_estimate": "estimate", "std_low": "ci_low", "std_high": "ci_high"}


def explained(outcome: "Outcome") -> "Row":
    """Return shares of variance (0–1) that a converged fit explains; None where there is none.

    r2_marginal by the predictors, r2_conditional by predictors and groups (Nakagawa & Schielzeth 2013);
    r2_within and r2_between by the predictors, of the variance within and between the groups of `r2_group`,
    teams where there are any (Rights & Sterba 2019). r2_between is None where groups don't differ at all.
    """
    from isop_analysis.stats.multilevel import r_squared, split_r_squared

    if outcome.fit is None or not outcome.fit.convergence.converged:
        return dict.fromkeys(EXPLAINED)
    whole = r_squared(outcome.fit)
    row: Row = {"r2_marginal": _known(whole.marginal), "r2_conditional": whole.conditional}
    group = leading_group(outcome)
    if group is None:
        return dict.fromkeys(EXPLAINED) | row
    split = split_r_squared(outcome.fit, group)
    within, between = split.share("within", "fixed_within"), split.share("between", "fixed_between")
    return row | {"r2_within": _known(within), "r2_between": _known(between), "r2_group": group}


def standardised_rows(outcome: "Outcome") -> "dict[str, Row]":
    """Return std_estimate, std_low and std_high by term: SDs of the outcome, per SD of numeric variables.

    None for the intercept, and where the formula lacks a main effect of an interaction.
    """
    from isop_analysis.stats.multilevel import ModelRefused, standardised

    assert outcome.fit is not None
    found: dict[str, Row] = {term: dict.fromkeys(STANDARDISED) for term in outcome.fit.terms}
    try:
        table = standardised(outcome.fit)
    except ModelRefused:
        return found
    for own in table.to_dict("records"):
        found[str(own["term"])] = {name: float(own[source]) for name, source in STANDARDISED.items()}
    return found


def _known(value: float) -> float | None:
    """Return a share, zero where it is rounding, as in a model without predictors."""
    if value != value:
        return None
    return value if value > ROUNDING else 0.0
