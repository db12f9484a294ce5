"""The codebook as a page, in Dutch or English."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from isop_analysis.drafting.codebook.facts import (
    InstrumentFacts,
    ItemFacts,
    Measure,
    OptionFacts,
    ScaleFacts,
)
from isop_analysis.language.names import Names
from isop_analysis.language.numbers import Language
from isop_analysis.language.told_reasons import tell
from isop_analysis.language.words import Words, words_in
from isop_analysis.report.look import look
from isop_analysis.study.instrument import AnswerScale, Instrument

if TYPE_CHECKING:
    from isop_analysis.study.study import Study

MOST_ROWS = 25
"""Different answers from which a number is told by its quartiles."""


@dataclass(frozen=True)
class AnswerRow:
    """An answer to an item with its count, and its bar in per cent of the answers."""

    label: str
    count: str
    share: str
    width: str
    said: str


@dataclass(frozen=True)
class ItemShown:
    """An item as the page shows it."""

    name: str
    text: str
    about: str
    answers: tuple[AnswerRow, ...]
    below: str


@dataclass(frozen=True)
class ScaleShown:
    """A scale as the page shows it: a row of cells, and lists of what else is known."""

    title: str
    cells: tuple[str, ...]
    members: str
    lists: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True)
class ChoiceShown:
    """A question of several options: per option how many chose it."""

    name: str
    text: str
    options: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True)
class PartShown:
    """An instrument as the page shows it."""

    name: str
    title: str
    waves: tuple[tuple[str, str], ...]
    scales: tuple[ScaleShown, ...]
    items: tuple[ItemShown, ...]
    choices: tuple[ChoiceShown, ...]


@cache
def _texts() -> dict[str, dict[str, Any]]:
    import yaml

    written = files(__package__).joinpath("words.yaml").read_text(encoding="utf-8")
    return dict(yaml.safe_load(written))


@dataclass(frozen=True)
class Says:
    """The page's own texts in a language, with numbers and reasons told in it."""

    language: Language
    words: Words
    names: Names

    def __call__(self, key: str, **values: object) -> str:
        """Return a text with its places filled."""
        return str(_texts()[self.language][key]).format(**values)

    def one_of(self, key: str, name: str) -> str:
        """Return a word of a list of words."""
        return str(_texts()[self.language][key][name])

    def bounded(self, value: float | None) -> str:
        """Write a number between −1 and 1."""
        return self.words.numbers.decimal(value, 2, bounded=True)

    def measured(self, measure: Measure) -> str:
        """Write a number with its interval, or why there is none."""
        if measure.value is None:
            return (
                self("refused", reason=tell(measure.reason, self.words, self.names))
                if measure.reason
                else "–"
            )
        if measure.low is None:
            return self.bounded(measure.value)
        interval = self.words.numbers.interval(measure.low, measure.high, bounded=True)
        return f"{self.bounded(measure.value)} {interval}"


def page(study: "Study", facts: Sequence[InstrumentFacts], language: Language) -> str:
    """Return the page."""
    from jinja2 import Environment, StrictUndefined

    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    template = files(__package__).joinpath("page.html.j2").read_text(encoding="utf-8")
    says = Says(language, words_in(language), Names(study, language))
    return environment.from_string(template).render(
        w=says,
        language=language,
        title=study.config.title.in_language(language),
        kept=all(one.answered.kept for one in facts),
        others=[(f"codebook.{one}.html", says("other"), one) for one in ("nl", "en") if one != language],
        parts=[_part(one, says) for one in facts],
        style=Markup(look()),
    )


def _part(facts: InstrumentFacts, says: Says) -> PartShown:
    instrument, numbers = facts.answered.instrument, says.words.numbers
    return PartShown(
        instrument.name,
        instrument.title.in_language(says.language),
        tuple((wave, numbers.integer(n)) for wave, n in facts.waves),
        tuple(_scale(one, says) for one in facts.scales),
        tuple(_item(one, instrument, says) for one in facts.items),
        tuple(_choices(instrument, facts.options, says)),
    )


def _scale(facts: ScaleFacts, says: Says) -> ScaleShown:
    numbers = says.words.numbers
    cells = (
        numbers.integer(len(facts.scale.items)),
        numbers.integer(facts.n),
        numbers.decimal(facts.mean),
        numbers.decimal(facts.sd),
        *(says.measured(one) for one in (facts.alpha, facts.omega, facts.icc)),
    )
    lists = [(says("levels"), _levels(facts, says)), (says("retests"), _retests(facts, says))]
    members = says("members", items=", ".join(facts.scale.items))
    title = facts.scale.title.in_language(says.language)
    return ScaleShown(title, cells, members, tuple((head, lines) for head, lines in lists if lines))


def _levels(facts: ScaleFacts, says: Says) -> tuple[str, ...]:
    found = []
    for one in facts.levels:
        groups = says.one_of("groups", one.groups)
        if one.within.value is None and one.within.reason is not None:
            reason = tell(one.within.reason, says.words, says.names)
            found.append(says("level_refused", groups=groups, reason=reason))
            continue
        within, between = says.bounded(one.within.value), says.bounded(one.between.value)
        n, clusters = (
            says.words.numbers.integer(one.within.n),
            says.words.numbers.integer(one.within.clusters),
        )
        line = says("level_rows", groups=groups, within=within, between=between)
        found.append(line + says("level_size", n=n, clusters=clusters))
    return tuple(found)


def _retests(facts: ScaleFacts, says: Says) -> tuple[str, ...]:
    found = []
    for one in facts.retests:
        if one.measure.reason is not None:
            reason = tell(one.measure.reason, says.words, says.names)
            found.append(says("retest_refused", first=one.first, second=one.second, reason=reason))
            continue
        value, n = says.bounded(one.measure.value), says.words.numbers.integer(one.measure.n)
        found.append(says("retest", first=one.first, second=one.second, value=value, n=n))
    return tuple(found)


def _item(facts: ItemFacts, instrument: Instrument, says: Says) -> ItemShown:
    columns = ", ".join(
        sorted(
            {
                facts.item.column(source.name)
                for source in instrument.sources
                if facts.item.asked_in(source.name)
            }
        )
    )
    about = [says("column", columns=columns)]
    if facts.scales:
        titles = (says.names.scale(name) for name in facts.scales)
        about.insert(0, says("of_scale", scales=", ".join(titles)))
    about += [says("reversed")] if facts.item.reversed else []
    below = [] if facts.item.answers == "open" else [_moments(facts, says)]
    if facts.item_rest is not None:
        value, alpha = says.bounded(facts.item_rest), says.bounded(facts.alpha_without)
        below.append(says("item_rest", value=value, alpha=alpha))
    below += [says("open")] if facts.item.answers == "open" else []
    if len(facts.counts) > MOST_ROWS:
        below.append(_quartiles(facts, instrument.answer_scale(facts.item.answers), says))
    below.append(_absence(facts, says))
    text = facts.item.text.in_language(says.language)
    return ItemShown(
        facts.item.name, text, " · ".join(about), _answers(facts, instrument, says), " · ".join(below)
    )


def _moments(facts: ItemFacts, says: Says) -> str:
    numbers = says.words.numbers
    parts = [f"n {numbers.integer(facts.n)}"]
    parts += [
        f"{says('mean').lower()} {numbers.decimal(facts.mean)}",
        f"{says('sd')} {numbers.decimal(facts.sd)}",
    ]
    return ", ".join(parts)


def _absence(facts: ItemFacts, says: Says) -> str:
    if not facts.absent:
        return f"{says('absent')}: {says('none_absent')}"
    kinds = [f"{says.one_of('kinds', kind)} {says.words.numbers.integer(n)}" for kind, n in facts.absent]
    return f"{says('absent')}: {', '.join(kinds)}"


def _quartiles(facts: ItemFacts, allowed: AnswerScale, says: Says) -> str:
    inside = [(value, count) for value, count in facts.counts if allowed.low <= value <= allowed.high]
    whole = [value for value, count in inside for _ in range(count)]
    if not whole:
        return says("outside")
    low, middle, high = (whole[min(len(whole) * part // 4, len(whole) - 1)] for part in (1, 2, 3))
    numbers = says.words.numbers
    return says(
        "quartiles",
        low=numbers.decimal(low, 1),
        middle=numbers.decimal(middle, 1),
        high=numbers.decimal(high, 1),
    )


def _answers(facts: ItemFacts, instrument: Instrument, says: Says) -> tuple[AnswerRow, ...]:
    """Return a row an answer, those that nobody gave too; none for a number of many answers."""
    if facts.item.answers == "open" or len(facts.counts) > MOST_ROWS:
        return ()
    allowed = instrument.answer_scale(facts.item.answers)
    labels = {one.value: one.nl if says.language == "nl" else one.en for one in allowed.values}
    counts = dict.fromkeys(sorted(labels), 0) | dict(facts.counts)
    whole = sum(counts.values())
    rows = []
    for value in sorted(counts):
        known = f"{value:g} {labels[value]}" if value in labels else f"{value:g}"
        outside = "" if allowed.low <= value <= allowed.high else f" ({says('outside')})"
        share = 100 * counts[value] / whole if whole else 0.0
        told = says.words.numbers.percentage(share)
        count = says.words.numbers.integer(counts[value])
        rows.append(AnswerRow(known + outside, count, told, f"{share:.1f}", says("bar", share=told)))
    return tuple(rows)


def _choices(instrument: Instrument, options: Sequence[OptionFacts], says: Says) -> list[ChoiceShown]:
    found = []
    numbers = says.words.numbers
    for question in instrument.multiple_choice:
        own = {one.option: one for one in options if one.question == question.name}
        rows = tuple(
            (
                one.nl if says.language == "nl" else one.en,
                numbers.integer(own[one.name].chosen),
                numbers.integer(own[one.name].n),
            )
            for one in question.options
            if one.name in own
        )
        found.append(ChoiceShown(question.name, question.text.in_language(says.language), rows))
    return found
