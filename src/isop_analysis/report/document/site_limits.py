"""What an answer on sites rests on: withheld cells, means that hardly differ, what turns its direction."""

from collections.abc import Iterator

from isop_analysis.language.conclusions import Conclusion
from isop_analysis.language.numbers import is_number
from isop_analysis.report.blocks import Paragraph
from isop_analysis.report.document.cells import Record
from isop_analysis.report.document.writing import Writing
from isop_analysis.report.usual_limits import HARDLY_DIFFER


def site_limits(writing: Writing, one: Conclusion) -> Iterator[Paragraph]:
    """Yield the sentences of a question's models of sites that were fitted; none of other questions."""
    asked = {(own.model, own.scale, own.outcome) for own in one.estimates if own.unit == "sd_of_sites"}
    fits = [
        row
        for row in writing.rows("site_models", status="fitted")
        if (row["model"], row["scale"], row["outcome"]) in asked
    ]
    told = (_meaning, _withheld, _reliability, _turns)
    sentences = [sentence for tell in told for sentence in tell(writing, fits)]
    if sentences:
        text = writing.say("report.text", text=" ".join(sentences))
        yield writing.led(writing.words("report.site_limits.head"), text)


def _meaning(writing: Writing, fits: list[Record]) -> Iterator[str]:
    """Say of outcomes whether more of them is better or worse: a slope has a sign."""
    declared = {one.name: one for one in writing.study.config.outcomes}
    for name in dict.fromkeys(row["outcome"] for row in fits):
        if declared[name].higher_is in ("better", "worse"):
            yield writing.words(
                f"report.site_limits.higher_{declared[name].higher_is}", outcome=writing.names.outcome(name)
            )


def _withheld(writing: Writing, fits: list[Record]) -> Iterator[str]:
    """Say of each outcome how many of its cells its source keeps back, and how far estimates may lie off."""
    for outcome in dict.fromkeys(row["outcome"] for row in fits if row["cells_suppressed"]):
        own = [row for row in fits if row["outcome"] == outcome]
        cells = writing.words.numbers.integer(int(own[0]["cells_suppressed"]))
        leads = [lead for row in own if is_number((lead := _slopes(writing, row)[0])["lowest"])]
        bounds = [
            _linked(writing, writing.numbers.interval(lead["lowest"], lead["highest"]), lead)
            for lead in leads
        ]
        if bounds:
            one_year = own[0]["first_year"] == own[0]["last_year"]
            yield writing.words(
                f"report.site_limits.withheld_{'sites' if one_year else 'cells'}",
                sites=writing.words.counted(f"units.{own[0]['unit']}", int(own[0]["clusters"])),
                cells=writing.link(cells, "site_models", own[0]["model"], own[0]["scale"], outcome),
                outcome=writing.names.outcome(outcome),
                bounds=writing.words.listed(
                    [
                        writing.words(
                            "report.site_limits.of", what=what, scale=writing.facts.short(lead["scale"])
                        )
                        for what, lead in zip(bounds, leads, strict=True)
                    ]
                ),
            )


def _reliability(writing: Writing, fits: list[Record]) -> Iterator[str]:
    """Say how reliable means of sites are, where chance makes up most of how they differ."""
    weak = {row["scale"]: row for row in fits if row["reliability"] < HARDLY_DIFFER}
    if weak:
        parts = [
            writing.words(
                "report.site_limits.of",
                what=writing.link(
                    writing.numbers.decimal(row["reliability"], bounded=True),
                    "site_models", row["model"], scale, row["outcome"],
                ),
                scale=writing.facts.short(scale),
            )
            for scale, row in weak.items()
        ]  # fmt: skip
        yield writing.words("report.site_limits.reliability", parts=writing.words.listed(parts))


def _turns(writing: Writing, fits: list[Record]) -> Iterator[str]:
    """Name the scales whose slope turns without one site, and those which another estimator turns."""
    slopes = {row["scale"]: _slopes(writing, row) for row in fits}
    without = [scale for scale, (lead, *_) in slopes.items() if lead["hinges"] is True]
    otherwise = [
        scale
        for scale, (lead, *others) in slopes.items()
        if is_number(lead["estimate"])
        and any(is_number(row["estimate"]) and row["estimate"] * lead["estimate"] < 0 for row in others)
    ]
    for key, scales in (("one_site", without), ("otherwise", otherwise)):
        if scales:
            yield writing.words(
                f"report.site_limits.{key}", scales=writing.facts.listed(map(writing.facts.short, scales))
            )


def _slopes(writing: Writing, fit: Record) -> list[Record]:
    """Return the slopes of collaboration of a model, the leading one first."""
    where = {name: fit[name] for name in ("model", "scale", "outcome")}
    rows = writing.rows("site_estimates", **where, path="collaboration")
    return sorted(rows, key=lambda row: row["leads"] is not True)


def _linked(writing: Writing, text: str, row: Record) -> str:
    key = (row["model"], row["scale"], row["outcome"], row["method"], row["path"])
    return writing.link(text, "site_estimates", *key)
