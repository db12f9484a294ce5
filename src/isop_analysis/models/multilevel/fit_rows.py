"""The row of a multilevel fit: whether it was fitted, its record, and how much it explains."""

from isop_analysis.base.reasons import written
from isop_analysis.contracts.cells import written_mapping
from isop_analysis.contracts.table import Row
from isop_analysis.models.multilevel.clusters import leading_group
from isop_analysis.models.multilevel.outcomes import Outcome

UNKNOWN = ("optimiser", "gradient", "loglik", "aic", "bic", "df_method", "notes")
EXPLAINED = ("r2_marginal", "r2_conditional", "r2_within", "r2_between", "r2_group")
ROUNDING = 1e-12


def fit_row(outcome: Outcome) -> Row:
    """Return the row of model_fits."""
    model, fitted = outcome.model, outcome.fit
    row: Row = {
        **outcome.name,
        "kind": model.kind,
        "formula": fitted.formula if fitted is not None else model.formula,
        "fallback": outcome.fallback,
        **outcome.standing,
        **outcome.record,
        "n_dropped": fitted.n_dropped if fitted is not None else 0,
        "cluster_counts": written_mapping(outcome.clusters),
        "reml": model.reml,
        **explained(outcome),
    }
    if fitted is None:
        return row | dict.fromkeys(UNKNOWN)
    return row | {
        "optimiser": fitted.convergence.optimiser,
        "gradient": fitted.convergence.max_gradient,
        "loglik": fitted.loglik,
        "aic": fitted.aic,
        "bic": fitted.bic,
        "df_method": fitted.df,
        "notes": written(fitted.notes) or None,
    }


def explained(outcome: Outcome) -> Row:
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


def _known(value: float) -> float | None:
    """Return a share, zero where it is rounding, as in a model without predictors."""
    if value != value:
        return None
    return value if value > ROUNDING else 0.0
