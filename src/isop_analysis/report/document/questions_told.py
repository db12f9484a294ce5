"""Questions in their chapter: the answer in full, its effects in a table, what is open in one row of it."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from isop_analysis.language.conclusions import Conclusion, Estimate
from isop_analysis.language.names import place_of
from isop_analysis.language.numbers import is_number
from isop_analysis.language.rows import whole_of
from isop_analysis.report.blocks import Answered, Block, Paragraph, Picture, Table
from isop_analysis.report.document.cells import between, cell, estimate, heads, interval, linked
from isop_analysis.report.document.effects_table import effects_table, name_of, unit_of, upper
from isop_analysis.report.document.site_limits import site_limits
from isop_analysis.report.document.writing import Writing
from isop_analysis.report.usual_limits import USUAL_FIT
from isop_analysis.stats.verdicts import Verdict


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
        own = unit_of(one)
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


def _fit(writing: Writing, one: Conclusion) -> Iterator[Paragraph]:
    """Say how well models of measurement fit, and of other structural ones where they fit badly."""
    for model in dict.fromkeys(own.model for own in one.estimates):
        for row in writing.rows("structural_fits", model=model, status="fitted"):
            known = {name: row[name] for name in USUAL_FIT if is_number(row[name])}
            if len(known) < len(USUAL_FIT) or not (one.question.asks == "measurement" or _poor(known)):
                continue
            index = {name: writing.numbers.decimal(own, 3, bounded=True) for name, own in known.items()}
            index["cfi"] = writing.link(index["cfi"], "structural_fits", model)
            key = "report.effects.fit" if one.question.asks == "measurement" else "report.effects.fit_poor"
            yield writing.paragraph(key, "small", people=writing.people(row["n"]), **index)


def _poor(fit: dict[str, float]) -> bool:
    """Tell whether any index lies beyond the usual limits."""
    return fit["cfi"] < USUAL_FIT["cfi"] or any(fit[name] > USUAL_FIT[name] for name in ("rmsea", "srmr"))


def _other_icc(writing: Writing, one: Conclusion) -> Iterator[Paragraph]:
    """Tell the shares of an answer from the ICC(1) that the table of instruments has."""
    shares = one.question.asks == "how_much" and any(own.points is not None for own in one.estimates)
    if shares and any(
        is_number(row["icc1"]) for row in writing.rows("agreement", occasion=whole_of(writing.study))
    ):
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
