"""Who took part: from invited to analysed, who they are, whether those who left differed, the links."""

from typing import TYPE_CHECKING, Any

from isop_analysis.models.verdicts import Interval, Verdict, verdict_of
from isop_analysis.report.numbers import is_number
from isop_analysis.report.page.blocks import Block, Cell, Heading, Paragraph, Row, Table
from isop_analysis.report.page.cells import hidden
from isop_analysis.report.page.reader_tables import READER_TABLES, reader_table

if TYPE_CHECKING:
    from isop_analysis.report.page.context import Context

CHANCE = 0.05
NOBODY = ("unlinked", "ambiguous")


def blocks(context: "Context") -> list[Block]:
    """Write the chapter."""
    words = context.words
    found: list[Block] = context.figure("participant_flow")
    sample = _sample(context)
    if sample:
        found += [Heading(words("participants.sample_title")), sample]
    found += [*_dropout(context), *_missing(context)]
    if context.rows("linking"):
        table = reader_table(context, next(t for t in READER_TABLES if t.name == "linking"))
        if table:
            plain = Table(
                words("participants.linking_caption"),
                table.columns,
                _without_ids(table.rows),
                table.note,
                folded=True,
            )
            found += [Heading(words("participants.linking_title")), plain]
    return found


def _missing(context: "Context") -> list[Block]:
    words = context.words
    tested = context.rows("missing_tests", status="computed")
    figure = context.figure("missing_patterns")
    if not tested and not figure:
        return []
    blocks: list[Block] = [Heading(words("participants.missing_title")), *figure]
    if tested:
        told = [_chance(context, tested), words("participants.missing_limit")]
        blocks += [Paragraph(told[0]), Paragraph(told[1], quiet=True)]
    return blocks


def _chance(context: "Context", tested: list[dict[str, Any]]) -> str:
    words = context.words
    found = [str(row["scale"]) for row in tested if float(row["p_value"]) < CHANCE]
    if not found:
        total = words.counted("units.scale", len(tested))
        return words("participants.missing_none", total=total)
    scales = words.listed([f"‘{context.names.scale(name)}’" for name in found])
    total = words.numbers.integer(len(tested))
    return words("participants.missing_chance", found=scales, total=total)


def _without_ids(rows: tuple[Row, ...]) -> tuple[Row, ...]:
    return tuple(Row(row.cells) for row in rows)


def _sample(context: "Context") -> Table | None:
    rows = context.rows("sample")
    if not rows:
        return None
    words, label = context.words, f"label_{context.language}"
    occasions = [o for o in context.names.occasions if any(row["occasion"] == o for row in rows)]
    cells = {(str(r["attribute"]), str(r["value"]), str(r["occasion"])): r for r in rows}
    shown = []
    for attribute in dict.fromkeys(str(row["attribute"]) for row in rows):
        blank = tuple(Cell("", numeric=True) for _ in occasions)
        shown.append(Row((Cell(context.names.attribute(attribute)), *blank), heads=True))
        values = dict.fromkeys(str(row["value"]) for row in rows if row["attribute"] == attribute)
        for value in values:
            first = next(r for r in rows if r["attribute"] == attribute and r["value"] == value)
            own = tuple(_people(context, cells.get((attribute, value, occasion))) for occasion in occasions)
            shown.append(Row((Cell(f"– {first[label]}"), *own)))
    columns = (Cell(words("column.value")), *(Cell(occasion, numeric=True) for occasion in occasions))
    notes = [words("page.note_suppressed", minimum=context.study.config.privacy.minimum_cell)]
    if any(row["linked_by"] in NOBODY for row in context.rows("linking")):
        notes.insert(0, words("participants.sample_unlinked"))
    note = " ".join(notes)
    return Table(words("participants.sample_caption"), columns, tuple(shown), note)


def _people(context: "Context", row: dict[str, Any] | None) -> Cell:
    if row is None:
        return Cell("–", numeric=True, label=context.words("absent_label"))
    if bool(row["suppressed"]):
        return hidden(context)
    people, share = int(row["people"]), float(row["share"])
    whole = round(people / share) if share else 0
    number = context.link(
        context.numbers.integer(people), "sample", row["attribute"], row["value"], row["occasion"]
    )
    shown = context.numbers.share(people, whole) if whole else ""
    return Cell(number + (f" ({shown})" if whole >= 20 else ""), numeric=True)


def _dropout(context: "Context") -> list[Block]:
    words, numbers = context.words, context.numbers
    rows = context.rows("dropout")
    minimum = context.study.config.privacy.minimum_cell
    told = [r for r in rows if is_number(r["ci_low"]) and min(r["stayed_n"], r["left_n"]) >= minimum]
    if not told:
        return []
    differ = [
        r for r in told if verdict_of(Interval(r["ci_low"], r["ci_high"]), None) is Verdict.GOES_TOGETHER
    ]
    total = words.counted("units.comparison", len(told))
    sentence = (
        words("participants.dropout_text", differ=numbers.integer(len(differ)), total=total)
        if differ
        else words("participants.dropout_none", total=total)
    )
    shown = []
    for row in told:
        key = (row["scale"], row["from_occasion"], row["to_occasion"])
        shown.append(
            Row(
                (
                    Cell(context.scale_title(str(row["scale"]))),
                    Cell(f"{row['from_occasion']} → {row['to_occasion']}"),
                    Cell(numbers.integer(row["stayed_n"]), numeric=True),
                    Cell(numbers.integer(row["left_n"]), numeric=True),
                    Cell(context.link(numbers.decimal(row["difference_sd"]), "dropout", *key), numeric=True),
                    Cell(numbers.interval(row["ci_low"], row["ci_high"]), numeric=True),
                )
            )
        )
    head = ("scale", "occasion", "stayed_n", "left_n", "difference_sd", "interval")
    columns = tuple(Cell(words(f"column.{key}"), numeric=key not in ("scale", "occasion")) for key in head)
    table = Table(words("participants.dropout_caption"), columns, tuple(shown), folded=True)
    return [Heading(words("participants.dropout_title")), Paragraph(sentence), table]
