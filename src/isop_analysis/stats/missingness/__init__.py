"""Missing answers: patterns, Little's test, who dropped out, rows a model loses. Pure statistics.

`answer_patterns`, `mcar_test`, `standardised_difference`, `share_interval`, `leaving_odds` and `rows_lost`
take pandas frames; what can't be computed is a
`isop_analysis.base.reasons.Refused`, a key and values told as one sentence.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from isop_analysis.base.reasons import Reason, Refused
    from isop_analysis.stats.missingness.comparison import (
        Difference,
        Share,
        share_interval,
        standardised_difference,
    )
    from isop_analysis.stats.missingness.leaving import LeavingOdds, leaving_odds
    from isop_analysis.stats.missingness.little import McarTest, mcar_test
    from isop_analysis.stats.missingness.patterns import AnswerPattern, answer_patterns, kind_of
    from isop_analysis.stats.missingness.rows import rows_lost

HOMES = {
    "base.reasons": (
        "Reason",
        "Refused",
    ),
    "stats.missingness.comparison": (
        "Difference",
        "Share",
        "share_interval",
        "standardised_difference",
    ),
    "stats.missingness.leaving": (
        "LeavingOdds",
        "leaving_odds",
    ),
    "stats.missingness.little": (
        "McarTest",
        "mcar_test",
    ),
    "stats.missingness.patterns": (
        "AnswerPattern",
        "answer_patterns",
        "kind_of",
    ),
    "stats.missingness.rows": ("rows_lost",),
}
"""Modules by the names of the face they hold; each loads when one of them is asked for."""

__all__ = [
    "AnswerPattern",
    "Difference",
    "LeavingOdds",
    "McarTest",
    "Reason",
    "Refused",
    "Share",
    "answer_patterns",
    "kind_of",
    "leaving_odds",
    "mcar_test",
    "rows_lost",
    "share_interval",
    "standardised_difference",
]


def __getattr__(name: str) -> Any:
    """Import a name of the face on first use."""
    for module, names in HOMES.items():
        if name in names:
            return getattr(import_module(f"isop_analysis.{module}"), name)
    raise AttributeError(f"module 'isop_analysis.stats.missingness' has no attribute '{name}'")


def __dir__() -> list[str]:
    """Names an analyst can complete to."""
    return sorted([*globals(), *__all__])
