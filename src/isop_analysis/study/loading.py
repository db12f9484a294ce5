"""Load a study: its config file, instruments, models and integration; all problems of all files at once."""

import os
from pathlib import Path

from isop_analysis.study.crossrefs import crossref_problems, instrument_problems
from isop_analysis.study.problems import Problem, StudyError
from isop_analysis.study.readers import CONFIG, READERS, as_readers_see
from isop_analysis.study.reading import read_files
from isop_analysis.study.study import Study


def load(config: str | Path, root: str | Path | None = None) -> Study:
    """Read and validate a study; where the environment variable ISOP_READERS is set, one for readers.

    Parameters
    ----------
    config
        The study file, such as ``config/config.yaml``.
    root
        The project's folder, to which raw data and results are relative; by default the folder that holds the
        ``config`` folder in which the file stands, else the file's own folder.

    Raises
    ------
    StudyError
        With every problem in every file: file, line, key path, value, what was expected, the key meant.
    """
    study, problems = read_files(config, root)
    if problems:
        inner = [p for one in study.instrument_parts for p in instrument_problems(one.document, one.settings)]
        raise StudyError(problems + inner)
    if problems := crossref_problems(study):
        raise StudyError(problems)
    if READERS not in os.environ:
        return study
    _refuse_another(study)
    return as_readers_see(study)


def _refuse_another(study: Study) -> None:
    """Refuse a study that a notebook opens while it is executed for the readers of another one."""
    asked = os.environ.get(CONFIG)
    own = study.root / study.config_part.document.file
    if asked is not None and Path(asked).resolve() != own.resolve():
        message = f"a notebook opens study '{study.name}', but is executed for readers of another one"
        raise StudyError([Problem(own.name, f"{message}; let it open os.environ['{CONFIG}']")])
