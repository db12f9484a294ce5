"""Networks of teams, over the whole study: the E–I index against chance, and how dense teams are."""

from collections.abc import Callable, Hashable
from typing import TYPE_CHECKING, Any

from isop_analysis.base.reasons import Reason, written
from isop_analysis.contracts.cells import Count, written_names
from isop_analysis.contracts.table import Row
from isop_analysis.publish.banding import LEAST_FOR_SHARES, Bands
from isop_analysis.publish.team_gate import PARTS
from isop_analysis.publish.teams import LEAST_TEAMS, some_of

if TYPE_CHECKING:
    import pandas as pd

ALL = "all"
TESTED = ("ei", "expected", "p_value")


def measure_rows(
    tests: "pd.DataFrame",
    teams: "pd.DataFrame",
    wider: Callable[[str], list[str]],
    minimum_team: int,
    bands: Bands,
) -> list[Row]:
    """Return the rows of network_measures, one a question that asks with whom.

    A team counts once, at the first wave at which enough of its members answered. How many did is told to
    two; how dense they are from eight teams of `minimum_team` respondents up, each to a sixteenth first.
    `wider` returns the options of a question that count as a wider profession in its E–I index.
    """
    own = tests[(tests["occasion"] == ALL) & (tests["content"] != ALL)]
    found: list[Row] = []
    for row in own.astype("object").to_dict("records"):
        networks = teams[teams["content"] == row["content"]]
        every = networks["team"].nunique()
        dense = _densities(networks, minimum_team)
        question = str(row["content"])
        head = {"question": question, "wider": written_names(wider(question)), "teams": str(every)}
        found.append(head | _tested(row, bands) | _told(dense, every))
    return found


def _densities(networks: "pd.DataFrame", minimum_team: int) -> list[float]:
    """Return each team's density at the first wave at which it is known, to a sixteenth."""
    known = networks[networks["density"].notna() & (networks["respondents"] >= minimum_team)]
    return [round(float(one) * PARTS) / PARTS for one in known.drop_duplicates("team")["density"]]


def _tested(row: dict[Hashable, Any], bands: Bands) -> Row:
    """Return the test; of too few people nothing but why."""
    computed = row["status"] == "computed"
    if not computed or not bands.is_enough(int(row["people"])):
        few = written([Reason("few_people", least=LEAST_FOR_SHARES)])
        none = dict.fromkeys(("people", *TESTED, "leaning"))
        return none | {"reason": few if computed else row["reason"]}
    told = {name: row[name] for name in (*TESTED, "leaning")}
    return {"people": str(bands.cell(int(row["people"])))} | told | {"reason": None}


def _told(dense: list[float], every: int) -> Row:
    import numpy as np

    low, high = np.percentile(dense, [10, 90]) if len(dense) >= LEAST_TEAMS else (None, None)
    enough = some_of(len(dense), every) if every > 1 else Count(0, every)
    return {"enough": str(enough), "density_low": low, "density_high": high}
