"""What the design can find, as the report tells it: per declared effect in SDs of the scale at T0."""

from dataclasses import dataclass
from typing import Literal

from isop_analysis.language.numbers import is_number
from isop_analysis.language.rows import Record, Tables

Key = tuple[str, str, str]
Basis = Literal["fitted", "planned"]


@dataclass(frozen=True)
class Detectable:
    """The smallest effect found, from the fitted spread and from that assumed beforehand, and the chances to
    find the smallest effect that matters; `power` is the share of repetitions, `error` the larger
    Monte-Carlo standard error of the two effects.
    """

    fitted: float | None = None
    planned: float | None = None
    fitted_chance: float | None = None
    planned_chance: float | None = None
    power: float = 0.8
    error: float | None = None


def detectable_effects(tables: Tables) -> dict[Key, Detectable]:
    """Return what each design can find, by model, scale and term."""
    found: dict[Key, dict[str, Record]] = {}
    for row in tables.rows("detectable_effects"):
        key = (str(row["model"]), str(row["scale"]), str(row["term"]))
        found.setdefault(key, {})[str(row["basis"])] = row
    return {key: _detectable(rows) for key, rows in found.items()}


def _detectable(rows: dict[str, Record]) -> Detectable:
    fitted, planned = rows.get("fitted", {}), rows.get("planned", {})
    power = next((row["power"] for row in (fitted, planned) if row), 0.8)
    errors = (_number(row.get("monte_carlo_se_sd")) for row in (fitted, planned))
    return Detectable(
        _number(fitted.get("detectable_sd")),
        _number(planned.get("detectable_sd")),
        _number(fitted.get("chance_of_smallest")),
        _number(planned.get("chance_of_smallest")),
        float(power),
        max((error for error in errors if error is not None), default=None),
    )


def _number(value: object) -> float | None:
    return float(value) if is_number(value) else None  # type: ignore[arg-type]
