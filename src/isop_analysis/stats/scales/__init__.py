"""Scoring and measurement of scales: pure functions over answers, no reading of config or files.

1. `score`: reverse-code, average what was answered, rescale.
2. `describe_items`, `count_answers`, `describe_scales`, `correlations`: what was answered.
3. `reliability`: alpha and omega; `ordinal_reliability`, `polychoric`: of ordered answers.
4. `agreement`: ICCs, r_wg(j), AD_M, and whether group means may be used; `two_level_omega`: reliability
   within and between groups.

Whatever can't be computed is `Refused`: a key with values, told as one sentence that says why and how to mend
it.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from isop_analysis.base.reasons import Reason, Refused
    from isop_analysis.stats.bivariate.correlations import correlations
    from isop_analysis.stats.bivariate.polychoric import Polychoric, polychoric
    from isop_analysis.stats.scales.aggregation import Agreement, agreement
    from isop_analysis.stats.scales.description import count_answers, describe_items, describe_scales
    from isop_analysis.stats.scales.internal_consistency import Reliability, reliability
    from isop_analysis.stats.scales.ordinal import OrdinalReliability, ordinal_reliability
    from isop_analysis.stats.scales.scoring import reverse_coded, score
    from isop_analysis.stats.scales.two_level_reliability import TwoLevelOmega, two_level_omega
    from isop_analysis.stats.scales.verdict import Cutoffs

HOMES = {
    "base.reasons": (
        "Reason",
        "Refused",
    ),
    "stats.bivariate.correlations": ("correlations",),
    "stats.bivariate.polychoric": (
        "Polychoric",
        "polychoric",
    ),
    "stats.scales.aggregation": (
        "Agreement",
        "agreement",
    ),
    "stats.scales.description": (
        "count_answers",
        "describe_items",
        "describe_scales",
    ),
    "stats.scales.internal_consistency": (
        "Reliability",
        "reliability",
    ),
    "stats.scales.ordinal": (
        "OrdinalReliability",
        "ordinal_reliability",
    ),
    "stats.scales.scoring": (
        "reverse_coded",
        "score",
    ),
    "stats.scales.two_level_reliability": (
        "TwoLevelOmega",
        "two_level_omega",
    ),
    "stats.scales.verdict": ("Cutoffs",),
}
"""Modules by the names of the face they hold; each loads when one of them is asked for."""

__all__ = [
    "Agreement",
    "Cutoffs",
    "OrdinalReliability",
    "Polychoric",
    "Reason",
    "Refused",
    "Reliability",
    "TwoLevelOmega",
    "agreement",
    "correlations",
    "count_answers",
    "describe_items",
    "describe_scales",
    "ordinal_reliability",
    "polychoric",
    "reliability",
    "reverse_coded",
    "score",
    "two_level_omega",
]


def __getattr__(name: str) -> Any:
    """Import a name of the face on first use."""
    for module, names in HOMES.items():
        if name in names:
            return getattr(import_module(f"isop_analysis.{module}"), name)
    raise AttributeError(f"module 'isop_analysis.stats.scales' has no attribute '{name}'")


def __dir__() -> list[str]:
    """Names an analyst can complete to."""
    return sorted([*globals(), *__all__])
