"""Counts as readers see them: exact where that may be known, else a band such as 85-89."""

from dataclasses import dataclass


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
