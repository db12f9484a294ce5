"""Expected outcomes and slopes of a fit at the points its model declares."""

from typing import TYPE_CHECKING, Any

import numpy as np

from isop_analysis.base.reasons import Reason, Refused, written
from isop_analysis.contracts.cells import written_mapping
from isop_analysis.contracts.table import Row
from isop_analysis.models.frame import PERSON
from isop_analysis.models.multilevel.outcomes import Outcome
from isop_analysis.study.model_settings import Margin

if TYPE_CHECKING:
    from isop_analysis.stats.multilevel import Fit

NUMBERS = ("estimate", "se", "df", "ci_low", "ci_high")
NOTHING: Row = {"point": written_mapping({}), "people": None, **dict.fromkeys(NUMBERS)}


def margin_rows(outcome: Outcome) -> list[Row]:
    """Return the rows of model_means, one per declared point; one without numbers, and with its reason, where
    the model was not fitted or a point can't be had.

    `people` are those of the fit who are in the groups of a point.
    """
    return [row for margin in outcome.model.margins for row in _rows(outcome, margin)]


def _rows(outcome: Outcome, margin: Margin) -> list[Row]:
    kind = "mean" if margin.slope_of is None else "slope"
    head: Row = {**outcome.name, "margin": margin.name, "kind": kind, **outcome.standing, **outcome.record}
    if outcome.fit is None:
        return [head | NOTHING]
    try:
        found = _asked(outcome.fit, margin)
    except Refused as refusal:
        return [head | NOTHING | _refused(refusal.reason)]
    return [head | _cells(outcome, point) for point in found]


def _cells(outcome: Outcome, point: dict[str, Any]) -> Row:
    row: Row = {"point": written_mapping(_point(point)), "people": _people(outcome, point)}
    return row | {name: float(point[name]) if point[name] == point[name] else None for name in NUMBERS}


def _refused(reason: Reason) -> Row:
    return {"status": "refused", "reason": written([reason])}


def _people(outcome: Outcome, point: dict[str, Any]) -> int:
    """Return how many people of the fit are in the groups of a point."""
    rows = outcome.used
    inside = np.ones(len(rows), dtype=bool)
    for name, value in point.items():
        if isinstance(value, str) and name in rows:
            inside &= (rows[name].astype(str) == value).to_numpy()
    return int(rows[PERSON][inside].nunique())


def _asked(fitted: "Fit", margin: Margin) -> list[dict[str, Any]]:
    from isop_analysis.stats.multilevel import means, simple_slopes

    at = {name: values if len(values) > 1 else values[0] for name, values in margin.at.items()}
    if margin.slope_of is None:
        table = means(fitted, margin.by, at=at, weights=margin.weights)
    else:
        table = simple_slopes(fitted, margin.slope_of, by=margin.by, at=at, weights=margin.weights)
    return table.to_dict("records")  # type: ignore[return-value]


def _point(row: dict[str, Any]) -> dict[str, Any]:
    """Return where a margin was taken: groups by name, numbers by value, whole ones as such."""
    numbers = (*NUMBERS, "statistic", "p_value")
    return {name: _value(value) for name, value in row.items() if name not in numbers}


def _value(value: Any) -> Any:
    if not isinstance(value, float):
        return str(value)
    return int(value) if value.is_integer() else float(f"{value:g}")
