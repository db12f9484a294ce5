"""What follows from published bands of professions alone: how many they name, how alike their tasks are."""

from collections.abc import Mapping, Sequence
from itertools import combinations
from typing import TYPE_CHECKING

from isop_analysis.contracts.cells import Count, read_names
from isop_analysis.contracts.table import Row
from isop_analysis.publish.banding import share_of

if TYPE_CHECKING:
    import numpy as np

Spread = Mapping[str, dict[str, float]]
"""Profession → what it names → its share by the published bands."""


def spread_rows(ties: list[Row], tasks: list[Row], outside: Sequence[str]) -> list[Row]:
    """Return the rows of profession_spread: of ties of any frequency to professions, and of tasks."""
    found: list[Row] = []
    plain = [row for row in ties if row["at_least"] != row["at_least"] and row["partner"] not in outside]
    with_it = {str(row["profession"]): read_names(row["merged_in"]) for row in plain}
    for question in dict.fromkeys(str(row["question"]) for row in plain):
        own = _shares([row for row in plain if row["question"] == question], "partner")
        found += [_of_ties(question, name, shares, {name, *with_it[name]}) for name, shares in own.items()]
    for question in dict.fromkeys(str(row["question"]) for row in tasks):
        own = _shares(tasks, "task")
        found += [_of_tasks(question, name, shares) for name, shares in own.items()]
    return found


def overlap_rows(tasks: list[Row]) -> list[Row]:
    """Return the rows of task_overlaps: Schoener's 1 − ½ Σ |p − q| of two professions' shares."""
    own = _shares(tasks, "task")
    spread = {name: _spread(shares) for name, shares in own.items()}
    return [
        {
            "profession": one,
            "profession_2": two,
            "schoener": float(1 - abs(spread[one] - spread[two]).sum() / 2),
        }
        for one, two in combinations(spread, 2)
    ]


def _shares(rows: list[Row], named: str) -> Spread:
    """Return shares in whole per cent by the middles of bands, as readers can reckon them."""
    found: dict[str, dict[str, float]] = {}
    for row in rows:
        found.setdefault(str(row["profession"]), {})[str(row[named])] = round(
            share_of(Count.read(str(row["people"])), Count.read(str(row["n"]))), 2
        )
    return found


def _of_ties(question: str, profession: str, shares: dict[str, float], same: set[str]) -> Row:
    """Return a profession's row; no E–I index where no told option is called as it, or one with it, is."""
    from isop_analysis.stats.networks import ei_index

    total, own = sum(shares.values()), sum(share for name, share in shares.items() if name in same)
    ei = float(ei_index(total - own, own)) if same & shares.keys() else None
    return _row(question, profession, total) | {"ei": ei, "specialisation": None}


def _of_tasks(question: str, profession: str, shares: dict[str, float]) -> Row:
    import numpy as np

    from isop_analysis.stats.networks.task_matrix import specialisation

    kept = float(specialisation(np.array([list(shares.values())]))[0])
    return _row(question, profession, sum(shares.values())) | {"ei": None, "specialisation": kept}


def _row(question: str, profession: str, named: float) -> Row:
    return {"question": question, "profession": profession, "named": named}


def _spread(shares: dict[str, float]) -> "np.ndarray":
    import numpy as np

    amounts = np.array(list(shares.values()))
    return amounts / amounts.sum()
