"""The register of learning teams: who is in which team, and how many sessions they attended.

Rows of people who did not agree that their answers are used and linked are left out, each with its reason;
for the composition of teams all members count. A member without a team is registered, and in no team.
"""

from dataclasses import dataclass

import pandas as pd

from isop_analysis.base.nearest import told
from isop_analysis.base.reasons import Reason
from isop_analysis.cleaning.consent import Agreements
from isop_analysis.cleaning.identities import place
from isop_analysis.cleaning.ledger import EXCLUSION_COLUMNS
from isop_analysis.cleaning.received import Received
from isop_analysis.cleaning.roster import Roster
from isop_analysis.study.participant_settings import Measure
from isop_analysis.study.problems import Problem, StudyError
from isop_analysis.study.study import Study

NO_TEAM = "none"


@dataclass(frozen=True)
class RegisterRows:
    """Members and attendance with identity (column `who`), team as the register spells it, `allowed`.

    `teams` has the register's teams (team, site, cohort and its measures) by name; `exclusions` the rows of
    people who did not agree.
    """

    teams: pd.DataFrame
    members: pd.DataFrame
    attendance: pd.DataFrame
    exclusions: pd.DataFrame

    def spelled(self, team: object) -> str | None:
        """Return a team's name as the register spells it; None where the register does not know it."""
        key = place(team)
        return self.spellings.get(key) if key is not None else None

    @property
    def spellings(self) -> dict[str, str]:
        """The register's teams by the name that spellings are compared by."""
        return {key: team for team in self.teams.index if (key := place(team)) is not None}


def read_register(
    study: Study, received: Received, roster: Roster, agreements: Agreements, starts: dict[str, pd.Timestamp]
) -> RegisterRows:
    """Return the register with identities; `starts` holds the first day of each wave, where it is known.

    Raises
    ------
    StudyError
        When members or attendance name a team that the sheet of teams lacks, someone attended more sessions
        than were offered, or the same person × team × wave stands twice with other numbers.
    """
    teams = received.teams.assign(team=received.teams["team"].str.strip())
    teams = teams.set_index("team", drop=False).rename_axis(None)
    rows = RegisterRows(teams, received.members, received.attendance, pd.DataFrame())
    members = _with_people(received.members, roster.members, rows.spellings)
    attendance = _with_people(received.attendance, roster.attendance, rows.spellings)
    _refuse_impossible(attendance)
    members = members.assign(refusal=_refusals(members["who"], agreements, None))
    days = [starts.get(str(wave)) for wave in attendance["wave"]]
    attendance = attendance.assign(refusal=_refusals(attendance["who"], agreements, days))
    attendance, doubled = _without_doubles(attendance)
    log = [_log(members, "consent", "refusal"), _log(attendance, "consent", "refusal"), doubled]
    exclusions = pd.concat(log, ignore_index=True)
    return RegisterRows(teams, members, attendance, exclusions)


def _with_people(
    table: pd.DataFrame, people: tuple[str | None, ...], spellings: dict[str, str]
) -> pd.DataFrame:
    keys = [place(team) for team in table["team"]]
    unknown = [
        Problem(
            str(file), "team of this row is not in the register's sheet of teams; add it, or correct it", row
        )
        for key, file, row in zip(keys, table["file"], table["file_row"], strict=True)
        if key is not None and key not in spellings
    ]
    if unknown:
        raise StudyError(unknown)
    teams = [NO_TEAM if key is None else spellings[key] for key in keys]
    return table.assign(team=teams, who=pd.Series(list(people), index=table.index, dtype="object"))


def _refuse_impossible(attendance: pd.DataFrame) -> None:
    wrong = attendance[attendance["attended"] > attendance["offered"]]
    problems = [
        Problem(
            str(file),
            f"{told(f'{attended:g}')} sessions attended of {told(f'{offered:g}')} offered; correct the row",
            int(row),
        )
        for file, row, attended, offered in zip(
            wrong["file"], wrong["file_row"], wrong["attended"], wrong["offered"], strict=True
        )
    ]
    if problems:
        raise StudyError(problems)


def _refusals(people: pd.Series, agreements: Agreements, days: list[pd.Timestamp | None] | None) -> pd.Series:
    """Return why each row can't be used; a withdrawal counts only for rows that have days."""
    found: list[Reason | None] = []
    unlinked = Reason("not_agreed_to", purpose="linking")
    for who, day in zip(people, days if days is not None else [pd.Timestamp.min] * len(people), strict=True):
        linked = None if agreements.agrees(str(who), "linking") else unlinked
        found.append(agreements.refusal(who, "survey", day) or linked)
    return pd.Series(found, index=people.index, dtype="object")


def _without_doubles(attendance: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    key = ["who", "team", "wave"]
    named = attendance[attendance["who"].notna()].astype({"wave": "str"})
    twice = named[named.duplicated(key, keep=False)]
    numbers = [name for name in twice.columns if name not in {"email", "file", "file_row", "refusal"}]
    problems = [
        Problem(
            str(group["file"].iloc[-1]),
            f"the person of this row stands twice in its team in wave {wave}, with other numbers (rows "
            f"{', '.join(str(row) for row in group['file_row'])}); keep one row",
            int(group["file_row"].iloc[-1]),
        )
        for (_, _, wave), group in twice.groupby(key, sort=True)
        if len(group[numbers].drop_duplicates()) > 1
    ]
    if problems:
        raise StudyError(problems)
    again = named.index[named.duplicated(key, keep="first")]
    reasons = pd.Series([Reason("doubled_register_row")] * len(again), index=again, dtype="object")
    doubled = attendance.loc[again].assign(reason=reasons)
    return attendance.drop(index=again), _log(doubled, "duplicate_rows", "reason")


def _log(rows: pd.DataFrame, rule: str, reason: str) -> pd.DataFrame:
    rows = rows[rows[reason].notna()]
    wave = rows["wave"].astype("object") if "wave" in rows else None
    log = pd.DataFrame(
        {
            "unit": "register_row",
            "rule": rule,
            "instrument": "register",
            "wave": wave,
            "file": rows["file"].astype("object"),
            "file_row": rows["file_row"].astype("object"),
            "item": None,
            "value": None,
            "reason": rows[reason].astype("object"),
        },
        index=rows.index,
        columns=EXCLUSION_COLUMNS,
    )
    return log.astype("object")


def measure_column(table: pd.DataFrame, measure: Measure) -> pd.Series:
    """Return a measure's column as numbers; absent cells stay absent.

    Raises
    ------
    StudyError
        When the register lacks the column, or a cell holds no number.
    """
    name = measure.name if measure.name in table else measure.column
    if table.empty:
        return pd.Series(index=table.index, dtype="float64")
    if name not in table:
        raise StudyError(
            [Problem("register", f"column '{measure.column}' of {measure.name} is missing; add it")]
        )
    cells = table[name]
    if pd.api.types.is_numeric_dtype(cells):
        return cells.astype("float64")
    text = cells.astype("str").where(cells.notna()).str.strip().str.replace(",", ".", regex=False)
    text = text.where(text != "")
    numbers = pd.to_numeric(text, errors="coerce").astype("float64")
    wrong = text[text.notna() & numbers.isna()]
    if len(wrong):
        reason = f"column '{measure.column}' holds {told(wrong.iloc[0])}; a number was expected"
        raise StudyError([Problem("register", reason)])
    return numbers
