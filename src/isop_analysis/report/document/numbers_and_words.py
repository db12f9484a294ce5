"""Numbers and words: what teams with low and with high scores brought up, and whether coders agree."""

from collections.abc import Iterator

from isop_analysis.language.numbers import is_number
from isop_analysis.report.blocks import Block, Paragraph, Part
from isop_analysis.report.document.cells import Record, between, in_annex
from isop_analysis.report.document.writing import Writing


def numbers_and_words(writing: Writing) -> Part | None:
    """Write the chapter; None where no joint display was made and no coders are compared."""
    blocks: list[Block] = [*_displays(writing), *_coders(writing)]
    if not blocks:
        return None
    words = writing.words
    lead = writing.paragraph(
        "report.joint.lead", more=in_annex(writing, words("report.annex"), "integration")
    )
    return Part("integration", words("report.joint.title"), (lead, *blocks))


def _displays(writing: Writing) -> Iterator[Paragraph]:
    integration = writing.study.integration
    for display in integration.joint_displays if integration is not None else []:
        rows = writing.rows("joint_display", display=display.name)
        bands = sorted({row["band"] for row in rows})
        if len(bands) < 2:
            continue
        ends = [
            _band(writing, [row for row in rows if row["band"] == band], which)
            for band, which in ((bands[0], "low"), (bands[-1], "high"))
        ]
        text = writing.say(
            "report.joint.display",
            scale=writing.names.scale(display.scale),
            occasion=display.occasion,
            low=ends[0],
            high=ends[1],
            left_out=writing.words.counted("units.team", rows[0]["teams_left_out"])
            if rows[0]["teams_left_out"]
            else writing.words("number.n0"),
        )
        yield writing.led(f"{display.title.in_language(writing.language)}.", text)


def _band(writing: Writing, rows: list[Record], which: str) -> str:
    words, first = writing.words, rows[0]
    key = ("joint_display", first["display"], first["band"])
    themes = [
        words(
            "report.joint.theme",
            teams=writing.link(writing.numbers.count(row["teams_with_theme"]), *key, row["theme"]),
            theme=writing.names.theme(row["theme"]),
        )
        for row in rows
        if row["teams_with_theme"] is not None
    ]
    return words(
        f"report.joint.{which}",
        teams=words.counted("units.team", first["teams"]),
        mean=writing.link(writing.numbers.decimal(first["score_mean"], 1), *key, first["theme"]),
        themes=words.listed(themes),
    )


def _coders(writing: Writing) -> Iterator[Paragraph]:
    rows = [row for row in writing.rows("coder_agreement") if is_number(row["kappa"])]
    if not rows:
        return
    ordered = sorted(rows, key=lambda row: row["kappa"])
    ends = [
        writing.link(
            writing.numbers.decimal(row["kappa"], bounded=row["kappa"] < 1), "coder_agreement", row["code"]
        )
        for row in (ordered[0], ordered[-1])
    ]
    yield writing.paragraph(
        "report.joint.coders",
        kappa=between(writing, *ends),
        codes=writing.numbers.integer(len(rows)),
        least=writing.names.code(ordered[0]["code"]),
    )
