"""The files of a study's coded texts: coders' files, of before they discussed anything, and the consensus."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from isop_analysis.answers.entry import shown
from isop_analysis.answers.small_tables import read_small_table
from isop_analysis.qualitative.headings import positions_of
from isop_analysis.qualitative.limits import LIMITS
from isop_analysis.study.integration_settings import CONSENSUS, Coded
from isop_analysis.study.problems import Problem, StudyError

if TYPE_CHECKING:
    from isop_analysis.qualitative.project import Project
    from isop_analysis.study.study import Study

INDEPENDENT = "independent"


def read_projects(study: "Study", coded: Coded) -> "tuple[dict[str, Project], list[Problem]]":
    """Return the coders' project and that of the consensus, if there is one, and what is wrong."""
    from isop_analysis.qualitative.reading import read

    groups = {INDEPENDENT: coded.files, CONSENSUS: [coded.consensus] if coded.consensus else []}
    columns: dict[str, str] = {str(name): heading for name, heading in coded.columns.items()}
    limits = replace(LIMITS, **coded.limits.model_dump(exclude_none=True))
    projects, problems = {}, []
    for coding, files in groups.items():
        absent = [file for file in files if not (study.raw / file).is_file()]
        message = "file is missing; put it there or correct the config"
        problems += [Problem(shown(study, file), message) for file in absent]
        if files and not absent:
            try:
                projects[coding] = read(*(study.raw / file for file in files), columns=columns, limits=limits)
                problems += [one for file in files for one in _people_named(study, file, columns)]
            except StudyError as error:
                problems += [_shown(study, files, problem) for problem in error.problems]
    return projects, problems


def _people_named(study: "Study", file: str, columns: Mapping[str, str]) -> list[Problem]:
    """Return the columns of a table of segments that look like people's numbers or addresses.

    That of the coder is declared to name people.
    """
    from isop_analysis.qualitative.reading import TABLES

    path = study.raw / file
    if path.suffix.lower() not in TABLES:
        return []
    table = read_small_table(path, shown(study, file))
    coder = positions_of(table, columns).get("coder")
    return table.looks(study, [] if coder is None else [coder])


def _shown(study: "Study", files: Sequence[str], problem: Problem) -> Problem:
    """Return a problem of a file with the file as other messages name it."""
    named = {PurePosixPath(file).name: file for file in files}
    return replace(problem, file=shown(study, named.get(problem.file, problem.file)))
