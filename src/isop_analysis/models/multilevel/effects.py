"""Declared contrasts: a coefficient × the predictor's change, in points and in SDs of the scale at T0."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from isop_analysis.models.multilevel.robustness import effect_robustness
from isop_analysis.models.tables import ModelTables
from isop_analysis.study.model_settings import Effect

if TYPE_CHECKING:
    from isop_analysis.models.multilevel.fits import Row
    from isop_analysis.models.multilevel.outcomes import Outcome

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
        scores = tables.scores[tables.scores["scale"] == scale].merge(tables.waves, on="wave")
        if scores.empty:
            return cls(None)
        first = scores[scores["time"] == scores["time"].min()]["score"]
        sd = float(first.std())
        return cls(sd if sd > 0 else None)


def effect_rows(outcome: "Outcome", spread: Spread, chapter: str) -> "list[Row]":
    """Return the rows of model_effects, one per declared effect; without numbers for a refused model."""
    return [_effect_row(outcome, effect, spread, chapter) for effect in outcome.model.effects]


def _effect_row(outcome: "Outcome", effect: Effect, spread: Spread, chapter: str) -> "Row":
    from isop_analysis.models.multilevel.fits import fit_row, record

    row: Row = {
        "model": outcome.model.name,
        "scale": outcome.scale,
        "term": effect.term,
        "chapter": chapter,
        "change": effect.change,
        "smallest": effect.smallest,
        "sd_scale": spread.sd,
        "status": outcome.status,
        "reason": outcome.reason,
    }
    absent: Row = dict.fromkeys((*NUMBERS, *IN_SDS, *ROBUST))
    if outcome.fit is None:
        whole = fit_row(outcome)
        return row | absent | {name: whole[name] for name in ("n", "clusters", "converged", "singular")}
    found = outcome.fit.coefficients.set_index("term")
    if effect.term not in found.index:
        known = ", ".join(found.index)
        reason = f"the fit has no coefficient '{effect.term}'; it has {known}"
        return row | absent | record(outcome.fit) | {"status": "failed", "reason": reason}
    numbers = {name: float(found[name][effect.term]) for name in NUMBERS}
    robust = effect_robustness(outcome, effect.term, effect.change, spread.sd)
    return row | numbers | _in_sds(numbers, effect.change, spread) | robust | record(outcome.fit)


def _in_sds(numbers: dict[str, float], change: float, spread: Spread) -> "Row":
    if spread.sd is None:
        return dict.fromkeys(IN_SDS)
    scaled = {name: numbers[name] * change / spread.sd for name in ("estimate", "ci_low", "ci_high")}
    low, high = sorted((scaled["ci_low"], scaled["ci_high"]))
    return {"effect": scaled["estimate"], "effect_low": low, "effect_high": high}
