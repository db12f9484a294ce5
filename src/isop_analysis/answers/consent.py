"""The consent file and the list of other addresses."""

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import get_args

from isop_analysis.answers.entry import shown
from isop_analysis.answers.small_tables import SmallTable, read_small_table
from isop_analysis.answers.spelling import folded
from isop_analysis.answers.timestamps import moment
from isop_analysis.base.nearest import listed, told
from isop_analysis.study.participant_settings import Consent, Purpose
from isop_analysis.study.problems import Problem, StudyError
from isop_analysis.study.study import Study

PURPOSES: tuple[str, ...] = get_args(Purpose)


@dataclass
class SmallRows:
    """Rows of a table, the file they come from, and all that is wrong with it."""

    rows: list[dict[str, str | bool | int | None]] = field(default_factory=list)
    table: SmallTable | None = None
    problems: list[Problem] = field(default_factory=list)


def open_small(
    study: Study, file: str, columns: list[str], identities: Collection[str]
) -> tuple[SmallRows, dict[str, int]]:
    """Read a small table of the raw folder and find its columns; what is wrong stands in `problems`.

    `identities` are those of the columns that are declared to name people.
    """
    found = SmallRows()
    try:
        found.table = read_small_table(study.raw / file, shown(study, file), study.config.limits)
    except StudyError as error:
        found.problems += error.problems
        return found, {}
    positions, found.problems = found.table.positions(columns)
    declared = [place for name, place in positions.items() if name in identities]
    found.problems += found.table.looks(study, declared)
    return found, positions


def read_consent(study: Study) -> SmallRows:
    """Read who agreed to which purpose: yes, or no, or empty for no. Empty for a study without consent file.

    Problems: a row names nobody, has more or fewer cells than the header, or holds no day or answer
    where one belongs: a cell too many must not shift one answer into another's place.
    """
    settings = study.config.consent
    if settings is None or not settings.purposes:
        return SmallRows()
    named = {
        name: column
        for name in ("email", "token", "self_code", "date", "withdrawn")
        if (column := getattr(settings, name)) is not None
    }
    people = {column for name, column in named.items() if name in ("email", "token", "self_code")}
    columns = [*named.values(), *settings.purposes.values()]
    found, positions = open_small(study, settings.file, columns, people)
    if found.problems or found.table is None:
        return found
    yes, no = ({folded(word) for word in words} for words in (settings.yes, ["", *settings.no]))
    for row, cells in found.table.cells(positions):
        who = {name: cells[column] or None for name, column in named.items()}
        if not any(who.get(name) for name in ("email", "token", "self_code")):
            message = "names nobody: e-mail, token and code are empty; fill in one of them"
            found.problems.append(found.table.problem(message, row))
            continue
        found.problems += _row_problems(found.table, row, cells, settings, yes | no)
        agreed = {str(p): folded(cells[column]) in yes for p, column in settings.purposes.items()}
        found.rows.append(
            {name: who.get(name) for name in ("email", "token", "self_code", "date", "withdrawn")}
            | {purpose: agreed.get(purpose, False) for purpose in PURPOSES}
        )
    return found


def _row_problems(
    table: SmallTable, row: int, cells: dict[str, str], settings: Consent, words: set[str]
) -> list[Problem]:
    odd = [column for column in settings.purposes.values() if folded(cells[column]) not in words]
    expected = f"expected {listed(settings.yes)}, {listed(settings.no)}, or nothing for no"
    problems = [
        table.problem(f"column '{c}' holds {told(cells[c], settings.yes + settings.no)}; {expected}", row)
        for c in odd
    ]
    days = [column for column in (settings.date, settings.withdrawn) if column is not None]
    undated = [column for column in days if cells[column] and moment(cells[column]) is None]
    return problems + [
        table.problem(f"column '{c}' holds no date ({told(cells[c])}); write it as 2024-09-30", row)
        for c in undated
    ]


def read_aliases(study: Study) -> SmallRows:
    """Read other addresses (or codes) of the same person; empty for a study without."""
    if study.config.linking.aliases is None:
        return SmallRows()
    found, positions = open_small(study, study.config.linking.aliases, names := ["alias", "email"], names)
    if found.problems or found.table is None:
        return found
    for row, cells in found.table.cells(positions):
        if cells["alias"] and cells["email"]:
            found.rows.append({"alias": cells["alias"], "email": cells["email"]})
        else:
            message = "needs an alias and an e-mail address; complete the row"
            found.problems.append(found.table.problem(message, row))
    return found
