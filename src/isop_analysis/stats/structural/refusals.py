"""Why a structural model can't be fitted, in one sentence an analyst can act on."""

import difflib
from collections.abc import Callable, Iterable
from functools import wraps
from typing import ParamSpec, TypeVar

import numpy as np

from isop_analysis.base.reasons import Refused

Asked = ParamSpec("Asked")
Found = TypeVar("Found")


ModelRefused = Refused


def refusing_breakdowns(function: Callable[Asked, Found]) -> Callable[Asked, Found]:
    """Return the function with a calculation that breaks down told as a refusal."""

    @wraps(function)
    def refusing(*args: Asked.args, **kwargs: Asked.kwargs) -> Found:
        try:
            return function(*args, **kwargs)
        except np.linalg.LinAlgError as error:
            raise Refused("broke_down") from error

    return refusing


def nearest(name: str, names: Iterable[object]) -> str:
    """Return ", did you mean 'x'?" for the closest of the names, or nothing when none is close."""
    by_lower = {str(candidate).lower(): str(candidate) for candidate in names}
    close = difflib.get_close_matches(name.lower(), sorted(by_lower), n=1, cutoff=0.5)
    return f", did you mean '{by_lower[close[0]]}'?" if close else ""


def listed(names: Iterable[object], limit: int = 6) -> str:
    """Return the names quoted and separated by commas, with the count of those beyond the limit."""
    quoted = [f"'{name}'" for name in names]
    rest = f" and {len(quoted) - limit} more" if len(quoted) > limit else ""
    return ", ".join(quoted[:limit]) + rest
