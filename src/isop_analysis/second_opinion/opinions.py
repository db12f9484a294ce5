"""One number of ours beside the same one of another engine: does it agree, and by how much."""

import math
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from isop_analysis.base.reasons import Reason, Refused, written
from isop_analysis.contracts.table import Row
from isop_analysis.models.crashes import crash

TOLERANCE = 1e-3
"""Share of the unit within which two engines agree."""
SMALLEST = -6
"""The smallest magnitude told: below it lies what searches and rounding leave."""
Found = TypeVar("Found")


@dataclass(frozen=True)
class Place:
    """Where the number of ours stands, and who computed the other one.

    Attributes:
        source: the processed table.
        engine: the library.
        n, clusters: rows and clusters of ours.
        converged: whether the other engine says that it converged; None where it doesn't search.
    """

    source: str
    engine: str
    model: str | None = None
    scale: str | None = None
    occasion: str | None = None
    n: int | None = None
    clusters: int | None = None
    converged: bool | None = None

    def row(self, verdict: str, reason: Reason | None, **cells: object) -> Row:
        """Return a row of second_opinions; cells that aren't named are absent."""
        absent = dict.fromkeys(
            ("term", "quantity", "unit", "our_value", "their_value", "difference", "magnitude")
        )
        told = {"verdict": verdict, "reason": written([reason]) if reason else None}
        return {**vars(self), **absent, **told, **cells}

    def silent(self, reason: Reason, term: str | None = None) -> Row:
        """Return the row of what the engine can't say, with the reason."""
        return self.row("not_compared", reason, term=term)

    def beside(
        self,
        quantity: str,
        numbers: tuple[float, float],
        size: float,
        unit: str,
        term: str | None = None,
        otherwise: Reason | None = None,
        doubt: Reason | None = None,
    ) -> Row:
        """Return the row of ours and theirs (`numbers`).

        `size` is how large a unit is: a standard error of ours, the total variance, or 1. `otherwise` says
        why they may differ by design, and nothing is judged; `doubt` what is known where they differ.
        """
        ours, theirs = map(float, numbers)
        difference = theirs - ours
        if not (math.isfinite(difference) and size > 0):
            return self.silent(otherwise or Reason("opinion_no_number"), term)
        agrees = abs(difference) <= TOLERANCE * size
        verdict = "other_estimator" if otherwise else ("agrees" if agrees else "differs")
        return self.row(
            verdict,
            otherwise or (None if agrees else doubt),
            term=term,
            quantity=quantity,
            unit=unit,
            our_value=ours,
            their_value=theirs,
            difference=difference,
            magnitude=magnitude(difference, size),
        )


def magnitude(difference: float, size: float) -> int:
    """Return the smallest whole m with |difference| < 10^m units; not below `SMALLEST`.

    >>> magnitude(0.002, 1.0), magnitude(-0.3, 1.0), magnitude(0.0, 1.0)
    (-2, 0, -6)
    """
    share = abs(difference) / size
    return max(SMALLEST, math.floor(math.log10(share)) + 1) if share > 0 else SMALLEST


def asked(what: str, ask: Callable[[], Found]) -> Found | Reason:
    """Return what a library answers, or why it doesn't: no failure of a library stops the step.

    What it warns of is left out: that it did not converge stands beside its numbers.
    """
    with warnings.catch_warnings(record=True):
        warnings.simplefilter("always")
        try:
            return ask()
        except Refused as refusal:
            return refusal.reason
        except Exception as error:
            return crash(what, error)
