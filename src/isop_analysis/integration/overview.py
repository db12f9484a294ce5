"""Scales by team: each team's mean beside all teams of that occasion, in three bands."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

BANDS = ("low", "middle", "high")
BAND_EDGE = 0.5


def scales_by_team(team_scores: "pd.DataFrame") -> "pd.DataFrame":
    """Return the table scales_by_team.

    z is the team's distance from the mean of the teams at that occasion, in SDs between their means; a team
    more than half an SD away is low or high. With fewer than three teams, or teams that do not differ, there
    is no z and no band.
    """
    import numpy as np
    import pandas as pd

    frame = team_scores.astype({"scale": "str", "occasion": "str"})
    groups = frame.groupby(["scale", "occasion"])["mean"]
    spread = groups.transform("std").where(groups.transform("count") >= 3)
    z = (frame["mean"] - groups.transform("mean")) / spread.mask(spread == 0)
    band = pd.Series(
        np.select([z < -BAND_EDGE, z > BAND_EDGE], ["low", "high"], "middle"), index=frame.index, dtype="str"
    ).where(z.notna())
    table = frame[["team", "scale", "occasion", "n", "mean"]].assign(z=z, band=band)
    return table.sort_values(["scale", "occasion", "team"], kind="stable").reset_index(drop=True)
