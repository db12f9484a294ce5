"""The register of learning teams as XLSX, a workbook a cohort: teams, members, attendance."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from isop_analysis.demo.attendance import Attendance
from isop_analysis.demo.files import new_workbook, store_plainly
from isop_analysis.demo.population import Membership, Person, Population, Team
from isop_analysis.study.participant_settings import Wave

Cell = str | float | int | date | None
# As registers are kept by hand: several words for the same thing.
ROLES = {
    "future": ("student", "Aanstaande professional", "Student"),
    "working": ("professional", "Zittende professional"),
    "facilitator": ("coach", "Begeleider"),
}
PROFESSIONS = {
    "teacher": ("leerkracht", "Leraar", "docent"),
    "childcare_worker": ("pm'er", "Pedagogisch medewerker"),
    "teaching_assistant": ("Onderwijsassistent",),
    "social_worker": ("maatschappelijk werker", "Sociaal werker"),
    "youth_care": ("Jeugdzorgwerker",),
    "speech_therapist": ("Logopedist", "logopedist"),
    "sen_coordinator": ("ib'er", "Intern begeleider"),
    "support": ("Ondersteuner",),
    "other": ("Ander beroep",),
}
LEVELS = {"mbo": "mbo", "hbo": "hbo", "wo": "wo"}
SECTORS = {"education": "Onderwijs", "childcare": "Kinderopvang", "care": "Zorg", "welfare": "Welzijn"}


def write_register(
    path: Path, cohort: str, population: Population, attendance: Attendance, waves: Sequence[Wave]
) -> None:
    """Write one cohort's workbook; people registered without a team have an empty team."""
    workbook = new_workbook(path)
    dates = workbook.add_format({"num_format": "dd-mm-yyyy"})
    for name, rows in (
        ("Leerteams", _team_rows(cohort, population)),
        ("Leden", _member_rows(cohort, population)),
        ("Deelname", _attendance_rows(cohort, population, attendance, waves)),
    ):
        sheet = workbook.add_worksheet(name)
        for place, row in enumerate(rows):
            for column, cell in enumerate(row):
                if isinstance(cell, date):
                    sheet.write_datetime(place, column, cell, dates)
                elif cell is not None:
                    sheet.write(place, column, cell)
    workbook.close()
    store_plainly(path)


def _team_rows(cohort: str, population: Population) -> list[list[Cell]]:
    rows: list[list[Cell]] = [
        [
            *("Leerteam", "Locatie", "Cohort", "Start", "Einde"),
            *("Begeleidingsuren", "Gezamenlijke opdrachten", "Eigen doelen", "Opmerking"),
        ]
    ]
    rows += [_team_row(team) for team in population.teams if team.cohort == cohort]
    return rows


def _team_row(team: Team) -> list[Cell]:
    year = int(team.cohort)
    start, end = date(year, 9, 11), date(year + 1, 6, 28)
    measures = [team.guidance_hours, team.assignments, team.goals_set]
    return [team.name, team.site, team.cohort, start, end, *measures, "verzonnen"]


def _member_rows(cohort: str, population: Population) -> list[list[Cell]]:
    rows: list[list[Cell]] = [
        ["Leerteam", "Naam", "E-mail", "Token", "Rol", "Beroep", "Niveau", "Sector", "Vanaf", "Tot"]
    ]
    for membership in population.memberships:
        if population.team(membership.team).cohort == cohort:
            person = population.persons[membership.person]
            rows.append([membership.team, *_who(person), *_from_to(cohort, membership)])
    alone = [p for p in population.persons if p.registered and p.cohort == cohort]
    rows += [
        [None, *_who(person), None, None] for person in alone if not population.memberships_of(person.number)
    ]
    return rows


def _who(person: Person) -> list[Cell]:
    identity = person.identity
    roles, professions = ROLES[person.role], PROFESSIONS[person.profession]
    return [
        identity.name,
        identity.email,
        identity.token,
        roles[person.number % len(roles)],
        professions[person.number % len(professions)],
        LEVELS[person.level],
        SECTORS[person.sector],
    ]


def _from_to(cohort: str, membership: Membership) -> list[Cell]:
    year = int(cohort)
    joined = date(year, 9, 11) if membership.first == 0 else date(year, 11, 1)
    left = {0: date(year, 10, 31), 1: date(year + 1, 2, 28), 2: None}[membership.last]
    return [joined, left]


def _attendance_rows(
    cohort: str, population: Population, attendance: Attendance, waves: Sequence[Wave]
) -> list[list[Cell]]:
    rows: list[list[Cell]] = [["Leerteam", "E-mail", "Meetmoment", "Aangeboden", "Aanwezig", "Reflecties"]]
    names = {int(wave.occasion[1:]): wave.name for wave in waves if wave.cohort == cohort}
    for row in attendance.rows:
        if population.team(row.membership.team).cohort == cohort:
            email = population.persons[row.membership.person].identity.email
            counts = [row.offered, row.attended, row.reflections]
            rows.append([row.membership.team, email, names[row.occasion], *counts])
    return rows
