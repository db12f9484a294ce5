"""A confidence interval, and the confidence it may have."""

from dataclasses import dataclass

from isop_analysis.stats.scales.refusals import ScaleRefused


@dataclass(frozen=True)
class Interval:
    """A confidence interval."""

    low: float
    high: float


def check_confidence(confidence: float) -> None:
    """Refuse a confidence that isn't a share between 0 and 1."""
    if not 0 < confidence < 1:
        raise ScaleRefused(f"confidence is {confidence:g}; expected a share between 0 and 1, such as 0.95")
