"""How sure a chapter's answers are: one sentence for each check that matters, the rest is the annex's."""

from collections import Counter
from collections.abc import Iterator, Sequence

from isop_analysis.base.reasons import read_reasons
from isop_analysis.language.conclusions import Conclusion, Estimate
from isop_analysis.report.blocks import Paragraph
from isop_analysis.report.document.cells import Record, in_annex
from isop_analysis.report.document.instruments import weak_at
from isop_analysis.report.document.writing import Writing

MOST_KINDS = 3
"""So many ways to look doubtful one sentence names."""

ASSUMPTIONS = (
    "converged",
    "not_singular",
    "enough_clusters",
    "residuals_symmetric",
    "effects_symmetric",
    "equal_spread",
    "equal_spread_of_clusters",
    "straight_lines",
    "separate_predictors",
    "no_single_cluster",
    "room_on_the_scale",
)


def sureness(writing: Writing, told: Sequence[Conclusion], scales: Sequence[str]) -> Iterator[Paragraph]:
    """Say what the checks of a chapter's calculations found, and which of its scales are weak."""
    words = writing.words
    own = [each for one in told for each in one.estimates if not each.refused and each.declared is not None]
    sentences = [
        *_otherwise(writing, own),
        *_untold(writing, told),
        *_doubted(writing, own),
        *_weak(writing, scales),
    ]
    if sentences:
        text = writing.say("report.text", text=" ".join(sentences))
        yield writing.led(words("report.checks"), text)


def _otherwise(writing: Writing, own: Sequence[Estimate]) -> Iterator[str]:
    """Count the estimates whose verdict is another one by cluster-robust errors, and name these."""
    keys = {(each.model, each.scale, each.term): each for each in own}
    rows = [
        row
        for row in writing.rows("model_effects", status="fitted")
        if (row["model"], row["scale"], row["term"]) in keys and row["depends"] in (True, False)
    ]
    if rows:
        other = [keys[row["model"], row["scale"], row["term"]] for row in rows if row["depends"] is True]
        yield writing.words(
            f"report.check.otherwise_{'some' if other else 'none'}",
            total=writing.words.counted("units.estimate", len(rows)),
            same=writing.numbers.integer(len(rows) - len(other)),
            other=writing.numbers.integer(len(other)),
            named="; ".join(_named(writing, one) for one in other),
        )


def _untold(writing: Writing, told: Sequence[Conclusion]) -> Iterator[str]:
    """Count the estimates that were computed and are not told, as few people lie behind them."""
    few = {
        (one.model, one.scale, one.term)
        for each in told
        for one in each.estimates
        if one.refused and [reason.key for reason in read_reasons(one.reason)] == ["few_people"]
    }
    if few:
        yield writing.words("report.check.untold", total=writing.words.counted("units.estimate", len(few)))


def _named(writing: Writing, one: Estimate) -> str:
    """Name an estimate; of one that is open, that only the other calculation finds it."""
    name = f"{writing.facts.predictor(one)}: {writing.facts.what(one)}"
    return name if one.found else f"{name}, {writing.words('report.check.by_other_alone')}"


def _doubted(writing: Writing, own: Sequence[Estimate]) -> Iterator[str]:
    """Say how many calculations are in order, and of the others what looks doubtful: each counted once."""
    fits = {(each.model, each.scale) for each in own}
    rows = [row for row in writing.rows("model_diagnostics") if (row["model"], row["scale"]) in fits]
    if not rows:
        return
    words, doubtful = writing.words, [row for row in rows if row["looks"] == "doubtful"]
    judged = len({(row["model"], row["scale"]) for row in rows})
    more = in_annex(writing, words("report.annex"), "diagnostics")
    if not doubtful:
        yield words("report.check.in_order", count=words.counted("units.fit", judged), more=more)
        return
    kinds = list(_kinds_of(doubtful).values())
    sound = judged - len(kinds)
    yield words(
        "report.check.doubted",
        total=words.counted("units.fit", judged),
        sound=words(
            f"report.check.sound.{'none' if not sound else 'one' if sound == 1 else 'other'}",
            count=words.number_word(sound),
        ),
        doubtful=words(
            f"report.check.doubtful.{'one' if len(kinds) == 1 else 'other'}",
            count=words.number_word(len(kinds)),
        ),
        several=words("report.check.several") if max(len(own) for own in kinds) > 1 < len(kinds) else "",
        parts=words.listed(list(_doubts(writing, kinds))),
        more=more,
    )


def _kinds_of(doubtful: Sequence[Record]) -> dict[tuple[str, str], set[str]]:
    """Return of each calculation all that looks doubtful of it."""
    found: dict[tuple[str, str], set[str]] = {}
    for row in doubtful:
        found.setdefault((row["model"], row["scale"]), set()).add(row["assumption"])
    return found


def _doubts(writing: Writing, kinds: Sequence[set[str]]) -> Iterator[str]:
    """Yield why calculations are doubted, with how many of several, the most frequent first."""
    words = writing.words
    ordered = Counter(name for name in ASSUMPTIONS for own in kinds if name in own).most_common()
    named = dict(ordered[: MOST_KINDS if len(ordered) > MOST_KINDS + 1 else MOST_KINDS + 1])
    parts = [(f"report.check.doubt.{name}", count) for name, count in named.items()]
    rest = sum(bool(own - named.keys()) for own in kinds)
    parts += [("report.check.doubts_rest", rest)] if rest else []
    for key, count in parts:
        what = words(key)
        yield (
            words("report.check.doubts", count=words.number_word(count), what=what)
            if len(kinds) > 1
            else what
        )


def _weak(writing: Writing, scales: Sequence[str]) -> Iterator[str]:
    parts = [
        writing.words(
            "report.instruments.weak_at",
            scale=writing.names.scale(scale),
            occasions=writing.words.listed(occasions),
        )
        for scale, occasions in weak_at(writing).items()
        if scale in scales
    ]
    if parts:
        yield writing.words("report.check.weak", parts="; ".join(parts))
