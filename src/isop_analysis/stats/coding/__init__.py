"""Agreement between coders: values given to units, and spans marked on a continuum. Pure statistics.

1. `krippendorff_alpha`, `cohen_kappa`, `fleiss_kappa`, `percentage_agreement`: of nominal values.
2. `coefficients`: the three together, with bootstrap intervals.
3. `unitised_alpha`: of spans that coders set themselves.

What can't be computed is a `isop_analysis.base.reasons.Refused`; a coefficient without variation is NaN.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from isop_analysis.stats.coding.intervals import Coefficients, coefficients
    from isop_analysis.stats.coding.nominal import (
        cohen_kappa,
        fleiss_kappa,
        krippendorff_alpha,
        percentage_agreement,
    )
    from isop_analysis.stats.coding.tallies import Ratings
    from isop_analysis.stats.coding.unitised import Unitised, unitised_alpha

HOMES = {
    "stats.coding.intervals": ("Coefficients", "coefficients"),
    "stats.coding.nominal": (
        "cohen_kappa",
        "fleiss_kappa",
        "krippendorff_alpha",
        "percentage_agreement",
    ),
    "stats.coding.tallies": ("Ratings",),
    "stats.coding.unitised": ("Unitised", "unitised_alpha"),
}
"""Modules by the names of the face they hold; each loads when one of them is asked for."""

__all__ = [
    "Coefficients",
    "Ratings",
    "Unitised",
    "coefficients",
    "cohen_kappa",
    "fleiss_kappa",
    "krippendorff_alpha",
    "percentage_agreement",
    "unitised_alpha",
]


def __getattr__(name: str) -> Any:
    """Import a name of the face on first use."""
    for module, names in HOMES.items():
        if name in names:
            return getattr(import_module(f"isop_analysis.{module}"), name)
    raise AttributeError(f"module 'isop_analysis.stats.coding' has no attribute '{name}'")


def __dir__() -> list[str]:
    """Names an analyst can complete to."""
    return sorted([*globals(), *__all__])
