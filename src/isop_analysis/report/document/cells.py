"""Cells of a report's tables, and places in a text: words, and numbers as quiet links to what proves them."""

from collections.abc import Iterable, Mapping
from typing import Any

from isop_analysis.contracts.cells import Count, read_mapping
from isop_analysis.language.conclusions import Estimate
from isop_analysis.language.numbers import ABSENT, is_number, rounded
from isop_analysis.language.rows import row_id
from isop_analysis.report.answers.spans import CLOSE, LINK, OPEN, spans_of
from isop_analysis.report.blocks import Cell
from isop_analysis.report.document.writing import Writing

Record = dict[str, Any]


def cell(text: str, numeric: bool = False) -> Cell:
    """Return a cell of a text, in which numbers made by `Writing.link` are links."""
    return Cell(tuple(spans_of(text)), numeric)


def heads(writing: Writing, *keys: str, numeric: tuple[str, ...] = ()) -> tuple[Cell, ...]:
    """Return the heads of columns, by the last step of their keys."""
    return tuple(cell(writing.words(f"report.column.{key}"), key in numeric) for key in keys)


def linked(writing: Writing, text: str, target: str) -> str:
    """Return a text that links to a place in this document ('#id') or, by its id, in the annex."""
    return f"{OPEN}{target if target.startswith('#') else f'{writing.annex}#{target}'}{LINK}{text}{CLOSE}"


def in_annex(writing: Writing, text: str, chapter: str) -> str:
    """Return a text that links to a chapter of the annex; the text alone where the annex lacks it."""
    named = writing.study.config.report.sections
    return linked(writing, text, chapter) if named == "all" or chapter in named else text


def row_of(one: Estimate) -> str:
    """Return the id of an estimate's row in the annex; "" of what has none."""
    return "" if one.refused and one.unit != "points" else one.row


def seen_row(one: Estimate) -> str:
    """Return the id of the row that says from where on the study would see an effect."""
    if one.declared is not None and one.unit == "points":
        return row_id("detectable_effects", one.model, one.scale, one.term, "fitted")
    return row_of(one)


def interval(writing: Writing, low: float | None, high: float | None) -> str:
    """Write an interval; with three decimals where two would hide on which side of zero it lies."""
    if low is None or high is None:
        return ABSENT
    apart, hides = low > 0 or high < 0, any(rounded(end, 2) == 0 for end in (low, high))
    return writing.numbers.interval(low, high, 3 if apart and hides else 2)


def estimate(writing: Writing, one: Estimate) -> str:
    """Write an estimate, linked to its row."""
    text = writing.numbers.decimal(one.points)
    return linked(writing, text, row_of(one)) if is_number(one.points) and row_of(one) else text


def between(writing: Writing, low: str, high: str) -> str:
    """Write from the lowest to the highest of written numbers; one number where they are alike."""
    same = writing.numbers and _bare(low) == _bare(high)
    return low if same else writing.words("report.between", low=low, high=high)


def _bare(text: str) -> str:
    return "".join(span.text for span in spans_of(text))


def spanned(counts: Iterable[Count]) -> Count:
    """Return the count that holds all of these: from the lowest to the highest."""
    found = list(counts)
    return Count(min(one.low for one in found), max(one.high for one in found))


def counted_in(fit: Record, unit: str) -> Count | None:
    """Return how many groups of a kind ('person', 'team') a model fit has; None where it knows none."""
    for name, count in read_mapping(fit["cluster_counts"]).items():
        if name.split(":")[0] == unit:
            return Count.read(str(count))
    return None


def people_behind(fits: Iterable[Record]) -> dict[str, Count]:
    """Return the people behind model fits, by the id of a fit's row; none where a fit knows no people."""
    found = {row_id("model_fits", fit["model"], fit["scale"]): counted_in(fit, "person") for fit in fits}
    known = {row: count for row, count in found.items() if count is not None}
    return known if len(known) == len(found) else {}


def counted_over(writing: Writing, counts: Mapping[str, Count]) -> str:
    """Write from the fewest to the most of counts by their rows' ids; each end links to the row it is of."""
    whole, count = spanned(counts.values()), writing.numbers.count
    if whole in counts.values():
        row = next(row for row, one in counts.items() if one == whole)
        return linked(writing, count(whole), row)
    fewest = next(row for row, one in counts.items() if one.low == whole.low)
    most = next(row for row, one in counts.items() if one.high == whole.high)
    return f"{linked(writing, count(whole.low), fewest)}–{linked(writing, count(whole.high), most)}"


def nothing(count: Count) -> bool:
    """Tell whether so few lie behind a count that it is not told."""
    return count.high < 5 or count.low == 0


def range_of(writing: Writing, scale: str) -> str:
    """Return the range of a scale's scores: 'on a scale from 1 to 5'."""
    instrument, found = next(pair for pair in writing.study.scales if pair[1].name == scale)
    answers = instrument.answer_scale(instrument.item(found.items[0]).answers)
    low, high = (0, 100) if found.pomp else (answers.low, answers.high)
    return writing.words("answer.range", low=f"{low:g}", high=f"{high:g}")
