"""Who took part: counts of people with small cells suppressed."""

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from isop_analysis.measurement.disclosure import GroupCounts, Key, breaches, small_cells
from isop_analysis.measurement.rows import ALL, StudyRows

if TYPE_CHECKING:
    from isop_analysis.study.participant_settings import Attribute
    from isop_analysis.study.study import Study

Row = dict[str, object]
UNKNOWN = "unknown"


def sample_rows(study: "Study", rows: StudyRows, persons: pd.DataFrame) -> list[Row]:
    """Return the rows of sample: people per value of each attribute who answered at each occasion.

    Small cells are hidden, and what would give them away: other cells of the attribute, and of the others.
    """
    present = rows.responses[["person", "occasion"]].drop_duplicates()
    present = present.astype({"person": "str"}).merge(persons, on="person", how="left")
    names = [attribute.name for attribute in study.config.attributes]
    minimum = study.config.privacy.minimum_cell
    hidden, cells = {}, {}
    for occasion in rows.occasions:
        here = present.loc[present["occasion"] == occasion, names].astype("object")
        if len(here):
            cells[occasion] = here.astype("str").where(here.notna(), UNKNOWN)
            hidden[occasion] = _hidden_cells(cells[occasion], minimum)
    return [
        row
        for attribute in study.config.attributes
        for occasion, here in cells.items()
        for row in _attribute_rows(attribute, occasion, here[attribute.name], hidden[occasion])
    ]


def _hidden_cells(cells: pd.DataFrame, minimum: int) -> frozenset[Key]:
    """Return the cells (n people × attributes) that are hidden: in each attribute, then between them."""
    hidden: set[Key] = set()
    for name in cells:
        # As many people are unknown in every attribute: one table would give away another's.
        few = small_cells(cells[name].value_counts().sort_index(), minimum, told_elsewhere=(UNKNOWN,))
        hidden |= {(str(name), str(value)) for value in few[few].index}
    # How many are of no known group at all is told: nobody hides among them.
    known = cells[(cells != UNKNOWN).any(axis=1)]
    members = {(ALL, ALL): np.ones(len(known), dtype=bool)}
    members |= {
        (str(name), str(value)): (known[name] == value).to_numpy(dtype=bool)
        for name in known
        for value in sorted(known[name].unique())
    }
    counts = GroupCounts(pd.Series(False, index=known.index), members, minimum)
    while breach := next(breaches(counts, frozenset(members) - hidden), None):
        smallest = _smallest(counts, breach)
        if smallest is None:
            break
        hidden.add(smallest)
        if sum(key[0] == smallest[0] for key in hidden) == 1:
            beside = frozenset(key for key in members if key[0] == smallest[0]) - hidden
            hidden |= {other for other in (_smallest(counts, beside),) if other is not None}
    return frozenset(hidden)


def _smallest(counts: GroupCounts, keys: frozenset[Key]) -> Key | None:
    own = [key for key in keys if key[0] != ALL and key[1] != UNKNOWN]
    return min(own, key=lambda key: (int(counts.members[key].sum()), key), default=None)


def _attribute_rows(
    attribute: "Attribute", occasion: str, values: pd.Series, hidden: frozenset[Key]
) -> list[Row]:
    order = [*(value.name for value in attribute.values), UNKNOWN]
    counts = values.value_counts().reindex(order, fill_value=0)
    counts = counts[counts > 0]
    return [
        {
            "attribute": attribute.name,
            "value": value,
            "occasion": occasion,
            "people": None if (attribute.name, value) in hidden else int(count),
            "share": None if (attribute.name, value) in hidden else count / counts.sum(),
            "suppressed": (attribute.name, value) in hidden,
        }
        for value, count in zip(counts.index.astype("str"), counts, strict=True)
    ]
