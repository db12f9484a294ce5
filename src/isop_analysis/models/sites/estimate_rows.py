"""Rows of site_models and site_estimates; no row says which site is which."""

import math
from typing import TYPE_CHECKING, Any

from isop_analysis.base.reasons import Reason, written
from isop_analysis.contracts.table import Row
from isop_analysis.models.sites.tasks import SiteTask
from isop_analysis.stats.verdicts import sign_of
from isop_analysis.study.context import Outcome
from isop_analysis.study.structural_settings import MicroMacro

if TYPE_CHECKING:
    from isop_analysis.stats.structural import BetweenEstimates, StructuralFit

PATHS = {
    ("outcome", "collaboration"): "collaboration",
    ("outcome", "participation"): "participation",
    ("collaboration", "participation"): "participation_to_collaboration",
}
SHOWN = (
    *("estimate", "se", "df", "statistic", "p_value", "ci_low", "ci_high", "percentile_low"),
    *("percentile_high", "without_one_low", "without_one_high", "lowest", "highest", "error_taken"),
    "std_all",
)
MEASURED = ("collaboration", "within")
"""The scale's factor, as the model of deviations and as the joint model calls it."""
LOADING = ("estimate", "ci_low", "ci_high", "std_all", "std_ci_low", "std_ci_high")
INDICES = ("chi2", "df", "p_value", "cfi", "tli", "rmsea", "srmr_within", "srmr_between", "loglik")
FOUND = (
    *("leads", "reliability", "sd_between", "joint_converged", "joint_admissible"),
    *(*INDICES, "notes"),
)
CHANCE, POWER = 0.975, 0.80


def refused_row(task: SiteTask, reason: Reason) -> Row:
    """Return the row of a model that was refused."""
    n = int(task.people["outcome"].notna().sum())
    clusters = int(task.people.loc[task.people["outcome"].notna(), "unit"].nunique())
    return _head(task) | _unfitted("refused", reason) | {"n": n, "clusters": clusters}


def failed_row(model: MicroMacro, outcome: Outcome, scale: str, reason: Reason) -> Row:
    """Return the row of a model whose calculation broke off, of which nothing else is known."""
    counted = dict.fromkeys(("people", "n", "clusters", "cells_suppressed", "cells_unknown"), 0)
    years = dict.fromkeys(("first_year", "last_year"))
    return _named(model, outcome, scale) | years | counted | _unfitted("failed", reason)


def _unfitted(status: str, reason: Reason) -> Row:
    return dict.fromkeys(FOUND) | {"status": status, "reason": written([reason])}


def fit_row(task: SiteTask, found: "BetweenEstimates") -> Row:
    """Return the row of a model's record, its notes left to who knows the items' names."""
    joint = found.two_level
    return _head(task) | {
        "status": "fitted",
        "reason": None,
        "n": found.n,
        "clusters": found.clusters,
        "leads": found.leads,
        "reliability": float(found.reliability["reliability"].iloc[0]),
        "sd_between": float(found.reliability["sd"].iloc[0]),
        "joint_converged": None if joint is None else joint.convergence.converged,
        "joint_admissible": None if joint is None else joint.admissible,
        **_indices(joint),
    }


def _indices(joint: "StructuralFit | None") -> Row:
    """Return the joint model's fit indices, none where it has no maximum."""
    if joint is None or not joint.convergence.converged:
        return dict.fromkeys(INDICES)
    return {name: float(joint.fit_indices[name]) for name in INDICES}


def _head(task: SiteTask) -> Row:
    years = task.after.years
    return {
        **_named(task.model, task.outcome, task.scale),
        "first_year": years[0] if years else None,
        "last_year": years[-1] if years else None,
        "people": len(task.people),
        "cells_suppressed": task.after.suppressed,
        "cells_unknown": task.after.unknown,
    }


def _named(model: MicroMacro, outcome: Outcome, scale: str) -> Row:
    return {"model": model.name, "scale": scale, "outcome": outcome.name, "unit": outcome.level}


def estimate_rows(task: SiteTask, found: "BetweenEstimates") -> list[Row]:
    """Return every way's slopes, indirect and total effect."""
    joint = found.two_level
    rows: list[Row] = []
    for row in found.table.to_dict("records"):
        proper = row["method"] != "two_level" or (joint is not None and joint.admissible)
        converged = row["method"] != "two_level" or (joint is not None and joint.convergence.converged)
        rows.append(
            {
                "model": task.model.name,
                "scale": task.scale,
                "outcome": task.outcome.name,
                "method": row["method"],
                "leads": row["method"] == found.leads,
                "path": _path(str(row["lhs"]), str(row["op"]), str(row["rhs"])),
                **({name: _finite(row[name]) for name in SHOWN} if converged else dict.fromkeys(SHOWN)),
                "detectable_slope": _detectable(float(row["se"]), float(row["df"])) if converged else None,
                "n": found.n,
                "clusters": found.clusters,
                "converged": converged,
                "admissible": proper,
            }
        )
    return [row | _judged(row, [one for one in rows if one["path"] == row["path"]]) for row in rows]


def _judged(row: Row, ways: list[Row]) -> Row:
    """Return whether a slope's interval excludes zero, and whether that depends on the way of estimating."""
    signs = {sign_of(way[f"{end}_low"], way[f"{end}_high"]) for way in ways for end in ("ci", "percentile")}
    left = (row["without_one_low"], row["without_one_high"])
    known = [float(str(one)) for one in left if one is not None]
    return {
        "verdict": sign_of(row["ci_low"], row["ci_high"]),
        "depends": len(signs - {None}) > 1,
        "hinges": known[0] * known[1] < 0 if len(known) == len(left) else None,
    }


def loading_rows(task: SiteTask, found: "BetweenEstimates") -> list[Row]:
    """Return a row an item of the scale: how strongly it measures within units, by the method that leads."""
    return [
        {
            "model": task.model.name,
            "scale": task.scale,
            "outcome": task.outcome.name,
            "item": task.item(str(row["rhs"])),
            **{name: _finite(row[name]) for name in LOADING},
            "verdict": sign_of(row["std_ci_low"], row["std_ci_high"]),
            "n": found.n,
            "clusters": found.clusters,
            "converged": True,
            "admissible": found.leads != "two_level" or bool(found.two_level and found.two_level.admissible),
        }
        for row in found.loadings.to_dict("records")
        if row["lhs"] in MEASURED
    ]


def _finite(value: Any) -> float | None:
    return float(value) if math.isfinite(value) else None


def _path(lhs: str, op: str, rhs: str) -> str:
    if op == ":=":
        return lhs
    return PATHS.get((lhs, rhs)) or (f"{rhs}_to_collaboration" if lhs == "collaboration" else rhs)


def _detectable(se: float, df: float) -> float:
    """Return the slope found in four of five repetitions with this error: (t.975 + t.80) × se."""
    from scipy.special import stdtrit

    return float((stdtrit(df, CHANCE) + stdtrit(df, POWER)) * se)
