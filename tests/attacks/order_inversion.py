"""Attack: names of teams whose dots stand in an "arbitrary" order, by sorting known names as programs do."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from scipy.stats import poisson

Order = Callable[[str, str, str], str]
"""Sorts a team by its name, its wave and the scale."""

ORDERS: dict[str, Order] = {
    "by name": lambda team, wave, scale: f"{team}/{wave}",
    "by wave": lambda team, wave, scale: f"{wave}/{team}",
} | {
    f"{kind} of {spelling}": lambda team, wave, scale, kind=kind, spelling=spelling: hashlib.new(
        kind, spelling.format(team=team, wave=wave, scale=scale).encode()
    ).hexdigest()
    for kind in ("sha256", "sha1", "md5", "blake2b", "blake2s", "sha512", "sha3_256")
    for spelling in ("{team}", "{team}/{wave}", "{scale}/{team}", "{scale}/{team}/{wave}", "{team}/{scale}")
}


@dataclass(frozen=True)
class Row:
    """Teams drawn beside each other, from left to right; who is who is only known to who keeps score.

    Attributes:
        shown: the values as published, in the order of publication.
        known: (team, wave) of those that are drawn, which whoever knows the teams can guess.
        true: the published value of each known team.
    """

    scale: str
    shown: Sequence[float]
    known: Sequence[tuple[str, str]]
    true: Sequence[float]


def named(rows: Sequence[Row], order: Order) -> list[list[tuple[str, str]]]:
    """Return which team each dot of each row is said to be."""
    return [sorted(row.known, key=lambda team: order(*team, row.scale)) for row in rows]


def share_right(rows: Sequence[Row], order: Order) -> float:
    """Return how many dots were named rightly; of dots of one value each is as likely any of their teams.

    Guessing scores one dot a row.
    """
    right = dots = 0.0
    for row, claimed in zip(rows, named(rows, order), strict=True):
        value_of = dict(zip(row.known, row.true, strict=True))
        dots += len(row.shown)
        right += sum(
            1 / list(row.true).count(value_of[team])
            for value, team in zip(row.shown, claimed, strict=True)
            if value_of[team] == value
        )
    return right / dots


def by_chance(rows: Sequence[Row], share: float) -> float:
    """Return how likely some order among all that are tried is so right by chance: about one dot a row is."""
    right = share * sum(len(row.shown) for row in rows)
    return min(1.0, 2 * len(ORDERS) * float(poisson.sf(right - 1, len(rows))))


def best_order(rows: Sequence[Row]) -> tuple[str, float]:
    """Return the order that names most dots rightly, either way round, and their share."""
    shares = {name: share_right(rows, order) for name, order in ORDERS.items()}
    shares |= {f"{name}, turned round": share_right(_turned(rows), order) for name, order in ORDERS.items()}
    return max(shares.items(), key=lambda found: found[1])


def _turned(rows: Sequence[Row]) -> list[Row]:
    return [Row(row.scale, row.shown[::-1], row.known, row.true) for row in rows]
