"""What readers may know of each table: columns, rounding, whose secrets its cells are, what they count.

Nothing is published that does not stand here: a column that a step gains later stays with the analysts. A
table has the name of the processed one it comes from, or one of its own; `step` is always `publish_tables`.
"""

from dataclasses import replace
from functools import cache

from isop_analysis.base.nearest import meant
from isop_analysis.contracts.publication import STEP, Kept, Published
from isop_analysis.contracts.published_counts import COUNTED
from isop_analysis.contracts.published_estimates import KEPT
from isop_analysis.contracts.published_mixed import PUBLISHED_MIXED
from isop_analysis.contracts.published_networks import TOLD_NETWORKS
from isop_analysis.contracts.published_opinions import SECOND_OPINIONS
from isop_analysis.contracts.table import Column
from isop_analysis.contracts.tables import by_name

__all__ = ["KEPT", "PUBLISHED_NAMES", "STEP", "Published", "published"]

MADE: tuple[Published, ...] = (*COUNTED, *PUBLISHED_MIXED, *TOLD_NETWORKS, SECOND_OPINIONS)
"""Tables whose cells are made here; those of `KEPT` come from processed ones."""
PUBLISHED_NAMES: tuple[str, ...] = (*(one.name for one in MADE), *KEPT)


@cache
def published(name: str) -> Published:
    """Return the contract of a published table; KeyError, with the nearest name, when there is none."""
    for one in MADE:
        if one.name == name:
            return one
    if name not in KEPT:
        raise KeyError(f"no published table is called '{name}'{meant(name, list(PUBLISHED_NAMES), '')}")
    return _derived(name, KEPT[name])


def _derived(name: str, kept: Kept) -> Published:
    table = by_name(name)
    own = {column.name: column for column in table.columns}
    columns = tuple(_as_published(own[column], kept) for column in kept.columns.split())
    return Published(
        name,
        STEP,
        table.title,
        columns,
        table.key,
        unit=kept.unit,
        counts=kept.counts,
        sizes=tuple(kept.sizes.split()),
    )


def _as_published(column: Column, kept: Kept) -> Column:
    if column.name in (*kept.bands.split(), *kept.sizes.split()):
        return replace(column, kind="count")
    return replace(column, digits=(kept.digits or {}).get(column.name, column.digits))
