"""At which occasions people answered: always, until they left, from later on, or with a gap."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import pandas as pd

from isop_analysis.missingness.merging import rare
from isop_analysis.missingness.refusals import MissingnessRefused

Kind = Literal["complete", "left", "late", "intermittent", "several"]


@dataclass(frozen=True)
class OccasionPattern:
    """People who answered at the same occasions.

    Attributes:
        answered: occasions, in order; empty where several patterns are told as one.
        kind: "complete"; "left": from the first occasion on until they left (monotone); "late": first seen
            later, without a gap after; "intermittent": with a gap; "several": rare patterns told as one.
        count: number of people.
        patterns: 1, or how many rare patterns are told as one.
    """

    answered: tuple[str, ...]
    kind: Kind
    count: int
    patterns: int = 1


def kind_of(answered: Sequence[bool]) -> Kind:
    """Return the kind of a pattern over occasions in their order.

    Raises:
        MissingnessRefused: for a pattern without any answer.
    """
    places = [place for place, flag in enumerate(answered) if flag]
    if not places:
        raise MissingnessRefused(
            f"None of {len(answered)} occasions was answered; expected one or more: leave the person out."
        )
    if len(places) == len(answered):
        return "complete"
    if places[-1] - places[0] + 1 > len(places):
        return "intermittent"
    return "left" if places[0] == 0 else "late"


def occasion_patterns(answered: pd.DataFrame, minimum: int = 1) -> tuple[OccasionPattern, ...]:
    """Return the patterns of people over occasions (n people × columns in order, true or false).

    Most frequent first; people who never answered are left out. Patterns of fewer than `minimum` people are
    told as one, as `missing_patterns` does.

    Raises:
        MissingnessRefused: where nobody answered, or with fewer than two occasions.
    """
    if answered.shape[1] < 2:
        raise MissingnessRefused(
            f"The data have {answered.shape[1]} occasion; expected two or more to tell who came back."
        )
    flags = answered.astype("bool")
    flags = flags[flags.any(axis=1)]
    if flags.empty:
        raise MissingnessRefused("Nobody answered at any occasion; expected one person or more.")
    names = [str(name) for name in flags.columns]
    found = []
    for key, count in flags.value_counts(sort=False).items():
        seen = [bool(flag) for flag in key]  # type: ignore[attr-defined]
        own = tuple(name for name, flag in zip(names, seen, strict=True) if flag)
        found.append(OccasionPattern(own, kind_of(seen), int(count)))
    found.sort(key=lambda one: (-one.count, [name not in one.answered for name in names]))
    together = rare([one.count for one in found], minimum)
    if len(together) < 2:
        return tuple(found)
    kept = [one for place, one in enumerate(found) if place not in together]
    merged = [found[place] for place in together]
    return (*kept, OccasionPattern((), "several", sum(one.count for one in merged), len(merged)))
