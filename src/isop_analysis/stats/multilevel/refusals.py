"""Why a model can't be fitted, in one sentence an analyst can act on."""

import difflib
from collections.abc import Iterable


class ModelRefused(ValueError):  # noqa: N818
    """No fit is possible; the message says what, which value, what was expected and how to mend it."""


def nearest(name: str, names: Iterable[object]) -> str:
    """Return ", did you mean 'x'?" for the closest of the names, or nothing when none is close."""
    candidates = sorted(str(candidate) for candidate in names)
    close = difflib.get_close_matches(name, candidates, n=1, cutoff=0.5)
    if not close:
        lowered = {candidate.lower(): candidate for candidate in candidates}
        close = [
            lowered[hit] for hit in difflib.get_close_matches(name.lower(), list(lowered), n=1, cutoff=0.5)
        ]
    return f", did you mean '{close[0]}'?" if close else ""


def listed(names: Iterable[object], limit: int = 6) -> str:
    """Return the names quoted and separated by commas, with the count of those beyond the limit."""
    quoted = [f"'{name}'" for name in names]
    rest = f" and {len(quoted) - limit} more" if len(quoted) > limit else ""
    return ", ".join(quoted[:limit]) + rest


def refuse_unknown_group(name: str, groups: Iterable[str]) -> None:
    """Refuse a grouping factor that a model doesn't have."""
    known = list(groups)
    if name not in known:
        raise ModelRefused(
            f"The model has no grouping factor '{name}'{nearest(name, known) or '.'} It has {listed(known)}."
        )
