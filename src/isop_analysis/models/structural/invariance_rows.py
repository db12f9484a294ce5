"""Models of whether an instrument measures alike over groups or occasions, as rows of their tables."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from isop_analysis.base.reasons import Refused
from isop_analysis.contracts.cells import written_names
from isop_analysis.contracts.table import Row
from isop_analysis.models.crashes import crash
from isop_analysis.models.structural.data import GROUP, grouped_frame, item_occasions_frame, occasions
from isop_analysis.models.structural.fit_rows import fit_row, unfitted_row
from isop_analysis.models.structural.twins import COMPARED
from isop_analysis.models.tables import ModelTables
from isop_analysis.study.instrument import Instrument, Scale
from isop_analysis.study.structural_settings import Structural

if TYPE_CHECKING:
    import pandas as pd

    from isop_analysis.stats.structural import Invariance


@dataclass(frozen=True)
class InvarianceTask:
    """A model of kind invariance with its rows of data."""

    model: Structural
    factors: dict[str, list[str]]
    data: "pd.DataFrame"
    waves: tuple[str, ...]
    occasion: str = ""

    @property
    def named(self) -> "pd.DataFrame":
        """The rows, with groups under the name of what they are groups of."""
        return self.data.rename(columns={GROUP: self.model.over or GROUP})

    @property
    def words(self) -> str:
        """Names of the columns that the model uses, groups first."""
        return " ".join(sorted(map(str, self.named.columns), key=lambda name: name != self.model.over))

    def solved(self) -> "Invariance":
        """Fit the steps. Raises Refused where there is too little to compare."""
        estimator = self.model.estimator
        return self._compared(estimator, self.model.missing, ordered=bool(self.model.ordered))

    def twin(self) -> "Invariance":
        """Fit the steps with answers as numbers. Raises Refused as `solved` does."""
        missing = "fiml" if self.model.missing == "pairwise" else self.model.missing
        return self._compared(self.model.twin, missing, ordered=False)

    def _compared(self, estimator: str, missing: str, ordered: bool) -> "Invariance":
        from isop_analysis.stats.structural import Criteria, invariance

        return invariance(
            self.factors,
            self.data,
            group=None if self.waves else GROUP,
            waves=self.waves,
            partial=self.model.partial,
            estimator=estimator,
            missing=missing,
            ordered=ordered,
            bounds=self.model.bounds,
            criteria=Criteria(minimum_n=self.model.minimum_group),
        )


def invariance_task(
    model: Structural,
    tables: ModelTables,
    answers: "pd.DataFrame",
    instrument: Instrument,
    scales: list[Scale],
) -> InvarianceTask:
    """Return the task of a model: columns an occasion, or one occasion with groups."""
    factors = {scale.name: scale.items for scale in scales}
    if model.over == "occasions":
        data = item_occasions_frame(answers, tables.waves, instrument, scales)
        return InvarianceTask(model, factors, data, tuple(occasions(tables.waves)))
    occasion = model.occasion or tables.first_occasion
    data = grouped_frame(answers, tables, instrument, scales, occasion, model.over or "")
    return InvarianceTask(model, factors, data, (), occasion)


def step_rows(model: Structural, found: "Invariance") -> list[Row]:
    """Return one row a step."""
    rows: list[Row] = found.table.to_dict("records")  # type: ignore[assignment]
    n = next(iter(found.fits.values())).n
    record: Row = {
        "model": model.name,
        "over": model.over,
        "groups": written_names(found.labels),
        "n": n,
        "smallest_group": min(found.counts),
        "freed": written_names(found.partial) if found.partial else None,
    }
    left_out = ("difference_method", "holds")
    return [
        record
        | {key: value for key, value in row.items() if key not in left_out}
        | {"step_holds": row["holds"]}
        for row in rows
    ]


def release_rows(model: Structural, found: "Invariance") -> list[Row]:
    """Return the score tests of the first step that does not hold."""
    rows: list[Row] = found.suggestions.to_dict("records")  # type: ignore[assignment]
    n = next(iter(found.fits.values())).n
    return [{"model": model.name, **row, "n": n} for row in rows]


def invariance_twin_rows(task: InvarianceTask) -> list[Row]:
    """Return the row of the same steps with answers as numbers: how far they hold, and the fit there."""
    model = task.model
    if not model.ordered or model.twin == "none":
        return []
    nothing: Row = dict.fromkeys(COMPARED)
    try:
        found = task.twin()
    except Refused as refusal:
        row = unfitted_row(model, len(task.data), "refused", refusal.reason)
        return [row | {"estimator": model.twin} | nothing | {"step": None}]
    except Exception as error:
        reason = crash(f"the twin of model '{model.name}'", error)
        row = unfitted_row(model, len(task.data), "failed", reason)
        return [row | {"estimator": model.twin} | nothing | {"step": None}]
    fitted = found.fits[found.reached or "configural"]
    return [fit_row(model, fitted) | nothing | {"step": found.reached}]
