"""How many of each group left between two occasions; small groups hidden, and what would give them away."""

from typing import TYPE_CHECKING

import pandas as pd

from isop_analysis.measurement.choices import Group
from isop_analysis.measurement.missing.recognised import Pair, pairs, recognised
from isop_analysis.measurement.missing.told import Key, LeftByGroup, told_groups
from isop_analysis.measurement.rows import ALL, StudyRows
from isop_analysis.stats.missingness import share_interval

if TYPE_CHECKING:
    from isop_analysis.study.study import Study

Row = dict[str, object]


def group_rows(study: "Study", rows: StudyRows, persons: pd.DataFrame) -> list[Row]:
    """Return the rows of dropout_groups: of everyone and of each group, how many left."""
    found: list[Row] = []
    for pair in pairs(recognised(study, rows), rows.occasions):
        counts = left_by_group(study, persons, pair)
        told = told_groups(counts)
        found += [_row(pair, key, counts.group(key), key not in told) for key in counts.members]
    return found


def left_by_group(study: "Study", persons: pd.DataFrame, pair: Pair) -> LeftByGroup:
    """Return the people of a pair by the groups of the study's attributes that somebody is of."""
    known = persons.astype({"person": "str"}).set_index("person").reindex(pair.left.index)
    members = {(ALL, ALL): pd.Series(True, index=known.index).to_numpy()}
    for attribute in study.config.attributes:
        values = known[attribute.name].astype("object")
        for value in attribute.values:
            own = (values == value.name).to_numpy(dtype=bool)
            if own.any():
                members[(attribute.name, value.name)] = own
    return LeftByGroup(pair.left.astype("bool"), members, study.config.privacy.minimum_cell)


def _row(pair: Pair, key: Key, group: Group, hidden: bool) -> Row:
    row: Row = {
        "from_occasion": pair.earlier,
        "to_occasion": pair.later,
        "attribute": key[0],
        "value": key[1],
        "suppressed": hidden,
    }
    if hidden:
        return row | dict.fromkeys(("people", "left", "share", "ci_low", "ci_high"))
    share = share_interval(group.chosen, group.asked)
    bounds = {"share": share.share, "ci_low": share.ci_low, "ci_high": share.ci_high}
    return row | {"people": group.asked, "left": group.chosen} | bounds
