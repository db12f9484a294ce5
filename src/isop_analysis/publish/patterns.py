"""Who answered when, and which questionnaires: patterns of ones and zeros, those of few people together."""

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING, Any

from isop_analysis.contracts.cells import Count
from isop_analysis.contracts.table import Row
from isop_analysis.publish.banding import Bands, shares_of
from isop_analysis.publish.bounds import Sum, gives_away

if TYPE_CHECKING:
    import pandas as pd

    from isop_analysis.publish.sizes import Sizes

FEWEST_IN_REST = 3
OCCASIONS, REST = "occasions", "rest"


@dataclass(frozen=True)
class Seen:
    """What other tables tell of people at occasions: how many were there, how many left before another one.

    Attributes:
        occasions: in the order in which patterns name them.
        people: by occasion.
        left: by the occasion at which they answered and the one at which they did not.
    """

    occasions: tuple[str, ...]
    people: Mapping[str, Count]
    left: Mapping[tuple[str, str], Count]

    @classmethod
    def of(
        cls, occasions: Iterable[str], leaving: list[Row], tests: "pd.DataFrame", sizes: "Sizes"
    ) -> "Seen":
        """Read it from published rows of dropout_groups, and from missing_tests as sizes let them be told."""
        own = tests[(tests["of"].astype("str") == "scales") & tests["n"].notna()]
        people = {str(when): sizes.told(int(n)) for when, n in zip(own["occasion"], own["n"], strict=True)}
        everyone = [row for row in leaving if row["attribute"] == "all"]
        left = {
            (str(row["from_occasion"]), str(row["to_occasion"])): Count.read(str(row["left"]))
            for row in everyone
        }
        told = {str(row["from_occasion"]): Count.read(str(row["people"])) for row in everyone}
        return cls(tuple(dict.fromkeys(occasions)), {**people, **told}, left)

    def sums(self, patterns: list[str]) -> list[Sum]:
        """Return what is known of people by their pattern over occasions; cells by place in that list."""
        there = {
            name: {cell for cell, pattern in enumerate(patterns) if pattern[place] == "1"}
            for place, name in enumerate(self.occasions)
        }
        present = [Sum(tuple(sorted(there[name])), people) for name, people in self.people.items()]
        gone = [
            Sum(tuple(sorted(there[before] - there[after])), people)
            for (before, after), people in self.left.items()
        ]
        return present + gone


def pattern_rows(patterns: "pd.DataFrame", bands: Bands, seen: Seen) -> list[Row]:
    """Return the rows of missing_patterns: those of few people together as 'rest'.

    Where these are few together, or what is told elsewhere bounds one of them, the rarest others are told
    with them: the number of everyone is known. So are they where 'rest' is one or two patterns, of which it
    follows that neither is nobody.
    """
    found: list[Row] = []
    for (of, occasion), own in patterns.groupby(["of", "occasion"], observed=True, sort=False):
        rows: list[dict[Hashable, Any]] = own.to_dict("records")
        everyone = sum(int(row["people"]) for row in rows)
        if not bands.is_enough(everyone):
            continue
        told = [row for row in rows if int(row["people"]) >= bands.width]
        elsewhere = seen if of == OCCASIONS else None
        while told and _few_show(told, everyone, bands, elsewhere):
            told.remove(min(told, key=lambda row: int(row["people"])))
        if rare := everyone - sum(int(row["people"]) for row in told):
            told.append({"pattern": REST, "kind": None, "people": rare})
        cells = [bands.cell(int(row["people"])) for row in told]
        found += [
            {"of": of, "occasion": occasion, "pattern": row["pattern"], "kind": row["kind"]}
            | {"people": str(cell), "share": share}
            for row, cell, share in zip(told, cells, shares_of(cells), strict=True)
        ]
    return found


def _few_show(told: list[dict[Hashable, Any]], everyone: int, bands: Bands, seen: Seen | None) -> bool:
    """Tell whether those that are not told are few, or one of them is bounded by what is told elsewhere."""
    rare = everyone - sum(int(row["people"]) for row in told)
    if rare < bands.width or seen is None:
        return 0 < rare < bands.width
    names = [str(row["pattern"]) for row in told]
    others = ["".join(one) for one in product("01", repeat=len(names[0]))]
    some = [one for one in others if "1" in one]
    hidden = [one for one in some if one not in names]
    if len(hidden) < min(FEWEST_IN_REST, len(some) - 2):
        return True
    rest = bands.cell(rare)
    cells = [*(bands.cell(int(row["people"])) for row in told), *[Count(0, rest.high)] * len(hidden)]
    together = Sum(tuple(range(len(names), len(cells))), rest)
    return bool(gives_away(cells, [together, *seen.sums([*names, *hidden])], bands.width))
