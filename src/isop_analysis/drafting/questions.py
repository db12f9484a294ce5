"""The questions of one questionnaire over all its exports: their column in each, and how each calls it."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from isop_analysis.answers.limesurvey_csv import question_code
from isop_analysis.drafting.judged import Judged, JudgedTable
from isop_analysis.drafting.names import Given
from isop_analysis.study.instrument import Format

Place = Literal["team", "site", "wave"]
PLACES: tuple[Place, ...] = ("team", "site", "wave")
NO_QUESTIONS = ("tool", "person", "team", "site", "wave", "empty")


@dataclass(frozen=True)
class DraftSource:
    """An export format: its name, and the files it is told by where suffixes don't."""

    name: str
    format: Format
    tables: tuple[JudgedTable, ...]
    files: str | None
    places: dict[Place, str]
    people: tuple[str, ...]
    left: tuple[tuple[str, str], ...]
    tools: tuple[str, ...] = ()


@dataclass(frozen=True)
class Question:
    """One question over all sources: the first that has it, and its column in each."""

    judged: Judged
    columns: dict[str, str]
    all_of: tuple[Judged, ...] = field(default=())


def same_instrument(one: JudgedTable, other: JudgedTable) -> bool:
    """Whether two exports are of one questionnaire: half of their questions or more are called the same."""
    first, second = _codes(one), _codes(other)
    return bool(first) and 2 * len(first & second) >= min(len(first), len(second))


def _codes(table: JudgedTable) -> set[str]:
    asked = table.of("closed", "number", "option", "open", "words", "empty", "joined")
    return {question_code(one.column.name) for one in asked}


def sources_of(tables: Sequence[JudgedTable]) -> list[DraftSource]:
    """Return a source per format and way to call columns; the first of a kind takes whatever suffix fits."""
    kinds: dict[tuple[str, tuple[str, ...]], list[JudgedTable]] = {}
    for table in tables:
        ids = tuple(sorted(one.column.id for one in table.of("closed", "number", "option", "open")))
        alike = next((key for key in kinds if key[0] == table.table.format and set(key[1]) & set(ids)), None)
        kinds.setdefault(alike or (table.table.format, ids), []).append(table)
    taken, given = Counter[str](), Given()
    sources = []
    for (form, _), own in kinds.items():
        suffixes = "text" if form.endswith("csv") else form
        files = _pattern([one.table.file for one in own]) if taken[suffixes] else None
        taken[suffixes] += 1
        name = given.new(form.partition("_")[0])
        places = {kind: found[0].column.id for kind in PLACES if (found := own[0].of(kind))}
        people = tuple(one.column.id for one in own[0].of("person"))
        sources.append(DraftSource(name, own[0].table.format, tuple(own), files, places, people, ()))
    return sources


def _pattern(files: list[str]) -> str:
    if len(files) == 1:
        return files[0]
    same = next((i for i, signs in enumerate(zip(*files, strict=False)) if len(set(signs)) > 1), 0)
    return f"{files[0][:same]}*"


def questions_of(sources: Sequence[DraftSource]) -> list[Question]:
    """Return every question once, in the first source's order: those that all files ask in one way."""
    found: dict[str, Question] = {}
    for source in sources:
        for table in source.tables:
            for one in table.columns:
                if one.kind not in NO_QUESTIONS:
                    key = _key(one, found)
                    before = found.get(key, Question(one, {}))
                    columns = {source.name: one.column.id, **before.columns}
                    found[key] = Question(before.judged, columns, (*before.all_of, one))
    whole = sum(len(source.tables) for source in sources)
    asked = (
        _worded(one) for one in found.values() if one.judged.kind == "option" or len(one.all_of) == whole
    )
    return [one for one in asked if _is_one_kind(one) and len(one.columns) == len(sources)]


def _worded(row: Question) -> Question:
    """Return the question in the words of the first export that has any."""
    text = next((one.column.text for one in row.all_of if one.column.text), "")
    return replace(row, judged=replace(row.judged, column=replace(row.judged.column, text=text)))


def _is_one_kind(row: Question) -> bool:
    """Whether all exports answer a question in the same way: in labels and numbers, or in words."""
    closed = {one.kind in ("closed", "number") for one in row.all_of}
    return len(closed) == 1 and (True not in closed or all(one.answers for one in row.all_of))


def _key(one: Judged, found: dict[str, Question]) -> str:
    for spelling in (one.column.id, one.column.name, one.column.text):
        if question_code(spelling) in found:
            return question_code(spelling)
    return question_code(one.column.name)


def with_left(source: DraftSource, rows: Sequence[Question]) -> DraftSource:
    """Return the source with the columns of which nothing is drafted, each with why, and the tool's own."""
    known = {row.columns[source.name] for row in rows}
    left = {}
    for table in source.tables:
        for one in table.columns:
            if one.why:
                left[one.column.name] = one.why
            elif one.kind == "consent" and one.answers is None:
                left[one.column.name] = "seems to ask for consent, in words that no list of answers knows"
            elif one.kind in ("closed", "number", "open", "option") and one.column.id not in known:
                left[one.column.name] = (
                    "stands in some of the files only, or is coded in some and in words in others"
                )
    tools = dict.fromkeys(one.column.name for table in source.tables for one in table.of("tool"))
    return replace(source, left=tuple(left.items()), tools=tuple(tools))
