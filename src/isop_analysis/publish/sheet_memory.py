"""Team sheets that were given out: one that few people changed stays whole, and its dots are last time's."""

import shutil
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from isop_analysis.contracts.published_sheets import SHEET_NAMES, read_sheet
from isop_analysis.contracts.table import Row
from isop_analysis.publish.memory import people_file, releases_of
from isop_analysis.study.problems import Problem, StudyError

if TYPE_CHECKING:
    import pandas as pd

    from isop_analysis.study.study import Study

SHEETS = "sheets"
PEOPLE = "sheet_people"
Digests = dict[str, dict[str, str]]
"""By what is said (a scale, or words of a wave) each person's digest."""


@dataclass(frozen=True)
class Released:
    """A team's sheet as it was given out: its folder, its wave, who stood behind it."""

    folder: Path
    wave: str
    people: Digests

    @cached_property
    def dots(self) -> dict[str, float]:
        """The dots it showed, by scale."""
        scales = self.tables["sheet_scales"]
        shown = scales[scales["state"].astype("str") == "shown"]
        return dict(zip(shown["scale"].astype("str"), shown["dot"].astype("float64"), strict=True))

    @cached_property
    def tables(self) -> "dict[str, pd.DataFrame]":
        """Its tables."""
        return read_sheet(self.folder)

    def people_rows(self, team: str) -> list[Row]:
        """Return who stands behind it, as sheet_people holds them."""
        return [
            {"team": team, "wave": self.wave, "what": what, "person": person, "digest": digest}
            for what, people in self.people.items()
            for person, digest in people.items()
        ]


def released_sheets(study: "Study") -> dict[str, list[Released]]:
    """Return the sheets of each team that were given out, oldest first.

    Raises
    ------
    StudyError
        When a released file is gone or was changed, or the people behind a release are gone.
    """
    from isop_analysis.contracts import read_table

    found: dict[str, list[Released]] = {}
    for release in releases_of(study):
        folder = study.releases / release.name / SHEETS
        behind_file = people_file(study, release.name).with_name(f"{PEOPLE}.parquet")
        if not folder.is_dir():
            continue
        if not behind_file.is_file():
            raise StudyError([_gone(study, release.name)])
        behind = read_table(PEOPLE, behind_file.parent)
        for own in sorted(path for path in folder.iterdir() if (path / f"{SHEET_NAMES[0]}.csv").is_file()):
            wave = str(read_sheet(own)["sheets"]["wave"].iloc[0])
            people = behind[behind["team"] == own.name]
            found.setdefault(own.name, []).append(Released(own, wave, digests(_rows_of(people))))
    return found


def _gone(study: "Study", release: str) -> Problem:
    message = (
        f"the people behind the sheets of release '{release}' are gone from data/restricted; restore them "
        "from a backup: without them nothing can be told that is safe beside those sheets"
    )
    return Problem((study.releases / release).relative_to(study.root).as_posix(), message)


def _rows_of(people: "pd.DataFrame") -> list[Row]:
    return [{str(name): cell for name, cell in row.items()} for row in people.to_dict("records")]


def digests(rows: Iterable[Row]) -> Digests:
    """Return rows of sheet_people by what is said."""
    found: Digests = {}
    for row in rows:
        found.setdefault(str(row["what"]), {})[str(row["person"])] = str(row["digest"])
    return found


def stays(now: Digests, released: Released, few: int) -> bool:
    """Tell whether a released sheet stays: of something it says, one to a few people joined, left or changed.

    `now` holds who gave it today, however few: a row that went would tell of those who left.
    """
    return any(0 < _changed(now.get(what, {}), then) < few for what, then in released.people.items())


def _changed(now: dict[str, str], then: dict[str, str]) -> int:
    """Return how many people gave something else, or nothing, or something for the first time."""
    return sum(now.get(who) != then.get(who) for who in now.keys() | then.keys())


def last_time(
    now: Digests, waves: Sequence[str], released: Sequence[Released], few: int
) -> tuple[dict[str, float], bool]:
    """Return last time's dots by scale, and whether people of the team changed.

    They are those of the newest released sheet of the newest earlier wave (`waves`, oldest first); none for
    a scale where one to a few people joined or left since, and none at all if these changed on any.
    """
    earlier = [one for wave in waves for one in released if one.wave == wave]
    if not earlier:
        return {}, False
    last = earlier[-1]
    shown = [scale for scale in last.dots if scale in now]
    if any(0 < len(now[scale].keys() ^ last.people.get(scale, {}).keys()) < few for scale in shown):
        return {}, True
    return {scale: last.dots[scale] for scale in shown}, False


def copy_sheet(released: Released, folder: Path) -> None:
    """Put a released sheet's tables into a team's folder, as they were."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    for name in SHEET_NAMES:
        target = folder / f"{name}.csv"
        shutil.copyfile(released.folder / f"{name}.csv", target)
        target.chmod(0o600)
