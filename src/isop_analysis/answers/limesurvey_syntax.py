"""The names of LimeSurvey's columns from the syntax file that it exports beside the answers."""

import re
from pathlib import Path

from isop_analysis.answers.detect import encoding_of
from isop_analysis.study.problems import Problem, StudyError

SPSS_NAME = re.compile(r"RENAME\s+VARIABLES?\s*\(\s*V(\d+)\s*=\s*([^\s)]+)\s*\)", re.IGNORECASE)
SPSS_VARIABLE = re.compile(r"^\s*V(\d+)\s+[A-Z]+[\d.]*\s*$", re.MULTILINE)
R_NAME = re.compile(r"names\(data\)\[(\d+)\]\s*(?:<-|=)\s*[\"']([^\"']+)[\"']")
R_VARIABLE = re.compile(r"data\[\s*,\s*(\d+)\s*\]")
SUFFIXES = (".sps", ".R", ".r")


def syntax_beside(export: Path) -> Path | None:
    """Return the syntax file with the export's stem, if there is one."""
    paths = (export.with_suffix(suffix) for suffix in SUFFIXES)
    return next((path for path in paths if path.is_file()), None)


def names_by_position(path: Path, shown: str, columns: int) -> list[str]:
    """Return the name of each column, in order; empty where the file declares a variable without naming it.

    Raises
    ------
    StudyError
        When the file names no variables, or declares another number of them than the export has columns.
    """
    text = path.read_text(encoding=encoding_of(path, shown))
    spss = path.suffix.lower() == ".sps"
    names = {int(place): name for place, name in (SPSS_NAME if spss else R_NAME).findall(text)}
    if not names:
        message = "names no variables (RENAME VARIABLE or names(data) were expected); export it again"
        raise StudyError([Problem(shown, message)])
    declared = {int(place) for place in (SPSS_VARIABLE if spss else R_VARIABLE).findall(text)} | set(names)
    if max(declared) != columns:
        message = (
            f"has {max(declared)} variables, but the export has {columns} columns; export both again together"
        )
        raise StudyError([Problem(shown, message)])
    return [names.get(place, "") for place in range(1, columns + 1)]
