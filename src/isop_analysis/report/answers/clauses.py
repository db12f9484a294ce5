"""The authors' clauses, joined: who does what more or less, perhaps; what is not known of them."""

from collections.abc import Sequence
from dataclasses import dataclass

from isop_analysis.language.conclusions import Conclusion, Estimate, Facts
from isop_analysis.report.answers.slopes import told_slopes
from isop_analysis.report.answers.spans import Line
from isop_analysis.study.instrument import Scale

MOST_NAMED = 3
"""Clauses that one sentence can hold; more are named by a word each, or counted."""
GROWTH = {"higher": "faster", "lower": "slower", "both": "otherwise"}
"""What an interaction with time does, by the sign of its effect."""


@dataclass(frozen=True)
class Clauses:
    """How the effects of one question are told."""

    facts: Facts
    conclusion: Conclusion
    of_what: bool = False
    """Whether a size says of what change it is."""

    def told_found(self, found: Sequence[Estimate], line: Line, why: bool = False) -> None:
        """Say what was found: a sentence a predictor, its clauses joined, its size; `why` it may fall."""
        groups: dict[str, list[Estimate]] = {}
        for one in found:
            groups.setdefault(one.term, []).append(one)
        parts = [part for own in groups.values() for part in self._parts(own, line)]
        strict = self._strict(found)
        if strict and why:
            strict += self._undone([one for one in found if one.falls], line)
        line.sentence("; ".join(parts) + (f"; {strict}" if strict else ""))

    def _parts(self, own: list[Estimate], line: Line) -> list[str]:
        declared = own[0].declared
        if declared is not None and declared.slopes is not None:
            return [part for one in own if (part := told_slopes(one, self.facts, line))] or [
                self._plain(own, line)
            ]
        each = declared.each.in_language(self.facts.language) if declared and declared.each else None
        who = declared.who.in_language(self.facts.language) if declared and declared.who else None
        mains = [main for one in own if (main := self._main(one, each))]
        if (who is None and each is None) or len(mains) < len(own) or len(own) > MOST_NAMED:
            return [self._plain(own, line)]
        subject = who if each is None else self._everyone(each)
        words, sizes = self.facts.words, self._sizes(own, line)
        return [words("answer.who", who=subject, clauses=self.facts.listed(mains), sizes=sizes).strip()]

    def _everyone(self, each: str) -> str:
        """Return the subject of what holds for all; English begins with "each time", Dutch has it later."""
        people = self.facts.words("answer.people")
        return people if self.facts.language == "nl" else f"{each} {people}"

    def _main(self, one: Estimate, each: str | None) -> str | None:
        """Return the clause of a scale, with 'perhaps' where the effect does not stand more strictly."""
        says = self._scale(one.scale).says
        perhaps = self.facts.words("answer.perhaps") if one.falls else ""
        slot = f"{perhaps} {each}".strip() if each and self.facts.language == "nl" else perhaps
        return says.main(self.facts.language, one.positive, slot) if says is not None else None

    def _scale(self, name: str) -> Scale:
        return self.facts.study.scale(name)

    def _plain(self, own: list[Estimate], line: Line) -> str:
        """Say of one predictor on which scales scores are higher or lower, without clauses of scales."""
        declared = own[0].declared
        signs = {one.positive for one in own}
        direction = "both" if len(signs) == 2 else "higher" if signs == {True} else "lower"
        every = len(own) == len({one.scale for one in self.conclusion.estimates}) > MOST_NAMED
        what = self.facts.words("answer.every", count=len(own)) if every else self.listed(own)
        perhaps = self.facts.words("answer.perhaps") if all(one.falls for one in own) else ""
        grows = _changes_growth(own[0])
        does = GROWTH[direction] if grows else direction
        if declared is not None and declared.who is not None and not grows:
            who, key = declared.who.in_language(self.facts.language), f"answer.scores.{direction}"
        else:
            who, key = (
                self.facts.predictor(own[0]),
                f"answer.goes.{does}",
            )
        text = self.facts.words(key, who=who, perhaps=perhaps, what=what, sizes=self._sizes(own, line))
        return " ".join(text.split())

    def _sizes(self, own: Sequence[Estimate], line: Line) -> str:
        """Return the size in brackets: one number, or from the smallest to the largest."""
        ordered = sorted((one for one in own if one.points is not None), key=lambda one: abs(one.points or 0))
        if not ordered or ordered[0].unit != "points":
            return ""
        least, most = (line.number(abs(one.points or 0), one) for one in (ordered[0], ordered[-1]))
        change = self._change(ordered)
        if round(abs(ordered[0].points or 0), 2) == round(abs(ordered[-1].points or 0), 2):
            number = self.facts.words.numbers.decimal(abs(ordered[0].points or 0))
            noun = self.facts.words.noun("units.point", number)
            return self.facts.words("answer.size.one", size=least, noun=noun, change=change)
        return self.facts.words("answer.size.range", least=least, most=most, change=change)

    def _change(self, own: Sequence[Estimate]) -> str:
        """Return of what change sizes are, where these are all of one that no other clause has said."""
        told = {
            one.declared.unit.in_language(self.facts.language)
            for one in own
            if one.declared is not None and one.declared.each is None
        }
        return f", {told.pop()}" if self.of_what and len(told) == 1 else ""

    def _strict(self, found: Sequence[Estimate]) -> str:
        falling = [one for one in found if one.falls]
        if not falling:
            return ""
        if len(falling) == len(found):
            return self.facts.words("answer.strict.all")
        return self.facts.words("answer.strict.some", what=self.named(falling))

    def _undone(self, falling: Sequence[Estimate], line: Line) -> str:
        """Return in brackets what undoes effects: p after Holm, and intervals reckoned otherwise."""
        told = [(self.named([one]), ", ".join(ways)) for one in falling if (ways := self._ways(one, line))]
        parts = [ways if len(falling) == 1 else f"{what} {ways}" for what, ways in told]
        return f" ({'; '.join(parts)})" if parts else ""

    def _ways(self, one: Estimate, line: Line) -> list[str]:
        words, numbers = self.facts.words, self.facts.words.numbers
        ways = []
        if "holm" in one.undone_by and one.p_holm is not None:
            p = line.linked(numbers.p_value(one.p_holm), one.test)
            ways.append(words("answer.undone.holm", p=p))
        interval = numbers.interval(one.strict_low, one.strict_high)
        ways += [words(f"answer.undone.{way}", interval=interval) for way in one.undone_by if way != "holm"]
        return ways

    def told_open(self, estimates: Sequence[Estimate], line: Line, seen: bool) -> None:
        """Say of what it is not known, in clauses where they are few, with what the study would see."""
        if not estimates:
            return
        terms = {one.term for one in estimates}
        shared = terms == {one.term for one in self.conclusion.found}
        subs = [sub for one in estimates if (sub := self._sub(one))]
        words = self.facts.words
        if self.conclusion.question.asks == "which":
            told = words("answer.open_of", what=self._ingredients(estimates))
        elif shared and len(subs) == len(estimates) <= MOST_NAMED and not self._sloped(estimates):
            told = words("answer.open_whether", clauses=f" {words('answer.or')} ".join(subs))
        elif len(terms) == 1 and len(estimates) <= 2 * MOST_NAMED:
            told = words("answer.open_at", what=self.listed(estimates))
        else:
            told = words("answer.open_rest")
        line.sentence(told + (self._seen_from(estimates, line) if seen else ""))

    def _sloped(self, estimates: Sequence[Estimate]) -> bool:
        return any(one.declared is not None and one.declared.slopes is not None for one in estimates)

    def _sub(self, one: Estimate) -> str | None:
        says = self._scale(one.scale).says if one.scale else None
        along = one.declared is None or one.declared.direction != "negative"
        return says.sub(self.facts.language, along) if says is not None else None

    def _seen_from(self, estimates: Sequence[Estimate], line: Line) -> str:
        seen = sorted(
            (one for one in estimates if one.detectable is not None), key=lambda one: one.detectable or 0
        )
        if not seen or seen[0].unit != "points":
            return ""
        low, high = (line.number(one.detectable, one) for one in (seen[0], seen[-1]))
        same = round(seen[0].detectable or 0, 2) == round(seen[-1].detectable or 0, 2)
        return self.facts.words(f"answer.seen_from.{'one' if same else 'range'}", low=low, high=high)

    def listed(self, estimates: Sequence[Estimate]) -> str:
        """Name scales by a word each, in the config's order; of several predictors these too."""
        return self.facts.listed(self.facts.what(one) for one in estimates)

    def named(self, estimates: Sequence[Estimate]) -> str:
        """Name effects by what tells them apart in their question: scale, predictor, or both."""
        facts, every = self.facts, self.conclusion.estimates
        if len({one.term for one in every}) == 1:
            return self.listed(estimates)
        if len({one.scale for one in every}) == 1:
            return facts.listed(facts.predictor(one) for one in estimates)
        return facts.listed(f"{facts.what(one)} ({facts.predictor(one)})" for one in estimates)

    def without_difference(self, small: Sequence[Estimate]) -> str:
        """Name the scales, or of ingredients those of which every effect is small; "" where there is none."""
        if self.conclusion.question.asks != "which":
            return self.named(small)
        every = [one.term for one in self.conclusion.estimates if one not in small]
        whole = [one for one in small if one.term not in every]
        return self.facts.listed(self.facts.predictor(one) for one in whole)

    def _ingredients(self, estimates: Sequence[Estimate]) -> str:
        """Name the predictors of which nothing was found, or those with something left open."""
        found = {one.term for one in self.conclusion.found}
        rest = [one for one in estimates if one.term not in found] or list(estimates)
        return self.facts.listed(self.facts.predictor(one) for one in rest)


def _changes_growth(own: Estimate) -> bool:
    """Whether an effect is one on growth: an interaction with time, of which no slopes were declared."""
    return ":" in own.term and "time" in own.term.split(":")
