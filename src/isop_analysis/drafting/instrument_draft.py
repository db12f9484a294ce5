"""What an instrument file would say of some exports: items, answer scales, options, scales, sources."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from isop_analysis.answers.limesurvey_csv import question_code
from isop_analysis.answers.spelling import folded
from isop_analysis.drafting.answer_words import heading_says
from isop_analysis.drafting.closed_answers import Answers, together
from isop_analysis.drafting.column_kinds import Judged, JudgedTable
from isop_analysis.drafting.names import Given, slug
from isop_analysis.drafting.wording import language_of, question_and_item
from isop_analysis.study.instrument import Format

Place = Literal["team", "site", "wave"]
MOST_GROUPS = 12
"""Most answers of a question that is taken for one about groups of people."""


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


@dataclass(frozen=True)
class DraftItem:
    """An item: per source its column; `answers` names an answer scale, or is 'open'."""

    name: str
    text: str
    question: str
    answers: str
    columns: dict[str, str]
    stem: str
    reversed: bool = False
    undecided: bool = False
    attribute: bool = False


@dataclass(frozen=True)
class DraftOption:
    """An option: what its column's id ends in."""

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


@dataclass(frozen=True)
class DraftScale:
    """Items that seem to belong together, by name."""

    name: str
    title: str
    items: tuple[str, ...]


@dataclass(frozen=True)
class InstrumentDraft:
    """An instrument file's contents."""

    name: str
    language: Literal["nl", "en"]
    sources: tuple[DraftSource, ...]
    answer_scales: dict[str, Answers]
    items: tuple[DraftItem, ...]
    choices: tuple[DraftChoice, ...]
    scales: tuple[DraftScale, ...]
    consent: tuple[str, ...]

    def answers_of(self, item: DraftItem) -> Answers:
        """Return what an item's question allows."""
        return self.answer_scales[item.answers]

    def yes_of(self, item: str) -> float:
        """Return the value that probably means yes: of the label Ja or Yes, else 1."""
        answers = self.answers_of(next(one for one in self.items if one.name == item))
        return next((one.value for one in answers.labels if folded(one.en) == "yes"), 1.0)


@dataclass(frozen=True)
class _Row:
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


def draft_instrument(name: str, tables: Sequence[JudgedTable], given: Given) -> InstrumentDraft:
    """Return the draft of one instrument from all its exports; `given` holds names that others took."""
    sources = _sources(tables)
    rows = [row for row in _rows(sources) if len(row.columns) == len(sources)]
    language = language_of(row.judged.column.text or row.judged.column.name for row in rows)
    sizes = Counter(row.judged.stem for row in rows)
    scales, items = _items(rows, sizes, given)
    return InstrumentDraft(
        name=name,
        language=language,
        sources=tuple(_with_left(source, rows) for source in sources),
        answer_scales=scales,
        items=tuple(items),
        choices=tuple(_choices(rows, given)),
        scales=tuple(_scales(items, scales, given)),
        consent=_consent_items(rows, items),
    )


def _consent_items(rows: Sequence[_Row], items: Sequence[DraftItem]) -> tuple[str, ...]:
    columns = [row.columns for row in rows if _asks_consent(row)]
    return tuple(item.name for item in items if item.columns in columns)


def _sources(tables: Sequence[JudgedTable]) -> list[DraftSource]:
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
        places = {kind: found[0].column.id for kind in _PLACES if (found := own[0].of(kind))}
        people = tuple(one.column.id for one in own[0].of("person"))
        sources.append(DraftSource(name, own[0].table.format, tuple(own), files, places, people, ()))
    return sources


_PLACES: tuple[Place, ...] = ("team", "site", "wave")


def _pattern(files: list[str]) -> str:
    if len(files) == 1:
        return files[0]
    same = next((i for i, signs in enumerate(zip(*files, strict=False)) if len(set(signs)) > 1), 0)
    return f"{files[0][:same]}*"


def _rows(sources: Sequence[DraftSource]) -> list[_Row]:
    """Return every question once, in the first source's order, then those that only later ones have."""
    rows: dict[str, _Row] = {}
    for source in sources:
        for table in source.tables:
            for one in table.columns:
                if one.kind in ("tool", "person", "team", "site", "wave", "empty"):
                    continue
                key = _key(one, rows)
                before = rows.get(key, _Row(one, {}))
                columns = {source.name: one.column.id, **before.columns}
                rows[key] = _Row(before.judged, columns, (*before.all_of, one))
    whole = sum(len(source.tables) for source in sources)
    found = (_worded(row) for row in rows.values() if row.judged.kind == "option" or len(row.all_of) == whole)
    return [row for row in found if _is_one_kind(row)]


def _worded(row: _Row) -> _Row:
    """Return the question in the words of the first export that has any."""
    text = next((one.column.text for one in row.all_of if one.column.text), "")
    return replace(row, judged=replace(row.judged, column=replace(row.judged.column, text=text)))


def _is_one_kind(row: _Row) -> bool:
    """Whether all exports answer a question in the same way: in labels and numbers, or in words."""
    closed = {one.kind in ("closed", "number") for one in row.all_of}
    return len(closed) == 1 and (True not in closed or all(one.answers for one in row.all_of))


def _key(one: Judged, rows: dict[str, _Row]) -> str:
    for spelling in (one.column.id, one.column.name, one.column.text):
        if question_code(spelling) in rows:
            return question_code(spelling)
    return question_code(one.column.name)


def _with_left(source: DraftSource, rows: Sequence[_Row]) -> DraftSource:
    """Return the source with the columns of which nothing is drafted, each with why."""
    known = {row.columns[source.name] for row in rows}
    left = {}
    for table in source.tables:
        for one in table.columns:
            if one.kind in ("words", "empty", "joined"):
                left[one.column.name] = one.why
            elif one.kind == "consent" and one.answers is None:
                left[one.column.name] = "seems to ask for consent, in words that no list of answers knows"
            elif one.kind in ("closed", "number", "open", "option") and one.column.id not in known:
                left[one.column.name] = (
                    "stands in some of the files only, or is coded in some and in words in others"
                )
    return replace(source, left=tuple(left.items()))


def _items(
    rows: Sequence[_Row], sizes: Counter[str], given: Given
) -> tuple[dict[str, Answers], list[DraftItem]]:
    own = [row for row in rows if row.judged.kind in ("closed", "number", "open") or _asks_consent(row)]
    found = {id(row): _answers(row) for row in own}
    groups: dict[tuple[object, ...], list[_Row]] = {}
    for row in own:
        answers = found[id(row)]
        if answers is not None:
            groups.setdefault(_alike(row, answers), []).append(row)
    scales: dict[str, Answers] = {}
    scale_of: dict[int, str] = {}
    names = Given()
    for members in groups.values():
        answers = together([one for row in members if (one := found[id(row)]) is not None])
        shared = next((name for name, one in scales.items() if one.alike == answers.alike), None)
        name = shared or names.new(_scale_name(answers, members[0]))
        scales[name] = together([scales[name], answers]) if shared else answers
        scale_of |= {id(row): name for row in members}
    return scales, [_item(row, found[id(row)], scale_of.get(id(row), "open"), sizes, given) for row in own]


def _asks_consent(row: _Row) -> bool:
    return row.judged.kind == "consent" and row.judged.answers is not None


def _answers(row: _Row) -> Answers | None:
    all_of = [one.answers for one in row.all_of if one.answers is not None]
    return together(all_of) if all_of else None


def _alike(row: _Row, answers: Answers) -> tuple[object, ...]:
    """Return what questions of one answer scale have in common; numbers of one set share one range."""
    if answers.labels and not answers.counted:
        return answers.alike
    return (row.judged.stem, bool(answers.labels), answers.open_ended, answers.high > 2)


def _scale_name(answers: Answers, row: _Row) -> str:
    if answers.known is not None:
        return answers.known.name
    if answers.labels or answers.open_ended:
        return slug(row.judged.stem if answers.ordered else row.judged.column.name)
    return f"points_{answers.low:g}_{answers.high:g}".replace(".", "_").replace("-", "minus_")


def _item(row: _Row, answers: Answers | None, scale: str, sizes: Counter[str], given: Given) -> DraftItem:
    judged = row.judged
    question, text = question_and_item(judged.column.text, sizes[judged.stem] > 1)
    grouped = answers is not None and judged.kind == "closed" and _is_group(judged, answers, sizes)
    name = given.new(("own_" if grouped else "") + slug(judged.column.name))
    return DraftItem(
        name, text or judged.column.name, question, scale, dict(row.columns), judged.stem, attribute=grouped
    )


def _is_group(judged: Judged, answers: Answers, sizes: Counter[str]) -> bool:
    """Whether a question tells a group that a person belongs to, such as their role or education."""
    count = len(answers.labels) or int(answers.high - answers.low) + 1
    if sizes[judged.stem] > 2 or not 2 <= count <= MOST_GROUPS:
        return False
    text = judged.column.text if len(judged.column.text.split()) <= 8 else ""
    named = heading_says("group", judged.column.name) or heading_says("group", text)
    return named or (not answers.ordered and bool(answers.labels))


def _choices(rows: Sequence[_Row], given: Given) -> list[DraftChoice]:
    stems: dict[str, list[_Row]] = {}
    for row in rows:
        if row.judged.kind == "option":
            stems.setdefault(row.judged.stem, []).append(row)
    found = []
    for stem, own in stems.items():
        texts = [question_and_item(row.judged.column.text, True) for row in own]
        names = Given()
        options = tuple(
            DraftOption(
                names.new(slug(text or _suffix(row, stem), "option")),
                text or _suffix(row, stem),
                _suffix(row, stem),
            )
            for row, (_, text) in zip(own, texts, strict=True)
        )
        columns = {source: _stem_in(column, own[0]) for source, column in own[0].columns.items()}
        title = next((question for question, _ in texts if question), stem)
        found.append(
            DraftChoice(
                given.new(slug(own[0].judged.column.name.rpartition("_")[0] or stem)), title, columns, options
            )
        )
    return found


def _suffix(row: _Row, stem: str) -> str:
    return row.judged.column.id[len(stem) :].strip("_[]. -")


def _stem_in(column: str, row: _Row) -> str:
    suffix = _suffix(row, row.judged.stem)
    bare = column.rstrip("]")
    return bare[: -len(suffix)].rstrip("_[. -") if suffix and bare.endswith(suffix) else column


def _scales(items: Sequence[DraftItem], answers: dict[str, Answers], given: Given) -> list[DraftScale]:
    """Return a scale for each set of three items or more that share a stem and their answers."""
    sets: dict[tuple[str, str], list[DraftItem]] = {}
    for item in items:
        if item.answers != "open" and not item.attribute and answers[item.answers].ordered:
            sets.setdefault((item.stem, item.answers), []).append(item)
    found = []
    for (stem, scale), own in sets.items():
        if len(own) > 2 and not answers[scale].open_ended and answers[scale].high - answers[scale].low > 1:
            title = own[0].question or stem
            wanted = slug(title if own[0].question else f"scale_{stem}")
            found.append(DraftScale(given.new(wanted), title, tuple(one.name for one in own)))
    return found
