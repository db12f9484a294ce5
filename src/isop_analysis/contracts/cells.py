"""What a cell can hold beside one word or number: names, names with values, an exact or banded count."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any


def written_mapping(values: Mapping[str, Any]) -> str:
    """Return names and values as a table holds them, in their order: a JSON object."""
    return json.dumps(dict(values), ensure_ascii=False)


def read_mapping(cell: object) -> dict[str, Any]:
    """Return the names and values of a table's cell; none for an absent one.

    Raises
    ------
    ValueError
        When the cell holds something else.
    """
    if not isinstance(cell, str) or not cell:
        return {}
    try:
        found = json.loads(cell)
    except json.JSONDecodeError:
        found = None
    if not isinstance(found, dict):
        raise ValueError(f"no names with values: '{cell[:60]}'")
    return found


def written_names(names: Iterable[str]) -> str:
    """Return names as a table holds them, in their order: a JSON list."""
    return json.dumps([str(name) for name in names], ensure_ascii=False)


def read_names(cell: object) -> list[str]:
    """Return the names of a table's cell; none for an absent one.

    Raises
    ------
    ValueError
        When the cell holds something else.
    """
    if not isinstance(cell, str) or not cell:
        return []
    try:
        found = json.loads(cell)
    except json.JSONDecodeError:
        found = None
    if not isinstance(found, list) or not all(isinstance(name, str) for name in found):
        raise ValueError(f"no list of names: '{cell[:60]}'")
    return found


@dataclass(frozen=True, order=True)
class Count:
    """How many: between `low` and `high`, both included.

    Examples
    --------
    >>> Count.banded(87, 5), Count.banded(3, 5), Count.exactly(142)
    (Count(low=85, high=89), Count(low=0, high=4), Count(low=142, high=142))
    >>> str(Count.banded(87, 5)), Count.read("85-89").middle
    ('85-89', 87.0)
    """

    low: int
    high: int

    @classmethod
    def exactly(cls, number: int) -> "Count":
        """Return a count that is told as it is."""
        return cls(number, number)

    @classmethod
    def banded(cls, number: int, width: int) -> "Count":
        """Return the band a count lies in; bands start at zero and hold `width` numbers each."""
        low = number // width * width
        return cls(low, low + width - 1)

    @classmethod
    def read(cls, cell: str) -> "Count":
        """Return the count a cell of a table holds.

        Raises
        ------
        ValueError
            When the cell holds something else.
        """
        low, dash, high = cell.partition("-")
        if not low.isdecimal() or (dash and not high.isdecimal()):
            raise ValueError(f"no count or band of counts: '{cell[:40]}'")
        found = cls(int(low), int(high or low))
        if found.high < found.low:
            raise ValueError(f"no count or band of counts: '{cell[:40]}'")
        return found

    @property
    def exact(self) -> bool:
        """Tell whether it is one number."""
        return self.low == self.high

    @property
    def middle(self) -> float:
        """The middle of the band: what shares and means are reckoned from."""
        return (self.low + self.high) / 2

    def __str__(self) -> str:
        return str(self.low) if self.exact else f"{self.low}-{self.high}"
