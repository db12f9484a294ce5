"""Why something about missing answers can't be computed, in one sentence an analyst can act on."""

from collections.abc import Iterable


class MissingnessRefused(ValueError):  # noqa: N818
    """Nothing can be computed; the message says what, which value, what was expected and how to mend it."""


def listed(names: Iterable[object], limit: int = 6) -> str:
    """Return the names quoted and separated by commas, with the count of those beyond the limit."""
    quoted = [f"'{name}'" for name in names]
    rest = f" and {len(quoted) - limit} more" if len(quoted) > limit else ""
    return ", ".join(quoted[:limit]) + rest
