"""`isop new --wave`: adds the next export of a study, and says what changed in its columns and labels.

1. Find the instrument that the export is of; compare its questions, their words and answers with it.
2. Copy the file to the raw folder; write the wave into the study file, the file into the manifest.

Refused: an export of no instrument of the study, a file that is there already (StudyError).
"""

import re
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from isop_analysis.answers.entry import Entry, entries_of, raw_files, sha256_of
from isop_analysis.answers.limesurvey_syntax import syntax_beside
from isop_analysis.answers.manifest import write_entries
from isop_analysis.answers.manifest_guesses import guessed
from isop_analysis.base.whole_files import PUBLISHED, write_whole
from isop_analysis.drafting.changes import Change, Fit, best_fit, changes
from isop_analysis.drafting.column_kinds import judged
from isop_analysis.drafting.judged import Judged, JudgedTable
from isop_analysis.drafting.raw_tables import read_tables
from isop_analysis.drafting.wave_source import NextSource, with_source
from isop_analysis.drafting.waves import DraftWave, middle_day
from isop_analysis.drafting.yaml_text import guessed as marked
from isop_analysis.study.loading import load
from isop_analysis.study.problems import Problem, StudyError
from isop_analysis.study.study import Study


@dataclass(frozen=True)
class Added:
    """A file that was added: its instrument, its wave ('' where a column gives it), what changed.

    `source` is the source that was written for it, `items` the questions that were added with it.
    """

    file: str
    fit: Fit
    wave: str
    changes: tuple[Change, ...]
    source: str | None = None
    items: tuple[str, ...] = ()


def add_wave(config: Path, files: Sequence[Path], today: date) -> list[Added]:
    """Add exports of one wave to the study of that file."""
    study = load(config)
    tables = [_one_table(study, path) for path in files]
    fits = [_fit(study, table) for table in tables]
    if all(fit.source.fields.wave for fit in fits):
        name = ""
    else:
        wave = _next(study, tables, today)
        _write_wave(study, wave, today)
        name = wave.name
    added = []
    for table, fit in zip(tables, fits, strict=True):
        own = "" if fit.source.fields.wave else name
        changed = tuple(_changed(study, fit, table))
        written = _write_source(load(config), fit, table, changed)
        _copy(study, table.table.path)
        source, items = (written.name, written.added) if written is not None else (None, ())
        added.append(Added(table.table.file, fit, own, changed, source, items))
    _write_manifest(load(config), {one.file: (one.fit.instrument.name, one.wave) for one in added})
    return added


def _one_table(study: Study, path: Path) -> JudgedTable:
    if (study.raw / path.name).exists():
        shown = f"{study.config.raw.rstrip('/')}/{path.name}"
        raise StudyError([Problem(shown, "is there already; name the new export otherwise")])
    tables = read_tables(path)
    if len(tables) > 1:
        message = "holds several sheets; an export of answers has one (a register is named in the study file)"
        raise StudyError([Problem(path.name, message)])
    return judged(tables[0])


def _fit(study: Study, table: JudgedTable) -> Fit:
    found = best_fit(study, table)
    if found is None:
        names = ", ".join(one.name for one in study.instruments)
        message = f"holds less than half of the questions of any instrument ({names}); is it of this study?"
        raise StudyError([Problem(table.table.file, message)])
    return found


def _next(study: Study, tables: Sequence[JudgedTable], today: date) -> DraftWave:
    """Return the wave after the last: t2 after t1, else a name with the number of waves."""
    waves = study.config.waves
    numbered = [int(found.group(1)) for one in waves if (found := re.fullmatch(r"[a-z]+_?(\d+)", one.name))]
    stem = re.sub(r"\d+$", "", waves[-1].name) if len(numbered) == len(waves) else "wave_"
    number = max(numbered) + 1 if len(numbered) == len(waves) else len(waves)
    days = [day for table in tables if (day := middle_day(table)) is not None]
    return DraftWave(f"{stem}{number}", len(waves), (), min(days, default=today))


def _write_wave(study: Study, wave: DraftWave, today: date) -> None:
    """Write the wave as the last one of the study file, in its own line."""
    document, last = study.config_part.document, study.config.waves[-1]
    path = study.root / document.file if not Path(document.file).is_absolute() else Path(document.file)
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    begin = document.line(("waves",)) or 1
    end = next((n for n in range(begin, len(lines)) if re.match(r"[^\s#-]", lines[n])), len(lines))
    while not lines[end - 1].strip() or lines[end - 1].startswith("#"):
        end -= 1
    indent = next(
        (found.group(1) for n in range(begin, end) if (found := re.match(r"(\s*)- ", lines[n]))), "  "
    )
    times = sorted(one.time for one in study.config.waves)
    occasion, time = f"T{wave.time}", times[-1] + 1
    line = (
        f'{indent}- {{name: {wave.name}, cohort: "{last.cohort}", school_year: {wave.school_year(today)}, '
        f"occasion: {occasion}, time: {time:g}}}{marked('the wave after the last')}\n"
    )
    write_whole(path, "".join([*lines[:end], line, *lines[end:]]), PUBLISHED)


def _write_source(study: Study, fit: Fit, table: JudgedTable, changed: Sequence[Change]) -> NextSource | None:
    """Write a source where questions were renamed, added or left out; None where nothing was written."""
    if not any(change.what in ("renamed", "added", "gone") for change in changed):
        return None
    part = next(one for one in study.instrument_parts if one.settings.name == fit.instrument.name)
    path = Path(part.document.file)
    path = path if path.is_absolute() else study.root / path
    new = _asked_first(table, {one.name for one in changed if one.what == "added"})
    now = replace(fit, instrument=part.settings, source=part.settings.source(fit.source.name))
    found = with_source(path.read_text(encoding="utf-8"), part.document, now, table, new)
    if found is not None:
        write_whole(path, found.text, PUBLISHED)
    return found


def _changed(study: Study, fit: Fit, table: JudgedTable) -> Iterator[Change]:
    """Yield what changed; a column that a file of the waves before has was left out, and is not added."""
    found = changes(fit, table)
    before = _columns_before(study, fit) if any(one.what == "added" for one in found) else set()
    ids = {one.column.name: one.column.id for one in table.columns}
    yield from (one for one in found if one.what != "added" or ids[one.name] not in before)


def _columns_before(study: Study, fit: Fit) -> set[str]:
    own = [entry.file for entry in entries_of(study) if entry.instrument == fit.instrument.name]
    columns = [column for file in own for one in read_tables(study.raw / file) for column in one.columns]
    return {spelling for column in columns for spelling in (column.id, column.name)}


def _asked_first(table: JudgedTable, added: set[str]) -> list[Judged]:
    """Return the added columns that are questions."""
    fresh = [one for one in table.columns if one.column.name in added]
    return [one for one in fresh if one.kind in ("closed", "number", "open")]


def _copy(study: Study, path: Path) -> None:
    for one in (path, syntax_beside(path)):
        if one is not None and one.is_file():
            shutil.copyfile(one, study.raw / one.name)
            (study.raw / one.name).chmod(0o600)


def _write_manifest(study: Study, added: dict[str, tuple[str, str]]) -> None:
    known = {entry.file: entry for entry in entries_of(study)}
    entries = []
    for file in sorted(raw_files(study.raw)):
        entry = known.get(file, Entry(file, "", "", ""))
        if file in added:
            instrument, wave = added[file]
            entry = replace(entry, instrument=instrument, wave=wave)
        entries.append(guessed(study, entry, sha256_of(study.raw / file)))
    write_entries(study, entries)
