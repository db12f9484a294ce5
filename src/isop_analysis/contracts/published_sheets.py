"""What one team may have of itself: three small tables in a folder of its own, outside `data/published`.

``data/sheets/<study>/<team>/<table>.csv`` (0600, folders 0700); the folder's name says whose it is, the
tables do not. ``index.json`` beside the folders lists every file with its hash: a changed one is noticed.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from isop_analysis.base.whole_files import write_whole
from isop_analysis.contracts.kinds import (
    category,
    count,
    flag,
    maybe_category,
    maybe_count,
    maybe_flag,
    maybe_integer,
    maybe_number,
    text,
)
from isop_analysis.contracts.publication import STEP, Published
from isop_analysis.contracts.published_files import typed
from isop_analysis.contracts.table import Column, Row, conform

if TYPE_CHECKING:
    import pandas as pd

INDEX = "index.json"
TEAM = "team"
STATES = ("shown", "too_few")
SCALE_STATES = ("shown", "not_shown", "weak", "single_item", "unreliable")
"""`not_shown`: fewer than five answered, or somebody's answer could be guessed; which of them is not told."""
RULES = ("below", "lowest", "ask")


def _told(column: Column, digits: int) -> Column:
    return replace(column, digits=digits)


SHEET_TABLES: tuple[Published, ...] = (
    Published(
        "sheets",
        STEP,
        "A team's sheet: of which wave, whether answers are shown, what to talk about",
        (
            category("wave"),
            category("occasion"),
            category("state", *STATES),
            maybe_integer("number"),
            maybe_count("members"),
            count("minimum"),
            _told(maybe_number("line"), 4),
            category("rule", *RULES),
            maybe_category("question"),
            flag("team_changed"),
        ),
        ("wave",),
        unit="people",
        counts="members by the register; `line` is half of it, as a share of a scale's range",
    ),
    Published(
        "sheet_scales",
        STEP,
        "What a team's sheet says of each scale, in the order of the config",
        (
            category("scale"),
            category("state", *SCALE_STATES),
            _told(maybe_number("dot"), 4),
            _told(maybe_number("low"), 4),
            _told(maybe_number("high"), 4),
            maybe_flag("above"),
            maybe_flag("below"),
            _told(maybe_number("previous"), 4),
        ),
        ("scale",),
        unit="people",
        counts="means to a sixteenth of the range, and where the middle eight of ten teams lie",
    ),
    Published(
        "sheet_codes",
        STEP,
        "Codes of the interviews that several of the team raised, and when",
        (category("code"), text("wave")),
        ("code",),
        unit="people",
        counts="at least three people, never how many",
    ),
)
SHEET_NAMES = tuple(table.name for table in SHEET_TABLES)


def sheet_table(name: str) -> Published:
    """Return the contract of a team's table."""
    return SHEET_TABLES[SHEET_NAMES.index(name)]


def write_team_tables(rows: Mapping[str, Mapping[str, Sequence[Row]]], folder: Path) -> None:
    """Check the rows of each team's tables against their contracts and write them into its own folder.

    All teams' rows are checked at once, as one table that has the team before its columns.
    """
    import pandas as pd

    for name in SHEET_NAMES:
        own = sheet_table(name)
        table = replace(own, columns=(text(TEAM), *own.columns), key=(TEAM, *own.key))
        together = [{TEAM: team, **row} for team, tables in rows.items() for row in tables[name]]
        checked = conform(pd.DataFrame(together, columns=table.column_names), table)
        places = checked.groupby(TEAM).indices
        told = checked.drop(columns=TEAM)
        for team in rows:
            of_team = told.iloc[places.get(team, [])]
            write_whole(folder / team / f"{name}.csv", of_team.to_csv(index=False, lineterminator="\n"))


def read_sheet(folder: Path) -> dict[str, "pd.DataFrame"]:
    """Read a team's tables by name.

    Raises
    ------
    ContractError
        When a table is not what its contract says.
    """
    import pandas as pd

    found = {}
    for name in SHEET_NAMES:
        table = sheet_table(name)
        cells = pd.read_csv(folder / f"{name}.csv", dtype="str", keep_default_na=False, na_filter=False)
        found[name] = conform(typed(cells, table), table)
    return found


def write_index(folder: Path, teams: Iterable[str]) -> Path:
    """Write which teams have a sheet, with the hash of each of their files; return the path."""
    listed = {
        team: {f"{name}.csv": _hash(folder / team / f"{name}.csv") for name in SHEET_NAMES}
        for team in sorted(teams)
    }
    path = folder / INDEX
    write_whole(path, json.dumps(listed, indent=1) + "\n")
    return path


def read_index(folder: Path) -> dict[str, dict[str, str]]:
    """Return the teams with a sheet and the hashes of their files.

    Raises
    ------
    FileNotFoundError
        When the step that publishes has not run, or a file is gone or is not the one it wrote.
    """
    path = folder / INDEX
    if not path.is_file():
        raise FileNotFoundError(f"team sheets are not published yet; run the step {STEP} (./run) first")
    listed: dict[str, dict[str, str]] = json.loads(path.read_text(encoding="utf-8"))
    for team, files in listed.items():
        for file, digest in files.items():
            own = folder / team / file
            if not own.is_file() or _hash(own) != digest:
                raise FileNotFoundError(f"{team}/{file} is gone or was changed; run the step {STEP} again")
    return listed


def forget_changed_sheets(folder: Path) -> None:
    """Remove the index where a file is gone or was changed, so that the step counts as not done."""
    path = folder / INDEX
    if path.is_file():
        try:
            read_index(folder)
        except (FileNotFoundError, ValueError):
            path.unlink()


def _hash(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
