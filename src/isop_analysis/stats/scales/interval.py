"""A confidence interval."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Interval:
    """A confidence interval."""

    low: float
    high: float
