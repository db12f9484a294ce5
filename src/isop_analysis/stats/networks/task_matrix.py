"""Professions × tasks over waves: who does what, who keeps to a few tasks, what two have in common."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import pandas as pd

from isop_analysis.base.nearest import nearest
from isop_analysis.base.reasons import Refused
from isop_analysis.stats.networks.tie_table import columns_of, in_rows, people_of


@dataclass(frozen=True)
class TaskMatrix:
    """Who does which task, by profession and wave. With few people specialisation is too high: see n.

    shares
        wave, profession, task, people (who do it), n (respondents of the profession in the wave), share
        (0–1).
    professions
        wave, profession, n, tasks (that anyone does), specialisation: 1 − H/ln T of how the profession's
        tasks are spread over the T of the list; 0 evenly over all, 1 all on one. NaN for no tasks or a list
        of one.
    tasks
        wave, task, n (people who do it), professions (that do it), specialisation: 1 − H/ln K of how its
        shares are spread over the K professions of the wave, whatever their size; 0 as much everybody's, 1
        one profession's alone. NaN where nobody does it or K is 1.
    overlaps
        wave, profession, profession_2, n, n_2, jaccard (tasks of both by tasks of either; 0–1), schoener (1
        − `½ Σ |p − q|` of how their tasks are spread; 0 nothing in common, 1 the same; Schoener 1970, Ecology
        51, 408–418). NaN where one of them has no tasks.

    H is Shannon's entropy, H/ln T Pielou's evenness (1966, Journal of Theoretical Biology 13, 131–144).
    """

    shares: pd.DataFrame
    professions: pd.DataFrame
    tasks: pd.DataFrame
    overlaps: pd.DataFrame

    def matrix(self, wave: str | None = None) -> pd.DataFrame:
        """Return the shares of one wave, (professions, tasks); the only wave where none is named.

        Raises
        ------
        Refused
            For a wave that is not there, or none named of several.
        """
        waves = sorted(self.shares["wave"].unique())
        chosen = waves[0] if wave is None and len(waves) == 1 else wave
        if chosen not in waves:
            meant = None if wave is None else nearest(wave, waves)
            raise Refused("networks_wave", wave=wave or "", found=waves, meant=meant)
        own = self.shares[self.shares["wave"] == chosen]
        return own.pivot(index="profession", columns="task", values="share")


def tasks(
    frame: pd.DataFrame,
    *,
    person: str = "person",
    profession: str = "profession",
    task: str = "task",
    wave: str | None = None,
    among: Sequence[str] | None = None,
    least: float = 0.0,
) -> TaskMatrix:
    """Return who does which task from a long table, a row a person × task (× wave).

    Parameters
    ----------
    person, profession, task
        Columns of who answers, their profession and what they do; a row twice counts once. A missing task is
        an answer too: a person who does none of them.
    wave
        Column of the wave; without it there is one, whose name is empty.
    among
        The tasks that could be named; by default those that anyone named. They set the scale of
        specialisation.
    least
        Share of its people, 0–1, above which a task is a profession's own, for Jaccard's index alone.

    Examples
    --------
    >>> frame = pd.DataFrame({"person": ["a", "a", "b"], "profession": ["teacher", "teacher", "youth worker"],
    ...                       "task": ["advice", "play", "play"]})
    >>> tasks(frame).overlaps.loc[0, ["jaccard", "schoener"]].tolist()
    [0.5, 0.5]

    Raises
    ------
    Refused
        For a column that is not there, no rows, a row without person, profession or wave, a person with two
        professions in a wave, tasks outside `among`, no task at all, a `least` outside 0–1.
    """
    if not 0 <= least <= 1:
        raise Refused("networks_limit", value=least)
    columns = {"person": person, "profession": profession, "task": task} | ({"wave": wave} if wave else {})
    table = columns_of(frame, columns)
    listed = _listed(table["task"].dropna().astype("str"), among)
    own = table if wave else table.assign(wave="")
    if own["wave"].isna().any():
        raise Refused("networks_incomplete", rows=int(own["wave"].isna().sum()), columns=["wave"])
    found = [_wave(str(name), rows, listed, least) for name, rows in own.groupby("wave")]
    return TaskMatrix(
        *(
            pd.concat([getattr(one, part) for one in found], ignore_index=True)
            for part in ("shares", "professions", "tasks", "overlaps")
        )
    )


def specialisation(amounts: np.ndarray) -> np.ndarray:
    """Return 1 − H/ln(kinds) of each row of amounts, (rows, kinds); 0 spread evenly, 1 all on one, else NaN.

    >>> specialisation(np.array([[1.0, 1.0], [2.0, 0.0]])).tolist()
    [0.0, 1.0]
    """
    shares = _spread(amounts)
    logs = np.log(np.where(shares > 0, shares, 1))
    kinds = amounts.shape[1]
    if kinds < 2:
        return np.full(len(amounts), np.nan)
    return np.clip(1 + (shares * logs).sum(axis=1) / np.log(kinds), 0, 1)


def _listed(given: pd.Series, among: Sequence[str] | None) -> list[str]:
    """Return the tasks that could be named, in alphabetical order."""
    if among is not None:
        outside = sorted(set(given) - set(among))
        if outside:
            raise Refused("networks_tasks", outside=len(outside), listed=len(set(among)))
    found = sorted(set(given) if among is None else set(among))
    if not found:
        raise Refused("networks_no_tasks")
    return found


def _wave(name: str, rows: pd.DataFrame, listed: list[str], least: float) -> TaskMatrix:
    people = people_of(rows)
    n = people.groupby("profession").size()
    done = rows.dropna(subset="task").astype("str")[["person", "profession", "task"]].drop_duplicates()
    counts = done.groupby(["profession", "task"]).size().unstack("task")
    counts = counts.reindex(index=n.index, columns=pd.Index(listed, name="task")).fillna(0).astype("int64")
    shares = counts.div(n, axis=0)
    parts = TaskMatrix(
        shares=_shares(counts, n),
        professions=_professions(counts, n),
        tasks=_tasks(counts, shares),
        overlaps=_overlaps(counts, shares > least, n),
    )
    for table in (parts.shares, parts.professions, parts.tasks, parts.overlaps):
        table.insert(0, "wave", pd.Series(name, index=table.index, dtype="str"))
    return parts


def _shares(counts: pd.DataFrame, n: pd.Series) -> pd.DataFrame:
    long = in_rows(counts, "task")
    size = long["profession"].map(n).astype("int64")
    return long.assign(n=size, share=long["people"] / size)


def _professions(counts: pd.DataFrame, n: pd.Series) -> pd.DataFrame:
    amounts = counts.to_numpy(dtype=float)
    own = {"n": n, "tasks": (amounts > 0).sum(axis=1), "specialisation": specialisation(amounts)}
    return pd.DataFrame(own, index=counts.index).reset_index()


def _tasks(counts: pd.DataFrame, shares: pd.DataFrame) -> pd.DataFrame:
    amounts = shares.to_numpy().T
    own = {
        "n": counts.sum(axis=0),
        "professions": (amounts > 0).sum(axis=1),
        "specialisation": specialisation(amounts),
    }
    return pd.DataFrame(own, index=counts.columns).reset_index()


def _overlaps(counts: pd.DataFrame, does: pd.DataFrame, n: pd.Series) -> pd.DataFrame:
    spread = _spread(counts.to_numpy(dtype=float))
    sets = does.to_numpy()
    rows = [
        {
            "profession": counts.index[first],
            "profession_2": counts.index[second],
            "n": int(n.iloc[first]),
            "n_2": int(n.iloc[second]),
            "jaccard": _jaccard(sets[first], sets[second]),
            "schoener": float(1 - np.abs(spread[first] - spread[second]).sum() / 2),
        }
        for first, second in combinations(range(len(counts)), 2)
    ]
    return pd.DataFrame(rows, columns=["profession", "profession_2", "n", "n_2", "jaccard", "schoener"])


def _jaccard(first: np.ndarray, second: np.ndarray) -> float:
    if not (first.any() and second.any()):
        return np.nan
    return float((first & second).sum() / (first | second).sum())


def _spread(amounts: np.ndarray) -> np.ndarray:
    """Return rows as shares of their sum, NaN where it is 0."""
    total = amounts.sum(axis=1, keepdims=True)
    return np.where(total > 0, amounts / np.where(total > 0, total, 1), np.nan)
