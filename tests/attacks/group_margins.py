"""Attack: people of small groups, by "everyone minus the groups that are shown", over options and tables."""

from collections.abc import Mapping
from dataclasses import dataclass

from feasible import FEW_VALUES
from sums import Sum, Sums

ALL, UNKNOWN = "all", "unknown"
EVERYBODY = (0, 10**6)
Cell = tuple[str, ...]
Option = tuple[str, str, str]
"""A question, one of its options, an occasion."""


@dataclass(frozen=True)
class Told:
    """Bounds of how many of a group chose an option and how many were asked; `ALL` is everyone."""

    chosen: tuple[int, int]
    asked: tuple[int, int]


def groups_found(
    choices: Mapping[Option, Mapping[str, Told]],
    people: Mapping[tuple[str, str, str], tuple[int, int]] | None = None,
    by: str = "profession",
) -> dict[Cell, tuple[int, int]]:
    """Return the least and most who chose each option, by option and group, and of people by attribute.

    Reads multiple-choice tables, where who was asked is the same for every option of a question, and samples:
    (attribute, value, occasion) → people, each attribute adding up to the same people.
    """
    sample, asked = Sums(), Sums()
    _add_people(sample, people or {})
    for (_, _, occasion), groups in choices.items():
        for group, told in groups.items():
            if ("people", by, group, occasion) in sample.cells:
                sample.put(("people", by, group, occasion), told.asked[0], EVERYBODY[1])
    members = sample.ranges(sample.cells)
    for option, groups in choices.items():
        _add_option(asked, option, groups)
        for group in groups:
            most = members.get(("people", by, group, option[2]), EVERYBODY)[1]
            asked.put(("asked", option[0], option[2], group), 0, most)
    wanted = [cell for cell in asked.cells if cell[0] == "chosen"]
    return members | asked.ranges(wanted, FEW_VALUES)


def _add_option(sums: Sums, option: Option, groups: Mapping[str, Told]) -> None:
    question, _, occasion = option
    for group in {*groups, UNKNOWN}:
        told = groups.get(group, Told(EVERYBODY, EVERYBODY))
        chosen, asked = ("chosen", *option, group), ("asked", question, occasion, group)
        sums.put(chosen, *told.chosen)
        sums.put(asked, *told.asked)
        sums.known.append(Sum({asked: 1, chosen: -1}, 0, EVERYBODY[1]))
    for what, key in (("chosen", option), ("asked", (question, occasion))):
        parts = [(what, *key, group) for group in {*groups, UNKNOWN} - {ALL}]
        sums.known.append(_difference((what, *key, ALL), *parts))


def _add_people(sums: Sums, people: Mapping[tuple[str, str, str], tuple[int, int]]) -> None:
    for key, bounds in people.items():
        sums.put(("people", *key), *bounds)
    for attribute, occasion in {(attribute, occasion) for attribute, _, occasion in people}:
        sums.cells[whole := ("everyone", occasion)] = EVERYBODY
        own = [("people", *key) for key in people if key[0] == attribute and key[2] == occasion]
        sums.known.append(_difference(whole, *own))


def _difference(whole: Cell, *parts: Cell) -> Sum:
    return Sum({whole: 1.0} | dict.fromkeys(parts, -1.0), 0, 0)
