"""The register of learning teams: workbooks with sheets of teams, members and attendance, read as one."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from isop_analysis.answers.entry import shown
from isop_analysis.answers.small_tables import (
    WORKBOOKS,
    SmallTable,
    read_small_table,
    read_workbook_tables,
    told_once,
)
from isop_analysis.answers.spelling import folded, key, number, wave_spellings
from isop_analysis.answers.timestamps import moment
from isop_analysis.base.nearest import heading_meant, meant, told
from isop_analysis.study.base import Settings
from isop_analysis.study.participant_settings import Measure, Register
from isop_analysis.study.problems import Problem, StudyError
from isop_analysis.study.study import Study

WHO = ("email", "token")
YEAR = re.compile(r"\d{4}([-/]\d{2,4})?")
Cell = str | float | int | None


@dataclass
class RegisterRows:
    """Rows for register_teams, register_members and register_attendance, and all that is wrong."""

    teams: list[dict[str, Cell]] = field(default_factory=list)
    members: list[dict[str, Cell]] = field(default_factory=list)
    attendance: list[dict[str, Cell]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    rows_by_file: dict[str, int] = field(default_factory=dict)


def read_register(study: Study) -> RegisterRows:
    """Read every workbook of the register; empty for a study without one.

    Problems: a file, sheet or column is missing; a team stands twice in a file, or in two files with another
    site, cohort or dates; a required cell is empty; a cell holds no number; a wave is unknown.
    """
    found = RegisterRows()
    register = study.config.team_register
    if register is None:
        return found
    first: dict[str, tuple[str, dict[str, Cell]]] = {}
    for file in register.files:
        try:
            sheets = _tables(study, file)
        except StudyError as error:
            found.problems += error.problems
            continue
        reader = _Workbook(study, register, file, sheets, found)
        reader.read_teams(first)
        reader.read_members()
        reader.read_attendance()
        found.rows_by_file[file] = sum(len(sheet.rows) for sheet in reader.used)
    found.problems = told_once(found.problems)
    return found


def _tables(study: Study, file: str) -> dict[str, SmallTable]:
    path = study.raw / file
    if path.suffix.lower() in WORKBOOKS:
        return read_workbook_tables(path, shown(study, file), study.config.limits)
    return {"": read_small_table(path, shown(study, file))}


class _Workbook:
    def __init__(
        self,
        study: Study,
        register: Register,
        file: str,
        sheets: Mapping[str, SmallTable],
        found: RegisterRows,
    ) -> None:
        self.study, self.register, self.file = study, register, file
        self.sheets, self.found = sheets, found
        self.used: list[SmallTable] = []
        self.named = {folded(str(one["team"])) for one in found.teams}

    def _sheet(self, name: str | None) -> SmallTable | None:
        if name is None and len(self.sheets) == 1:
            self.used += self.sheets.values()
            return self.used[-1]
        if name is None:
            message = f"holds {len(self.sheets)} sheets; name the one that is meant ('sheet')"
            self.found.problems.append(Problem(shown(self.study, self.file), message))
            return None
        for own, table in self.sheets.items():
            if folded(own) == folded(name):
                self.used.append(table)
                return table
        hint = heading_meant(name, self.sheets).replace("heading", "sheet")
        self.found.problems.append(Problem(shown(self.study, self.file), f"sheet '{name}' is missing{hint}"))
        return None

    def _positions(self, table: SmallTable, columns: Mapping[str, str]) -> dict[str, int] | None:
        """Return the position of each column by the name it gets in our table."""
        found, problems = table.positions(list(columns.values()))
        declared, _ = table.positions(self._people(table))
        problems += table.looks(self.study, declared.values())
        self.found.problems += problems
        return None if problems else {name: found[column] for name, column in columns.items()}

    def _people(self, table: SmallTable) -> list[str]:
        """Return a sheet's columns of addresses and tokens, by whichever parts of the register read it."""
        parts = (self.register.teams, self.register.members, self.register.attendance)
        here = [one for one in parts if one is not None and self._reads(one.sheet, table)]
        named = [column for one in here for name, column in one.columns if name in WHO and column is not None]
        return list(dict.fromkeys(named))

    def _reads(self, sheet: str | None, table: SmallTable) -> bool:
        return any(
            own is table and (sheet is None or folded(sheet) == folded(name))
            for name, own in self.sheets.items()
        )

    def _number(self, table: SmallTable, row: int, column: str, cell: str) -> float | None:
        value = number(cell) if number(cell) is not None else number(cell.replace(",", "."))
        if cell and value is None:
            message = f"column '{column}' holds {told(cell)}; a number was expected"
            self.found.problems.append(table.problem(message, row))
        return value

    def _day(self, table: SmallTable, row: int, column: str, cell: str) -> str | None:
        """Return a day as 2024-09-30; anything else would go on as it is, and may be anyone's."""
        found = moment(cell)
        if cell and found is None:
            message = f"column '{column}' holds no date ({told(cell)}); write it as 2024-09-30"
            self.found.problems.append(table.problem(message, row))
        return found.date().isoformat() if found is not None else None

    def _known_cohort(self, table: SmallTable, row: int, column: str, cell: Cell) -> None:
        """Refuse a cohort that is neither of a wave nor a year: it stands in tables as it is."""
        known = sorted({wave.cohort for wave in self.study.config.waves})
        if isinstance(cell, str) and cell not in known and not YEAR.fullmatch(cell):
            message = f"column '{column}' holds an unknown cohort: {told(cell, known)}{meant(cell, known)}"
            self.found.problems.append(table.problem(message, row))

    def _require(
        self, table: SmallTable, row: int, columns: Mapping[str, str], cells: Mapping[str, str]
    ) -> bool:
        empty = [column for name, column in columns.items() if not cells[name]]
        self.found.problems += [table.problem(f"column '{c}' is empty; fill it in", row) for c in empty]
        return not empty

    def read_teams(self, first: dict[str, tuple[str, dict[str, Cell]]]) -> None:
        """Read the teams; `first` holds where each team was met before."""
        settings = self.register.teams
        if settings is None:
            return
        table = self._sheet(settings.sheet)
        columns = _columns(settings.columns, settings.measures)
        if table is None or (positions := self._positions(table, columns)) is None:
            return
        for row, cells in table.cells(positions):
            if not self._require(table, row, {n: columns[n] for n in ("team", "site")}, cells):
                continue
            team: dict[str, Cell] = {
                n: cells.get(n) or None for n in ("team", "site", "cohort", "started", "ended")
            }
            self._known_cohort(table, row, columns.get("cohort", ""), team["cohort"])
            for measure in settings.measures:
                team[measure.name] = self._number(table, row, measure.column, cells[measure.name])
            self._add_team(table, row, team, columns, first)

    def _add_team(
        self,
        table: SmallTable,
        row: int,
        team: dict[str, Cell],
        columns: Mapping[str, str],
        first: dict[str, tuple[str, dict[str, Cell]]],
    ) -> None:
        name = str(team["team"])
        if folded(name) not in first:
            first[folded(name)] = (self.file, team)
            self.found.teams.append(team)
            return
        file, before = first[folded(name)]
        if file == self.file and not self._reads(self.register.members.sheet, table):
            self.found.problems.append(table.problem("the team of this row stands twice; keep one row", row))
            return
        for other, value in team.items():
            if other != "team" and value is not None and before[other] not in (None, value):
                message = (
                    f"the team of this row has another {columns[other]} here than "
                    f"{'in a row above' if file == self.file else f'in {file}'}; correct one of them"
                )
                self.found.problems.append(table.problem(message, row))
            before[other] = value if before[other] is None else before[other]

    def read_members(self) -> None:
        """Read the members with their attributes as written; a member's team may be empty."""
        settings = self.register.members
        table = self._sheet(settings.sheet)
        columns = _columns(settings.columns, []) | {
            a.name: a.register_column for a in self.study.config.attributes if a.register_column
        }
        if table is None or (positions := self._positions(table, columns)) is None:
            return
        for row, cells in table.cells(positions):
            if self._require(table, row, {"email": columns["email"]}, cells):
                member: dict[str, Cell] = {
                    n: cells.get(n) or None for n in ("email", "token", "joined", "left")
                }
                for name in ("joined", "left"):
                    member[name] = self._day(table, row, columns.get(name, ""), cells.get(name, ""))
                attributes = {n: c or None for n, c in cells.items() if n not in {*member, "team", "site"}}
                team = cells["team"] or "none"
                self._note_team(cells)
                self.found.members.append(
                    {
                        "team": team,
                        **member,
                        **attributes,
                        "file": self.file,
                        "file_row": row,
                    }
                )

    def _note_team(self, cells: Mapping[str, str]) -> None:
        """Keep a member's team where there is no sheet of teams; its site is that of its first member."""
        name = folded(cells["team"])
        if self.register.teams is None and name not in {"", "none", *self.named}:
            self.named.add(name)
            empty = dict.fromkeys(("cohort", "started", "ended"))
            self.found.teams.append({"team": cells["team"], "site": cells.get("site") or "none", **empty})

    def read_attendance(self) -> None:
        """Read sessions offered and attended per member × team × wave."""
        settings = self.register.attendance
        if settings is None:
            return
        table = self._sheet(settings.sheet)
        columns = _columns(settings.columns, settings.measures)
        if table is None or (positions := self._positions(table, columns)) is None:
            return
        numbers = {"offered": settings.columns.offered, "attended": settings.columns.attended}
        numbers |= {measure.name: measure.column for measure in settings.measures}
        needed = {name: columns[name] for name in ("team", "email", "wave", "offered", "attended")}
        for row, cells in table.cells(positions):
            if not self._require(table, row, needed, cells):
                continue
            entry: dict[str, Cell] = {"team": cells["team"], "email": cells["email"]}
            entry["wave"] = wave_name(
                self.study, table, row, needed["wave"], cells["wave"], self.found.problems
            )
            for name, column in numbers.items():
                entry[name] = self._number(table, row, column, cells[name])
            self.found.attendance.append(entry | {"file": self.file, "file_row": row})


def _columns(settings: Settings, measures: list[Measure]) -> dict[str, str]:
    named = {name: str(column) for name, column in settings if column is not None}
    return named | {measure.name: measure.column for measure in measures}


def wave_name(
    study: Study, table: SmallTable, row: int, column: str, cell: str, problems: list[Problem]
) -> str | None:
    """Return the study's wave that a cell names; another becomes a problem."""
    waves = wave_spellings(study.config.waves)
    found = waves.get(key(cell))
    if found is None:
        names = [wave.name for wave in study.config.waves]
        hint, word = meant(cell, names), told(cell, names)
        problems.append(table.problem(f"column '{column}' holds an unknown wave: {word}{hint}", row))
    return found
