"""A source for the next wave of an instrument whose questions were renamed, added or left out.

The instrument file gets a copy of the source that the export fits best, every question's column in it (null
where the wave did not ask), and the questions that only this wave asks. Files that are laid out otherwise
than `isop new` writes them are left as they are.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from isop_analysis.answers.limesurvey_csv import question_code
from isop_analysis.answers.spelling import folded
from isop_analysis.drafting.changes import Fit, by_id, same_words
from isop_analysis.drafting.judged import Judged, JudgedTable
from isop_analysis.drafting.names import Given, slug
from isop_analysis.drafting.wording import question_and_item
from isop_analysis.drafting.yaml_text import both, guessed, name, quoted
from isop_analysis.study.instrument import AnswerScale, Item
from isop_analysis.study.yaml_lines import Document, Step

COLUMNS = re.compile(r"(\s*columns: \{.*)\}(\s*(?:#.*)?)")
ENTRY = re.compile(r"\s*- name: ")


@dataclass(frozen=True)
class NextSource:
    """The file's new text, the source's name, and the names of the questions that were added."""

    text: str
    name: str
    added: tuple[str, ...]


def with_source(
    text: str, document: Document, fit: Fit, table: JudgedTable, new: Sequence[Judged]
) -> NextSource | None:
    """Return the file with a source for this export; None where it is laid out otherwise.

    `new` are the columns of questions that no wave before asked.
    """
    instrument = fit.instrument
    lines = text.splitlines()
    given = Given({one.name for one in instrument.sources})
    own = given.new(fit.source.name)
    columns = {("items", at): _column(item, fit, table) for at, item in enumerate(instrument.items)}
    stems = {
        ("multiple_choice", at): one.column(fit.source.name) if one.asked_in(fit.source.name) else None
        for at, one in enumerate(instrument.multiple_choice)
    }
    for (part, at), column in (columns | stems).items():
        place = (document.line((part, at, "columns")) or 1) - 1
        found = COLUMNS.fullmatch(lines[place])
        if found is None:
            return None
        cell = "null" if column is None else quoted(column)
        lines[place] = f"{found.group(1)}, {own}: {cell}}}{found.group(2)}"
    source = _copied(lines, document, instrument.sources.index(fit.source), own, table.table.file)
    if source is None:
        return None
    names = Given({one.name for one in instrument.items} | {one.name for one in instrument.multiple_choice})
    before = [one.name for one in instrument.sources]
    added = [(names.new(slug(one.column.name)), one, scale) for one, scale in _with_answers(fit, table, new)]
    items = [line for called, one, answers in added for line in _item(called, one, answers, own, before)]
    blocks = {_end(document, lines, "items"): items, _end(document, lines, "sources"): source}
    for at in sorted(blocks, reverse=True):
        lines[at:at] = blocks[at]
    return NextSource("\n".join(lines) + "\n", own, tuple(called for called, *_ in added))


def _column(item: Item, fit: Fit, table: JudgedTable) -> str | None:
    """Return an item's column in the export: the source's, another source's, or the one with its words."""
    known = by_id(table)
    listed = [item.column(fit.source.name)] if item.asked_in(fit.source.name) else []
    listed += [column for column in item.columns.values() if column is not None]
    there = next((known[code] for one in listed if (code := question_code(one)) in known), None)
    if there is None:
        same = [one for one in table.columns if same_words(item, one)]
        there = same[0] if len(same) == 1 else None
    return None if there is None else there.column.id


def _copied(lines: list[str], document: Document, at: int, own: str, file: str) -> list[str] | None:
    begin = (document.line(("sources", at)) or 1) - 1
    after = document.line(("sources", at + 1)) if ("sources", at + 1) in document.lines else None
    end = after - 1 if after else _end(document, lines, "sources")
    if ENTRY.match(lines[begin]) is None:
        return None
    indent = lines[begin][: lines[begin].index("-")] + "  "
    kept = [line for line in lines[begin + 1 : end] if not line.strip().startswith(("files:", "#"))]
    return [f"{indent[:-2]}- name: {own}", f"{indent}files: {quoted(file)}{guessed('the next wave')}", *kept]


def _end(document: Document, lines: Sequence[str], part: Step) -> int:
    """Return where the part of the file ends: before the next key that is not indented."""
    begin = document.line((part,)) or 1
    return next((at for at in range(begin, len(lines)) if re.match(r"[^\s#-]", lines[at])), len(lines))


def _with_answers(fit: Fit, table: JudgedTable, new: Sequence[Judged]) -> Iterator[tuple[Judged, str]]:
    """Yield the new questions whose answers the instrument knows, with their answer scale."""
    for one in new:
        answers = _answers(fit, table, one)
        if answers is not None:
            yield one, answers


def _answers(fit: Fit, table: JudgedTable, one: Judged) -> str | None:
    """Return a new question's answer scale: one of the questions that begin alike, if its answers fit."""
    if one.kind == "open":
        return "open"
    alike = {own.column.id for own in table.columns if own.stem == one.stem}
    asked = [item for item in fit.instrument.items if _column(item, fit, table) in alike]
    scales = dict.fromkeys(item.answers for item in asked if item.answers != "open")
    return next((own for own in scales if _allows(fit.instrument.answer_scale(own), one)), None)


def _allows(allowed: AnswerScale, one: Judged) -> bool:
    """Whether a column's answers are those of an answer scale, by labels and range."""
    if one.answers is None:
        return False
    words = {folded(word): own.value for own in allowed.values for word in (own.nl, own.en, *own.accept)}
    same = all(words.get(folded(label.nl)) == label.value for label in one.answers.labels)
    return same and allowed.low <= one.answers.low and one.answers.high <= allowed.high


def _item(called: str, one: Judged, answers: str, own: str, before: Sequence[str]) -> list[str]:
    text = question_and_item(one.column.text, shared=True)[1] or one.column.name
    columns = ", ".join([*(f"{source}: null" for source in before), f"{own}: {quoted(one.column.id)}"])
    return [
        f"  - name: {name(called)}{guessed('this wave asks it first')}",
        f"    text: {both(text)}",
        f"    answers: {name(answers)}{guessed('as questions that begin alike')}",
        f"    columns: {{{columns}}}",
    ]
