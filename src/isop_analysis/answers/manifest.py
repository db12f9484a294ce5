"""MANIFEST.csv: every raw file with its sha256, instrument and wave; read, verified, and written anew.

``isop manifest --config config/config.yaml`` lists the files of the raw folder,
keeps the instruments and waves it knows, fills in those that config and file names tell, and renews the
hashes.
"""

import csv
import io
import re
from collections.abc import Iterator

from isop_analysis.answers.entry import (
    COLUMNS,
    MANIFEST,
    Entry,
    command,
    entries_of,
    raw_files,
    sha256_of,
    shown,
)
from isop_analysis.answers.manifest_guesses import guessed
from isop_analysis.base.nearest import meant, told
from isop_analysis.base.whole_files import PUBLISHED, write_whole
from isop_analysis.study.contained import leads_out
from isop_analysis.study.problems import Problem, StudyError
from isop_analysis.study.study import Study

FILE_NAME = re.compile(r"[^@\s][^@]*\.[A-Za-z]\w{0,4}")
OTHER_KINDS = (
    *("register", "consent", "aliases", "site_keys", "outcomes", "coded", "documents", "masking", "quotes"),
    "companion",
)


def read_manifest(study: Study) -> tuple[list[Entry], list[Problem]]:
    """Return the files that are listed and there, in the order of the list, and all that is wrong with it.

    Problems: no manifest or a column of it is missing; a listed file is missing or changed; a file is not
    listed, or twice; an instrument or wave is unknown.
    """
    try:
        entries = entries_of(study)
    except StudyError as error:
        return [], list(error.problems)
    present = raw_files(study.raw)
    problems = [*_row_problems(study, entries), *_unlisted(study, entries, present)]
    good = []
    for entry in entries:
        if reason := leads_out(entry.file, study.raw):
            message = f"the path of this row's file {reason}; put the file into the raw folder itself"
            problems.append(Problem(shown(study, MANIFEST), message, entry.row))
        elif entry.file not in present:
            problems.append(_absent(study, entry))
        elif sha256_of(study.raw / entry.file) != entry.sha256.lower():
            message = f"has changed since {MANIFEST} was written; put the old file back, or accept this one: "
            problems.append(Problem(shown(study, entry.file), message + command(study)))
        else:
            good.append(entry)
    return good, problems


def _absent(study: Study, entry: Entry) -> Problem:
    mend = f"put it back, or take it off the list: {command(study)}"
    if _file_told(entry.file).startswith("'"):
        return Problem(shown(study, entry.file), f"file is missing; {mend}")
    return Problem(shown(study, MANIFEST), f"file ({_file_told(entry.file)}) is missing; {mend}", entry.row)


def _file_told(name: str) -> str:
    """Return a file's name in quotes; what looks like none may be a cell of another column."""
    return f"'{name}'" if FILE_NAME.fullmatch(name) else told(name)


def _row_problems(study: Study, entries: list[Entry]) -> Iterator[Problem]:
    name = shown(study, MANIFEST)
    kinds = [*(instrument.name for instrument in study.instruments), *OTHER_KINDS]
    waves = [wave.name for wave in study.config.waves]
    seen: set[str] = set()
    for entry in entries:
        if entry.file in seen:
            yield Problem(name, "file is listed twice; keep one row", entry.row)
        seen.add(entry.file)
        if not entry.instrument:
            message = f"{_file_told(entry.file)} has no instrument; fill in one of {', '.join(kinds)}"
            yield Problem(name, message, entry.row)
        elif entry.instrument not in kinds:
            message = f"unknown instrument: {told(entry.instrument, kinds)}{meant(entry.instrument, kinds)}"
            yield Problem(name, message, entry.row)
        if entry.wave and entry.wave not in waves:
            message = f"unknown wave: {told(entry.wave, waves)}{meant(entry.wave, waves)}"
            yield Problem(name, message, entry.row)


def _unlisted(study: Study, entries: list[Entry], present: set[str]) -> Iterator[Problem]:
    for file in sorted(present - {entry.file for entry in entries}):
        yield Problem(shown(study, file), f"is not listed in {MANIFEST}; list it with {command(study)}")


def write_manifest(study: Study) -> list[Entry]:
    """Write the manifest anew and return its rows, sorted by file."""
    try:
        known = {entry.file: entry for entry in entries_of(study)}
    except StudyError:
        if not study.raw.is_dir():
            raise
        known = {}
    entries = [
        guessed(study, known.get(file, Entry(file, "", "", "")), sha256_of(study.raw / file))
        for file in sorted(raw_files(study.raw))
    ]
    write_entries(study, entries)
    return entries


def write_entries(study: Study, entries: list[Entry]) -> None:
    """Write these rows as the manifest."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows((e.file, e.sha256, e.instrument, e.wave) for e in entries)
    write_whole(study.raw / MANIFEST, text.getvalue(), PUBLISHED)
