"""Variances and covariances of a fit, with each group's share of the total (ICC) and design effect."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from isop_analysis.models.multilevel_models import Outcome, Row
    from isop_analysis.multilevel import Fit

INTERCEPT = "(Intercept)"
RESIDUAL = "Residual"


def variance_rows(outcome: "Outcome") -> "list[Row]":
    """Return the rows of model_variances.

    ICC is a group's intercept variance ÷ the sum of all intercept variances and the residual's (Snijders &
    Bosker 2012, eq. 4.4), for models with random intercepts only; the design effect is 1 + (mean cluster
    size − 1) × ICC (Kish 1965).
    """
    from isop_analysis.models.multilevel_models import record

    if outcome.fit is None:
        return []
    table = outcome.fit.variances.astype({"term": "object", "term_2": "object"})
    table = table.where(table.notna(), None)
    table.loc[table["group"] == RESIDUAL, "term"] = RESIDUAL
    intercepts_only = bool(table["term"].isin([INTERCEPT, RESIDUAL]).all())
    total = float(table["variance"].sum())
    rows: list[Row] = []
    for row in table.to_dict("records"):
        shared = intercepts_only and total > 0 and row["group"] != RESIDUAL
        icc = row["variance"] / total if shared else None
        rows.append(
            {
                "model": outcome.model.name,
                "scale": outcome.scale,
                "group": row["group"],
                "term": row["term"],
                "term_2": row["term_2"],
                "variance": row["variance"],
                "sd": row["sd"],
                "icc": icc,
                "design_effect": _design_effect(outcome.fit, str(row["group"]), icc),
                **record(outcome.fit),
            }
        )
    return rows


def _design_effect(fitted: "Fit", group: str, icc: float | None) -> float | None:
    if icc is None or group not in fitted.clusters:
        return None
    return 1 + (fitted.n / fitted.clusters[group] - 1) * icc
