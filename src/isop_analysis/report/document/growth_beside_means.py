"""Means that move otherwise than growth: who is in which, said where the two would seem to disagree."""

from collections.abc import Iterator, Sequence

from isop_analysis.language.conclusions import Conclusion, Estimate
from isop_analysis.language.numbers import is_number, rounded
from isop_analysis.report.blocks import Paragraph
from isop_analysis.report.document.cells import counted_over, linked, people_behind, spanned
from isop_analysis.report.document.writing import Writing

Apart = tuple[str, str]


def growth_beside_means(writing: Writing, scales: Sequence[str]) -> Iterator[Paragraph]:
    """Reconcile means over occasions with the growth of a question, of the scales on which they differ."""
    for one in writing.facts.conclusions:
        apart: dict[Apart, list[Estimate]] = {}
        for own in _growths(one, scales):
            kinds = (_moves(writing, own.scale), _found(own))
            if kinds[0] and kinds not in (("up", "up"), ("down", "down"), ("same", "open")):
                apart.setdefault(kinds, []).append(own)
        if apart:
            sentences = [_told(writing, one, kinds, own) for kinds, own in apart.items()]
            every = [own for several in apart.values() for own in several]
            text = " ".join([*sentences, _why(writing, every)])
            yield writing.paragraph("report.text", text=text)


def _growths(one: Conclusion, scales: Sequence[str]) -> list[Estimate]:
    """Return the effects of an occasion later on these scales: those told by a clause such as 'each time'."""
    return [
        own
        for own in one.estimates
        if own.scale in scales and not own.refused and own.declared is not None and own.declared.each
    ]


def _ends(writing: Writing, scale: str) -> list[tuple[str, float]]:
    """Return the first and the last occasion with a mean of a scale, and these means as published."""
    means = {row["occasion"]: row["mean"] for row in writing.rows("scale_descriptives", scale=scale)}
    told = [(one, means[one]) for one in writing.names.occasions if is_number(means.get(one))]
    return [told[0], told[-1]] if len(told) > 1 else []


def _moves(writing: Writing, scale: str) -> str:
    ends = _ends(writing, scale)
    if not ends:
        return ""
    first, last = (rounded(mean, 1) for _, mean in ends)
    return "up" if last > first else "down" if last < first else "same"


def _found(own: Estimate) -> str:
    if not own.found:
        return "open"
    return "up" if own.positive else "down"


def _told(writing: Writing, one: Conclusion, kinds: Apart, own: Sequence[Estimate]) -> str:
    words, (first, last) = writing.words, _ends(writing, own[0].scale)
    return words(
        "report.means.apart",
        what=writing.facts.listed(writing.facts.short(each.scale) for each in own),
        moves=words(f"report.means.moves.{kinds[0]}"),
        first=first[0],
        last=last[0],
        growth=linked(writing, words("report.means.growth"), f"#answer-{one.question.name}"),
        found=words(f"report.means.found.{kinds[1]}"),
    )


def _why(writing: Writing, own: Sequence[Estimate]) -> str:
    fits = [row for each in own for row in writing.rows("model_fits", model=each.model, scale=each.scale)]
    people = people_behind(fits)
    if not people:
        return writing.words("report.means.why_alone")
    noun = writing.words.noun("units.person", writing.numbers.count(spanned(people.values())))
    return writing.words("report.means.why", people=f"{counted_over(writing, people)} {noun}")
