"""What a register would be in config: its sheets of teams, members and attendance, and their columns."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from isop_analysis.answers.spelling import folded
from isop_analysis.drafting.raw_tables import RawColumn, RawTable
from isop_analysis.study.undeclared import Column

WORDS: dict[str, tuple[str, ...]] = {
    "team": (
        *("leerteam", "team", "teamnaam", "groep", "group", "klas", "class", "unit", "afdeling", "crew"),
        *("vereniging", "club", "ploeg", "department", "verein", "gruppe", "abteilung", "klasse"),
    ),
    "site": (
        *("locatie", "site", "school", "location", "vestiging", "organisatie", "organisation", "hospital"),
        *("standort", "schule", "einrichtung"),
    ),
    "email": (
        *("e-mail", "email", "e-mailadres", "mail", "e-mail address", "emailadres", "email address"),
        *("e-mail-adres", "e-mail-adresse", "e-mailadresse", "emailadresse"),
    ),
    "token": ("token", "uitnodigingscode"),
    "joined": ("vanaf", "start", "joined", "from", "begin", "startdatum", "start date"),
    "left": ("tot", "eind", "einde", "left", "until", "einddatum", "end date", "end"),
    "cohort": ("cohort", "startjaar"),
    "wave": ("meetmoment", "wave", "meting", "occasion", "moment", "tijdstip"),
    "offered": ("aangeboden", "offered", "bijeenkomsten", "sessions", "sessions offered"),
    "attended": ("aanwezig", "attended", "bijgewoond", "sessions attended", "present"),
}
GROUPS = (
    "rol",
    "role",
    "functie",
    "beroep",
    "profession",
    "niveau",
    "level",
    "sector",
    "opleiding",
    "programme",
    "job",
    "position",
    "rolle",
    "beruf",
    "funktion",
)


@dataclass(frozen=True)
class DraftSheet:
    """A sheet with its columns by what they are; `groups` may tell groups of people, `rest` is not read.

    `may_be_team` are columns whose cells come back, where none is called a team.
    """

    sheet: str | None
    columns: dict[str, str]
    groups: tuple[RawColumn, ...]
    rest: tuple[str, ...]
    may_be_team: tuple[str, ...] = ()


@dataclass(frozen=True)
class DraftRegister:
    """The register: its file, the sheets that it has, and what it calls waves and teams.

    `teams_named` are the teams of its members, folded; none where no column is called a team.
    """

    file: str
    members: DraftSheet
    teams: DraftSheet | None
    attendance: DraftSheet | None
    waves: tuple[str, ...] = ()
    teams_named: frozenset[str] = frozenset()


def draft_register(tables: list[RawTable]) -> DraftRegister | None:
    """Return the register that the tables of one file seem to be; None where none of them has teams.

    Where no column is called a team, a sheet of people's addresses or tokens in which another column's
    cells come back may have teams of another name: schools, wards.
    """
    sheets = [_sheet(table) for table in tables]
    if not any({"email", "token"} & set(one.columns) for one in sheets):
        sheets = [_with_addresses(table, one) for table, one in zip(tables, sheets, strict=True)]
    attendance = next((one for one in sheets if {"offered", "attended", "wave"} <= set(one.columns)), None)
    people = [one for one in sheets if one is not attendance and "team" in one.columns]
    members = next((one for one in people if "email" in one.columns or "token" in one.columns), None)
    members = members or next((one for one in people if one.groups), None)
    members = members or next((one for one in sheets if one is not attendance and one.may_be_team), None)
    if members is None:
        return None
    teams = next((one for one in people if one is not members and "site" in one.columns), None)
    waves, named = _cells(tables, attendance, "wave"), _cells(tables, members, "team")
    return DraftRegister(tables[0].file, members, teams, attendance, waves, frozenset(map(folded, named)))


def _cells(tables: list[RawTable], sheet: DraftSheet | None, kind: str) -> tuple[str, ...]:
    """Return the different cells of a sheet's column; none where it has no such column."""
    if sheet is None or kind not in sheet.columns:
        return ()
    columns = [
        one for table in tables for one in table.columns if table.sheet == sheet.sheet or table.sheets == 1
    ]
    return next((tuple(one.different) for one in columns if one.name == sheet.columns[kind]), ())


def _sheet(table: RawTable) -> DraftSheet:
    found: dict[str, str] = {}
    groups, rest = [], []
    for column in table.columns:
        heading = folded(column.name)
        kind = next((kind for kind, words in WORDS.items() if heading in words and kind not in found), None)
        if kind is not None:
            found[kind] = column.name
        elif heading in GROUPS:
            groups.append(column)
        else:
            rest.append(column.name)
    sheet = table.sheet if table.sheets > 1 else None
    return DraftSheet(sheet, found, tuple(groups), tuple(rest), _may_be_team(table, found))


def _with_addresses(table: RawTable, sheet: DraftSheet) -> DraftSheet:
    """Return the sheet with the column that looks like e-mail addresses, whatever it is called."""
    own = next((one.name for one in table.columns if one.name in sheet.rest and _holds_addresses(one)), None)
    if own is None:
        return sheet
    columns = sheet.columns | {"email": own}
    rest = tuple(name for name in sheet.rest if name != own)
    return replace(sheet, columns=columns, rest=rest, may_be_team=_may_be_team(table, columns))


def _holds_addresses(column: RawColumn) -> bool:
    look = Column()
    look.note(column.filled)
    return look.kind == "e-mail addresses"


def _may_be_team(table: RawTable, found: Mapping[str, str]) -> tuple[str, ...]:
    if "team" in found or not {"email", "token"} & set(found):
        return ()
    known = {name for kind, name in found.items() if kind != "site"}
    return tuple(
        column.name
        for column in table.columns
        if column.name not in known and 2 <= len(column.different) <= len(column.filled) / 2
    )
