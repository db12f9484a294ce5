"""`read`: whatever a coded project comes in, told by its name."""

from collections.abc import Mapping
from os import PathLike
from pathlib import Path

from isop_analysis.qualitative.labels import labelled
from isop_analysis.qualitative.limits import LIMITS, Limits
from isop_analysis.qualitative.project import Project
from isop_analysis.qualitative.refi import Found, read_refi_codebook, read_refi_project
from isop_analysis.study.problems import Problem, StudyError

TABLES = (".csv", ".tsv", ".txt", ".xlsx", ".xlsm", ".xlsb", ".xls")


def read(
    path: str | PathLike[str],
    *more: str | PathLike[str],
    columns: Mapping[str, str] | None = None,
    limits: Limits = LIMITS,
) -> Project:
    """Read a coded project: REFI-QDA's `.qdpx`, a codebook `.qdc`, or a table of segments (CSV, workbook).

    Several files are several coders' work on the same documents and codes: they become one project, nothing
    coded in any of them is lost. Where the codings of a file have no user, or where one user coded the same
    document in several files, the file is the coder.

    Parameters
    ----------
    path, more
        The files; the kind is told by the ending.
    columns
        For tables: the heading of each of document, code, coder, text, start, end, length, group, place,
        created, note. By default headings in English and Dutch are known, those of MAXQDA's "coded segments"
        among them.
    limits
        How much of a file is read before it is refused.

    Raises
    ------
    StudyError
        With every problem found: what is missing, damaged, too large or contradicts itself. Names of files,
        counts and kinds are told, never what was typed.
    """
    files = [Path(one) for one in (path, *more)]
    coders = labelled(file.stem for file in files)
    tables = [place for place, file in enumerate(files) if file.suffix.lower() in TABLES]
    projects = [place for place in range(len(files)) if place not in tables]
    found = [_read_one(files[place], coders[place], limits) for place in projects]
    if tables:
        from isop_analysis.qualitative.tables import read_segment_tables

        own = [files[place] for place in tables], [coders[place] for place in tables]
        found.append(read_segment_tables(*own, columns or {}, limits))
    if len(found) == 1:
        return Project(found[0].records, found[0].notes)
    from isop_analysis.qualitative.merging import merged

    kept = [*projects, *tables[:1]]
    return merged([files[place] for place in kept], [coders[place] for place in kept], found)


def _read_one(path: Path, coder: str, limits: Limits) -> Found:
    ending = path.suffix.lower()
    if ending == ".qdpx":
        return read_refi_project(path, coder, limits)
    if ending == ".qdc":
        return read_refi_codebook(path, coder, limits)
    known = ", ".join((".qdpx", ".qdc", *TABLES))
    raise StudyError([Problem(path.name, f"has an ending that isn't known; known: {known}")])
