"""Attributes of people: read from the register, else from an answer; rare values merge into wider ones."""

from collections.abc import Sequence
from dataclasses import dataclass

from isop_analysis.base.nearest import meant, told
from isop_analysis.base.reasons import Reason
from isop_analysis.cleaning.identities import place
from isop_analysis.study.participant_settings import Attribute
from isop_analysis.study.problems import Problem, StudyError

SHOWN = 20


@dataclass(frozen=True)
class Stated:
    """What one cell says: of whom, the cell's words for the same thing, and where it stands."""

    who: str
    words: tuple[str, ...]
    file: str
    row: int | None


def match_values(attribute: Attribute, stated: Sequence[Stated]) -> list[str | None]:
    """Return the value that each cell means; None where it is empty.

    Raises
    ------
    StudyError
        With every word that means no value of the attribute, and the value probably meant.
    """
    known = {
        place(word): value.name
        for value in attribute.values
        for word in (value.name, value.nl, value.en, *value.accept)
    }
    words = sorted({word for value in attribute.values for word in (value.name, value.nl, value.en)})
    found: list[str | None] = []
    problems: dict[tuple[str, str], Problem] = {}
    for cell in stated:
        keys = [key for word in cell.words if (key := place(word)) is not None]
        found.append(next((known[key] for key in keys if key in known), None))
        if keys and found[-1] is None:
            word = cell.words[0]
            shown = told(word, words)
            reason = f"{attribute.name} holds none of the study's values: {shown}{meant(word, words)}"
            problems.setdefault((cell.file, word), Problem(cell.file, reason, cell.row))
    if problems:
        raise StudyError(list(problems.values())[:SHOWN])
    return found


def first_values(stated: Sequence[Stated], values: Sequence[str | None]) -> dict[str, str]:
    """Return per person the first value stated."""
    found: dict[str, str] = {}
    for cell, value in zip(stated, values, strict=True):
        if value is not None:
            found.setdefault(cell.who, value)
    return found


def only_values(
    attribute: Attribute, stated: Sequence[Stated], values: Sequence[str | None]
) -> dict[str, str]:
    """Return per person the one value stated; StudyError where two rows of the register disagree."""
    found = first_values(stated, values)
    problems = [
        Problem(
            cell.file,
            f"{attribute.name} '{value}' contradicts '{found[cell.who]}' in another row of the same person; "
            "correct one",
            cell.row,
        )
        for cell, value in zip(stated, values, strict=True)
        if value is not None and value != found[cell.who]
    ]
    if problems:
        raise StudyError(problems[:SHOWN])
    return found


@dataclass(frozen=True)
class Merging:
    """Which value each rare value became, and the log's rows about it."""

    into: dict[str, str]
    log: list[dict[str, object]]


def merge_rare(attribute: Attribute, counts: dict[str, int], minimum: int) -> Merging:
    """Merge values of fewer people than the minimum into their parents, until none is left that can.

    A parent that is still too rare with what it received takes in its rarest other child, for else what
    merged could be told apart again. A rare value without a parent stays, and is logged.
    """
    parents = {value.name: value.parent for value in attribute.values}
    people = {value.name: counts.get(value.name, 0) for value in attribute.values}
    into: dict[str, str] = {}
    while (rare := _next(people, parents, into, minimum)) is not None:
        value, parent = rare
        into[value] = parent
        people[parent] += people.pop(value)
    log = [
        _row(
            attribute,
            value,
            Reason("rare_value_merged", attribute=attribute.name, into=_end(into, value), minimum=minimum),
        )
        for value in into
    ]
    left = [value for value, count in people.items() if 0 < count < minimum]
    log += [_row(attribute, value, Reason("rare_value_kept", minimum=minimum)) for value in left]
    return Merging(
        {value: _end(into, value) for value in into}, sorted(log, key=lambda row: str(row["value"]))
    )


def _next(
    people: dict[str, int], parents: dict[str, str | None], into: dict[str, str], minimum: int
) -> tuple[str, str] | None:
    rare = sorted((count, value) for value, count in people.items() if 0 < count < minimum)
    childless = [(count, value) for count, value in rare if not _present_children(value, people, parents)]
    for _, value in [*childless, *rare]:
        parent = parents.get(value)
        if parent is not None and (wider := _end(into, parent)) != value:
            return value, wider
    for _, value in rare:
        if value in into.values():
            children = _present_children(value, people, parents)
            if children:
                return min(children, key=lambda child: (people[child], child)), value
    return None


def _present_children(value: str, people: dict[str, int], parents: dict[str, str | None]) -> list[str]:
    return [child for child, parent in parents.items() if parent == value and people.get(child, 0) > 0]


def _end(into: dict[str, str], value: str) -> str:
    while value in into:
        value = into[value]
    return value


def _row(attribute: Attribute, value: str, reason: Reason) -> dict[str, object]:
    return {
        "unit": "cell",
        "rule": "merge_rare",
        "instrument": "register",
        "item": attribute.name,
        "value": value,
        "reason": reason,
    }
