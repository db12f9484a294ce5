"""Defined parameters of a fitted model with every interval: rows of the table structural_defined."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from isop_analysis.base.reasons import Reason, Refused, written
from isop_analysis.contracts.cells import written_mapping
from isop_analysis.contracts.table import Row
from isop_analysis.stats.verdicts import sign_of
from isop_analysis.study.structural_settings import Structural

if TYPE_CHECKING:
    import pandas as pd

    from isop_analysis.stats.structural import Bootstrap, StructuralFit

REPLICATES = 1000
FEW = 30
ENOUGH = 0.9
"""Share of the samples that must converge for their percentiles to lead."""
DELTA = ("estimate", "se", "ci_low", "ci_high", "std_all")
SAMPLED = ("percentile_low", "percentile_high", "bca_low", "bca_high")
DRAWN = ("monte_carlo_low", "monte_carlo_high")
INTERVALS = {
    "percentile": ("percentile_low", "percentile_high"),
    "bca": ("bca_low", "bca_high"),
    "monte_carlo": ("monte_carlo_low", "monte_carlo_high"),
    "delta": ("ci_low", "ci_high"),
}


@dataclass(frozen=True)
class Resampled:
    """The bootstrap of a fit, or why there is none."""

    asked: int
    found: "Bootstrap | None"
    reason: Reason | None


def defined_rows(model: Structural, fitted: "StructuralFit", seed: int) -> list[Row]:
    """Return a row a defined parameter; none for a model without any, or a fit that did not converge."""
    defined = fitted.parameters[fitted.parameters["op"] == ":="]
    if defined.empty or not fitted.convergence.converged:
        return []
    resampled = _resampled(model, fitted, seed)
    limits, refusal = _drawn(fitted, seed)
    rows: list[Row] = defined.to_dict("records")  # type: ignore[assignment]
    return [_row(model, fitted, row, resampled, limits.get(str(row["lhs"])), refusal) for row in rows]


def _resampled(model: Structural, fitted: "StructuralFit", seed: int) -> Resampled:
    from isop_analysis.stats.structural import bootstrap

    reason = None if model.resamples is not None else _left_out(fitted)
    asked = REPLICATES if model.resamples is None else model.resamples
    if reason is not None or not asked:
        return Resampled(0, None, reason)
    try:
        return Resampled(asked, bootstrap(fitted, asked, seed), None)
    except Refused as refusal:
        return Resampled(asked, None, refusal.reason)


def _left_out(fitted: "StructuralFit") -> Reason | None:
    """Return why groups are not resampled unless config asks: few of them, or gaps within."""
    if not fitted.clusters:
        return None
    if fitted.clusters < FEW:
        return Reason("few_to_resample", found=fitted.clusters, needed=FEW)
    model = fitted.solved.model if fitted.solved else None
    if model is not None and len(model.gaussian) < len(model.terms):
        return Reason("resampled_alone")
    return None


def _drawn(fitted: "StructuralFit", seed: int) -> tuple[dict[str, tuple[float, float]], Reason | None]:
    """Return the Monte-Carlo limits by name, or why there are none."""
    from isop_analysis.stats.structural import monte_carlo

    try:
        table = monte_carlo(fitted, seed=seed)
    except Refused as refusal:
        return {}, refusal.reason
    return {
        str(name): (float(low), float(high))
        for name, low, high in zip(table["lhs"], table["ci_low"], table["ci_high"], strict=True)
    }, None


def _row(
    model: Structural,
    fitted: "StructuralFit",
    row: Row,
    resampled: Resampled,
    limits: tuple[float, float] | None,
    refusal: Reason | None,
) -> Row:
    found, reason = resampled.found, resampled.reason or refusal
    sampled = _sampled(found, str(row["lhs"]))
    cells: Row = {
        "model": model.name,
        "name": row["lhs"],
        "formula": row["rhs"],
        **{name: row[name] for name in DELTA},
        **sampled,
        **dict(zip(DRAWN, limits or (None, None), strict=True)),
        "leads": _leads(found, sampled, limits),
        "resampled": (model.cluster if fitted.clusters else "person") if found else None,
        "replicates": resampled.asked,
        "replicates_converged": found.used if found else None,
        "replicates_inadmissible": found.inadmissible if found else None,
        "n": fitted.n,
        "clusters": fitted.clusters,
        "converged": fitted.convergence.converged,
        "admissible": fitted.admissible,
        "note": written([reason]) if reason else None,
    }
    return cells | verdict_cells(cells)


def verdict_cells(row: Row) -> Row:
    """Return whether each interval of a defined parameter excludes zero: the one that leads, and all."""
    known = {name: sign_of(row[low], row[high]) for name, (low, high) in INTERVALS.items()}
    found = {name: verdict for name, verdict in known.items() if verdict is not None}
    return {"verdict": found.get(str(row["leads"])), "verdicts": written_mapping(found)}


def _sampled(found: "Bootstrap | None", name: str) -> Row:
    """Return the bootstrap's error and limits of one defined parameter."""
    columns = ("bootstrap_se", *SAMPLED)
    if found is None:
        return dict.fromkeys(columns)
    own = found.table[(found.table["op"] == ":=") & (found.table["lhs"] == name)]
    first: pd.Series = own.iloc[0]
    limits: Row = {key: float(first[key]) for key in SAMPLED}
    return limits | {"bootstrap_se": float(first["se"])}


def _leads(found: "Bootstrap | None", sampled: Row, limits: tuple[float, float] | None) -> str:
    """Return the interval to read first: indirect effects are skewed, so that no symmetric one may lead."""
    low = sampled["percentile_low"]
    if found is not None and found.used >= ENOUGH * found.requested and low == low:
        return "percentile"
    return "monte_carlo" if limits is not None else "delta"
