"""One sentence for each estimate: verdict, size, what it rests on, limits, its place in the plan."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from isop_analysis.contracts.cells import Count
from isop_analysis.language.effects import Basis, Contrast, Detectable
from isop_analysis.language.numbers import is_number, rounded
from isop_analysis.language.words import Words
from isop_analysis.stats.verdicts import SILENT, WITHOUT_SIGN, Interval, Verdict

FEW_CLUSTERS = 30
SIGNLESS = tuple(str(verdict) for verdict in WITHOUT_SIGN)
NAMED_UNITS = ("person", "team", "team_or_alone", "site")
MarkFound = Callable[[str, Basis], str]


@dataclass(frozen=True)
class Told:
    """An estimate in words; parts that do not apply are empty.

    Attributes:
        rule: the key of the text that says it.
        own_limits: the limits that not every estimate of a chapter shares, without those of few groups.
    """

    verdict: Verdict
    rule: str
    sentence: str
    size: str = ""
    basis: str = ""
    limits: str = ""
    own_limits: str = ""

    @property
    def text(self) -> str:
        """All parts as running text."""
        return " ".join(part for part in (self.sentence, self.size, self.basis, self.limits) if part)


def _unmarked(number: str) -> str:
    return number


def _unmarked_found(number: str, basis: Basis) -> str:
    return number


def tell(
    contrast: Contrast,
    words: Words,
    mark: Callable[[str], str] = _unmarked,
    mark_found: MarkFound = _unmarked_found,
    mark_units: Callable[[str], str] = _unmarked,
    mark_points: Callable[[str], str] | None = None,
) -> Told:
    """Tell an estimate in words.

    Parameters
    ----------
    contrast
        The estimate with everything that limits it.
    words
        The language.
    mark
        Wraps every written number, such as into a link to the row it comes from.
    mark_found
        Wraps a number of what the design finds, which comes from a row per basis (fitted, planned).
    mark_units
        Wraps how many people, teams and sites stand behind it, which the row of the model's fit holds.
    mark_points
        Wraps an estimate in points, which the row of the question that it answers holds; `mark` without it.
    """
    verdict, rule = contrast.verdict, rule_of(contrast)
    sentence = _sentence(contrast, rule, words, mark_found)
    if verdict in SILENT:
        return Told(verdict, rule, sentence)
    return Told(
        verdict,
        rule,
        sentence,
        _size(contrast, words, mark, mark_points or mark),
        _basis(contrast, words, mark, mark_units),
        _limits(contrast, words, mark),
        _all(own_limits(contrast, words), words),
    )


def rule_of(contrast: Contrast) -> str:
    """Return the rule that writes an estimate's sentence, the key of its text: `verdict.slope.matters`."""
    return f"verdict.{_form(contrast)}.{contrast.verdict}"


def _form(contrast: Contrast) -> str:
    if contrast.groups:
        return "groups"
    return "change" if contrast.change else "slope"


def _sentence(contrast: Contrast, rule: str, words: Words, mark_found: MarkFound) -> str:
    verdict, sign = contrast.verdict, "positive" if contrast.positive else "negative"
    parts = [
        words(
            rule,
            score=words(f"verdict.score.{sign}"),
            direction=words(f"verdict.direction.{sign}"),
            scale=contrast.scale,
            title=contrast.title,
            heading=contrast.title[:1].upper() + contrast.title[1:],
            way=words(f"verdict.way.{contrast.change or 'interaction'}.{sign}"),
            unit=contrast.unit,
            reason=contrast.reason,
        )
    ]
    if verdict is Verdict.OPEN:
        parts += _what_is_left_open(contrast, words, mark_found)
    if contrast.depends and verdict not in SILENT:
        parts.append(words("verdict.depends"))
    return " ".join(parts)


def _what_is_left_open(contrast: Contrast, words: Words, mark_found: MarkFound) -> list[str]:
    parts = []
    if contrast.detectable is not None and contrast.detectable.fitted is not None:
        parts.append(_what_is_found(contrast.detectable, words, mark_found))
    if contrast.excluded is not None:
        parts.append(words(f"verdict.excluded.{_form(contrast)}.{contrast.excluded}"))
    return parts


def _what_is_found(detectable: Detectable, words: Words, mark_found: MarkFound) -> str:
    """Say what a study like this finds with the fitted spread, and beside it with the planned one."""
    number, planned = (words.numbers.decimal(one) for one in (detectable.fitted, detectable.planned))
    beside = {}
    if detectable.planned is not None:
        key = "verdict.found_planned_same" if planned == number else "verdict.found_planned"
        beside = {"planned": words(key, planned=mark_found(planned, "planned"))}
    return words(
        "verdict.detectable_both" if beside else "verdict.detectable",
        number=mark_found(number, "fitted"),
        sd=words.noun("units.sd", number),
        share=words.share_of_repetitions(detectable.power),
        **beside,
    )


def _size(
    contrast: Contrast, words: Words, mark: Callable[[str], str], mark_points: Callable[[str], str]
) -> str:
    numbers = words.numbers
    points = numbers.decimal(contrast.points)
    if contrast.sds_interval is None or contrast.points_interval is None:
        interval = contrast.points_interval
        shown = _interval(interval, words) if interval else numbers.interval(None, None)
        return words(
            "size.points",
            points=mark_points(points),
            noun=words.noun("units.point", points),
            interval=mark_points(shown),
        )
    sds = numbers.decimal(contrast.sds)
    size = words(
        "size.both",
        points=mark_points(points),
        noun=words.noun("units.point", points),
        sds=mark(sds),
        sd=words.noun("units.sd", sds),
        interval=mark(_interval(contrast.sds_interval, words)),
    )
    if contrast.robust_interval is None:
        return size
    return f"{size} {words('size.robust', interval=mark(_interval(contrast.robust_interval, words)))}"


def _interval(interval: Interval, words: Words) -> str:
    """Write an interval with as many decimals (two or three) as show on which side of zero it lies."""
    apart = interval.low > 0 or interval.high < 0
    hides = any(rounded(bound, 2) == 0 for bound in (interval.low, interval.high))
    return words.numbers.interval(interval.low, interval.high, 3 if apart and hides else 2)


def _basis(
    contrast: Contrast, words: Words, mark: Callable[[str], str], mark_units: Callable[[str], str]
) -> str:
    parts = [_marked_count("units.score", contrast.n, words, mark)]
    counts = dict(contrast.counts)
    named = [unit for unit in NAMED_UNITS if unit in counts]
    parts += [_marked_count(f"units.{unit}", counts[unit], words, mark_units) for unit in named]
    if not named:
        parts.append(_marked_count("units.cluster", contrast.clusters, words, mark))
    return words("size.basis", basis=words.listed(parts))


def _marked_count(key: str, count: Count | int, words: Words, mark: Callable[[str], str]) -> str:
    number, _, noun = words.counted(key, count).partition("\u00a0")
    return f"{mark(number)}\u00a0{noun}"


def _limits(contrast: Contrast, words: Words, mark: Callable[[str], str]) -> str:
    parts = [words("limit.observational")]
    if contrast.clusters < FEW_CLUSTERS:
        unit = next(
            (unit for unit, count in contrast.counts if count == Count.exactly(contrast.clusters)), "cluster"
        )
        key = f"units.{unit}" if words.has(f"units.{unit}.one") else "units.cluster"
        parts.append(words("limit.few", count=_marked_count(key, contrast.clusters, words, mark)))
    if contrast.weak_scale:
        parts.append(words("limit.weak"))
    return _all([*parts, *own_limits(contrast, words)], words)


def own_limits(contrast: Contrast, words: Words) -> list[str]:
    """Return what limits this estimate and not every other of its chapter: how its fit came about."""
    parts = []
    if contrast.change_within is False:
        parts.append(words("limit.change"))
    if contrast.singular:
        parts.append(words("limit.singular"))
    if contrast.fallback:
        parts.append(words("limit.fallback", title=contrast.fallback))
    return parts


def _all(limits: list[str], words: Words) -> str:
    return words("limit.all", limits="; ".join(limits)) if limits else ""


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
