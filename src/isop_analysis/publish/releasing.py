"""Freeze what is given out: the published tables, what was rendered of them, and the people behind them."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from isop_analysis.base.whole_files import write_whole
from isop_analysis.contracts import read_table
from isop_analysis.contracts.cells import Count
from isop_analysis.contracts.published import PUBLISHED_NAMES
from isop_analysis.contracts.published_files import MADE_WITH, published_path, read_published
from isop_analysis.contracts.published_sheets import read_index
from isop_analysis.publish.memory import (
    TABLES,
    Release,
    config_of,
    hash_of,
    people_behind,
    people_file,
    releases_of,
    team_files,
)
from isop_analysis.publish.sheet_memory import SHEETS
from isop_analysis.study.problems import Problem, StudyError
from isop_analysis.study.study import RELEASE_RECORD

if TYPE_CHECKING:
    from isop_analysis.study.study import Study


def release(study: "Study", recipient: str, date: str) -> Release:
    """Freeze the published tables, the built files and each team's sheet as one release; return its record.

    Raises
    ------
    StudyError
        Where something is not there yet, or an earlier release is not what it was.
    """
    earlier = releases_of(study)
    _ready(study)
    name = f"{date}-{sum(one.date == date for one in earlier) + 1}"
    folder = study.releases / name
    held = read_published("held_back", study.published)
    as_of = dict(zip(held["table"].astype("str"), held["as_of"].astype("str"), strict=True))
    behind = people_file(study, name)
    for table in BEHIND:
        write_whole(
            behind.with_name(f"{table}.parquet"), (study.restricted / f"{table}.parquet").read_bytes()
        )
    found = Release(
        name,
        study.name,
        date,
        recipient,
        _people_told(study, as_of.get("people_flow")),
        dict(_copied(study, folder)),
        {table: as_of.get(table, name) for table in PUBLISHED_NAMES},
    )
    write_whole(team_files(study, name), found.written_of_teams())
    _keep_config(study, name)
    write_whole(folder / RELEASE_RECORD, found.written())
    return found


def _keep_config(study: "Study", release: str) -> None:
    """Keep the config's files beside who stands behind a release: a later version may read them otherwise."""
    for document in study.documents:
        if (path := study.root / document.file).is_file():
            write_whole(config_of(study, release) / document.file, path.read_bytes())


def _people_told(study: "Study", as_of: str | None) -> str:
    """Return how many people stand behind surveys, in a band: as of a release, where their flow stays."""
    people = people_behind(study, as_of) if as_of else read_table("published_people", study.restricted)
    number = int(people.loc[people["base"].astype("str") == "surveys", "person"].nunique())
    return str(Count.banded(number, study.config.privacy.minimum_cell))


BEHIND = ("published_people", "sheet_people")
"""Tables of those who stand behind what is given out."""


def _ready(study: "Study") -> None:
    needed = [
        *(published_path(name, study.published) for name in PUBLISHED_NAMES),
        *(study.build / f"report.{language}.html" for language in study.config.languages),
        *(study.build / f"annex.{language}.html" for language in study.config.languages),
        *(study.restricted / f"{table}.parquet" for table in BEHIND),
    ]
    absent = [path for path in needed if not path.is_file()]
    if absent:
        shown = absent[0].relative_to(study.root).as_posix()
        raise StudyError([Problem(shown, "is not there yet; run the study first (./isop run)")])


def _copied(study: "Study", folder: Path) -> Iterator[tuple[str, str]]:
    """Copy tables and built files; yield each with its hash."""
    for name in PUBLISHED_NAMES:
        yield _copy(published_path(name, study.published), folder, f"{TABLES}/{name}.csv")
    sheets = study.build / SHEETS
    for path in sorted(path for path in study.build.rglob("*") if path.is_file()):
        if not path.is_relative_to(sheets):
            yield _copy(path, folder, path.relative_to(study.build).as_posix())
    if (record := study.published / MADE_WITH).is_file():
        yield _copy(record, folder, f"{TABLES}/{MADE_WITH}")
    yield from _sheets_copied(study, folder, sheets)


def _sheets_copied(study: "Study", folder: Path, built: Path) -> Iterator[tuple[str, str]]:
    """Copy each team's tables and sheets into a folder of its own, which goes to that team and nobody else.

    Yield each with its hash.
    """
    if study.config.sheet is None:
        return
    for team in read_index(study.sheets):
        own = [*sorted((study.sheets / team).glob("*.csv")), *sorted(built.glob(f"{team}.*.pdf"))]
        for path in own:
            yield _copy(path, folder, f"{SHEETS}/{team}/{path.name}")
    for path in sorted(built.glob("sample.*.pdf")):
        yield _copy(path, folder, f"{SHEETS}/{path.name}")


def _copy(path: Path, folder: Path, file: str) -> tuple[str, str]:
    target = folder / file
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(path, target)
    return file, hash_of(target)
