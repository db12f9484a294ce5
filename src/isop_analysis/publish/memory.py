"""What was given out before, as the attacker's knowledge: a table that few people changed stays as it was.

A release is a folder ``releases/<study>/<name>/`` with `release.json`, the published tables and what was
rendered of them; the people behind it stand in ``data/restricted/<study>/releases/``.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from isop_analysis.contracts.published import PUBLISHED_NAMES, published
from isop_analysis.contracts.published_files import published_path
from isop_analysis.publish.people import changed_teams, changes, kind_of, kinds_of
from isop_analysis.study.problems import Problem, StudyError
from isop_analysis.study.study import RELEASE_RECORD

if TYPE_CHECKING:
    import pandas as pd

    from isop_analysis.study.study import Study

TABLES = "tables"


@dataclass(frozen=True)
class Release:
    """What was given out once.

    Attributes:
        name: of its folder; releases in the order of their names.
        study, date, recipient: whose, when (ISO 8601) and to whom.
        people: how many stand behind it, in a band; of those whose flow it tells.
        files: hash per file, by path inside the folder; those of single teams stand in `data/restricted`.
        as_of: per published table, the release whose people stand behind it.
    """

    name: str
    study: str
    date: str
    recipient: str
    people: str
    files: Mapping[str, str]
    as_of: Mapping[str, str]

    def written(self) -> str:
        """Return the record as the release holds it: without the files of single teams.

        Their sheets hold so little that a hash tells what they say.
        """
        files = {file: digest for file, digest in self.files.items() if not of_a_team(file)}
        return json.dumps(asdict(self) | {"files": files}, indent=1, ensure_ascii=False) + "\n"

    def written_of_teams(self) -> str:
        """Return the hashes of the files of single teams, for `data/restricted` alone."""
        files = {file: digest for file, digest in self.files.items() if of_a_team(file)}
        return json.dumps(files, indent=1, ensure_ascii=False) + "\n"


def of_a_team(file: str) -> bool:
    """Tell whether a released file lies in the folder of one team."""
    return file.startswith("sheets/") and file.count("/") > 1


def team_files(study: "Study", release: str) -> Path:
    """Return where the hashes of a release's files of single teams stand."""
    return study.restricted / "releases" / release / "team_files.json"


def people_file(study: "Study", release: str) -> Path:
    """Return where the people behind a release stand."""
    return study.restricted / "releases" / release / "published_people.parquet"


def config_of(study: "Study", release: str) -> Path:
    """Return the folder of the config's files as they were at a release, each below it as below the root."""
    return study.restricted / "releases" / release / "config"


def releases_of(study: "Study") -> tuple[Release, ...]:
    """Return a study's releases, oldest first, each checked against its own hashes.

    Raises
    ------
    StudyError
        For a release of another study, one that was changed, or one without its people.
    """
    folder = study.releases
    names = sorted((path.parent.name for path in folder.glob(f"*/{RELEASE_RECORD}")), key=_place)
    found, problems = [], []
    for name in names:
        release, problem = _read(study, folder / name)
        problems += [Problem(f"{_shown(study, folder / name)}/{RELEASE_RECORD}", problem)] if problem else []
        found += [release] if release is not None else []
    if problems:
        raise StudyError(problems)
    return tuple(found)


def _place(name: str) -> tuple[str, int]:
    """Return where a release stands in time: its day, and its number of that day."""
    day, _, number = name.rpartition("-")
    return day, int(number) if number.isdecimal() else 0


def _read(study: "Study", folder: Path) -> tuple[Release | None, str]:
    try:
        release = Release(**json.loads((folder / RELEASE_RECORD).read_text(encoding="utf-8")))
        if (hidden := team_files(study, folder.name)).is_file():
            of_teams = json.loads(hidden.read_text(encoding="utf-8"))
            release = replace(release, files={**release.files, **of_teams})
    except (ValueError, TypeError):
        return None, "is no record of a release; restore it from a backup"
    if release.study != study.name:
        return (
            None,
            f"belongs to the study '{release.study}', not to '{study.name}'; move it to its own folder",
        )
    for file, digest in release.files.items():
        path = folder / file
        if not path.is_file():
            return None, f"the released file '{file}' is gone; restore it from a backup"
        if hash_of(path) != digest:
            return None, f"the released file '{file}' was changed since; restore it from a backup"
    for one in sorted(set(release.as_of.values())):
        if not people_file(study, one).is_file():
            return None, (
                f"the people behind the release '{one}' are gone from data/restricted; restore them from a "
                "backup: without them nothing can be told that is safe beside it"
            )
    return release, ""


def hash_of(path: Path) -> str:
    """Return a file's SHA-256."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _shown(study: "Study", path: Path) -> str:
    return path.relative_to(study.root).as_posix()


@dataclass(frozen=True)
class Kept:
    """A table that stays as it was released.

    Attributes:
        table: its name.
        as_of: the release whose people stand behind it.
        file: the released table; None where it has not the columns of today, and is not told.
    """

    table: str
    as_of: str
    file: Path | None


def kept_tables(study: "Study", now: "pd.DataFrame") -> list[Kept]:
    """Return the tables that stay as released: in one of their blocks, one to a few people changed since.

    Fewer than `minimum_cell` people of a block who joined, left or changed would show by the difference of
    two tables, however many changed in other blocks. `now` are the people behind the tables that would be
    published; a table is held against all its releases, and its last one is what stays.
    """
    releases = releases_of(study)
    behind = sorted({one for own in releases for one in own.as_of.values()})
    few = {one: _few(study, now, one) for one in behind}
    found = []
    for table in PUBLISHED_NAMES:
        known, kinds = [own for own in releases if table in own.as_of], kinds_of(table)
        if any(few[own.as_of[table]].intersection(kinds) for own in known):
            last = known[-1]
            file = published_path(table, study.releases / last.name / TABLES)
            found.append(Kept(table, last.as_of[table], file if _fits(file, table) else None))
    return found


def _few(study: "Study", now: "pd.DataFrame", release: str) -> frozenset[str]:
    """Return the kinds of blocks, in one of which one to a few people changed since a release."""
    found = changes(now, people_behind(study, release))
    width = study.config.privacy.minimum_cell
    return frozenset(kind_of(base) for base, people in found.items() if people < width)


def teams_apart(study: "Study", now: "pd.DataFrame") -> frozenset[tuple[str, str]]:
    """Return the teams, each at a wave, of which one to a few people changed since a release of teams' dots.

    Their new dot beside the old one would tell who left: four others may have left who are in no team, so
    that the table itself may be renewed. It is left out.
    """
    width = study.config.privacy.minimum_team
    given_out = {own.as_of["team_scores"] for own in releases_of(study) if "team_scores" in own.as_of}
    counts = [changed_teams(now, people_behind(study, one)) for one in sorted(given_out)]
    return frozenset(team for own in counts for team, people in own.items() if people < width)


def _fits(file: Path, table: str) -> bool:
    head = file.read_text(encoding="utf-8").partition("\n")[0]
    return head.split(",") == published(table).column_names


def people_behind(study: "Study", release: str) -> "pd.DataFrame":
    """Return the people behind a release, as published_people holds them."""
    from isop_analysis.contracts import read_table

    return read_table("published_people", people_file(study, release).parent)
