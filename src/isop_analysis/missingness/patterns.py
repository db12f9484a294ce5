"""Which variables are missing together, and for how many."""

from dataclasses import dataclass

import pandas as pd

from isop_analysis.missingness.merging import rare
from isop_analysis.missingness.refusals import MissingnessRefused


@dataclass(frozen=True)
class MissingPattern:
    """Rows that have the same variables.

    Attributes:
        seen, missing: variables, in the order of the columns; both empty where several patterns are told
            as one.
        count: number of rows.
        patterns: 1, or how many rare patterns are told as one.
    """

    seen: tuple[str, ...]
    missing: tuple[str, ...]
    count: int
    patterns: int = 1


def missing_patterns(data: pd.DataFrame, minimum: int = 1) -> tuple[MissingPattern, ...]:
    """Return the patterns of missing values of data (n rows, p variables), the most frequent first.

    Patterns of fewer than `minimum` rows are told as one, the last; where that would be fewer than `minimum`
    rows or one pattern alone, the next smallest joins it. The counts add up to n. One pattern of fewer than
    `minimum` rows in all is left as it is: who shows it hides it.

    Raises:
        MissingnessRefused: without rows or without columns.
    """
    if data.empty:
        raise MissingnessRefused(
            f"The data have {len(data)} rows and {data.shape[1]} columns; expected at least one of each."
        )
    seen = data.notna()
    counts = seen.value_counts(sort=False)
    found = [_pattern(data.columns, key, int(count)) for key, count in counts.items()]
    found.sort(key=lambda one: (-one.count, len(one.missing), one.missing))
    together = rare([one.count for one in found], minimum)
    kept = [one for place, one in enumerate(found) if place not in together]
    if len(together) < 2:
        return tuple(found)
    merged = [found[place] for place in together]
    return (*kept, MissingPattern((), (), sum(one.count for one in merged), len(merged)))


def _pattern(columns: pd.Index, key: object, count: int) -> MissingPattern:
    flags = key if isinstance(key, tuple) else (key,)
    names = [str(name) for name in columns]
    seen = tuple(name for name, flag in zip(names, flags, strict=True) if flag)
    missing = tuple(name for name, flag in zip(names, flags, strict=True) if not flag)
    return MissingPattern(seen, missing, count)
