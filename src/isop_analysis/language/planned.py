"""Whether an estimate was set beforehand, in words: p within its family, the direction expected."""

from collections.abc import Callable
from typing import Any

from isop_analysis.language.numbers import is_number
from isop_analysis.language.words import Words
from isop_analysis.stats.verdicts import WITHOUT_SIGN

SIGNLESS = tuple(str(verdict) for verdict in WITHOUT_SIGN)


def may_be_chance(test: dict[str, Any]) -> bool:
    """Tell whether an effect apart from zero does not stand after the adjustment within its family."""
    return test["holds"] is False and str(test["verdict"]) not in SIGNLESS


def tell_plan(
    test: dict[str, Any] | None, words: Words, mark: Callable[[str], str], labelled: bool = True
) -> str:
    """Return sentences on the place of an estimate in the plan.

    Parameters
    ----------
    test
        Its row of the table hypotheses; None for an estimate that no hypothesis names, which is exploratory.
    words
        The language.
    mark
        Wraps every written number, such as into a link to the row it comes from.
    labelled
        Whether an exploratory estimate says that it is, which a heading may have said.
    """
    if test is None or test["kind"] == "exploratory":
        parts = [words("hypotheses.label.exploratory")] if labelled else []
    else:
        parts = [_adjusted(test, words, mark)]
    expected = test["as_expected"] if test is not None else None
    if expected is True or expected is False:
        parts.append(words(f"hypotheses.label.{'as_expected' if expected else 'against'}"))
    if test is not None and may_be_chance(test):
        parts.append(words("hypotheses.label.chance"))
    return " ".join(parts)


def _adjusted(test: dict[str, Any], words: Words, mark: Callable[[str], str]) -> str:
    number, _, noun = words.counted("units.test", int(test["tests"])).partition("\u00a0")
    tests = f"{mark(number)}\u00a0{noun}"
    if not is_number(test["p_holm"]):
        return words("hypotheses.label.unadjusted", tests=tests)
    p = mark(words.numbers.p_value(test["p_holm"]))
    if int(test["tests"]) == 1:
        return words("hypotheses.label.single", p=p)
    return words("hypotheses.label.confirmatory", p=p, tests=tests)
