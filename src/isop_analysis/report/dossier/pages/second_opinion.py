"""A second opinion: what other libraries make of the same numbers, what differs, what can't be compared."""

from collections import Counter
from typing import TYPE_CHECKING, Any

from isop_analysis.base.reasons import read_reasons
from isop_analysis.language.numbers import is_number
from isop_analysis.language.told_reasons import tell_reasons
from isop_analysis.report.annex.blocks import Block, Cell, Paragraph, Row, Table
from isop_analysis.report.dossier.blocks import Section
from isop_analysis.report.dossier.facts import Facts
from isop_analysis.report.dossier.terms import term_told

if TYPE_CHECKING:
    from isop_analysis.report.annex.context import Context

KEY = ("source", "engine", "model", "scale", "occasion", "term", "quantity")
COMPARED = ("agrees", "differs")
STOPPED_SHORT, AT_BOUND = "opinion_search_short", "opinion_boundary"
Rows = list[dict[str, Any]]


def sections(context: "Context", facts: Facts) -> tuple[Section, ...]:
    """Return the page's sections, from the published table alone; none where nothing was asked."""
    words, rows = context.words, context.rows("second_opinions")
    if not rows:
        return ()
    compared = [row for row in rows if row["verdict"] in COMPARED]
    agreement: tuple[Block, ...] = (
        Paragraph(words("second_opinion.what")),
        Paragraph(summary(context, compared)),
        *([_by_quantity(context, compared)] if compared else []),
    )
    found: dict[str, tuple[Block, ...]] = {
        "agreement": agreement,
        "differing": _differing(context, _of(rows, "differs")),
        "others": _others(context, _of(rows, "other_estimator")),
        "silent": (*_silent(context, _of(rows, "not_compared")), Paragraph(words("second_opinion.never"))),
    }
    return tuple(Section(name, words(f"second_opinion.{name}"), own) for name, own in found.items() if own)


def _of(rows: Rows, verdict: str) -> Rows:
    return [row for row in rows if row["verdict"] == verdict]


def summary(context: "Context", compared: Rows) -> str:
    """Say in a sentence how many numbers were computed again, by how many libraries, and how many agree."""
    words = context.words
    if not compared:
        return words("second_opinion.none")
    agree = sum(row["verdict"] == "agrees" for row in compared)
    engines = [words.label(f"engine.{one}", one) for one in dict.fromkeys(_texts(compared, "engine"))]
    numbers, named = words.counted("units.number", len(compared)), words.listed(engines)
    if agree == len(compared):
        return words("second_opinion.all_agree", numbers=numbers, engines=named)
    return words(
        "second_opinion.some_differ",
        numbers=numbers,
        engines=named,
        agree=context.numbers.integer(agree),
        differ=context.numbers.integer(len(compared) - agree),
    )


def _by_quantity(context: "Context", compared: Rows) -> Table:
    """Return a row a quantity and engine: how many numbers, how many agree, and their largest difference."""
    words = context.words
    own: dict[tuple[str, str, str], Rows] = {}
    for row in compared:
        own.setdefault((str(row["source"]), str(row["quantity"]), str(row["engine"])), []).append(row)
    names = ("quantity", "engine", "compared", "agree", "differ", "largest")
    columns = tuple(
        Cell(words(f"second_opinion.column.{name}"), numeric=name in names[2:5]) for name in names
    )
    shown = tuple(_quantity_row(context, rows) for rows in own.values())
    return Table(words("second_opinion.by_quantity"), columns, shown)


def _quantity_row(context: "Context", rows: Rows) -> Row:
    agreeing = [row for row in rows if row["verdict"] == "agrees"]
    counts = (len(rows), len(agreeing), len(rows) - len(agreeing))
    sizes = [int(row["magnitude"]) for row in agreeing if is_number(row["magnitude"])]
    largest = _size(context, max(sizes), str(rows[0]["unit"])) if sizes else "–"
    return Row(
        (
            Cell(_quantity(context, rows[0])),
            Cell(context.words.label(f"engine.{rows[0]['engine']}", str(rows[0]["engine"]))),
            *(Cell(context.numbers.integer(count), numeric=True) for count in counts),
            Cell(largest),
        )
    )


def _differing(context: "Context", rows: Rows) -> tuple[Block, ...]:
    """Return the numbers that differ, those that confirmatory hypotheses rest on first."""
    if not rows:
        return ()
    tested = {(row["model"], row["scale"]) for row in context.rows("hypotheses", kind="confirmatory")}
    own = [row for row in rows if (row["model"], row["scale"]) in tested]
    others = [row for row in rows if row not in own]
    ordered = [*own, *others]
    told = Paragraph(_of_hypotheses(context, own)), Paragraph(_causes(context, rows))
    return (
        *told,
        _by_cause(context, ordered),
        _numbers(context, "second_opinion.differing_caption", ordered, sizes=True),
    )


def _by_cause(context: "Context", rows: Rows) -> Table:
    """Return a row a calculation and cause: of how many numbers that is the cause."""
    words = context.words
    counts = Counter(
        (
            _about(context, row, whole=False),
            tell_reasons(row["reason"], words, context.names) or words("second_opinion.unknown"),
        )
        for row in rows
    )
    columns = tuple(
        Cell(words(f"second_opinion.column.{name}"), numeric=name == "differ")
        for name in ("about", "differ", "cause")
    )
    shown = tuple(
        Row((Cell(about), Cell(context.numbers.integer(count), numeric=True), Cell(cause)))
        for (about, cause), count in counts.items()
    )
    return Table(words("second_opinion.causes_caption"), columns, shown)


def _of_hypotheses(context: "Context", own: Rows) -> str:
    """Say how many of the differing numbers confirmatory hypotheses rest on, and what to think of that."""
    words = context.words
    if not own:
        return words("second_opinion.own_none")
    doubtful = [row for row in own if not _has_cause(row, STOPPED_SHORT)]
    told = [words("second_opinion.own", numbers=words.counted("units.number", len(own)))]
    for key, count in (("own_stand", len(own) - len(doubtful)), ("own_open", len(doubtful))):
        if count:
            told.append(words(f"second_opinion.{key}", numbers=words.counted("units.number", count)))
    return " ".join(told)


def _causes(context: "Context", rows: Rows) -> str:
    """Say what the causes mean, and of how many numbers none is known."""
    words = context.words
    told = [
        words(f"second_opinion.cause.{cause}")
        for cause in (STOPPED_SHORT, AT_BOUND)
        if any(_has_cause(row, cause) for row in rows)
    ]
    unknown = sum(not isinstance(row["reason"], str) for row in rows)
    if unknown:
        told.append(words("second_opinion.cause_unknown", numbers=words.counted("units.number", unknown)))
    return " ".join(told)


def _has_cause(row: dict[str, Any], cause: str) -> bool:
    return any(reason.key == cause for reason in read_reasons(row["reason"]))


def _others(context: "Context", rows: Rows) -> tuple[Block, ...]:
    """Return what another estimator says of the terms that hypotheses name."""
    averaged = [row for row in rows if row["engine"] == "statsmodels_gee"]
    if not averaged:
        return ()
    words = context.words
    lead = Paragraph(words("second_opinion.others_lead"))
    return lead, _numbers(context, "second_opinion.others_caption", averaged, sizes=False)


def _numbers(context: "Context", caption: str, rows: Rows, sizes: bool) -> Table:
    words = context.words
    names = ("about", "quantity", "ours", "theirs", *(["size"] if sizes else []))
    columns = tuple(
        Cell(words(f"second_opinion.column.{name}"), numeric=name in ("ours", "theirs")) for name in names
    )
    return Table(words(caption), columns, tuple(_number_row(context, row, sizes) for row in rows))


def _number_row(context: "Context", row: dict[str, Any], sizes: bool) -> Row:
    decimal = context.numbers.decimal
    ours = context.link(decimal(row["our_value"]), "second_opinions", *(row[name] for name in KEY))
    cells = [
        Cell(_about(context, row)),
        Cell(_quantity(context, row)),
        Cell(ours, numeric=True),
        Cell(decimal(row["their_value"]), numeric=True),
    ]
    if sizes:
        cells.append(Cell(_apart(context, row)))
    return Row(tuple(cells))


def _silent(context: "Context", rows: Rows) -> tuple[Block, ...]:
    """Return what a library can't say, a row a reason, with what it is of."""
    if not rows:
        return ()
    words = context.words
    own: dict[tuple[str, str], list[str]] = {}
    for row in rows:
        engine = words.label(f"engine.{row['engine']}", str(row["engine"]))
        why = tell_reasons(row["reason"], words, context.names)
        own.setdefault((engine, why), []).append(_about(context, row))
    columns = tuple(Cell(words(f"second_opinion.column.{name}")) for name in ("engine", "why", "about"))
    shown = tuple(
        Row((Cell(engine), Cell(why), Cell("; ".join(dict.fromkeys(about)))))
        for (engine, why), about in own.items()
    )
    return (Table(words("second_opinion.silent_caption"), columns, shown),)


def _about(context: "Context", row: dict[str, Any], whole: bool = True) -> str:
    """Say what a number is of: model, scale, occasion and, for the `whole`, term, as far as it has them."""
    words, names = context.words, context.names
    every = words("every_occasion")
    parts = [
        names.model(str(row["model"])) if _has(row["model"]) else "",
        context.scale_title(str(row["scale"])) if _has(row["scale"]) else "",
        (every if row["occasion"] == "all" else str(row["occasion"])) if _has(row["occasion"]) else "",
        term_told(context, row) if whole and _has(row["term"]) else "",
    ]
    return ", ".join(part for part in parts if part)


def _has(cell: object) -> bool:
    return isinstance(cell, str) and bool(cell)


def _quantity(context: "Context", row: dict[str, Any]) -> str:
    return context.words.label(f"quantity.{row['quantity']}", str(row["quantity"]))


def _size(context: "Context", power: int, unit: str) -> str:
    """Write a magnitude: below 0.001 standard errors."""
    number = context.numbers.decimal(10.0**power, max(0, -power))
    return context.words(f"second_opinion.size.{unit}", number=number)


def _apart(context: "Context", row: dict[str, Any]) -> str:
    """Say how far two numbers differ: below a power of ten, or by less than their rounding shows."""
    if is_number(row["magnitude"]):
        return _size(context, int(row["magnitude"]), str(row["unit"]))
    return context.words("second_opinion.size.rounded")


def _texts(rows: Rows, column: str) -> list[str]:
    return [str(row[column]) for row in rows]
