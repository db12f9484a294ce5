"""Each ingredient: what the numbers say, what people said, how these fit, how sure that is."""

from collections.abc import Iterator, Sequence
from typing import Literal

from isop_analysis.language.conclusions import Conclusion, Estimate
from isop_analysis.report.blocks import Block, Table
from isop_analysis.report.document.cells import between, cell, estimate, heads, interval, nothing
from isop_analysis.report.document.effects_table import seen_from, upper
from isop_analysis.report.document.words_told import people_of
from isop_analysis.report.document.writing import Writing
from isop_analysis.stats.verdicts import Verdict

Fits = Literal["both", "numbers", "words", "words_open", "neither", "no_code"]


def ingredients(writing: Writing, one: Conclusion) -> Iterator[Block]:
    """Return the table of a question that asks which, a row an ingredient."""
    terms = list(dict.fromkeys(own.term for own in one.estimates))
    rows = []
    for term in terms:
        own = [each for each in one.estimates if each.term == term]
        spoken = _spoken(writing, one, term)
        found = [each for each in own if each.found]
        name = writing.facts.predictor(own[0])
        rows.append(
            (
                cell(name[:1].upper() + name[1:]),
                cell(upper(_numbers(writing, own))),
                cell("; ".join(spoken) if spoken else writing.words("report.ingredient.unsaid")),
                cell(writing.words(f"report.ingredient.fits.{_fits(one, term, found, spoken)}")),
                cell(_sure(writing, own, found)),
            )
        )
    question = one.question.plain.in_language(writing.language)
    yield Table(
        writing.words("report.ingredient.caption", question=question),
        heads(writing, "ingredient", "numbers", "words", "fits", "sure"),
        tuple(rows),
        writing.words("report.ingredient.note"),
        f"ingredients-{one.question.name}",
        (16, 34, 20, 20, 18),
    )


def _numbers(writing: Writing, own: Sequence[Estimate]) -> str:
    words, facts = writing.words, writing.facts
    told = [
        words(
            f"report.ingredient.{'higher' if each.positive else 'lower'}",
            what=facts.what(each),
            points=estimate(writing, each),
            interval=interval(writing, each.low, each.high),
        )
        for each in own
        if each.found
    ]
    left = sorted((each for each in own if each.verdict is Verdict.OPEN), key=lambda each: each.points or 0)
    if left:
        points = between(writing, estimate(writing, left[0]), estimate(writing, left[-1]))
        what = facts.listed(facts.what(each) for each in left)
        every = len(left) == len(own)
        told.append(words(f"report.ingredient.open_{'all' if every else 'some'}", what=what, points=points))
    small = [each for each in own if each.verdict is Verdict.NONE_THAT_MATTERS]
    if small:
        told.append(words("report.ingredient.none", what=facts.listed(facts.what(each) for each in small)))
    if all(each.refused for each in own):
        told.append(words("report.ingredient.refused"))
    return "; ".join(told)


def _spoken(writing: Writing, one: Conclusion, term: str) -> list[str]:
    codes = one.question.codes.get(term, [])
    rows = [row for row in writing.rows("theme_counts") if row["code"] in codes]
    return [
        writing.words("report.words.code", code=writing.code(row["code"]), people=people_of(writing, row))
        for row in rows
        if not nothing(row["people"])
    ]


def _fits(one: Conclusion, term: str, found: Sequence[Estimate], spoken: Sequence[str]) -> Fits:
    if not one.question.codes.get(term):
        return "no_code"
    if spoken:
        own = [each for each in one.estimates if each.term == term]
        unsure = any(each.verdict is Verdict.OPEN for each in own)
        return "both" if found else "words_open" if unsure else "words"
    return "numbers" if found else "neither"


def _sure(writing: Writing, own: Sequence[Estimate], found: Sequence[Estimate]) -> str:
    if found:
        falls = [each for each in found if each.falls]
        key = "holds" if not falls else "falls" if len(falls) == len(found) else "falls_some"
        return writing.words(f"report.ingredient.{key}")
    seen = sorted((each for each in own if each.detectable), key=lambda each: each.detectable or 0)
    return writing.words("report.ingredient.seen_from", points=seen_from(writing, seen)) if seen else "–"
