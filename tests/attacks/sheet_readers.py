"""Attack: colleagues' scores, by one member or two who pool, from the team's sheet beside the report.

They know their own scores, who answered and who agreed to a sheet, which of the report's dots is their
team's, how means are rounded and what a word of agreement means, as sheets had one. What they learn of a
colleague is the range of scores that fit all of it, on the grid that answers to all items make.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np

from isop_analysis.contracts.published_sheets import read_sheet
from isop_analysis.measurement.scores import answer_range, score_range

if TYPE_CHECKING:
    from isop_analysis.study import Study

WIDEST = 1 / 3
ROUNDING = 1 / 32


@dataclass(frozen=True)
class Seen:
    """A row of a team's sheet, and what its members know; scores, dots and SDs as shares of the range.

    Attributes:
        counted, others: scores of those whom the sheet counts, and of those whom only the report counts.
        dot, spread: what the sheet says.
        reported: the report's dot of the team, if there is one.
        steps: of the grid of scores.
    """

    team: str
    scale: str
    counted: tuple[float, ...]
    others: tuple[float, ...]
    dot: float
    spread: tuple[float, float]
    reported: float | None
    steps: int


def seen_on_sheets(study: "Study") -> Iterator[Seen]:
    """Yield every row that is drawn on a team's sheet."""
    agreed = set(study.table("sheet_consents")["person"].astype(str))
    scores = study.table("scale_scores").astype(
        {"scale": "str", "wave": "str", "team": "str", "person": "str"}
    )
    scores = scores[scores["status"].astype("str") == "scored"]
    ranges = {scale.name: (score_range(own, scale), own, scale) for own, scale in study.scales}
    for folder in sorted(path for path in study.sheets.iterdir() if path.is_dir()):
        tables = read_sheet(folder)
        wave = str(tables["sheets"]["wave"].iloc[0])
        drawn = tables["sheet_scales"]
        for row in drawn[drawn["state"].astype("str") == "shown"].to_dict("records"):
            (low, high), instrument, scale = ranges[str(row["scale"])]
            own = scores[(scores["scale"] == scale.name) & (scores["wave"] == wave)]
            own = own[own["team"] == folder.name]
            shares = (own["score"].astype(float) - low) / (high - low)
            counts = own["person"].isin(agreed)
            answers = answer_range(instrument, scale)
            everyone = float(shares.mean())
            yield Seen(
                folder.name,
                scale.name,
                tuple(shares[counts]),
                tuple(shares[~counts]),
                (float(row["dot"]) - low) / (high - low),
                (0.0, 1.0),
                round(everyone * 16) / 16 if len(own) >= 5 else None,
                round((answers[1] - answers[0]) * len(scale.items)),
            )


def narrowest(seen: Seen, together: int) -> float:
    """Return the narrowest range of a colleague's score that so many members who pool can work out."""
    people = [(True, one) for one in seen.counted] + [(False, one) for one in seen.others]
    found = 1.0
    for known in set(combinations(sorted(people), together)):
        inside = [score * seen.steps for own, score in known if own]
        outside = [score * seen.steps for own, score in known if not own]
        if len(seen.counted) > len(inside):
            found = min(found, _width(seen, inside, outside, target_inside=True))
        if len(seen.others) > len(outside):
            found = min(found, _width(seen, inside, outside, target_inside=False))
    return found


def _width(seen: Seen, inside: list[float], outside: list[float], target_inside: bool) -> float:
    fits = [x for x in range(seen.steps + 1) if _fits(seen, inside, outside, x, target_inside)]
    return (fits[-1] - fits[0]) / seen.steps if fits else 0.0


def _fits(seen: Seen, inside: list[float], outside: list[float], x: int, target_inside: bool) -> bool:
    n, M = len(seen.counted), seen.steps
    own, apart = ([*inside, x], outside) if target_inside else (inside, [*outside, x])
    rows = _rows(M, n - len(own))
    sums = sum(own) + np.arange(rows.shape[0])
    near = np.abs(sums / (n * M) - seen.dot) <= ROUNDING + 1e-9
    total, fits = sums[near][:, None], rows[near]
    squares = sum(one**2 for one in own) + np.arange(rows.shape[1])[None, :]
    variance = (squares - total**2 / n) / (n - 1) / M**2
    low, high = seen.spread
    fits = fits & (variance >= low**2 - 1e-9) & (variance <= high**2 + 1e-9)
    if seen.reported is None or not seen.others:
        return bool(fits.any())
    m = n + len(seen.others)
    free = len(seen.others) - len(apart)
    for rest in range(M * free + 1):
        everyone = (total + sum(apart) + rest) / (m * M)
        if bool((fits & (np.abs(everyone - seen.reported) <= ROUNDING + 1e-9)).any()):
            return True
    return False


@cache
def _rows(M: int, r: int) -> "np.ndarray":
    """Return which sums (rows) and sums of squares (columns) r scores of 0…M can have together."""
    found = np.zeros((M * r + 1, M * M * r + 1), dtype=bool)
    if r == 0:
        found[0, 0] = True
        return found
    fewer = _rows(M, r - 1)
    for x in range(M + 1):
        found[x : x + fewer.shape[0], x * x : x * x + fewer.shape[1]] |= fewer
    return found


def bounded(seen: Seen) -> bool:
    """Tell whether one member, or two, bound a colleague to less than a third of the range."""
    return any(narrowest(seen, together) < WIDEST for together in (1, 2))
