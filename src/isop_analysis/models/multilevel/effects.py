"""Declared contrasts: a coefficient × the predictor's change, in points and in SDs of the scale at T0."""

from collections.abc import Callable
from dataclasses import dataclass

from isop_analysis.base.reasons import Reason, written
from isop_analysis.contracts.table import Row
from isop_analysis.models.multilevel.coefficients import robust_row
from isop_analysis.models.multilevel.outcomes import Outcome
from isop_analysis.models.tables import ModelTables
from isop_analysis.stats.verdicts import (
    SILENT,
    Interval,
    depends_on_method,
    excluded_direction,
    interval_of,
    verdict_of_fit,
)
from isop_analysis.study.structural_settings import Effect

MIDDLE = [0.1, 0.9]
"""Shares of the rows between which a contrast's change should lie: further, few people differ."""
ROUNDING = 1e-9
IN_SDS = ("effect", "effect_low", "effect_high")
ROBUST = ("cr2_low", "cr2_high", "cr2_reason")
NUMBERS = ("estimate", "se", "df", "statistic", "p_value", "ci_low", "ci_high")


@dataclass(frozen=True)
class Spread:
    """The standard deviation of a scale at the first occasion (None with fewer than two scores)."""

    sd: float | None

    @classmethod
    def of(cls, tables: ModelTables, scale: str) -> "Spread":
        """Take it from all scores of the scale at the first occasion that has any."""
        sd = tables.spread_of(scale)
        return cls(sd if sd > 0 else None)


def effect_rows(
    outcome: Outcome, spread: Spread, chapter: str, merged: Callable[[str], Reason | None] = lambda _: None
) -> list[Row]:
    """Return the rows of model_effects, one per declared effect; without numbers for a refused model.

    `merged` says of a term that the fit lacks that its group counts as a wider one.
    """
    rows = [_effect_row(outcome, effect, spread, chapter, merged) for effect in outcome.model.effects]
    return [row | verdict_cells(row) for row in rows]


def verdict_cells(row: Row) -> Row:
    """Return what may be said of an effect's row.

    `verdict` by its own interval, failed where the fit did not converge; `depends`, whether cluster-robust
    errors give another one, None without them; `excluded`, the direction whose effect that matters an open
    interval excludes.
    """
    status = "failed" if row["converged"] is False else str(row["status"])
    smallest = None if row["smallest"] is None else float(str(row["smallest"]))
    points, sds, robust = (_interval(row, name) for name in ("ci", "effect", "cr2"))
    verdict = verdict_of_fit(status, points, sds, smallest)
    cells: Row = {"verdict": str(verdict), "depends": None, "excluded": None}
    if sds is None or verdict in SILENT:
        return cells
    depends = depends_on_method(sds, (robust,), smallest) if robust is not None else None
    return cells | {"depends": depends, "excluded": excluded_direction(sds, smallest)}


def _interval(row: Row, name: str) -> Interval | None:
    change = float(str(row["change"])) if name == "ci" else 1.0
    return interval_of(row[f"{name}_low"], row[f"{name}_high"], change)


def _effect_row(
    outcome: Outcome,
    effect: Effect,
    spread: Spread,
    chapter: str,
    merged: Callable[[str], Reason | None],
) -> Row:
    row: Row = {
        **outcome.name,
        "term": effect.term,
        "chapter": chapter,
        "change": effect.change,
        "change_within": _within_seen(outcome, effect),
        "smallest": effect.smallest,
        "sd_scale": spread.sd,
        **outcome.standing,
        **outcome.record,
    }
    absent: Row = dict.fromkeys((*NUMBERS, *IN_SDS, *ROBUST))
    if outcome.fit is None:
        return row | absent
    found = outcome.fit.coefficients.set_index("term")
    if effect.term not in found.index:
        reason = merged(effect.term)
        status = "refused" if reason else "failed"
        reason = reason or Reason("no_coefficient", term=effect.term, terms=list(found.index))
        return row | absent | {"status": status, "reason": written([reason])}
    numbers = {name: float(found[name][effect.term]) for name in NUMBERS}
    robust = _robust(outcome, effect, spread.sd)
    return row | numbers | _in_sds(numbers, effect.change, spread) | robust


def _within_seen(outcome: Outcome, effect: Effect) -> bool | None:
    """Tell whether the middle eight in ten rows used differ by as much as the contrast's change.

    None without a fit, and for factors and interactions, which no single column holds.
    """
    from pandas.api.types import is_numeric_dtype

    if (
        outcome.fit is None
        or effect.term not in outcome.used
        or not is_numeric_dtype(outcome.used[effect.term])
    ):
        return None
    low, high = outcome.used[effect.term].quantile(MIDDLE)
    return bool(abs(effect.change) <= high - low + ROUNDING)


def _robust(outcome: Outcome, effect: Effect, sd: float | None) -> Row:
    """Return cr2_low and cr2_high of a declared contrast in SDs of the scale, and cr2_reason."""
    row = robust_row(outcome, effect.term)
    low, high = row["cr2_low"], row["cr2_high"]
    if sd is None or not isinstance(low, float) or not isinstance(high, float):
        return {"cr2_low": None, "cr2_high": None, "cr2_reason": row["cr2_reason"]}
    bounds = sorted(bound * effect.change / sd for bound in (low, high))
    return {"cr2_low": bounds[0], "cr2_high": bounds[1], "cr2_reason": row["cr2_reason"]}


def _in_sds(numbers: dict[str, float], change: float, spread: Spread) -> Row:
    if spread.sd is None:
        return dict.fromkeys(IN_SDS)
    scaled = {name: numbers[name] * change / spread.sd for name in ("estimate", "ci_low", "ci_high")}
    low, high = sorted((scaled["ci_low"], scaled["ci_high"]))
    return {"effect": scaled["estimate"], "effect_low": low, "effect_high": high}
