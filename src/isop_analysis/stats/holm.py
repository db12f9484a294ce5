"""Holm's correction of p values that are tested together."""

from collections.abc import Sequence


def holm(p_values: Sequence[float | None]) -> list[float | None]:
    """Return p values adjusted by Holm's step-down method, in the order given.

    The i-th smallest is multiplied by m − i + 1, made monotone and at most 1 (Holm 1979, Scandinavian Journal
    of Statistics 6, 65-70); m counts tests without a p value too, as planned: they stay None and count as not
    rejected. ValueError where a p value lies outside 0 to 1.
    """
    m = len(p_values)
    known = sorted((p, place) for place, p in enumerate(p_values) if p is not None)
    wrong = [f"{p:g}" for p, _ in known if not 0 <= p <= 1]
    if wrong:
        raise ValueError(f"p values lie between 0 and 1; found {', '.join(wrong)}")
    adjusted: list[float | None] = [None] * m
    highest = 0.0
    for rank, (p, place) in enumerate(known):
        highest = max(highest, min(1.0, (m - rank) * p))
        adjusted[place] = highest
    return adjusted
