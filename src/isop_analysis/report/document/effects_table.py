"""A question's effects as a table: those to be confirmed or found a row each, all others open in one."""

from collections.abc import Sequence

from isop_analysis.language.conclusions import Conclusion, Estimate
from isop_analysis.language.numbers import ABSENT
from isop_analysis.report.answers.clauses import MOST_NAMED
from isop_analysis.report.answers.spans import spans_of
from isop_analysis.report.blocks import Cell, Table
from isop_analysis.report.document.cells import (
    between,
    cell,
    estimate,
    heads,
    interval,
    linked,
    row_of,
    seen_row,
)
from isop_analysis.report.document.writing import Writing
from isop_analysis.stats.verdicts import Verdict

WIDTHS = (32, 13, 17, 20, 12, 16)
OPEN_ALONE = (39, 13, 16, 15, 12, 15)
"""Widths where nothing is calculated otherwise, as all effects are open: room for the names of all."""

BEYOND = {
    Verdict.MATTERS: "wholly",
    Verdict.MAY_BE_TOO_SMALL: "partly",
    Verdict.OPEN: "partly",
    Verdict.TOO_LITTLE: "not",
    Verdict.NONE_THAT_MATTERS: "not",
}
"""Where the interval of a verdict lies against the smallest effect that matters."""


def unit_of(one: Conclusion) -> str:
    """Return in what a question's effects are told, "points" or "sd_of_sites"; "" where none is."""
    told = [own.unit for own in one.estimates if not own.refused and own.unit in ("points", "sd_of_sites")]
    return told[0] if told else ""


def effects_table(writing: Writing, one: Conclusion, noted: bool = True) -> Table | None:
    """Return a question's effects: those to be confirmed or found a row each, all others open in one."""
    told = [own for own in one.estimates if own.unit in ("points", "sd_of_sites") and not own.refused]
    if not told:
        return None
    apart = [own for own in told if own.kind == "confirmatory" or own.verdict is not Verdict.OPEN]
    merged = [own for own in told if own not in apart]
    rows = [_row(writing, one, own) for own in apart]
    if merged:
        rows.append(_open_row(writing, one, merged))
    units = "sites" if told[0].unit == "sd_of_sites" else "points"
    columns = (
        *heads(writing, "what"),
        *heads(writing, units, "interval", "stricter", "seen_from", numeric=(units, "interval", "stricter")),
        *heads(writing, "beyond"),
    )
    note = writing.words(f"report.effects.note_{units}") if noted else ""
    caption = _caption(writing, told, units)
    widths = WIDTHS if apart else OPEN_ALONE
    return Table(caption, columns, tuple(rows), note, f"effects-{one.question.name}", widths)


def _caption(writing: Writing, told: Sequence[Estimate], units: str) -> str:
    """Name what the effects are on, and their unit; the question stands above the table."""
    facts, words = writing.facts, writing.words
    on = list(dict.fromkeys(facts.what(own) for own in told if own.scale))
    if not on:
        return words("report.effects.caption_paths")
    by = list(dict.fromkeys(_named_by(writing, own) for own in told if own.declared is not None))
    what = words("report.effects.scores", count=words.number_word(len(on))) if len(on) > MOST_NAMED else ""
    text = words(f"report.effects.caption_{units}", what=what or facts.listed(on))
    return upper(words("report.effects.caption_by", by=by[0], text=text) if len(by) == 1 else upper(text))


def _named_by(writing: Writing, own: Estimate) -> str:
    """Name what an effect is of: a predictor, or an interaction by its title and what is compared."""
    declared = own.declared
    if declared is None or ":" not in own.term:
        return writing.facts.predictor(own)
    title, unit = (text.in_language(writing.language) for text in (declared.title, declared.unit))
    return f"{title} ({unit})"


def name_of(writing: Writing, one: Conclusion, own: Estimate) -> str:
    """Name an effect within its question; of two models that estimate the same, by its model too."""
    name = _name(writing, one, own)
    others = [each for each in one.estimates if each.model != own.model]
    if any(_name(writing, one, each) == name for each in others):
        return f"{name} ({writing.names.model(own.model)})"
    return name


def _name(writing: Writing, one: Conclusion, own: Estimate) -> str:
    """Name an effect by its scale or proxy, of several predictors by these too."""
    facts = writing.facts
    if own.outcome and own.scale:
        return f"{facts.what(own)} ({facts.short(own.scale)})"
    if not own.scale:
        return _path(writing, own)
    several = len({each.term for each in one.estimates}) > 1
    return f"{facts.predictor(own)}: {facts.what(own)}" if several else facts.what(own)


def _path(writing: Writing, own: Estimate) -> str:
    """Return the title of a path model's defined effect; its name where the config has none."""
    effects = [
        each for model in writing.study.structural if model.name == own.model for each in model.effects
    ]
    found = next((each for each in effects if each.term == own.term), None)
    return found.title.in_language(writing.language) if found is not None else f"‘{own.term}’"


def _row(writing: Writing, one: Conclusion, own: Estimate) -> tuple[Cell, ...]:
    words, numbers = writing.words, writing.numbers
    strict = interval(writing, own.strict_low, own.strict_high)
    if own.falls:
        strict = words("report.effects.falls", interval=strict)
    seen = linked(writing, numbers.decimal(own.detectable), seen_row(own)) if own.detectable else ABSENT
    return (
        cell(upper(name_of(writing, one, own))),
        cell(estimate(writing, own), numeric=True),
        cell(interval(writing, own.low, own.high), numeric=True),
        cell(strict, numeric=True),
        cell(seen, numeric=True),
        cell(_beyond(writing, [own])),
    )


def _open_row(writing: Writing, one: Conclusion, merged: Sequence[Estimate]) -> tuple[Cell, ...]:
    """Return the one row of all that is open: from the lowest estimate to the highest."""
    words = writing.words
    several = len({own.term for own in merged if own.declared is not None}) > 1
    names = [writing.facts.predictor(own) if several else name_of(writing, one, own) for own in merged]
    ordered = sorted(merged, key=lambda own: own.points or 0)
    seen = sorted((own for own in merged if own.detectable), key=lambda own: own.detectable or 0)
    points = between(writing, *(estimate(writing, own) for own in (ordered[0], ordered[-1])))
    return (
        cell(words("report.effects.open", what=_all_named(writing, names))),
        cell(points, numeric=True),
        cell(words(f"report.effects.holds_zero.{'one' if len(merged) == 1 else 'other'}")),
        cell(ABSENT, numeric=True),
        cell(seen_from(writing, seen), numeric=True),
        cell(_beyond(writing, merged)),
    )


def _all_named(writing: Writing, names: list[str]) -> str:
    """Join names, with semicolons where a name has a comma of its own."""
    if any(", " in name for name in names):
        return "; ".join(dict.fromkeys(names))
    return writing.facts.listed(names)


def _beyond(writing: Writing, alike: Sequence[Estimate]) -> str:
    """Say whether estimates of one verdict lie beyond the smallest effect that matters, and its size."""
    known = [own for own in alike if own.smallest is not None]
    verdict = alike[0].verdict
    if len(known) < len(alike) or verdict not in BEYOND:
        return ABSENT
    known.sort(key=lambda own: own.smallest or 0)
    ends = [_smallest(writing, own, len(alike) > 1) for own in (known[0], known[-1])]
    smallest = between(writing, *ends)
    return writing.words(f"report.effects.beyond.{BEYOND[verdict]}", smallest=smallest)


def _smallest(writing: Writing, own: Estimate, apart: bool) -> str:
    """Write the smallest size that matters; a link to its row where that is not the one told beside it."""
    text = writing.numbers.decimal(own.smallest)
    return linked(writing, text, row_of(own)) if apart and row_of(own) else text


def seen_from(writing: Writing, seen: Sequence[Estimate]) -> str:
    """Write from where on effects would be seen, of estimates in the order of that."""
    if not seen:
        return ABSENT
    ends = (
        linked(writing, writing.numbers.decimal(own.detectable), seen_row(own)) for own in (seen[0], seen[-1])
    )
    return between(writing, *ends)


def upper(text: str) -> str:
    """Return a text with a capital; one that begins with a link keeps its mark."""
    spans = spans_of(text)
    return text if spans and spans[0].link else text[:1].upper() + text[1:]
