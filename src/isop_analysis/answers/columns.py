"""Which column of an export holds which item, option and field, and what is missing or stands twice."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from isop_analysis.answers.export import Export, Format, Header
from isop_analysis.answers.spelling import folded
from isop_analysis.base.nearest import heading_meant
from isop_analysis.base.reasons import Reason
from isop_analysis.study.instrument import Instrument, Item, MultipleChoice, Option, Source
from isop_analysis.study.problems import Problem


@dataclass(frozen=True)
class Choices:
    """A multiple-choice question: one column of joined texts, or one column an option."""

    question: MultipleChoice
    joined: int | None
    split: tuple[int, ...] = ()


@dataclass
class Columns:
    """Positions of what was found; fields by name ('email', 'team', …); `used` are all that are read."""

    items: list[tuple[Item, int]] = field(default_factory=list)
    texts: list[tuple[Item, int]] = field(default_factory=list)
    choices: list[Choices] = field(default_factory=list)
    fields: dict[str, int] = field(default_factory=dict)
    notes: list[Reason] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    used: set[int] = field(default_factory=set)


def expected_ids(instrument: Instrument, source: Source) -> list[str]:
    """Return the column ids of the items that the codebook asks of a source."""
    return [item.column(source.name) for item in instrument.items if item.asked_in(source.name)]


@dataclass(frozen=True)
class _Search:
    shown: str
    instrument: Instrument
    source: Source
    format: Format
    header: Header
    wave_known: bool
    found: Columns

    def position(self, wanted: str, what: str) -> int | None:
        """Return the one column of that id, or note what is wrong with it."""
        level, positions = self.header.find(wanted)
        if len(positions) == 1:
            if level > 0 and self.source.format == "qualtrics_csv" and self.has_ids:
                self.found.notes.append(Reason("column_by_name", column=wanted))
            self.found.used.add(positions[0])
            return positions[0]
        if positions:
            places = " and ".join(str(position + 1) for position in positions)
            self.problem(f"column '{wanted}'{what} stands twice (columns {places}); keep one")
        return None

    @property
    def has_ids(self) -> bool:
        """Whether the columns have ids besides their names."""
        return any(column.ids[0] != column.name for column in self.header.columns)

    def problem(self, message: str) -> None:
        """Keep a problem with the header."""
        self.found.problems.append(Problem(self.shown, message, 1))


def find_columns(
    shown: str, instrument: Instrument, source: Source, form: Format, export: Export, wave_known: bool
) -> Columns:
    """Match an export's header with the codebook; `problems` of the result says what is missing or
    doubled.
    """
    search = _Search(shown, instrument, source, form, export.header, wave_known, Columns())
    missing = [*_find_items(search), *_find_choices(search), *_find_fields(search)]
    _report_missing(search, missing)
    return search.found


@dataclass(frozen=True)
class _Missing:
    wanted: str
    what: str


def _find_items(search: _Search) -> Iterator[_Missing]:
    for item in search.instrument.items:
        if not item.asked_in(search.source.name):
            continue
        wanted, what = item.column(search.source.name), f" of item {item.name}"
        before = len(search.found.problems)
        position = search.position(wanted, what)
        if position is not None:
            kept = search.found.texts if item.answers == "open" else search.found.items
            kept.append((item, position))
        elif len(search.found.problems) == before:
            yield _Missing(wanted, what)


def option_id(stem: str, option: Option) -> str:
    """Return the column id of an option that has a column of its own."""
    return f"{stem}_{option.suffix or option.name}"


def _find_choices(search: _Search) -> Iterator[_Missing]:
    for question in search.instrument.multiple_choice:
        if not question.asked_in(search.source.name):
            continue
        stem, what = question.column(search.source.name), f" of question {question.name}"
        joined = search.header.find(stem)[1]
        ids = [_spelt(search.header, stem, option) for option in question.options]
        ids = ids if joined else _without_underscore(search.header, stem, question.options) or ids
        there = [bool(search.header.find(wanted)[1]) for wanted in ids]
        if joined and not any(there):
            position = search.position(stem, what)
            if position is not None:
                search.found.choices.append(Choices(question, position))
        elif not any(there):
            yield _Missing(stem, what)
        else:
            missing = [wanted for wanted, found in zip(ids, there, strict=True) if not found]
            yield from (_Missing(wanted, what) for wanted in missing)
            positions = [search.position(w, what) for w, found in zip(ids, there, strict=True) if found]
            if not missing and None not in positions:
                search.found.choices.append(
                    Choices(question, None, tuple(p for p in positions if p is not None))
                )


def _spelt(header: Header, stem: str, option: Option) -> str:
    """Return the option's column id as this export spells it: with an underscore, brackets or a point, and by
    the option's suffix or a label of it.
    """
    suffix = option.suffix or option.name
    spellings = [option_id(stem, option), f"{stem}[{suffix}]", f"{stem}.{suffix}"]
    spellings += [f"{stem}_{word}" for word in (option.nl, option.en, *option.accept)]
    return next((spelling for spelling in spellings if header.find(spelling)[1]), spellings[0])


def _without_underscore(header: Header, stem: str, options: list[Option]) -> list[str]:
    """Return the options' column ids as MEETS1, MEETS2, … where at least two are there; else none.

    One alone may be another question's: Q1 with its option 1 and Q11 are spelt alike.
    """
    ids = [f"{stem}{option.suffix or option.name}" for option in options]
    return ids if sum(bool(header.find(one)[1]) for one in ids) > 1 else []


def _find_fields(search: _Search) -> Iterator[_Missing]:
    fields, defaults = search.source.fields, search.format.fields
    own = {folded(name) for names in defaults.values() for name in names}
    for name in (*type(fields).model_fields, *(n for n in defaults if n not in type(fields).model_fields)):
        given: str | None = getattr(fields, name, None)
        if given is None and name in fields.model_fields_set:
            continue
        if given is not None:
            position = search.position(given, f" ({name})")
            if position is not None:
                search.found.fields[name] = position
                continue
            if search.header.find(given)[1] or (name == "wave" and search.wave_known):
                continue
            if folded(given) not in own:
                yield _Missing(given, f" ({name})")
                continue
        position = next((p[0] for d in defaults.get(name, ()) if (p := search.header.find(d)[1])), None)
        if position is not None:
            search.found.fields[name] = position
            search.found.used.add(position)
        elif given is not None:
            search.found.notes.append(Reason("field_absent", column=given, field=name))


def _report_missing(search: _Search, missing: list[_Missing]) -> None:
    used = search.found.used
    unused = [c.name for place, c in enumerate(search.header.columns) if place not in used and c.name]
    ids = {c.name: c.ids for c in search.header.columns}
    spellings = sorted({i for name in unused for i in ids[name] if i})
    for absent in missing:
        hint = heading_meant(absent.wanted, spellings, headed=bool(used))
        search.problem(f"column '{absent.wanted}'{absent.what} is missing{hint}")
