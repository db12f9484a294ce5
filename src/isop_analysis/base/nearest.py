"""Names in messages: the one that was probably meant, and lists that end in time."""

import difflib
from collections.abc import Iterable

SHOWN = 12
CUTOFF = 0.6


def nearest(name: str, names: Iterable[object]) -> str | None:
    """Return the closest of the names, in the same letters first, then without regard to capitals.

    >>> nearest("Schol", ["school", "team"])
    'school'
    """
    candidates = sorted(str(candidate) for candidate in names)
    close = difflib.get_close_matches(name, candidates, n=1, cutoff=CUTOFF)
    if close:
        return close[0]
    lowered = {candidate.lower(): candidate for candidate in candidates}
    close = difflib.get_close_matches(name.lower(), list(lowered), n=1, cutoff=CUTOFF)
    return lowered[close[0]] if close else None


def listed(names: Iterable[object], limit: int = 6) -> str:
    """Return the names quoted and separated by commas, with the count of those beyond the limit.

    >>> listed(["a", "b", "c"], limit=2)
    "'a', 'b' and 1 more"
    """
    quoted = [f"'{name}'" for name in names]
    rest = f" and {len(quoted) - limit} more" if len(quoted) > limit else ""
    return ", ".join(quoted[:limit]) + rest


def meant(name: object, names: Iterable[object], otherwise: str | None = None) -> str:
    """Return the end of a message about an unknown name: the one that was probably meant, else what there is.

    `otherwise` is said in place of the known names.

    >>> meant("Schol", ["school", "team"]), meant("x", ["team", "school"])
    ("; did you mean 'school'?", '; known: school, team')
    """
    known = [str(one) for one in names]
    near = nearest(str(name), known)
    if near is not None:
        return f"; did you mean '{near}'?"
    rest = f"known: {', '.join(sorted(known)[:SHOWN])}" if otherwise is None and known else otherwise
    return f"; {rest}" if rest else ""
