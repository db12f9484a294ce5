"""The files of a study's coded texts: coders' files, of before they discussed anything, and the consensus."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from isop_analysis.answers.entry import shown
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
    projects, problems = {}, []
    for coding, files in groups.items():
        absent = [file for file in files if not (study.raw / file).is_file()]
        message = "file is missing; put it there or correct the config"
        problems += [Problem(shown(study, file), message) for file in absent]
        if files and not absent:
            try:
                projects[coding] = read(*(study.raw / file for file in files), columns=columns)
            except StudyError as error:
                problems += [_shown(study, files, problem) for problem in error.problems]
    return projects, problems


def _shown(study: "Study", files: Sequence[str], problem: Problem) -> Problem:
    """Return a problem of a file with the file as other messages name it."""
    named = {PurePosixPath(file).name: file for file in files}
    return replace(problem, file=shown(study, named.get(problem.file, problem.file)))
