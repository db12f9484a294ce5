"""Questions in their chapter: the answer in full, its effects in a table, what is open in one row of it."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from isop_analysis.language.conclusions import Conclusion, Estimate
from isop_analysis.language.names import place_of
from isop_analysis.language.numbers import ABSENT, is_number
from isop_analysis.report.answers.clauses import MOST_NAMED
from isop_analysis.report.answers.spans import spans_of
from isop_analysis.report.blocks import Answered, Block, Cell, Paragraph, Picture, Table
from isop_analysis.report.document.cells import between, cell, estimate, heads, interval, linked, seen_row
from isop_analysis.report.document.site_limits import site_limits
from isop_analysis.report.document.writing import Writing
from isop_analysis.stats.verdicts import Verdict

WIDTHS = (27, 14, 18, 22, 13, 16)

BEYOND = {
    Verdict.MATTERS: "wholly",
    Verdict.MAY_BE_TOO_SMALL: "partly",
    Verdict.OPEN: "partly",
    Verdict.TOO_LITTLE: "not",
    Verdict.NONE_THAT_MATTERS: "not",
}
"""Where the interval of a verdict lies against the smallest effect that matters."""


def home_of(writing: Writing, one: Conclusion) -> str:
    """Return the chapter in which a question is answered.

    Where its model has a chapter, there; else where the scale stands of which something was found, or the
    first scale. What is asked of measurement or of shares is told with the instruments.
    """
    if one.question.asks in ("measurement", "how_much"):
        return "instruments"
    study, model = writing.study, one.question.answers[0].model
    if any(known.name == model for known in study.micro_macro):
        return "chances"
    for known in study.structural:
        if known.name == model:
            return place_of(known.chapter)
    own = next((known.chapter for known in study.multilevel if known.name == model), None)
    if own is not None:
        return place_of(own)
    first = next(iter([*one.found, *one.estimates]), None)
    return place_of(study.scale(first.scale).chapter) if first is not None and first.scale else "chances"


def at_home(writing: Writing, chapter: str) -> list[Conclusion]:
    """Return the questions answered in a chapter, those of the first page before the others."""
    own = [one for one in writing.facts.conclusions if home_of(writing, one) == chapter]
    return sorted(own, key=lambda one: one.question.front or 99)


def answered(writing: Writing, one: Conclusion, noted: bool = True, read: bool = True) -> Iterator[Block]:
    """Answer a question: in a sentence, as a figure, its effects as a table, how sure.

    `noted`: whether the table says how it is read, and `read` whether the figure does: one a chapter each.
    """
    told = writing.answer(one, "chapter")
    question = one.question.plain.in_language(writing.language)
    figure = figure_of(writing, one, read)
    yield Answered(question, told.sign, told.text, f"answer-{one.question.name}", figure=figure)
    table = effects_table(writing, one, noted)
    if table is not None:
        yield table
    yield from site_limits(writing, one)
    yield from _fit(writing, one)
    yield from _other_icc(writing, one)
    yield from _counted_together(writing, one)
    if one.question.how_sure is not None:
        sure = one.question.how_sure.in_language(writing.language)
        yield writing.led(writing.words("report.sure"), sure)


def answers_of(writing: Writing, told: Sequence[Conclusion]) -> Iterator[Block]:
    """Answer a chapter's questions; how a table is read is said with the first of its kind."""
    units: set[str] = set()
    drawn = False
    for one in told:
        own = _unit(one)
        yield from answered(writing, one, noted=own not in units, read=not drawn)
        units |= {own} if own else set()
        drawn = drawn or figure_of(writing, one) is not None


def figure_of(writing: Writing, one: Conclusion, read: bool = True) -> Picture | None:
    """Return the figure of an answer; one that is read like a figure before it says only what is grey."""
    drawn = writing.figures.get(f"answer_{one.question.name}")
    if drawn is None:
        return None
    own = [each for each in one.estimates if each.unit == "points" and each.points is not None]
    before = writing.words("messages.brief.as_before", block=writing.facts.grey_block(own))
    return Picture(drawn if read else replace(drawn, caption=before))


def _unit(one: Conclusion) -> str:
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
    return Table(caption, columns, tuple(rows), note, f"effects-{one.question.name}", WIDTHS)


def _caption(writing: Writing, told: Sequence[Estimate], units: str) -> str:
    """Name what the effects are on, and their unit; the question stands above the table."""
    facts, words = writing.facts, writing.words
    on = list(dict.fromkeys(facts.what(own) for own in told if own.scale))
    if not on:
        return words("report.effects.caption_paths")
    by = list(dict.fromkeys(facts.predictor(own) for own in told if own.declared is not None))
    what = words("report.effects.scores", count=words.number_word(len(on))) if len(on) > MOST_NAMED else ""
    text = words(f"report.effects.caption_{units}", what=what or facts.listed(on))
    return upper(words("report.effects.caption_by", by=by[0], text=text) if len(by) == 1 else upper(text))


def name_of(writing: Writing, one: Conclusion, own: Estimate) -> str:
    """Name an effect within its question: by its scale or proxy, of several predictors by these too."""
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
    words, facts = writing.words, writing.facts
    several = len({own.term for own in merged if own.declared is not None}) > 1
    names = [facts.predictor(own) if several else name_of(writing, one, own) for own in merged]
    ordered = sorted(merged, key=lambda own: own.points or 0)
    seen = sorted((own for own in merged if own.detectable), key=lambda own: own.detectable or 0)
    points = between(writing, *(estimate(writing, own) for own in (ordered[0], ordered[-1])))
    return (
        cell(words("report.effects.open", what=facts.listed(names))),
        cell(points, numeric=True),
        cell(words("report.effects.holds_zero")),
        cell(ABSENT, numeric=True),
        cell(seen_from(writing, seen), numeric=True),
        cell(_beyond(writing, merged)),
    )


def _beyond(writing: Writing, alike: Sequence[Estimate]) -> str:
    """Say whether estimates of one verdict lie beyond the smallest effect that matters, and its size."""
    sizes = sorted(own.smallest for own in alike if own.smallest is not None)
    verdict = alike[0].verdict
    if len(sizes) < len(alike) or verdict not in BEYOND:
        return ABSENT
    smallest = between(writing, *(writing.numbers.decimal(size) for size in (sizes[0], sizes[-1])))
    return writing.words(f"report.effects.beyond.{BEYOND[verdict]}", smallest=smallest)


def seen_from(writing: Writing, seen: Sequence[Estimate]) -> str:
    """Write from where on effects would be seen, of estimates in the order of that."""
    if not seen:
        return ABSENT
    ends = (
        linked(writing, writing.numbers.decimal(own.detectable), seen_row(own)) for own in (seen[0], seen[-1])
    )
    return between(writing, *ends)


def _fit(writing: Writing, one: Conclusion) -> Iterator[Paragraph]:
    """Say how well the models of a question about measurement fit."""
    if one.question.asks != "measurement":
        return
    for own in one.estimates:
        for row in writing.rows("structural_fits", model=own.model, status="fitted"):
            numbers = writing.numbers
            index = {name: numbers.decimal(row[name], 3, bounded=True) for name in ("cfi", "rmsea", "srmr")}
            index["cfi"] = writing.link(index["cfi"], "structural_fits", own.model)
            yield writing.paragraph("report.effects.fit", "small", people=writing.people(row["n"]), **index)


def _other_icc(writing: Writing, one: Conclusion) -> Iterator[Paragraph]:
    """Tell the shares of an answer from the ICC(1) that the table of instruments has."""
    shares = one.question.asks == "how_much" and any(own.points is not None for own in one.estimates)
    if shares and any(is_number(row["icc1"]) for row in writing.rows("agreement", occasion="all")):
        table = linked(writing, writing.words("report.scores_table"), "#scales")
        yield writing.paragraph("report.effects.shares", "small", table=table)


def _counted_together(writing: Writing, one: Conclusion) -> Iterator[Paragraph]:
    """Say the p of effects that were to be confirmed, adjusted for all tests of their family."""
    names = {(own.model, own.scale, own.term): own for own in one.estimates if own.kind == "confirmatory"}
    tests = [
        row
        for row in writing.rows("hypotheses", kind="confirmatory", status="fitted")
        if (row["model"], row["scale"], row["term"]) in names
    ]
    if not tests:
        return
    parts = [
        writing.words(
            "report.effects.p",
            what=name_of(writing, one, names[row["model"], row["scale"], row["term"]]),
            p=writing.link(
                writing.numbers.p_value(row["p_holm"]), "hypotheses", row["hypothesis"], row["scale"]
            ),
        )
        for row in tests
    ]
    counted = writing.words.counted("units.test", int(tests[0]["tests"]))
    key = "report.effects.holm" if int(tests[0]["tests"]) > 1 else "report.effects.one_test"
    yield writing.paragraph(key, "small", tests=counted, parts="; ".join(parts))


def elsewhere(writing: Writing, chapter: str, scales: Sequence[str]) -> Table | None:
    """Return what questions answered in other chapters found of this chapter's scales, a row a question."""
    rows = []
    for one in writing.facts.conclusions:
        own = [
            each
            for each in one.estimates
            if each.scale in scales and each.unit == "points" and not each.outcome
        ]
        if own and one.question.asks in ("whether", "which") and home_of(writing, one) != chapter:
            question = one.question.plain.in_language(writing.language)
            place = linked(writing, question, f"#answer-{one.question.name}")
            rows.append((cell(place), cell(_briefly(writing, one, own))))
    if not rows:
        return None
    return Table(
        writing.words("report.elsewhere.caption"),
        heads(writing, "question", "these_scales"),
        tuple(rows),
        id=f"elsewhere-{chapter}",
        widths=(42, 60),
    )


def _briefly(writing: Writing, one: Conclusion, own: Sequence[Estimate]) -> str:
    words, facts = writing.words, writing.facts
    told = [
        words(
            "report.elsewhere.found",
            what=name_of(writing, one, each),
            points=estimate(writing, each),
            interval=interval(writing, each.low, each.high),
            perhaps=words("report.elsewhere.falls") if each.falls else "",
        )
        for each in own
        if not each.refused and each.verdict is not Verdict.OPEN
    ]
    left = [each for each in own if each.verdict is Verdict.OPEN]
    if left:
        ordered = sorted(left, key=lambda each: each.points or 0)
        points = between(writing, *(estimate(writing, each) for each in (ordered[0], ordered[-1])))
        several = len({each.term for each in left}) > 1
        what = facts.listed(facts.predictor(each) if several else facts.short(each.scale) for each in left)
        told.append(words(f"report.elsewhere.{'open_of' if several else 'open'}", what=what, points=points))
    refused = [each for each in own if each.refused]
    if refused:
        what = facts.listed(facts.short(each.scale) for each in refused)
        told.append(words("report.elsewhere.refused", what=what))
    return upper("; ".join(told)) + "."


def upper(text: str) -> str:
    """Return a text with a capital; one that begins with a link keeps its mark."""
    spans = spans_of(text)
    return text if spans and spans[0].link else text[:1].upper() + text[1:]
