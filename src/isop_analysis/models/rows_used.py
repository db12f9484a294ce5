"""How many rows a multilevel model had, used and lost, and to which variable."""

from typing import TYPE_CHECKING

from isop_analysis.models.frame import named

if TYPE_CHECKING:
    from isop_analysis.models.multilevel_models import Outcome, Row


def row_use_rows(outcome: "Outcome") -> "list[Row]":
    """Return the rows of model_rows: lost in all, then to each variable of the formula with missing values.

    `lost_any` counts every row without the variable, `lost_first` those that lack none before it, `lost_only`
    those that lack nothing else.
    """
    from isop_analysis.missingness import rows_lost

    words = named(outcome.model.formula) | ({outcome.model.weights} if outcome.model.weights else set())
    used = [name for name in outcome.frame.columns if name in words]
    absent = outcome.frame[used].isna()
    available, lost = len(outcome.frame), int(absent.any(axis=1).sum())
    head: Row = {
        "model": outcome.model.name,
        "scale": outcome.scale,
        "status": outcome.status,
        "available": available,
        "used": available - lost if outcome.fit is None else outcome.fit.n,
    }
    counts = rows_lost({name: absent[name] for name in used}, available)
    counts = counts[(counts["variable"] == "all") | (counts["lost_any"] > 0)]
    causes: list[Row] = counts.to_dict("records")  # type: ignore[assignment]
    return [head | cause for cause in causes]
