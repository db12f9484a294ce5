"""Attack: a few people between two exact numbers of which one group holds the other."""

from collections.abc import Iterator

from feasible import SMALL
from published_outputs import Published, count

STAGES = ("invited", "agreed", "answered", "kept")
ALL = "all"
Exact = tuple[str, int]
"""What an exact number counts, and the number."""


def few_between(told: Published) -> list[str]:
    """Return pairs of exact numbers, of people within people, that lie one to four apart."""
    return [
        f"{larger[0]} {larger[1]} − {smaller[0]} {smaller[1]}"
        for larger, smaller in _nested(told)
        if 0 < larger[1] - smaller[1] < SMALL
    ]


def _nested(told: Published) -> Iterator[tuple[Exact, Exact]]:
    flow = {
        (row["cohort"], row["occasion"], row["stage"]): number
        for row in told.table("people_flow")
        if (number := _exact(row["people"])) is not None
    }
    for (cohort, occasion, stage), number in flow.items():
        own = (f"{cohort} {occasion} {stage}", number)
        for later in STAGES[STAGES.index(stage) + 1 :]:
            if (smaller := flow.get((cohort, occasion, later))) is not None:
                yield own, (later, smaller)
        if (ever := flow.get((cohort, ALL, stage))) is not None and occasion != ALL:
            yield (f"{cohort} ever {stage}", ever), own
    yield from _kept_and_analysed(told, flow)


def _kept_and_analysed(
    told: Published, flow: dict[tuple[str, str, str], int]
) -> Iterator[tuple[Exact, Exact]]:
    """Yield people kept at an occasion, of all cohorts, with those of them that a test or a model had."""
    kept: dict[str, int] = {}
    for (_, occasion, stage), number in flow.items():
        if stage == "kept":
            kept[occasion] = kept.get(occasion, 0) + number
    tested = [
        (row["occasion"], "missing_tests", row["n"])
        for row in told.table("missing_tests")
        if row["of"] == "scales"
    ]
    left = [(row["from_occasion"], "dropout_model", row["n"]) for row in told.table("dropout_model")]
    for occasion, name, cell in {*tested, *left}:
        smaller = _exact(cell)
        if smaller is not None and occasion in kept:
            yield (f"all cohorts {occasion} kept", kept[occasion]), (name, smaller)


def _exact(cell: str) -> int | None:
    low, high = count(cell)
    return low if low == high else None
