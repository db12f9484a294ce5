"""Team sheets as tables: of each team the newest wave at which five who agreed answered, by the gate's rules.

1. Who gave what (`sheet_members`). 2. Per occasion and scale what the report tells of all teams
(`sheet_scales`), and per team the rows that pass the gate (`team_gate`). 3. Strengths, the question
(`sheet_rules`) and own words. 4. A sheet that few people changed since it was given out stays as it was
(`sheet_memory`).
"""

import re
import shutil
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from isop_analysis.contracts import read_table, write_rows
from isop_analysis.contracts.cells import Count
from isop_analysis.contracts.published_sheets import SHEET_NAMES, sheet_table, write_index, write_team_tables
from isop_analysis.contracts.table import Row
from isop_analysis.publish import sheet_rules
from isop_analysis.publish.rounding import told_number
from isop_analysis.publish.sheet_members import NO_WAVE, Members, Read, people_row, read_members
from isop_analysis.publish.sheet_memory import (
    Released,
    copy_sheet,
    digests,
    last_time,
    released_sheets,
    stays,
)
from isop_analysis.publish.sheet_scales import TeamTables, Told, common_line, row_of, team_tables, told_of

if TYPE_CHECKING:
    import pandas as pd

    from isop_analysis.study.instrument import Instrument, Scale
    from isop_analysis.study.participant_settings import Wave
    from isop_analysis.study.sheet_settings import SheetSettings
    from isop_analysis.study.study import Study

WORDS = "words "
Rows = dict[str, list[Row]]
"""A team's rows, by table."""


def publish_sheets(study: "Study", read: Read, published: Read) -> None:
    """Write every team's tables, who stands behind them, and the index; none in a study without sheets.

    `read` gives processed tables, `published` those that the report is made of, with those
    that stay as they were released.
    """
    people: list[Row] = []
    teams: list[str] = []
    written: dict[str, Rows] = {}
    if (settings := study.config.sheet) is not None:
        sheets, released = Sheets.of(study, settings, read, published), released_sheets(study)
        for team in sheets.members.teams:
            own = sheets.team(team, released.get(team, []))
            teams.append(team)
            people += own.people
            if own.kept is not None:
                copy_sheet(own.kept, study.sheets / team)
            else:
                written[team] = own.tables
    write_team_tables(written, study.sheets)
    for folder in [path for path in study.sheets.glob("*") if path.is_dir() and path.name not in teams]:
        shutil.rmtree(folder)
    write_rows(people, "sheet_people", study.restricted)
    write_index(study.sheets, teams)


def words_of(wave: str) -> str:
    """Return what sheet_people calls the words of a wave's interviews."""
    return f"{WORDS}{wave}"


@dataclass(frozen=True)
class TeamSheet:
    """A team's rows by table, and who stands behind them; `kept` is the released sheet that stays instead."""

    tables: Rows
    people: list[Row]
    kept: Released | None = None


@dataclass(frozen=True)
class Words:
    """Codes that enough of a team raised at a wave (NO_WAVE where segments have none), in config's order."""

    wave: str = NO_WAVE
    codes: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class Sheets:
    """What the sheets of a study are made of.

    Attributes:
        states: why a scale is drawn on no sheet of an occasion: `weak`, `single_item` or `unreliable`.
        numbers: what a team is called, where the register's name of it holds one number.
        tables: what the report tells of all teams.
        disputed: codes on which coders agree too little: they stand on no sheet.
    """

    study: "Study"
    settings: "SheetSettings"
    members: Members
    states: dict[tuple[str, str], str]
    numbers: dict[str, int]
    tables: TeamTables
    disputed: frozenset[str] = frozenset()
    told: dict[tuple[str, str], Told] = field(default_factory=dict)

    @classmethod
    def of(cls, study: "Study", settings: "SheetSettings", read: Read, published: Read) -> "Sheets":
        """Gather it from processed tables, and teams' numbers from the restricted one."""
        return cls(
            study,
            settings,
            read_members(study, read),
            _states(read("reliability")),
            _numbers(study),
            team_tables(study, read, published),
            _disputed(read("coder_agreement")),
        )

    @property
    def minimum(self) -> int:
        """Fewest answers of which anything is said."""
        return self.study.config.privacy.minimum_team

    def team(self, team: str, released: Sequence[Released]) -> TeamSheet:
        """Return a team's sheet: of the newest wave at which something may be said, or that nothing may."""
        waves = self._waves(team)
        found = [(wave, rows) for wave in waves if (rows := self._rows(team, wave))]
        wave, rows = found[-1] if found else (waves[-1], [])
        words = self._words(team)
        told = [row.scale for row in rows] + ([words_of(words.wave)] if words.codes else [])
        people = self._people(team, wave.name, told)
        now = digests(people)
        late = [one.name for one in waves if not found or one.time >= wave.time]
        for one in reversed([one for one in released if one.wave in late]):
            if stays(digests(self._people(team, one.wave, list(one.people))), one, self.minimum):
                return TeamSheet({}, one.people_rows(team), one)
        before = [one.name for one in waves if one.time < wave.time]
        last, changed = last_time(now, before, released, self.minimum)
        tables: Rows = {
            "sheets": [self._sheet_row(team, wave, rows, changed)],
            "sheet_scales": self._scale_rows(wave.occasion, rows, last),
            "sheet_codes": [{"code": code, "wave": words.wave} for code in words.codes],
        }
        return TeamSheet({name: _rounded(tables[name], name) for name in SHEET_NAMES}, people)

    def _waves(self, team: str) -> "list[Wave]":
        """Return the waves of a team's cohort at which anyone answered, oldest first; else all of them."""
        answered, own = self.members.waves, self.members.answered.get(team, frozenset())
        cohorts = {wave.cohort for wave in self.study.config.waves if wave.name in own}
        cohorts |= {cohort} if (cohort := self.members.cohorts.get(team)) is not None else set()
        waves = sorted(self.study.config.waves, key=lambda wave: wave.time)
        return [one for one in waves if one.name in answered and one.cohort in cohorts] or waves

    def _rows(self, team: str, wave: "Wave") -> list[sheet_rules.Row]:
        at = (team, wave.name)
        rows = (row_of(self.members, told, at, self.minimum) for told in self._drawn(wave.occasion))
        return [row for row in rows if row is not None]

    def _scales(self) -> "Iterator[tuple[Instrument, Scale]]":
        """Yield the scales of the sheet's blocks that config does not leave out."""
        for block in self.settings.blocks:
            for instrument, scale in self.study.scales:
                if scale.about == block.about and scale.sheet is not False:
                    yield instrument, scale

    def _drawn(self, occasion: str) -> list[Told]:
        """Return what is told of each scale that sheets of an occasion may draw."""
        for instrument, scale in self._scales():
            key = (scale.name, occasion)
            if key not in self.told and self._state(scale, occasion) is None:
                self.told[key] = told_of(self.tables, instrument, scale, occasion)
        keys = [(scale.name, occasion) for _, scale in self._scales()]
        return [self.told[key] for key in keys if key in self.told]

    def _state(self, scale: "Scale", occasion: str) -> str | None:
        if len(scale.items) == 1:
            return "single_item"
        return self.states.get((scale.name, occasion))

    def _words(self, team: str) -> Words:
        """Return the codes of the newest wave at which enough of the team were interviewed."""
        limits, integration = self.settings.words, self.study.integration
        order = [NO_WAVE, *(wave.name for wave in sorted(self.study.config.waves, key=lambda one: one.time))]
        for wave in reversed(order):
            said = self.members.said(team, wave)
            if integration is not None and len(said) >= limits.interviewed:
                raised = Counter(code for codes in said.values() for code in codes)
                usable = (one for one in integration.codes if one.name not in self.disputed)
                known = [code.name for code in usable if code.sheet is not None]
                return Words(wave, tuple(code for code in known if raised[code] >= limits.people))
        return Words()

    def _people(self, team: str, wave: str, told: Sequence[str]) -> list[Row]:
        """Return who gave what is told at a wave: scores on scales, or codes of a wave's interviews."""
        found: list[Row] = []
        for what in told:
            given: dict[str, Any] = self.members.counted(team, wave, what)
            if what.startswith(WORDS):
                said = self.members.said(team, what.removeprefix(WORDS))
                given = {person: sorted(codes) for person, codes in said.items()}
            found += [people_row(team, wave, what, person, own) for person, own in sorted(given.items())]
        return found

    def _sheet_row(self, team: str, wave: "Wave", rows: Sequence[sheet_rules.Row], changed: bool) -> Row:
        rule, question = sheet_rules.question(rows, self.settings.strength)
        members = self._told_members(team)
        return {
            "wave": wave.name,
            "occasion": wave.occasion,
            "state": "shown" if rows else "too_few",
            "number": self.numbers.get(team),
            "members": None if members is None else str(Count.exactly(members)),
            "minimum": str(Count.exactly(self.minimum)),
            "line": common_line(self._drawn(wave.occasion)) if rows else None,
            "rule": rule,
            "question": question,
            "team_changed": changed,
        }

    def _told_members(self, team: str) -> int | None:
        """Return how many members a team has; beside five of five or six a dot would tell who refused."""
        members = self.members.registered.get(team)
        return members if members is not None and members > self.minimum + 1 else None

    def _scale_rows(
        self, occasion: str, rows: Sequence[sheet_rules.Row], last: dict[str, float]
    ) -> list[Row]:
        by_scale = {row.scale: row for row in rows}
        strong = set(sheet_rules.strengths(rows, self.settings.strength))
        found: list[Row] = []
        for _, scale in self._scales():
            row = by_scale.get(scale.name)
            if row is None:
                state = self._state(scale, occasion) or "not_shown"
                found.append(_absent(scale.name, state))
                continue
            told = self.told[scale.name, occasion]
            low, high = told.box or (None, None)
            strength = self.settings.strength.probability
            found.append(
                {
                    "scale": scale.name,
                    "state": "shown",
                    "dot": told.low + row.dot * (told.high - told.low),
                    "low": low,
                    "high": high,
                    "above": None if row.above is None else scale.name in strong,
                    "below": None if row.above is None else 1 - row.above >= strength,
                    "previous": last.get(scale.name),
                }
            )
        return found


def _absent(scale: str, state: str) -> Row:
    empty = dict.fromkeys(sheet_table("sheet_scales").column_names)
    return empty | {"scale": scale, "state": state}


def _rounded(rows: list[Row], name: str) -> list[Row]:
    """Return rows of a team's table, numbers rounded as its contract says."""
    numbers = {one.name: one for one in sheet_table(name).columns if one.kind == "number"}
    found: list[Row] = []
    for row in rows:
        cells: dict[str, Any] = {column: row[column] for column in numbers if row[column] is not None}
        found.append(row | {column: told_number(cell, numbers[column]) for column, cell in cells.items()})
    return found


def _disputed(agreement: "pd.DataFrame") -> frozenset[str]:
    return frozenset(agreement.loc[agreement["below"].astype("bool"), "code"].astype("str"))


def _states(reliability: "pd.DataFrame") -> dict[tuple[str, str], str]:
    """Return which scales are weak, or have no known reliability, at which occasion."""
    columns = (reliability[name].astype("object") for name in ("scale", "occasion", "status", "weak"))
    found = {}
    for scale, occasion, status, weak in zip(*columns, strict=True):
        if status != "computed":
            found[str(scale), str(occasion)] = "unreliable"
        elif weak is True:
            found[str(scale), str(occasion)] = "weak"
    return found


def _numbers(study: "Study") -> dict[str, int]:
    """Return the number in each team's name, by pseudonym; none where it has not one, or teams share it."""
    hidden = read_table("hidden_names", study.restricted)
    teams = hidden[hidden["kind"].astype("str") == "team"]
    spelled: dict[str, set[int]] = {}
    for team, name in zip(teams["pseudonym"].astype("str"), teams["name"].astype("str"), strict=True):
        numbers = re.findall(r"\d+", name)
        spelled.setdefault(team, set()).update(int(one) for one in numbers if len(numbers) == 1)
    own = {team: next(iter(numbers)) for team, numbers in spelled.items() if len(numbers) == 1}
    often = Counter(own.values())
    return {team: number for team, number in own.items() if often[number] == 1}
