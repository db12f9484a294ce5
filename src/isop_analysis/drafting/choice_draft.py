"""Questions of which several options may be chosen: a column an option, or all chosen ones in one cell."""

from collections.abc import Sequence
from dataclasses import dataclass

from isop_analysis.drafting.names import Given, slug
from isop_analysis.drafting.questions import Question
from isop_analysis.drafting.wording import question_and_item


@dataclass(frozen=True)
class DraftOption:
    """An option: what its column's id ends in, '' where options share a column."""

    name: str
    text: str
    suffix: str


@dataclass(frozen=True)
class DraftChoice:
    """A question of several options: per source the stem of their columns."""

    name: str
    text: str
    columns: dict[str, str]
    options: tuple[DraftOption, ...]


def choices_of(rows: Sequence[Question], given: Given) -> list[DraftChoice]:
    """Return the questions of several options, those with a column an option first."""
    stems: dict[str, list[Question]] = {}
    for row in rows:
        if row.judged.kind == "option":
            stems.setdefault(row.judged.stem, []).append(row)
    joined = [_joined(row, given) for row in rows if row.judged.kind == "joined" and row.judged.parts]
    return [*(_split(stem, own, given) for stem, own in stems.items()), *joined]


def _split(stem: str, own: Sequence[Question], given: Given) -> DraftChoice:
    texts = [question_and_item(row.judged.column.text, True) for row in own]
    names = Given()
    options = tuple(
        _option(names, text or _suffix(row), _suffix(row)) for row, (_, text) in zip(own, texts, strict=True)
    )
    columns = {source: _stem_in(column, own[0]) for source, column in own[0].columns.items()}
    title = next((question for question, _ in texts if question), stem)
    name = slug(own[0].judged.column.name.rpartition("_")[0] or stem)
    return DraftChoice(given.new(name), title, columns, options)


def _joined(row: Question, given: Given) -> DraftChoice:
    """Return a question whose chosen options stand in one cell, as a person called it closed."""
    names, column = Given(), row.judged.column
    parts = sorted({part for one in row.all_of for part in one.parts})
    options = tuple(_option(names, part, "") for part in parts)
    return DraftChoice(given.new(slug(column.name)), column.text or column.name, dict(row.columns), options)


def _option(names: Given, text: str, suffix: str) -> DraftOption:
    return DraftOption(names.new(slug(text, "option")), text, suffix)


def _suffix(row: Question) -> str:
    return row.judged.column.id[len(row.judged.stem) :].strip("_[]. -")


def _stem_in(column: str, row: Question) -> str:
    suffix, bare = _suffix(row), column.rstrip("]")
    return bare[: -len(suffix)].rstrip("_[. -") if suffix and bare.endswith(suffix) else column
