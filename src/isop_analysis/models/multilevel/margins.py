"""Expected outcomes and slopes of a fit at the points its model declares."""

from typing import TYPE_CHECKING, Any

from isop_analysis.study.model_settings import Margin

if TYPE_CHECKING:
    from isop_analysis.models.multilevel.outcomes import Outcome
    from isop_analysis.stats.multilevel import Fit

    Row = dict[str, object]

NUMBERS = ("estimate", "se", "df", "ci_low", "ci_high")


def margin_rows(outcome: "Outcome", least: int) -> "list[Row]":
    """Return the rows of model_means, one per declared point; one without numbers, and with its reason, where
    the model was not fitted or a point can't be had.

    Points in groups of fewer than `least` people have no numbers: they would tell of those people.
    """
    return [row for margin in outcome.model.margins for row in _rows(outcome, margin, least)]


def _rows(outcome: "Outcome", margin: Margin, least: int) -> "list[Row]":
    from isop_analysis.models.multilevel.fits import fit_row, record
    from isop_analysis.stats.multilevel import ModelRefused

    head: Row = {
        "model": outcome.model.name,
        "scale": outcome.scale,
        "margin": margin.name,
        "kind": "mean" if margin.slope_of is None else "slope",
    }
    nothing: Row = {"point": "", **dict.fromkeys(NUMBERS)}
    if outcome.fit is None:
        whole = fit_row(outcome)
        kept = {name: whole[name] for name in ("n", "clusters", "converged", "singular")}
        return [head | nothing | {"status": outcome.status, "reason": outcome.reason} | kept]
    own = record(outcome.fit)
    try:
        found = _asked(outcome.fit, margin)
    except ModelRefused as refusal:
        return [head | nothing | {"status": "refused", "reason": str(refusal)} | own]
    few = f"fewer than {least} people are in this group"
    return [
        head
        | {"point": _point(row)}
        | (
            {"status": "refused", "reason": few, **dict.fromkeys(NUMBERS)}
            if 0 < _people(outcome, row) < least
            else {"status": outcome.status, "reason": outcome.reason, **_numbers(row)}
        )
        | own
        for row in found
    ]


def _numbers(row: dict[str, Any]) -> "Row":
    return {name: float(row[name]) if row[name] == row[name] else None for name in NUMBERS}


def _people(outcome: "Outcome", point: dict[str, Any]) -> int:
    """Return how many people of the fit are in the groups of a point."""
    assert outcome.fit is not None
    rows = outcome.frame.loc[outcome.fit.rows]
    for name, value in point.items():
        if isinstance(value, str) and name in rows:
            rows = rows[rows[name].astype(str) == value]
    return int(rows["person"].nunique())


def _asked(fitted: "Fit", margin: Margin) -> list[dict[str, Any]]:
    from isop_analysis.stats.multilevel import means, simple_slopes

    at = {name: values if len(values) > 1 else values[0] for name, values in margin.at.items()}
    if margin.slope_of is None:
        table = means(fitted, margin.by, at=at, weights=margin.weights)
    else:
        table = simple_slopes(fitted, margin.slope_of, by=margin.by, at=at, weights=margin.weights)
    return table.to_dict("records")  # type: ignore[return-value]


def _point(row: dict[str, Any]) -> str:
    """Write a point as `role=future; time=2`."""
    numbers = (*NUMBERS, "statistic", "p_value")
    return "; ".join(f"{name}={_written(value)}" for name, value in row.items() if name not in numbers)


def _written(value: object) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)
