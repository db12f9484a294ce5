"""The smallest effects that a study's designs find: a row per declared effect, scale and basis."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from isop_analysis.base.reasons import Reason, Refused, written
from isop_analysis.contracts.table import Row
from isop_analysis.models.crashes import crash
from isop_analysis.models.designs.planned import planned_truth
from isop_analysis.models.designs.simulated import Simulations
from isop_analysis.models.multilevel.effects import Spread
from isop_analysis.models.multilevel.outcomes import Outcome, fit_one
from isop_analysis.models.multilevel.references import merged_level
from isop_analysis.models.parts import multilevel_tasks
from isop_analysis.models.tables import ModelTables
from isop_analysis.study.model_settings import Multilevel
from isop_analysis.study.structural_settings import Effect
from isop_analysis.study.study import Study

if TYPE_CHECKING:
    from isop_analysis.stats.multilevel import DesignPower
    from isop_analysis.stats.multilevel.power_curve import TermPower

Basis = Literal["planned", "fitted"]
BASES: tuple[Basis, ...] = ("planned", "fitted")
NUMBERS = (
    "detectable",
    "monte_carlo_se",
    "detectable_sd",
    "monte_carlo_se_sd",
    "closed_form",
    "chance_of_smallest",
    "type_one_error",
    "singular",
    "not_converged",
)


@dataclass(frozen=True)
class _Design:
    """What became of one design; `power` only where it could be simulated."""

    status: str
    reason: Reason | None
    power: "DesignPower | None" = None


def detectable_rows(study: Study, tables: ModelTables, simulations: Simulations) -> list[Row]:
    """Return the rows of detectable_effects: every declared effect, from planned and from fitted spread."""
    rows: list[Row] = []
    for model, scale in multilevel_tasks(study):
        if not model.effects:
            continue
        outcome, spread = _outcome(study, tables, model, scale), Spread.of(tables, scale)
        for basis in BASES:
            rows += _whole(study, outcome, basis, simulations, spread)
    return rows


def _outcome(study: Study, tables: ModelTables, model: Multilevel, scale: str) -> Outcome:
    try:
        return fit_one(study, tables, model, scale)
    except Exception as error:
        reason = crash(f"model '{model.name}', scale '{scale}'", error)
        return Outcome(model, scale, tables.scores.head(0), "failed", reason, None)


def _whole(
    study: Study, outcome: Outcome, basis: Basis, simulations: Simulations, spread: Spread
) -> list[Row]:
    """Return the rows of a design; whatever breaks in it leaves failed ones and no half of them."""
    try:
        return list(_rows(study, outcome, basis, _design(study, outcome, basis, simulations), spread))
    except Exception as error:
        reason = crash(f"the {basis} design of model '{outcome.model.name}', '{outcome.scale}'", error)
        return list(_rows(study, outcome, basis, _Design("failed", reason), spread))


def _design(study: Study, outcome: Outcome, basis: Basis, simulations: Simulations) -> _Design:
    """Simulate a design; what can't be simulated comes back refused or failed, with its reason."""
    from isop_analysis.stats.multilevel.truth import Truth

    fitted = outcome.fit
    if fitted is None or (basis == "fitted" and outcome.status == "failed"):
        return _Design(outcome.status, outcome.reason)
    model = fitted.solution.model
    terms = [effect.term for effect in outcome.model.effects if effect.term in fitted.terms]
    try:
        truth = Truth(fitted.solution.relative, fitted.solution.sigma2)
        if basis == "planned":
            truth = planned_truth(model.layout, study.config.planning.spread_of(outcome.model.name))
    except Refused as refusal:
        return _Design("refused", refusal.reason)
    return _Design("simulated", None, simulations.of(model, truth, terms, fitted.df))


def _rows(study: Study, outcome: Outcome, basis: Basis, design: _Design, spread: Spread) -> Iterator[Row]:
    planning, model = study.config.planning, outcome.model
    for effect in model.effects:
        row: Row = {
            **outcome.name,
            "term": effect.term,
            "basis": basis,
            "chapter": model.chapter or study.scale(outcome.scale).chapter,
            "change": effect.change,
            "status": design.status,
            "reason": written([design.reason]) if design.reason else None,
            "smallest": effect.smallest,
            "power": planning.power,
            "test_level": planning.alpha,
            "replications": planning.replications if design.power is not None else 0,
            "n": outcome.record["n"],
            "clusters": outcome.record["clusters"],
        }
        yield row | _found(study, outcome, effect, design, spread, planning.power)


def _found(
    study: Study, outcome: Outcome, effect: Effect, design: _Design, spread: Spread, power: float
) -> Row:
    absent: Row = dict.fromkeys(NUMBERS)
    if design.power is None or outcome.fit is None:
        return absent
    if effect.term not in design.power.terms:
        reason = merged_level(study, effect.term)
        status = "refused" if reason else "failed"
        reason = reason or Reason("no_coefficient", term=effect.term, terms=list(outcome.fit.terms))
        return absent | {"status": status, "reason": written([reason]), "replications": 0}
    shares: Row = {"singular": design.power.singular, "not_converged": design.power.not_converged}
    numbers = _numbers(design.power[effect.term], effect, spread, power)
    if numbers["detectable"] is None:
        reason = Reason("never_found", power=power)
        return absent | shares | {"status": "failed", "reason": written([reason])}
    return numbers | shares


def _numbers(term: "TermPower", effect: Effect, spread: Spread, power: float) -> Row:
    """Return what is found of a declared contrast, in points of the scale and in its SDs at T0."""
    change, sd = abs(effect.change), spread.sd
    smallest, matters = term.smallest(power), effect.smallest
    points = None if smallest.effect != smallest.effect else smallest.effect * change
    error = None if points is None else smallest.monte_carlo_se * change
    chance = None
    if sd is not None and matters is not None and change > 0:
        chance = term.chance(matters * sd / change).power
    return {
        "detectable": points,
        "monte_carlo_se": error,
        "detectable_sd": points / sd if points is not None and sd is not None else None,
        "monte_carlo_se_sd": error / sd if error is not None and sd is not None else None,
        "closed_form": term.closed_form(power) * change,
        "chance_of_smallest": chance,
        "type_one_error": term.chance(0.0).power,
    }
