"""What a codebook says of each item and scale, as numbers; what can't be computed carries its reason."""

from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from isop_analysis.base.reasons import Reason, Refused
from isop_analysis.drafting.codebook.answered import Answered
from isop_analysis.stats.scales import Reliability, agreement, reliability, reverse_coded, two_level_omega
from isop_analysis.stats.scales.scoring import score
from isop_analysis.study.instrument import Item, Scale

if TYPE_CHECKING:
    import pandas as pd

    from isop_analysis.study.study import Study

LEAST_PAIRS = 10
"""People at two waves from whom a correlation between them is told."""


@dataclass(frozen=True)
class ItemFacts:
    """An item: how often each answer was given, how often none, and of which kind that absence is.

    Mean and SD are of answers within the item's range.
    """

    item: Item
    scales: tuple[str, ...]
    n: int
    counts: tuple[tuple[float, int], ...]
    absent: tuple[tuple[str, int], ...]
    mean: float | None
    sd: float | None
    item_rest: float | None
    alpha_without: float | None


@dataclass(frozen=True)
class OptionFacts:
    """An option of a question: how many chose it, of those who saw the question."""

    question: str
    option: str
    chosen: int
    n: int


@dataclass(frozen=True)
class Measure:
    """A number, or the reason why there is none; `n` rows and `clusters` it rests on."""

    value: float | None
    low: float | None = None
    high: float | None = None
    n: int = 0
    clusters: int = 0
    reason: Reason | None = None


@dataclass(frozen=True)
class Retest:
    """Correlation of people's scores at two waves."""

    first: str
    second: str
    measure: Measure


@dataclass(frozen=True)
class TwoLevels:
    """Reliability within and between groups: teams, or people who answered at several waves."""

    groups: str
    within: Measure
    between: Measure


@dataclass(frozen=True)
class ScaleFacts:
    """A scale over all rows: `n` with a score, its reliability, and that within and between groups."""

    scale: Scale
    n: int
    mean: float | None
    sd: float | None
    alpha: Measure
    omega: Measure
    icc: Measure
    levels: tuple[TwoLevels, ...]
    retests: tuple[Retest, ...]


@dataclass(frozen=True)
class InstrumentFacts:
    """An instrument: rows by wave, its items, options and scales."""

    answered: Answered
    waves: tuple[tuple[str, int], ...]
    items: tuple[ItemFacts, ...]
    options: tuple[OptionFacts, ...]
    scales: tuple[ScaleFacts, ...]


def instrument_facts(study: "Study", rows: Answered) -> InstrumentFacts:
    """Return the facts of one instrument."""
    order = [wave.name for wave in study.config.waves]
    counts = Counter(rows.wave)
    waves = tuple((wave, counts[wave]) for wave in order if counts[wave])
    measured = {scale.name: _measured(rows, scale) for scale in rows.instrument.scales}
    scales = tuple(
        _scale(rows, scale, measured[scale.name], [w for w, _ in waves]) for scale in rows.instrument.scales
    )
    fitted = {name: one for name, one in measured.items() if isinstance(one, Reliability)}
    items = tuple(_item(rows, item, fitted) for item in rows.instrument.items if item.name in rows.kinds)
    return InstrumentFacts(rows, waves, items, tuple(_options(rows)), scales)


def _turned(rows: Answered, scale: Scale) -> "pd.DataFrame":
    """Return the answers to a scale's items, reversed ones turned round, one outside its range absent."""
    answers = rows.instrument.answer_scale(rows.instrument.item(scale.items[0]).answers)
    own = rows.values.reindex(columns=scale.items)
    own = own.where((own >= answers.low) & (own <= answers.high))
    turned = [name for name in scale.items if rows.instrument.item(name).reversed]
    return reverse_coded(own, turned, answers.low, answers.high)


def _measured(rows: Answered, scale: Scale) -> Reliability | Reason:
    try:
        return reliability(_turned(rows, scale))
    except Refused as refusal:
        return refusal.reason


def _item(rows: Answered, item: Item, fitted: dict[str, Reliability]) -> ItemFacts:
    values, kinds = rows.values[item.name].dropna(), Counter(rows.kinds[item.name])
    given, inside = kinds.pop("given", 0), values
    if item.answers != "open":
        allowed = rows.instrument.answer_scale(item.answers)
        inside = values[values.between(allowed.low, allowed.high)]
    scales = tuple(one.name for one in rows.instrument.scales if item.name in one.items)
    own = next((fitted[name].items for name in scales if name in fitted), None)
    counts = tuple(sorted(Counter(values.tolist()).items()))
    return ItemFacts(
        item,
        scales,
        given,
        counts,
        tuple(sorted(kinds.items())),
        float(inside.mean()) if len(inside) else None,
        float(inside.std()) if len(inside) > 1 else None,
        _number(own, item.name, "item_rest"),
        _number(own, item.name, "alpha_if_dropped"),
    )


def _number(items: "pd.DataFrame | None", item: str, column: str) -> float | None:
    if items is None:
        return None
    value = float(items.loc[items["item"] == item, column].iloc[0])
    return None if value != value else value


def _options(rows: Answered) -> list[OptionFacts]:
    found = []
    for question in rows.instrument.multiple_choice:
        for option in question.options:
            name = f"{question.name}_{option.name}"
            if name in rows.values:
                own = rows.values[name].dropna()
                found.append(OptionFacts(question.name, option.name, int(own.sum()), len(own)))
    return found


def _scale(rows: Answered, scale: Scale, measured: Reliability | Reason, waves: list[str]) -> ScaleFacts:
    items = _turned(rows, scale)
    answers = rows.instrument.answer_scale(rows.instrument.item(scale.items[0]).answers)
    least = scale.minimum_answered
    scores = score(items, low=answers.low, high=answers.high, minimum_answered=least)["score"]
    alpha, omega = _alpha(measured)
    levels = [_two_levels(items, rows.team, "teams")] if rows.team.str.len().any() else []
    several = rows.person[rows.person.str.len() > 0].duplicated().any()
    levels += [_two_levels(items, rows.person, "people")] if several and len(waves) > 1 else []
    return ScaleFacts(
        scale,
        int(scores.notna().sum()),
        float(scores.mean()) if scores.notna().any() else None,
        float(scores.std()) if scores.notna().sum() > 1 else None,
        alpha,
        omega,
        _icc(rows, scale, items),
        tuple(levels),
        tuple(_retest(rows, scores, first, second) for first, second in pairwise(waves)),
    )


def _alpha(measured: Reliability | Reason) -> tuple[Measure, Measure]:
    if isinstance(measured, Reason):
        refused = Measure(None, reason=measured)
        return refused, refused
    alpha = Measure(measured.alpha, measured.alpha_ci_low, measured.alpha_ci_high, measured.n)
    notes = measured.notes[0] if measured.omega_total is None and measured.notes else None
    return alpha, Measure(measured.omega_total, n=measured.n_complete, reason=notes)


def _icc(rows: Answered, scale: Scale, items: "pd.DataFrame") -> Measure:
    answers = rows.instrument.answer_scale(rows.instrument.item(scale.items[0]).answers)
    named = (rows.team.str.len() > 0).to_numpy()
    try:
        least = scale.minimum_answered
        found = agreement(
            items[named], rows.team[named].to_numpy(), answers.low, answers.high, minimum_answered=least
        )
    except Refused as refusal:
        return Measure(None, reason=refusal.reason)
    return Measure(found.icc1, n=found.n, clusters=found.clusters)


def _two_levels(items: "pd.DataFrame", groups: "pd.Series[str]", named: str) -> TwoLevels:
    known = (groups.str.len() > 0).to_numpy()
    try:
        found = two_level_omega(items[known], groups[known].to_numpy())
    except Refused as refusal:
        refused = Measure(None, reason=refusal.reason)
        return TwoLevels(named, refused, refused)
    if not found.converged:
        refused = Measure(None, reason=Reason("two_level_omega_not_converged", slope=found.gradient))
        return TwoLevels(named, refused, refused)
    within = Measure(found.omega_within, n=found.n, clusters=found.clusters)
    return TwoLevels(named, within, Measure(found.omega_between, n=found.n, clusters=found.clusters))


def _retest(rows: Answered, scores: "pd.Series[float]", first: str, second: str) -> Retest:
    """Return the correlation of the people with a score at both waves, each once."""
    known = scores.notna() & (rows.person.str.len() > 0)
    at = {
        wave: scores[known & (rows.wave == wave)].groupby(rows.person[known & (rows.wave == wave)]).first()
        for wave in (first, second)
    }
    both = at[first].index.intersection(at[second].index)
    one, other = at[first].loc[both], at[second].loc[both]
    if len(both) < LEAST_PAIRS or one.std() == 0 or other.std() == 0:
        reason = Reason("codebook_retest_few", found=len(both), needed=LEAST_PAIRS)
        return Retest(first, second, Measure(None, n=len(both), reason=reason))
    return Retest(first, second, Measure(float(one.corr(other)), n=len(both)))
