"""How sure a chapter's answers are: one sentence for each check that matters, the rest is the annex's."""

from collections.abc import Iterator, Sequence

from isop_analysis.language.conclusions import Conclusion, Estimate
from isop_analysis.report.blocks import Paragraph
from isop_analysis.report.document.cells import in_annex
from isop_analysis.report.document.instruments import weak_at
from isop_analysis.report.document.writing import Writing

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
    sentences = [*_stricter(writing, own), *_doubted(writing, own), *_weak(writing, scales)]
    if sentences:
        text = writing.say("report.text", text=" ".join(sentences))
        yield writing.led(words("report.checks"), text)


def _stricter(writing: Writing, own: Sequence[Estimate]) -> Iterator[str]:
    """Count the estimates whose verdict is another one by cluster-robust errors."""
    keys = {(each.model, each.scale, each.term) for each in own}
    rows = [
        row
        for row in writing.rows("model_effects", status="fitted")
        if (row["model"], row["scale"], row["term"]) in keys and row["depends"] in (True, False)
    ]
    if rows:
        depends = sum(row["depends"] is True for row in rows)
        key = "none" if not depends else "some"
        yield writing.words(
            f"report.check.stricter_{key}",
            count=writing.numbers.out_of(depends, len(rows)),
            total=writing.words.counted("units.estimate", len(rows)),
        )


def _doubted(writing: Writing, own: Sequence[Estimate]) -> Iterator[str]:
    """Say in how many calculations something looks doubtful, and what."""
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
    counted = {
        name: len({(row["model"], row["scale"]) for row in doubtful if row["assumption"] == name})
        for name in ASSUMPTIONS
    }
    parts = [
        words(f"report.check.doubt.{name}", times=words.noun_counted("report.check.times", count))
        for name, count in counted.items()
        if count
    ]
    some = len({(row["model"], row["scale"]) for row in doubtful})
    yield words(
        "report.check.doubted",
        count=words.numbers.out_of(some, judged),
        parts="; ".join(parts),
        more=more,
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
