"""Answers that are no effect: how much of the differences lies where, whether a scale measures as meant."""

from isop_analysis.language.conclusions import Conclusion
from isop_analysis.report.answers.spans import Line
from isop_analysis.stats.answer_rule import Answer


def told_shares(conclusion: Conclusion, line: Line) -> None:
    """Say from which share to which, and that of the scale where it is largest with its interval."""
    words, facts = line.facts.words, line.facts
    told = sorted(
        (one for one in conclusion.estimates if one.points is not None), key=lambda one: one.points or 0
    )
    if not told:
        line.say("answer.too_wide")
        return
    least, most = told[0], told[-1]
    share = {
        name: words.numbers.percentage(100 * (value or 0))
        for name, value in (
            ("least", least.points),
            ("most", most.points),
            ("low", most.low),
            ("high", most.high),
        )
    }
    line.say(
        "answer.shares" if len(told) > 1 else "answer.share",
        least=line.linked(share["least"], least.row),
        most=line.linked(share["most"], most.row),
        low=share["low"],
        high=share["high"],
        scale=facts.short(most.scale),
    )


def told_measurement(conclusion: Conclusion, line: Line) -> None:
    """Say what the fit of the measurement models allows."""
    if conclusion.answer is Answer.REFUSED:
        line.sentence(line.facts.why(conclusion.estimates[0]) if conclusion.estimates else "")
        return
    line.say(f"answer.fits.{conclusion.answer}")
