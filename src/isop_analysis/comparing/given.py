"""The two builds that are compared: a release or a folder of then, and the study's published tables of now.

Each is checked first: tables must be what their record says, and both of one study.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from isop_analysis.audit.made_with import MadeWith, table_hash
from isop_analysis.base.nearest import meant
from isop_analysis.contracts.published import PUBLISHED_NAMES
from isop_analysis.contracts.published_files import MADE_WITH, published_path
from isop_analysis.publish.memory import TABLES, Release
from isop_analysis.study.problems import Problem, StudyError
from isop_analysis.study.study import RELEASE_RECORD, Study

HELD = "held_back"


@dataclass(frozen=True)
class Build:
    """Published tables that stand somewhere.

    Attributes:
        name: of the release, or of the folder.
        tables: the folder of the tables.
        release: the release; None where it is none.
        made: what it was made with; None of a release of before that was recorded.
        held: per table that stayed as released before, that release.
    """

    name: str
    tables: Path
    release: Release | None
    made: MadeWith | None
    held: Mapping[str, str]

    @property
    def has(self) -> tuple[str, ...]:
        """The tables that are there, of those that there are today."""
        return tuple(name for name in PUBLISHED_NAMES if published_path(name, self.tables).is_file())


def build_of_now(study: Study) -> Build:
    """Return the study's published tables as its last run left them.

    Raises
    ------
    StudyError
        Where the study has not run, or a table was changed since.
    """
    absent = [name for name in PUBLISHED_NAMES if not published_path(name, study.published).is_file()]
    if absent or not (study.published / MADE_WITH).is_file():
        path = published_path(absent[0], study.published) if absent else study.published / MADE_WITH
        raise _refused(_shown(study, path), "is not there yet; run the study first (./isop run)")
    made = _record(study, study.published)
    _as_recorded(study, study.published, made, "run the study again (./isop run --forcerun publish_tables)")
    return Build("now", study.published, None, made, _held(study.published))


def build_of_then(study: Study, given: str) -> Build:
    """Return the release of that name, or what stands in a folder.

    Raises
    ------
    StudyError
        Where it is neither, belongs to another study, lacks a table or holds one that was changed.
    """
    folder = study.releases / given if (study.releases / given).is_dir() else Path(given)
    if not folder.is_dir():
        raise _refused(given, _no_such(study, given))
    if (folder / RELEASE_RECORD).is_file():
        return _released(study, folder)
    tables = next((one for one in (folder, folder / TABLES) if published_path(HELD, one).is_file()), None)
    if tables is None:
        reason = f"holds no {RELEASE_RECORD} and no published tables: it is neither a release nor what a run"
        raise _refused(_shown(study, folder), f"{reason} left behind; name one of these")
    if not (tables / MADE_WITH).is_file():
        reason = f"holds tables, but no {MADE_WITH} beside them, so that nothing is known of where they come"
        raise _refused(_shown(study, folder), f"{reason} from; name a release, or a folder of a later run")
    made = _record(study, tables)
    _of_this_study(study, folder, made.study)
    _as_recorded(study, tables, made, "name an unchanged copy")
    return Build(folder.resolve().name, tables, None, made, _held(tables))


def _no_such(study: Study, given: str) -> str:
    names = sorted(path.parent.name for path in study.releases.glob(f"*/{RELEASE_RECORD}"))
    known = meant(given, names) or "; there is no release yet: make one with ./isop release"
    return f"is neither a release of the study '{study.name}' nor a folder{known}"


def _released(study: Study, folder: Path) -> Build:
    file = _shown(study, folder / RELEASE_RECORD)
    try:
        release = Release(**json.loads((folder / RELEASE_RECORD).read_text(encoding="utf-8")))
    except (ValueError, TypeError):
        raise _refused(file, "is no record of a release; restore it from a backup") from None
    _of_this_study(study, folder, release.study)
    tables = folder / TABLES
    for name, digest in release.files.items():
        if not name.startswith(f"{TABLES}/") or not name.endswith((".csv", ".json")):
            continue
        if not (folder / name).is_file():
            raise _refused(file, f"the released file '{name}' is gone; restore it from a backup")
        if table_hash(folder / name) != digest:
            raise _refused(file, f"the released file '{name}' was changed since; restore it from a backup")
    made = _record(study, tables) if (tables / MADE_WITH).is_file() else None
    return Build(release.name, tables, release, made, _held(tables))


def _record(study: Study, tables: Path) -> MadeWith:
    try:
        return MadeWith.read((tables / MADE_WITH).read_text(encoding="utf-8"))
    except (ValueError, KeyError, TypeError):
        shown = _shown(study, tables / MADE_WITH)
        raise _refused(shown, "is no record of what tables were made with; name an unchanged copy") from None


def _of_this_study(study: Study, folder: Path, owner: str) -> None:
    if owner != study.name:
        reason = (
            f"belongs to the study '{owner}', not to '{study.name}'; name another, or that study's --config"
        )
        raise _refused(_shown(study, folder), reason)


def _as_recorded(study: Study, tables: Path, made: MadeWith, mend: str) -> None:
    for name, digest in made.tables.items():
        path = published_path(name, tables)
        if not path.is_file():
            raise _refused(_shown(study, path), f"is gone, though {MADE_WITH} names it; {mend}")
        if table_hash(path) != digest:
            reason = f"is not the table that {MADE_WITH} tells of: it was changed since; {mend}"
            raise _refused(_shown(study, path), reason)


def _held(tables: Path) -> dict[str, str]:
    """Return the tables that stayed as a release had them, each with that release."""
    import csv

    with published_path(HELD, tables).open(encoding="utf-8", newline="") as file:
        return {row.get("table", ""): row.get("as_of", "") for row in csv.DictReader(file)}


def _shown(study: Study, path: Path) -> str:
    full, root = path.resolve(), study.root.resolve()
    return full.relative_to(root).as_posix() if full.is_relative_to(root) else path.name


def _refused(file: str, message: str) -> StudyError:
    return StudyError([Problem(file, message)])
