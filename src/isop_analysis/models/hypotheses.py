"""Tests of the hypotheses, held together by family, and what differs from the frozen plan."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from isop_analysis.study.registration import deviations, read_registration

if TYPE_CHECKING:
    from isop_analysis.study.study import Study

Row = dict[str, object]
TAKEN = (
    *("smallest", "effect", "effect_low", "effect_high", "p_value"),
    *("n", "clusters", "converged", "singular", "reason"),
)


def holm(p_values: Sequence[float | None]) -> list[float | None]:
    """Return p values adjusted by Holm's step-down method, in the order given.

    The i-th smallest is multiplied by m − i + 1, made monotone and at most 1 (Holm 1979, Scandinavian Journal
    of Statistics 6, 65-70); m counts tests without a p value too, as planned: they stay None and count as not
    rejected.
    """
    m = len(p_values)
    known = sorted((p, place) for place, p in enumerate(p_values) if p is not None)
    adjusted: list[float | None] = [None] * m
    highest = 0.0
    for rank, (p, place) in enumerate(known):
        highest = max(highest, min(1.0, (m - rank) * p))
        adjusted[place] = highest
    return adjusted


def hypothesis_rows(study: "Study", effects: list[Row]) -> list[Row]:
    """Return the rows of hypotheses, one a test; confirmatory ones carry Holm's p within their family."""
    estimates = {(row["model"], row["scale"], row["term"]): row for row in effects}
    rows: list[Row] = []
    for hypothesis in study.hypotheses:
        for scale in study.tested_scales(hypothesis):
            found = estimates[hypothesis.model, scale, hypothesis.term]
            usable = found["status"] == "fitted"
            rows.append(
                {
                    "hypothesis": hypothesis.name,
                    "kind": hypothesis.status,
                    "family": hypothesis.family,
                    "direction": hypothesis.direction,
                    "model": hypothesis.model,
                    "scale": scale,
                    "term": hypothesis.term,
                    "status": found["status"],
                    **{name: found[name] for name in TAKEN},
                    "p_value": found["p_value"] if usable else None,
                    "as_expected": _as_expected(hypothesis.direction, found["effect"]) if usable else None,
                }
            )
    return _held_together(rows)


def _as_expected(direction: str, effect: object) -> bool | None:
    if direction == "either" or not isinstance(effect, float):
        return None
    return (effect > 0) == (direction == "positive")


def _held_together(rows: list[Row]) -> list[Row]:
    families: dict[object, list[Row]] = {}
    for row in rows:
        if row["kind"] == "confirmatory":
            families.setdefault(row["family"], []).append(row)
    held: dict[int, Row] = {}
    for tests in families.values():
        values = [float(row["p_value"]) if row["p_value"] is not None else None for row in tests]  # type: ignore[arg-type]
        for row, adjusted in zip(tests, holm(values), strict=True):
            held[id(row)] = {"p_holm": adjusted, "tests": len(tests)}
    return [row | held.get(id(row), {"p_holm": None, "tests": None}) for row in rows]


def deviation_rows(study: "Study") -> list[Row]:
    """Return the rows of deviations: each key that differs from the frozen plan; none without a plan."""
    registration = read_registration(study)
    if registration is None:
        return []
    return [
        {"key": one.key, "planned": one.planned, "present": one.present}
        for one in deviations(study, registration)
    ]
