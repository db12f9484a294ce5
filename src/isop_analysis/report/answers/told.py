"""One answer in at most three sentences: what was found, what is left open, what travels with it.

The table of answers chose the row (`stats.answer_rule`); here its sentences are joined from the authors'
clauses. Without clauses the scale's title stands in a technical sentence. Every number is a quiet link to the
row that proves it.
"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal

from isop_analysis.language.conclusions import Conclusion, Estimate, Facts
from isop_analysis.report.answers.clauses import Clauses
from isop_analysis.report.answers.spans import Line
from isop_analysis.report.answers.travelling import told_caveats
from isop_analysis.report.answers.whole_scales import told_measurement, told_shares
from isop_analysis.report.blocks import Key, Sign, Text
from isop_analysis.stats.answer_rule import Answer
from isop_analysis.stats.verdicts import Verdict

SIGNS: dict[Answer, Sign] = {
    Answer.REFUSED: "refused",
    Answer.UNKNOWN: "unknown",
    Answer.DIFFERS: "in_part",
    Answer.AGAINST: "against",
    Answer.AGAINST_IN_PART: "in_part",
    Answer.YES: "yes",
    Answer.SMALL_YES: "yes",
    Answer.NO: "no",
    Answer.IN_PART: "in_part",
    Answer.NONE_OR_UNKNOWN: "no",
}


IN_KEY: tuple[Sign, ...] = ("yes", "known", "in_part", "explored", "no", "against", "unknown", "refused")
"""The order of signs in a key."""

Depth = Literal["front", "brief", "chapter"]
"""How much an answer says: in brief also what the study would see, in its chapter also why it may fall."""

WORDS_OF = {"yes": "positive", "no": "none"}
"""Keys that YAML does not take for true and false."""


@dataclass(frozen=True)
class Told:
    """An answer for readers: its sign, what the sign means, its sentences."""

    sign: Sign
    label: str
    text: Text


def key_of(signs: Collection[Sign], facts: Facts) -> Key:
    """Return what signs mean, in their order."""
    return Key(
        tuple(
            (sign, facts.words(f"answer.sign.{WORDS_OF.get(sign, sign)}")) for sign in IN_KEY if sign in signs
        )
    )


def sign_of(conclusion: Conclusion) -> Sign:
    """Return the sign before an answer; what was only explored, or may vanish, has one of its own."""
    if conclusion.question.asks in ("whether", "which") and conclusion.found:
        if conclusion.exploratory:
            return "explored"
        if conclusion.answer in (Answer.YES, Answer.SMALL_YES) and conclusion.falls:
            return "in_part"
    if conclusion.question.asks == "how_much" and conclusion.answer is Answer.YES:
        return "known"
    return SIGNS[conclusion.answer]


def label_of(conclusion: Conclusion, facts: Facts) -> str:
    """Return the words that an answer begins with, such as 'In part'."""
    words, answer = facts.words, conclusion.answer
    if conclusion.question.asks == "measurement":
        return words(f"answer.measured.{answer}")
    if conclusion.question.asks == "how_much":
        return words("answer.label.refused" if answer is Answer.REFUSED else "answer.label.shares")
    perhaps = conclusion.falls and answer in (Answer.YES, Answer.SMALL_YES, Answer.AGAINST)
    return words(f"answer.label.{answer}{'_perhaps' if perhaps else ''}")


def _open(conclusion: Conclusion, facts: Facts, line: Line) -> None:
    label = label_of(conclusion, facts)
    if conclusion.exploratory and conclusion.found:
        line.open(facts.words("answer.exploring"))
        line.open(facts.words("answer.explored", answer=label[:1].lower() + label[1:]), tone="plain")
    else:
        line.open(f"{label}:")


def tell_answer(conclusion: Conclusion, facts: Facts, depth: Depth = "front") -> Told:
    """Return the answer to a question, as much of it as a depth has room for.

    In brief it also says from where on the study would see a difference; in its chapter also by what a found
    effect does not stand: p after Holm, the interval reckoned otherwise.
    """
    line = Line(facts)
    _open(conclusion, facts, line)
    if conclusion.question.asks == "measurement":
        told_measurement(conclusion, line)
    elif conclusion.question.asks == "how_much":
        told_shares(conclusion, line)
    else:
        _told_effects(conclusion, line, depth)
    sign = sign_of(conclusion)
    return Told(sign, facts.words(f"answer.sign.{WORDS_OF.get(sign, sign)}"), line.text)


def _told_effects(conclusion: Conclusion, line: Line, depth: Depth) -> None:
    clauses = Clauses(line.facts, conclusion, of_what=depth == "chapter")
    computed = [one for one in conclusion.estimates if not one.refused]
    if not conclusion.estimates:
        line.say("answer.failed")
        return
    if not computed:
        _told_refused(conclusion.refused, line, True)
        _told_domains(conclusion, line)
        return
    if conclusion.answer is Answer.UNKNOWN:
        _told_unknown(computed, line, bool(conclusion.refused))
    else:
        if conclusion.found:
            clauses.told_found(conclusion.found, line, why=depth == "chapter")
        _told_small(conclusion, clauses, line)
        clauses.told_open(conclusion.of(Verdict.OPEN), line, seen=depth != "front")
    if conclusion.refused:
        _told_refused(conclusion.refused, line, False)
    _told_domains(conclusion, line)
    told_caveats(conclusion, line)


def _told_unknown(estimates: list[Estimate], line: Line, refused: bool) -> None:
    """Say from where on the study would have seen a difference, or that its margin is too wide."""
    words = line.facts.words
    seen = sorted(
        (one for one in estimates if one.detectable is not None and one.unit == "points"),
        key=lambda one: one.detectable or 0,
    )
    if not seen:
        few = [one for one in estimates if one.unit == "sd_of_sites" and one.clusters is not None]
        if few:
            count = words.counted("units.site", few[0].clusters or 0)
            sites, what = line.linked(count, few[0].row), line.facts.listed(map(line.facts.what, few))
            key = "answer.too_small_for" if refused else "answer.too_small"
            line.say(key, **({"what": what} if refused else {}), sites=sites)
        else:
            line.say("answer.too_wide")
        return
    line.say(
        "answer.sees.one" if _same(seen) else "answer.sees.range",
        low=line.number(seen[0].detectable, seen[0]),
        high=line.number(seen[-1].detectable, seen[-1]),
        scale=line.facts.answer_range(seen),
    )


def _same(seen: list[Estimate]) -> bool:
    return round(seen[0].detectable or 0, 2) == round(seen[-1].detectable or 0, 2)


def _told_small(conclusion: Conclusion, clauses: Clauses, line: Line) -> None:
    """Name where there is no difference that matters, after an answer that found one elsewhere."""
    small = conclusion.of(Verdict.TOO_LITTLE, Verdict.NONE_THAT_MATTERS)
    if not small:
        return
    named = clauses.without_difference(small)
    if conclusion.found and named:
        line.say("answer.none_at", what=named)
    elif not conclusion.found:
        line.say("answer.at", what=clauses.named(small))


def _told_refused(refused: list[Estimate], line: Line, alone: bool) -> None:
    """Say what could not be computed, and why, once a reason; beside an answer in three words each."""
    facts = line.facts
    reasons: dict[str, list[Estimate]] = {}
    for one in refused:
        reasons.setdefault(facts.why(one) if alone else facts.why_briefly(one), []).append(one)
    if alone and len(reasons) == 1:
        line.sentence(next(iter(reasons)))
        return
    parts = [
        facts.words("answer.refused_for", what=facts.listed(facts.what(one) for one in own), why=why)
        for why, own in reasons.items()
    ]
    line.say("answer.refused", parts="; ".join(parts))


def _told_domains(conclusion: Conclusion, line: Line) -> None:
    """Name the domains of children's chances of which there are no figures, after an answer on sites."""
    absent = line.facts.domains_without_figures
    if absent and any(one.outcome for one in conclusion.estimates):
        line.say("answer.no_figures", domains=line.facts.listed(absent))
