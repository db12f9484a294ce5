"""Import answers and register: real exports → tidy tables.

Verifies the manifest, matches every survey file with its instrument, and writes the tables of answers a chunk
at a time; reads register, consent, aliases and coded texts. Refuses with all problems of all files at
once; then nothing is written.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict

import numpy as np
import pandas as pd

from isop_analysis.answers.answer_arrays import AnswerReader
from isop_analysis.answers.found import Found, Others, emptiness, found_in_survey, read_others
from isop_analysis.answers.manifest import read_manifest
from isop_analysis.answers.masking_files import MaskingFiles, read_masking_files
from isop_analysis.answers.open_answers import OpenAnswers
from isop_analysis.answers.reading import Misfits, columns_of
from isop_analysis.answers.respondent_fields import FieldReader
from isop_analysis.answers.survey import Survey, open_surveys
from isop_analysis.answers.tidy import ReceivedTables
from isop_analysis.base.reasons import written
from isop_analysis.contracts import by_name, empty_table, write_table
from isop_analysis.qualitative.received import read_coded_texts
from isop_analysis.study.problems import Problem, StudyError
from isop_analysis.study.study import Study


def run(study: Study) -> None:
    """Read the study's raw files and write the tables of import."""
    entries, problems = read_manifest(study)
    surveys, unopened = open_surveys(study, entries)
    others, answers = read_others(study), OpenAnswers.of(study)
    masking = read_masking_files(study)
    problems += [*unopened, *others.problems, *masking.problems]
    with ReceivedTables(study) as tables:
        counts = [_import_survey(study, survey, tables, answers, problems) for survey in surveys]
        coded = read_coded_texts(study, others.documents, answers)
        problems += coded.problems
        problems += [] if problems else emptiness(study, surveys, counts)
        if problems:
            raise StudyError(problems)
    found = [found_in_survey(survey, n) for survey, n in zip(surveys, counts, strict=True)]
    _write_others(study, others, [*found, *others.found, *coded.found])
    _write(study, "received_documents", coded.documents)
    _write(study, "received_codings", coded.codings)
    _write(study, "received_texts", coded.texts)
    _write_masking(study, masking)
    print(f"{sum(n.total() for n in counts)} responses from {len(surveys)} files")


def _import_survey(
    study: Study, survey: Survey, tables: ReceivedTables, answers: OpenAnswers, problems: list[Problem]
) -> Counter[str]:
    """Write one survey file's answers; return its responses per wave and add what is wrong to `problems`.

    Open answers that coders code are gathered in `answers`.
    """
    fields = FieldReader(survey, study.config.waves)
    misfits, look = Misfits(survey), survey.look(study.config)
    reader = AnswerReader(columns_of(survey), survey.missing, misfits)
    responses: Counter[str] = Counter()
    try:
        for chunk in survey.export.chunks():
            look.note(chunk.columns)
            who = fields.read(chunk)
            responses.update(who.wave)
            unfinished = np.array([done is False for done in who.finished])
            given = reader.read(chunk, unfinished if survey.source.unseen_after_last else None)
            tables.add(survey, chunk, who, given)
            answers.note(survey, chunk, who.wave, who.tool_response)
    except StudyError as error:
        problems += error.problems
    problems += [*look.problems, *fields.problems, *misfits.problems]
    return responses


def _write_others(study: Study, others: Others, found: list[Found]) -> None:
    config = study.config
    teams = [m.name for m in config.team_register.team_measures] if config.team_register else []
    sessions = [m.name for m in config.team_register.attendance_measures] if config.team_register else []
    attributes = [a.name for a in config.attributes if a.register_column]
    if config.team_register is None:
        attributes = []
    _write(study, "register_teams", others.register.teams, numbers=teams)
    _write(study, "register_members", others.register.members, texts=attributes)
    _write(study, "register_attendance", others.register.attendance, numbers=sessions)
    _write(study, "received_consent", others.consent.rows)
    _write(study, "received_aliases", others.aliases.rows)
    report = [asdict(file) | {"notes": written(file.notes) or None} for file in found]
    _write(study, "import_report", sorted(report, key=lambda row: str(row["file"])))


def _write_masking(study: Study, masking: MaskingFiles) -> None:
    _write(study, "masking_entries", masking.entries)
    _write(study, "masking_decisions", masking.decisions.rows)
    _write(study, "quote_approvals", masking.approvals.rows)


def _write(
    study: Study,
    name: str,
    rows: Sequence[Mapping[str, object]],
    texts: Sequence[str] = (),
    numbers: Sequence[str] = (),
) -> None:
    """Write a small table; `texts` and `numbers` are the columns that the config adds to the contract."""
    columns = [*by_name(name).column_names, *texts, *numbers]
    frame = pd.DataFrame(list(rows), columns=columns) if rows else empty_table(name).reindex(columns=columns)
    frame = frame.astype(dict.fromkeys(numbers, "float64") | dict.fromkeys(texts, "str"))
    write_table(frame, name, study.restricted if by_name(name).restricted else study.processed)
