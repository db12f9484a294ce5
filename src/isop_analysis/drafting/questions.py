"""The questions of one questionnaire over all its exports: their column in each, and how each calls it."""

import fnmatch
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from isop_analysis.answers.limesurvey_csv import question_code
from isop_analysis.answers.spelling import folded
from isop_analysis.drafting.judged import Judged, JudgedTable, Kind
from isop_analysis.drafting.names import Given
from isop_analysis.study.instrument import Format

Place = Literal["team", "site", "wave"]
PLACES: tuple[Place, ...] = ("team", "site", "wave")
ASKED: tuple[Kind, ...] = ("closed", "number", "open")
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
    """Return a source per format and set of questions; the first of a kind takes whatever suffix fits."""
    kinds: dict[tuple[str, frozenset[tuple[str, int]]], list[JudgedTable]] = {}
    asked = {one.column.id for table in tables for one in table.of(*ASKED)}
    lists = answer_lists(tables)
    for table in tables:
        here = {one.column.id for one in table.columns} & asked
        alike = frozenset((own, lists.get((table.table.file, own), 0)) for own in here)
        kinds.setdefault((table.table.format, alike), []).append(table)
    taken, given = Counter[str](), Given()
    sources = []
    for form, own in _told_by_name([(form, own) for (form, _), own in kinds.items()]):
        suffixes = "text" if form.endswith("csv") else form
        files = _pattern([one.table.file for one in own]) if taken[suffixes] else None
        taken[suffixes] += 1
        name = given.new(form.partition("_")[0])
        places = {kind: found[0].column.id for kind in PLACES if (found := own[0].of(kind))}
        people = tuple(one.column.id for one in own[0].of("person"))
        sources.append(DraftSource(name, own[0].table.format, tuple(own), files, places, people, ()))
    return sources


def _told_by_name(kinds: Sequence[tuple[str, list[JudgedTable]]]) -> Iterator[tuple[str, list[JudgedTable]]]:
    """Yield the kinds; those whose pattern would fit another's file stand a file each."""
    files = [table.table.file for _, own in kinds for table in own]
    first = True
    for form, own in kinds:
        names = [table.table.file for table in own]
        others = [file for file in files if file not in names and file.endswith(own[0].table.path.suffix)]
        if first or not fnmatch.filter(others, _pattern(names)):
            yield form, own
        else:
            yield from ((form, [table]) for table in own)
        first = False


def answer_lists(tables: Sequence[JudgedTable]) -> dict[tuple[str, str], int]:
    """Return per file and column which list of answers it has, where files choose different ones.

    Lists are different that have no label in common: agreement in one wave, frequency in the next.
    """
    found: dict[tuple[str, str], int] = {}
    seen: dict[str, list[set[str]]] = {}
    for table in tables:
        for one in table.of("closed"):
            words = {folded(label.nl) for label in one.answers.labels} if one.answers else set()
            known = seen.setdefault(one.column.id, [])
            place = next((n for n, other in enumerate(known) if not words or words & other), len(known))
            if words and place == len(known):
                known.append(set())
            if words:
                known[place] |= words
            found[table.table.file, one.column.id] = place
    return found


def _pattern(files: list[str]) -> str:
    if len(files) == 1:
        return files[0]
    at = [i for i, signs in enumerate(zip(*files, strict=False)) if len(set(signs)) > 1]
    same = at[0] if at else 0
    signs = "".join(sorted({file[same] for file in files if len(file) > same}))
    if len(at) == 1 and len(set(map(len, files))) == 1 and signs.isalnum():
        return f"{files[0][:same]}[{signs}]{files[0][same + 1 :]}"
    return f"{files[0][:same]}*"


def questions_of(sources: Sequence[DraftSource]) -> list[Question]:
    """Return every question once, in the first source's order: those that sources ask in one way.

    A column with the words of a question whose own column a source lacks was renamed. A question that chooses
    from another list of answers in a later source is another question.
    """
    found: dict[str, Question] = {}
    lists = answer_lists([table for source in sources for table in source.tables])
    for source in sources:
        for table in source.tables:
            for one in table.columns:
                if one.kind not in NO_QUESTIONS:
                    other = lists.get((table.table.file, one.column.id), 0)
                    key = _renamed(one, table, source, found) or _key(one, found)
                    key = f"{key}#{other}" if other else key
                    before = found.get(key, Question(one, {}))
                    columns = {source.name: one.column.id, **before.columns}
                    found[key] = Question(before.judged, columns, (*before.all_of, one))
    asked = [_worded(one) for one in found.values() if _is_asked(one, sources)]
    return [one for one in asked if _is_one_kind(one)]


def _is_asked(row: Question, sources: Sequence[DraftSource]) -> bool:
    """Whether every file of its sources asks a question; options have to be asked in every source."""
    if row.judged.kind == "option":
        return len(row.columns) == len(sources)
    whole = sum(len(source.tables) for source in sources if source.name in row.columns)
    return len(row.all_of) == whole and (len(row.columns) == len(sources) or row.judged.kind in ASKED)


def _renamed(one: Judged, table: JudgedTable, source: DraftSource, found: dict[str, Question]) -> str | None:
    """Return the key of the one question of earlier sources of these words that has no other column here."""
    words, others = folded(one.column.text), {own.column.id for own in table.columns} - {one.column.id}
    if not words or sum(folded(own.column.text) == words for own in table.columns) > 1:
        return None
    if any(question_code(spelling) in found for spelling in (one.column.id, one.column.name)):
        return None
    same = [
        key
        for key, row in found.items()
        if folded(row.judged.column.text) == words
        and row.columns.get(source.name, one.column.id) == one.column.id
        and not others & {own.column.id for own in row.all_of}
    ]
    return same[0] if len(same) == 1 else None


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
    known = {row.columns.get(source.name) for row in rows}
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
