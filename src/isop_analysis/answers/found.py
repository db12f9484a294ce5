"""What was found in each raw file, for the import report and for the screen."""

from collections import Counter
from dataclasses import dataclass

from isop_analysis.answers.consent import SmallRows, read_aliases, read_consent
from isop_analysis.answers.documents import read_documents
from isop_analysis.answers.register import RegisterRows, read_register
from isop_analysis.answers.survey import Survey
from isop_analysis.base.reasons import Reason
from isop_analysis.study.problems import Problem
from isop_analysis.study.study import Study


@dataclass(frozen=True)
class Found:
    """A file as a row of the table import_report."""

    file: str
    instrument: str
    rows: int
    source: str | None = None
    wave: str | None = None
    encoding: str | None = None
    delimiter: str | None = None
    columns: int = 0
    items_matched: int = 0
    items_expected: int = 0
    columns_dropped: int = 0
    notes: tuple[Reason, ...] = ()


def found_in_survey(survey: Survey, responses: Counter[str]) -> Found:
    """Return what a survey file held; `responses` are those per wave."""
    waves = sorted(wave for wave in responses if wave)
    return Found(
        file=survey.file,
        instrument=survey.instrument.name,
        rows=sum(responses.values()),
        source=survey.source.name,
        wave=", ".join(waves) or survey.wave or None,
        encoding=survey.export.encoding,
        delimiter=survey.export.delimiter,
        columns=len(survey.export.header.columns),
        items_matched=survey.items_matched,
        items_expected=survey.items_expected,
        columns_dropped=survey.columns_dropped,
        notes=(*survey.export.notes, *survey.columns.notes),
    )


@dataclass(frozen=True)
class Others:
    """Everything that is no survey: register, consent, aliases, documents."""

    register: RegisterRows
    consent: SmallRows
    aliases: SmallRows
    documents: SmallRows
    found: list[Found]

    @property
    def problems(self) -> list[Problem]:
        """All that is wrong with any of them."""
        parts = (self.consent, self.aliases, self.documents)
        return [*self.register.problems, *(problem for part in parts for problem in part.problems)]


def read_others(study: Study) -> Others:
    """Read the files that are no surveys."""
    register = read_register(study)
    small = {
        "consent": read_consent(study),
        "aliases": read_aliases(study),
        "documents": read_documents(study),
    }
    found = [Found(file, "register", rows) for file, rows in register.rows_by_file.items()]
    for name, part in small.items():
        if part.table is not None:
            file = part.table.shown.removeprefix(f"{study.config.raw.rstrip('/')}/")
            found.append(
                Found(
                    file,
                    name,
                    len(part.table.rows),
                    encoding=part.table.encoding,
                    delimiter=part.table.delimiter,
                    columns=len(part.table.header),
                )
            )
    return Others(register, small["consent"], small["aliases"], small["documents"], found)


def emptiness(study: Study, surveys: list[Survey], counts: list[Counter[str]]) -> list[Problem]:
    """Return survey files without responses, and waves that no file has answers of."""
    problems = [
        Problem(
            survey.shown, "has a header but no answers; export it again, or take it away from the raw folder"
        )
        for survey, responses in zip(surveys, counts, strict=True)
        if not responses
    ]
    answered = {wave for responses in counts for wave in responses}
    document = study.config_part.document
    for place, wave in enumerate(study.config.waves):
        if wave.name not in answered and not problems:
            steps = ("waves", place, "name")
            message = f"wave '{wave.name}' has no answers in any file; add its exports, or leave the wave out"
            problems.append(Problem(document.file, message, document.line(steps), f"waves[{place}].name"))
    return problems
