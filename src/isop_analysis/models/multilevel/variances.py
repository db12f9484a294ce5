"""Variances and covariances of a fit, with each group's share of the total (ICC) and design effect."""

from collections.abc import Hashable
from typing import TYPE_CHECKING, Any

from isop_analysis.contracts.table import Row
from isop_analysis.models.multilevel.outcomes import Outcome

if TYPE_CHECKING:
    from isop_analysis.stats.multilevel import Fit

INTERCEPT = "(Intercept)"
RESIDUAL = "Residual"


TEST_DRAWS = 5000
TESTED = ("lr", "p_value", "p_mixture", "tested_by")


def variance_rows(outcome: Outcome, seed: int) -> list[Row]:
    """Return the rows of model_variances.

    ICC is a group's intercept variance ÷ the sum of all intercept variances and the residual's (Snijders &
    Bosker 2012, eq. 4.4), for models with random intercepts only; the design effect is 1 + (mean cluster
    size − 1) × ICC (Kish 1965). Null models' ICCs have an interval (`isop.multilevel.null_model`). Each
    variance is tested by the restricted likelihood ratio `lr` (`isop.multilevel.variance_tests`), with 5,000
    draws, a slope by as many refits as the model declares.
    """
    if outcome.fit is None:
        return []
    table = outcome.fit.variances.to_dict("records")
    for row in table:
        row["term"] = RESIDUAL if row["group"] == RESIDUAL else row["term"]
        row["term_2"] = row["term_2"] if isinstance(row["term_2"], str) else None
    intercepts_only = all(row["term"] in (INTERCEPT, RESIDUAL) for row in table)
    total = float(outcome.fit.variances["variance"].sum())
    tests, intervals = _tests(outcome, seed), _intervals(outcome.fit, intercepts_only)
    rows: list[Row] = []
    for row in table:
        shared = intercepts_only and total > 0 and row["group"] != RESIDUAL
        icc = row["variance"] / total if shared else None
        rows.append(
            {
                **outcome.name,
                "group": row["group"],
                "term": row["term"],
                "term_2": row["term_2"],
                "variance": row["variance"],
                "sd": row["sd"],
                "icc": icc,
                **intervals.get(str(row["group"]), {"icc_low": None, "icc_high": None}),
                "design_effect": _design_effect(outcome.fit, str(row["group"]), icc),
                **(tests.get(_tested(row)) or dict.fromkeys(TESTED)),
                **outcome.record,
            }
        )
    return rows


def _tested(row: dict[Hashable, Any]) -> tuple[str, str]:
    return (str(row["group"]), "" if row["term_2"] is not None else str(row["term"]))


def _tests(outcome: Outcome, seed: int) -> dict[tuple[str, str], Row]:
    from isop_analysis.stats.multilevel import variance_tests

    assert outcome.fit is not None
    refits = outcome.model.slope_draws
    table = variance_tests(outcome.fit, draws=TEST_DRAWS, bootstrap_draws=refits, seed=seed)
    return {
        (str(row["group"]), str(row["term"])): {
            "lr": float(row["statistic"]),
            "p_value": float(row["p_value"]) if row["p_value"] == row["p_value"] else None,
            "p_mixture": float(row["p_mixture"]) if row["p_mixture"] == row["p_mixture"] else None,
            "tested_by": str(row["method"]),
        }
        for row in table.to_dict("records")
    }


def _intervals(fitted: "Fit", intercepts_only: bool) -> dict[str, Row]:
    """Return the ICCs' intervals by group, for a model without predictors, slopes and weights."""
    from isop_analysis.stats.multilevel.share_interval import share_intervals

    unweighted = fitted.solution.model.root_weights is None
    if not (intercepts_only and unweighted and fitted.reml and fitted.terms == (INTERCEPT,)):
        return {}
    found = share_intervals(fitted.solution, 0.95)
    labels = [effect.label for effect in fitted.solution.model.layout.effects]
    return {
        label: {"icc_low": one.low, "icc_high": one.high} for label, one in zip(labels, found, strict=True)
    }


def _design_effect(fitted: "Fit", group: str, icc: float | None) -> float | None:
    if icc is None or group not in fitted.clusters:
        return None
    return 1 + (fitted.n / fitted.clusters[group] - 1) * icc
