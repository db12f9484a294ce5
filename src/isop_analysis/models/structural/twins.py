"""The same model with answers as numbers, beside a model of ordered answers."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from isop_analysis.base.reasons import Reason, Refused
from isop_analysis.contracts.table import Row
from isop_analysis.models.crashes import crash
from isop_analysis.models.structural.fit_rows import fit_row, unfitted_row
from isop_analysis.study.structural_settings import Structural

if TYPE_CHECKING:
    import pandas as pd

    from isop_analysis.stats.structural import StructuralFit

STANDARDISED = ("std_all", "std_ci_low", "std_ci_high")
PLACE = ("lhs", "op", "rhs", "group")
KINDS = ("=~", "~", "~~")
COMPARED = ("lhs", "op", "rhs", "std_all", "twin_std_all")
"""Columns of what differs most."""


@dataclass(frozen=True)
class Twin:
    """The twin's fit, or why there is none."""

    model: Structural
    rows: int
    fitted: "StructuralFit | None"
    status: str = ""
    reason: Reason | None = None

    @property
    def compared(self) -> bool:
        """Whether its numbers may stand beside the model's."""
        return self.fitted is not None and self.fitted.convergence.converged


def fit_twin(model: Structural, syntax: str, data: "pd.DataFrame") -> Twin | None:
    """Return the twin of a model of ordered answers; None where config asks for none."""
    from isop_analysis.stats.structural import fit

    if not model.ordered or model.twin == "none":
        return None
    try:
        fitted = fit(
            syntax,
            data,
            model.twin,
            "fiml" if model.missing == "pairwise" else model.missing,
            model.group,
            group_equal=model.group_equal,
            bounds=model.bounds,
            minimum_n=model.minimum_n,
            rows_per_parameter=model.rows_per_parameter,
        )
    except Refused as refusal:
        return Twin(model, len(data), None, "refused", refusal.reason)
    except Exception as error:
        return Twin(model, len(data), None, "failed", crash(f"the twin of model '{model.name}'", error))
    return Twin(model, len(data), fitted)


def twin_rows(twin: Twin | None, parameters: list[Row]) -> list[Row]:
    """Return the twin's row, with the parameter whose standardised estimate differs most."""
    if twin is None:
        return []
    if twin.reason is not None:
        row = unfitted_row(twin.model, twin.rows, twin.status, twin.reason) | {"estimator": twin.model.twin}
        return [row | dict.fromkeys((*COMPARED, "step"))]
    assert twin.fitted is not None
    return [fit_row(twin.model, twin.fitted) | _furthest(parameters) | {"step": None}]


def with_twin(parameters: list[Row], twin: Twin | None) -> list[Row]:
    """Return the parameters' rows with the twin's standardised estimates and intervals beside them."""
    known: dict[tuple[object, ...], Row] = {}
    if twin is not None and twin.fitted is not None and twin.compared:
        table = twin.fitted.parameters
        rows: list[Row] = table[[*PLACE, *STANDARDISED]].to_dict("records")  # type: ignore[assignment]
        known = {_place(row): row for row in rows}
    beside = []
    for row in parameters:
        other = known.get(_place(row), {})
        beside.append(row | {f"twin_{name}": other.get(name) for name in STANDARDISED})
    return beside


def _place(row: Row) -> tuple[str, ...]:
    return tuple(str(row[name]) for name in PLACE)


def _furthest(parameters: list[Row]) -> Row:
    """Return the loading, path or covariance whose standardised estimates lie furthest apart."""
    apart = {
        abs(float(str(row["std_all"])) - float(str(row["twin_std_all"]))): row
        for row in parameters
        if row["op"] in KINDS
        and not (row["op"] == "~~" and row["lhs"] == row["rhs"])
        and row["std_all"] is not None
        and row["twin_std_all"] is not None
    }
    finite = [distance for distance in apart if distance == distance]
    if not finite:
        return dict.fromkeys(COMPARED)
    return {name: apart[max(finite)][name] for name in COMPARED}
