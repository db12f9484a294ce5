"""What a rule looks at, and what it says."""

from dataclasses import dataclass, field

import pandas as pd

CELL_COLUMNS = ["response", "item", "value", "reason"]


@dataclass(frozen=True)
class Evidence:
    """The responses still in (index: response), their cells outside a range, the register's teams.

    Columns of `responses`: instrument, wave, file, file_row, person, linked_by, team, unknown_team, test,
    started, seconds, refusal (why consent lacks), scale_items, by_team (whether the instrument is about
    teams), and those of the tally. `ranges` holds the lowest and highest answer of each item.
    """

    responses: pd.DataFrame
    outside: pd.DataFrame
    ranges: dict[str, tuple[float, float]]
    teams: tuple[str, ...] = ()


@dataclass(frozen=True)
class Judgement:
    """The reason per response that is left out (index: response), and the cells that are changed."""

    reasons: pd.Series
    cells: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=CELL_COLUMNS))


def left_out(which: pd.Series, reason: str) -> Judgement:
    """Leave out the responses marked in `which`, all for one reason."""
    chosen = which[which.fillna(False).astype(bool)]
    return Judgement(pd.Series(reason, index=chosen.index, dtype="object"))


def nothing() -> Judgement:
    """Leave out nothing."""
    return Judgement(pd.Series(dtype="object"))
