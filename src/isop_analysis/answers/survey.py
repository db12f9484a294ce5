"""The survey files of a study, opened and matched with their instruments; nothing read of the cells yet."""

from collections.abc import Mapping
from dataclasses import dataclass

from isop_analysis.answers.columns import Columns, expected_ids, find_columns
from isop_analysis.answers.entry import MANIFEST, Entry, shown
from isop_analysis.answers.export import Export, Format
from isop_analysis.answers.formats import FORMATS, source_of
from isop_analysis.study.config import Config
from isop_analysis.study.instrument import AnswerKind, Instrument, Source
from isop_analysis.study.problems import Problem, StudyError
from isop_analysis.study.study import Study
from isop_analysis.study.undeclared import IdentityLook

IDENTIFIERS = ("person", "email", "token", "self_code")


@dataclass(frozen=True)
class Survey:
    """An opened export of an instrument; `wave` is empty where the file's own column gives it."""

    file: str
    shown: str
    wave: str
    instrument: Instrument
    source: Source
    format: Format
    export: Export
    columns: Columns

    @property
    def missing(self) -> Mapping[str, AnswerKind]:
        """Codes of absent answers: the tool's own, then those of the source."""
        return {**self.format.missing, **{code.code: code.kind for code in self.source.missing}}

    @property
    def columns_dropped(self) -> int:
        """Columns with a name that nothing is read of: names, addresses, locations, unused questions."""
        used = self.columns.used
        named = [place for place, column in enumerate(self.export.header.columns) if column.name]
        return len([place for place in named if place not in used])

    def look(self, config: Config) -> IdentityLook:
        """Return what looks at the cells of the columns that aren't declared to name people."""
        declared = [
            place for name, place in self.columns.fields.items() if name in ("response", *IDENTIFIERS)
        ]
        headings = [column.name for column in self.export.header.columns]
        return IdentityLook(config, self.shown, headings, declared)

    @property
    def items_expected(self) -> int:
        """Items and multiple-choice questions that the codebook asks of this source."""
        items = sum(one.asked_in(self.source.name) for one in self.instrument.items)
        return items + sum(one.asked_in(self.source.name) for one in self.instrument.multiple_choice)

    @property
    def items_matched(self) -> int:
        """Items and multiple-choice questions found in the file."""
        found = self.columns
        return len(found.items) + len(found.texts) + len(found.choices)


def open_surveys(study: Study, entries: list[Entry]) -> tuple[list[Survey], list[Problem]]:
    """Open every survey file of the manifest; return those that could be matched whole, and all problems."""
    names = {instrument.name for instrument in study.instruments}
    surveys: list[Survey] = []
    problems: list[Problem] = []
    for entry in entries:
        if entry.instrument not in names:
            continue
        try:
            survey = _open(study, entry)
        except StudyError as error:
            problems += error.problems
            continue
        found = survey.columns.problems or _wave_problems(study, entry, survey)
        problems += found
        if not found:
            surveys.append(survey)
    return surveys, problems


def _open(study: Study, entry: Entry) -> Survey:
    instrument, name = study.instrument(entry.instrument), shown(study, entry.file)
    source = source_of(instrument, entry.file, name)
    form = FORMATS[source.format]
    export = form.open(
        study.raw / entry.file, name, source, expected_ids(instrument, source), study.config.limits
    )
    columns = find_columns(name, instrument, source, form, export, bool(entry.wave))
    return Survey(entry.file, name, entry.wave, instrument, source, form, export, columns)


def _wave_problems(study: Study, entry: Entry, survey: Survey) -> list[Problem]:
    if entry.wave or "wave" in survey.columns.fields:
        return []
    message = (
        f"'{entry.file}' has no wave; fill it in, or name the column that gives it "
        f"(fields.wave of source {survey.source.name})"
    )
    return [Problem(shown(study, MANIFEST), message, entry.row)]
