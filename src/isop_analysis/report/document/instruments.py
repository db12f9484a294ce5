"""The instruments: a row a scale, which are weak, what is known of each instrument, what they measure."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from isop_analysis.language.numbers import ABSENT, NO_BREAK_SPACE, is_number
from isop_analysis.language.rows import whole_of
from isop_analysis.report.blocks import Block, Cell, Paragraph, Part, Table
from isop_analysis.report.document.cells import Record, cell, heads, in_annex
from isop_analysis.report.document.questions_told import answers_of, at_home
from isop_analysis.report.document.writing import Writing
from isop_analysis.report.usual_limits import USUAL_FIT

if TYPE_CHECKING:
    from isop_analysis.study.instrument import Scale


def instruments(writing: Writing) -> Part | None:
    """Write the chapter; None where no scale was measured."""
    if not writing.rows("reliability") and not writing.rows("scale_descriptives"):
        return None
    words = writing.words
    blocks: list[Block] = [
        writing.paragraph(
            "report.instruments.lead", more=in_annex(writing, words("report.annex"), "instruments")
        ),
        _table(writing),
        *_weak(writing),
        *_validation(writing),
    ]
    blocks += answers_of(writing, at_home(writing, "instruments"))
    blocks += _fits(writing)
    return Part("instruments", words("report.instruments.title"), tuple(blocks))


def _table(writing: Writing) -> Table:
    occasions = [one for one in writing.names.occasions if writing.rows("scale_descriptives", occasion=one)]
    numeric = ("items", "omega", "alpha", "icc1")
    columns = (
        *heads(writing, "scale", *numeric, numeric=numeric),
        *(cell(occasion, numeric=True) for occasion in occasions),
    )
    rows = tuple(_row(writing, scale, occasions) for _, scale in writing.study.scales)
    return Table(
        writing.words(f"report.instruments.caption{_once(writing)}"),
        columns,
        rows,
        writing.words(f"report.instruments.note{_once(writing)}"),
        "scales",
        _widths(len(occasions)),
    )


def _once(writing: Writing) -> str:
    """Return the ending of texts of a study with one occasion."""
    return "" if len(writing.names.occasions) > 1 else "_once"


def _widths(occasions: int) -> tuple[float, ...]:
    """Return the columns' shares: a scale's title takes what numbers leave."""
    numbers = (7, 5, 17, 7, *(10 for _ in range(occasions)))
    return (max(102 - sum(numbers), 20), *numbers)


def _row(writing: Writing, scale: "Scale", occasions: list[str]) -> tuple[Cell, ...]:
    numbers = writing.numbers
    reliable = _one(writing, "reliability", scale.name, whole_of(writing.study))
    omega = _bounded(writing, reliable, "omega_total", "reliability")
    alpha = ABSENT
    if is_number(reliable.get("alpha")):
        ends = numbers.interval(reliable["alpha_ci_low"], reliable["alpha_ci_high"], bounded=True)
        alpha = f"{_bounded(writing, reliable, 'alpha', 'reliability')} {ends}"
    title = writing.names.scale(scale.name)
    return (
        cell(
            f"{title} {writing.words('report.instruments.mark')}" if reliable.get("weak") is True else title
        ),
        cell(numbers.integer(len(scale.items)), numeric=True),
        cell(omega, numeric=True),
        cell(alpha, numeric=True),
        cell(
            _bounded(
                writing,
                _one(writing, "agreement", scale.name, whole_of(writing.study)),
                "icc1",
                "agreement",
            ),
            numeric=True,
        ),
        *(cell(_mean(writing, scale.name, occasion), numeric=True) for occasion in occasions),
    )


def _one(writing: Writing, table: str, scale: str, occasion: str) -> Record:
    rows = writing.rows(table, scale=scale, occasion=occasion)
    return rows[0] if rows else {}


def _bounded(writing: Writing, row: Record, column: str, table: str) -> str:
    if not row or not is_number(row[column]):
        return ABSENT
    return writing.link(
        writing.numbers.decimal(row[column], bounded=True), table, row["scale"], row["occasion"]
    )


def _mean(writing: Writing, scale: str, occasion: str) -> str:
    row = _one(writing, "scale_descriptives", scale, occasion)
    if not row or not is_number(row["mean"]):
        return ABSENT
    mean = writing.link(writing.numbers.decimal(row["mean"], 1), "scale_descriptives", scale, occasion)
    spread = f"{NO_BREAK_SPACE}({writing.numbers.decimal(row['sd'], 1)})" if is_number(row["sd"]) else ""
    return f"{mean}{spread}"


def weak_at(writing: Writing) -> dict[str, list[str]]:
    """Return the scales that measure weakly, each with the occasions at which they do."""
    found: dict[str, list[str]] = {}
    for row in writing.rows("reliability", weak=True):
        if row["occasion"] != "all":
            found.setdefault(row["scale"], []).append(row["occasion"])
    return found


def _weak(writing: Writing) -> Iterator[Paragraph]:
    words, weak = writing.words, weak_at(writing)
    parts = [
        words(
            "report.instruments.weak_at",
            scale=writing.names.scale(scale),
            occasions=words.listed(occasions),
        )
        for scale, occasions in weak.items()
    ]
    if parts:
        yield writing.paragraph(
            f"report.instruments.weak{_once(writing)}",
            parts="; ".join(parts),
            mark=words("report.instruments.mark"),
        )
    elif writing.rows("reliability", status="computed"):
        yield writing.paragraph("report.instruments.no_weak")


def _validation(writing: Writing) -> Iterator[Paragraph]:
    """Say what is published of instruments' measurement, and whose invented items are; those alike in one."""
    words, alike = writing.words, dict[tuple[str, str], list[str]]()
    for one in writing.study.instruments:
        title, status = f"‘{one.title.in_language(writing.language)}’", one.validation.status
        source = one.validation.source or ""
        key = f"report.instruments.validation.of_{status}"
        told = key if status == "none" else words(key, title=title, source=source)
        invented = words("report.instruments.invented", owner=one.owner) if one.invented else ""
        alike.setdefault((told, invented), []).append(title)
    for (told, invented), titles in alike.items():
        known = words(told, titles=words.listed(titles)) if told.endswith(".of_none") else told
        yield writing.paragraph("report.text", text=f"{known} {invented}".strip())


def _fits(writing: Writing) -> Iterator[Paragraph]:
    """Say how many measurement models fit by every limit, and which step over occasions or groups fails."""
    words, kinds = writing.words, {one.name: one for one in writing.study.structural}
    measured = [
        row
        for row in writing.rows("structural_fits", status="fitted")
        if row["model"] in kinds and kinds[row["model"]].kind == "cfa"
    ]
    more = in_annex(writing, words("report.annex"), "instruments")
    if measured:
        good, every = sum(_within(row) for row in measured), len(measured)
        yield writing.paragraph(
            "report.instruments.fit",
            good=words(
                f"report.instruments.fit_{'all' if good == every else 'some'}",
                good=words.numbers.integer(good),
                other=words.numbers.integer(every - good),
            ),
            models=words.counted("units.model", len(measured)),
            more=more,
        )
    for name, one in kinds.items():
        steps = writing.rows("structural_invariance", model=name)
        if steps and one.kind == "invariance":
            told = _measured_alike(writing, one.title.in_language(writing.language), steps)
            yield writing.paragraph("report.text", text=told)


def _measured_alike(writing: Writing, title: str, steps: list[Record]) -> str:
    """Say of a model which step over occasions or groups fails, and whether the first fits well at all."""
    words, first = writing.words, steps[0]
    failing = next((row for row in steps if row["step_holds"] is False), None)
    end = "holds" if failing is None else f"fails_{failing['step']}"
    told = words(
        f"report.instruments.invariance.{end}",
        title=title,
        n=_step_link(writing, writing.people(steps[-1]["n"]), failing or steps[-1]),
    )
    if failing is first or (first["cfi"] >= USUAL_FIT["cfi"] and first["rmsea"] <= USUAL_FIT["rmsea"]):
        return told
    cfi = _step_link(writing, writing.numbers.decimal(first["cfi"], 3, bounded=True), first)
    return f"{told} {words('report.instruments.invariance.poor_start', cfi=cfi)}"


def _step_link(writing: Writing, text: str, row: Record) -> str:
    return writing.link(text, "structural_invariance", row["model"], row["step"])


def _within(row: Record) -> bool:
    held = [row["cfi"] >= USUAL_FIT["cfi"]] if is_number(row["cfi"]) else []
    held += [row[name] <= USUAL_FIT[name] for name in ("rmsea", "srmr") if is_number(row[name])]
    return bool(held) and all(held)
