"""The main messages where no question has been written: what was measured, what comes next."""

from collections.abc import Iterator

from isop_analysis.language.numbers import is_number
from isop_analysis.language.rows import whole_of
from isop_analysis.report.blocks import Block, Heading, Paragraph
from isop_analysis.report.document.writing import Writing

SHOWN = 8
"""Scales on the first page; the report's chapter on instruments has them all."""


def what_was_measured(writing: Writing) -> Iterator[Block]:
    """Say of each scale, in the config's order, whether its questions go together; then what comes next."""
    scales = writing.study.scales
    if scales:
        yield Heading(writing.words("messages.first.measured"))
        yield writing.paragraph("messages.first.why")
    for _, scale in scales[:SHOWN]:
        yield _measured(writing, scale.name, len(scale.items))
    if len(scales) > SHOWN:
        yield writing.paragraph("messages.first.others")
    yield Heading(writing.words("messages.first.next"))
    yield writing.paragraph("messages.first.write")


def _measured(writing: Writing, scale: str, items: int) -> Paragraph:
    rows = writing.rows("reliability", scale=scale, occasion=whole_of(writing.study))
    row = rows[0] if rows else None
    if items == 1:
        key = "single"
    elif row is None or not is_number(row["alpha"]):
        key = "unknown"
    else:
        key = "weak" if row["weak"] is True else "well"
    count = writing.words.number_word(items)
    text = writing.words(f"messages.first.{key}", count=count)
    return writing.led(f"{writing.names.scale(scale)}:", text)
