"""A structural fit or refusal as rows of the tables structural_fits and structural_parameters."""

import math
from typing import TYPE_CHECKING

from isop_analysis.base.reasons import Reason, written
from isop_analysis.contracts.table import Row
from isop_analysis.stats.verdicts import sign_of
from isop_analysis.study.structural_settings import Panel, Structural

if TYPE_CHECKING:
    from isop_analysis.stats.structural import StructuralFit

TESTED = ("chi2", "p_value")
RELATIVE = ("cfi", "tli", "rmsea", "rmsea_ci_low", "rmsea_ci_high")
INDICES = (
    *("chi2", "df", "p_value", *RELATIVE, "srmr", "srmr_within", "srmr_between"),
    *("aic", "bic", "loglik"),
)
PARAMETER = (
    *("lhs", "op", "rhs", "label", "estimate", "se", "statistic", "p_value", "ci_low", "ci_high"),
    *("std_all", "std_ci_low", "std_ci_high", "group", "level"),
)
KINDS = ("=~", "~", "~~", "~1")
TWIN = ("twin_std_all", "twin_std_ci_low", "twin_std_ci_high")
RECORD = (
    *("n_parameters", "n_between", "estimator", "converged", "admissible", "notes", "bounds", "on_bound"),
    *("indices", *INDICES),
)


def unfitted_row(model: Structural | Panel, rows: int, status: str, reason: Reason) -> Row:
    """Return the row of a model that was refused, or failed before there was a fit."""
    return {
        "model": model.name,
        "kind": model.kind,
        "status": status,
        "reason": written([reason]),
        "n": rows,
        "n_dropped": 0,
        "clusters": 0,
        **dict.fromkeys(RECORD),
    }


def status_of(fitted: "StructuralFit") -> str:
    """Return whether the fit converged, as the tables call it."""
    return "fitted" if fitted.convergence.converged else "failed"


def fit_row(model: Structural | Panel, fitted: "StructuralFit") -> Row:
    """Return the row of a model that was fitted or failed."""
    converged, reason = fitted.convergence.converged, fitted.convergence.reason
    return {
        "model": model.name,
        "kind": model.kind,
        "status": status_of(fitted),
        "reason": written([reason]) if reason else None,
        "n": fitted.n,
        "n_dropped": fitted.n_dropped,
        "clusters": fitted.clusters,
        "n_between": _between(fitted),
        "n_parameters": int(fitted.fit_indices["n_parameters"]),
        "estimator": fitted.estimator,
        "converged": converged,
        "admissible": fitted.admissible,
        "notes": written(fitted.notes) or None,
        "bounds": None if fitted.bounds == "none" else fitted.bounds,
        "on_bound": written(fitted.on_bound) or None,
        **told_indices(fitted),
    }


def _between(fitted: "StructuralFit") -> int | None:
    """Return how many free parameters the upper level has; None in a model of one level."""
    if not fitted.clusters:
        return None
    table = fitted.parameters
    return int(((table["level"] == 2) & (table["se"] != 0) & table["op"].isin(KINDS)).sum())


def told_indices(fitted: "StructuralFit") -> Row:
    """Return the indices to tell, and in `indices` which they are.

    After a robust fit chi-square is the scaled one, and CFI, TLI and RMSEA are the robust ones, or the scaled
    ones where those can't be computed (Savalei 2021).
    """
    index = fitted.fit_indices
    found: Row = {name: float(index[name]) for name in INDICES}
    if "chi2_scaled" not in index:
        return found | {"indices": "standard"}
    kind = "robust" if all(math.isfinite(index[f"{name}_robust"]) for name in RELATIVE) else "scaled"
    found |= {name: float(index[f"{name}_scaled"]) for name in TESTED}
    found |= {name: float(index[f"{name}_{kind}"]) for name in RELATIVE}
    return found | {"indices": kind}


def parameter_rows(model: Structural | Panel, fitted: "StructuralFit") -> list[Row]:
    """Return a row a parameter, with the record of its fit."""
    record: Row = {
        "model": model.name,
        "n": fitted.n,
        "clusters": fitted.clusters,
        "converged": fitted.convergence.converged,
        "admissible": fitted.admissible,
        **dict.fromkeys(TWIN),
    }
    rows: list[Row] = fitted.parameters[list(PARAMETER)].to_dict("records")  # type: ignore[assignment]
    return [record | row | {"verdict": sign_of(row["ci_low"], row["ci_high"])} for row in rows]
