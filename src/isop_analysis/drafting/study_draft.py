"""What some files are together: instruments and their waves, a register, a consent file, groups of people."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from isop_analysis.answers.spelling import folded
from isop_analysis.drafting.answer_words import heading_says
from isop_analysis.drafting.closed_answers import Answers, closed_answers
from isop_analysis.drafting.column_kinds import judged
from isop_analysis.drafting.instrument_draft import DraftItem, InstrumentDraft, draft_instrument
from isop_analysis.drafting.judged import Judged, JudgedTable
from isop_analysis.drafting.known_teams import with_known_teams
from isop_analysis.drafting.names import Given, slug
from isop_analysis.drafting.outcome_draft import DraftOutcome, DraftSites, draft_outcomes, draft_sites
from isop_analysis.drafting.questions import same_instrument
from isop_analysis.drafting.raw_tables import RawTable, read_tables
from isop_analysis.drafting.register_draft import DraftRegister, draft_register
from isop_analysis.drafting.scale_values import with_keys
from isop_analysis.drafting.waves import NUMBERED, DraftWaves, draft_waves, last_day, with_spellings
from isop_analysis.study.problems import Problem, StudyError

SYNTAX = (".sps", ".r")


@dataclass(frozen=True)
class DraftGroup:
    """Something known of people: an item or a column of the register, and its answers."""

    name: str
    title: tuple[str, str]
    answers: Answers
    item: str | None = None
    column: str | None = None


@dataclass(frozen=True)
class StudyDraft:
    """All that can be seen of a study; `dropped` are headings of columns that may name people."""

    name: str
    files: tuple[Path, ...]
    instruments: tuple[InstrumentDraft, ...]
    waves: DraftWaves
    register: DraftRegister | None
    consent_file: str | None
    sites: DraftSites | None
    outcomes: tuple[DraftOutcome, ...]
    others: tuple[str, ...]
    groups: tuple[DraftGroup, ...]
    dropped: tuple[str, ...]
    last_day: date | None

    @property
    def has_teams(self) -> bool:
        """Whether something tells people's teams."""
        return self.register is not None or any(
            "team" in source.places for one in self.instruments for source in one.sources
        )

    @property
    def may_link(self) -> bool:
        """Whether people may be followed over waves: several waves, and columns that may tell who."""
        people = any(source.people for one in self.instruments for source in one.sources)
        return len(self.waves.waves) > 1 and people


def read_all(files: Sequence[Path]) -> dict[Path, list[RawTable]]:
    """Return the tables of each file, syntax files passed over; StudyError when one can't be read."""
    return {path: read_tables(path) for path in files if path.suffix.lower() not in SYNTAX}


def draft_study(
    name: str, files: Sequence[Path], read: Mapping[Path, list[RawTable]], closed: Collection[str] = ()
) -> StudyDraft:
    """Return the draft of a study from its files' tables; `closed` are headings of closed questions.

    Raises StudyError when none of the files holds answers.
    """
    judgements = {path: [judged(table, closed) for table in tables] for path, tables in read.items()}
    surveys = [own[0] for own in judgements.values() if len(own) == 1 and own[0].is_survey]
    surveyed = {table.table.path for table in surveys}
    if not surveys:
        message = (
            "no file holds three questions or more with the same answers; is the survey's export among them? "
            "Scores that were made elsewhere are entered by hand (docs/config.md)"
        )
        raise StudyError([Problem(name, message)])
    rest = [path for path in read if path not in surveyed]
    registers = {path: found for path in rest if (found := draft_register(read[path])) is not None}
    consent = next((path for path in rest if _is_consent(read[path])), None)
    register = next((one for path, one in registers.items() if path != consent), None)
    surveys = [with_known_teams(table, register) for table in surveys]
    waves = draft_waves(surveys)
    instruments = _instruments(surveys, waves)
    bare = [one.name for one in instruments if not one.items]
    if bare:
        message = "holds no question with answers that can be read; `--closed COLUMN` names closed ones"
        raise StudyError([Problem(bare[0], message)])
    waves = with_spellings(waves, register.waves) if register is not None and register.waves else waves
    about_sites = {path: read[path] for path in rest if path not in registers and path != consent}
    sites, outcomes = draft_sites(about_sites), draft_outcomes(about_sites)
    named = {one.file for one in (sites, *outcomes) if one is not None}
    known = {*surveyed, *([consent] if consent else []), *(p for p in registers if registers[p] is register)}
    days = [day for table in surveys if (day := last_day(table)) is not None]
    return StudyDraft(
        name=name,
        files=tuple(files),
        instruments=instruments,
        waves=waves,
        register=register,
        consent_file=consent.name if consent else None,
        sites=sites,
        outcomes=tuple(outcomes),
        others=tuple(path.name for path in rest if path not in known and path.name not in named),
        groups=(*_groups(instruments), *_registered(register, closed)),
        dropped=tuple(dict.fromkeys(_dropped(surveys))),
        last_day=max(days, default=None),
    )


def _is_consent(tables: list[RawTable]) -> bool:
    headings = [column.name for table in tables for column in table.columns]
    return heading_says("consent", tables[0].path.stem) or any(
        heading_says("consent", one) for one in headings
    )


def _instruments(surveys: Sequence[JudgedTable], waves: DraftWaves) -> tuple[InstrumentDraft, ...]:
    sets: list[list[JudgedTable]] = []
    order = {wave.name: wave.time for wave in waves.waves}
    for table in sorted(
        surveys, key=lambda one: (order.get(waves.of_file[one.table.file], 0), one.table.file)
    ):
        own = next((members for members in sets if same_instrument(members[0], table)), None)
        sets.append([table]) if own is None else own.append(table)
    names, given = Given(), Given()
    return tuple(with_keys(draft_instrument(names.new(_name(own)), own, given)) for own in sets)


def _name(tables: Sequence[JudgedTable]) -> str:
    """Return the files' common name without the wave's mark."""
    stems = [NUMBERED.sub("", table.table.path.stem) for table in tables]
    same = stems[0]
    while any(not stem.startswith(same) for stem in stems):
        same = same[:-1]
    return slug(same.strip("_- ."), "survey")


def _groups(instruments: Sequence[InstrumentDraft]) -> list[DraftGroup]:
    found, given = [], Given()
    for draft in instruments:
        for item in draft.items:
            if item.attribute:
                name = given.new(item.name.removeprefix("own_"))
                answers = draft.answers_of(item)
                found.append(DraftGroup(name, _title(item, answers), answers, item=item.name))
    return found


def _title(item: DraftItem, answers: Answers) -> tuple[str, str]:
    if answers.known is not None and answers.known.title is not None:
        return answers.known.title
    return item.text, item.text


def _registered(register: DraftRegister | None, closed: Collection[str]) -> list[DraftGroup]:
    """Return the groups that the register tells in words that are known, or called closed by a person."""
    if register is None:
        return []
    asked = {folded(name) for name in closed}
    found = []
    for column in register.members.groups:
        answers = closed_answers(column, folded(column.name) in asked)
        if answers is not None and answers.labels:
            title = (column.name, column.name)
            found.append(DraftGroup(slug(column.name), title, answers, column=column.name))
    return found


def _dropped(surveys: Sequence[JudgedTable]) -> list[str]:
    people: list[Judged] = [one for table in surveys for one in table.of("person")]
    return [one.column.name for one in people]
