"""The panel models of a study: growth over occasions, and what steady people let change each other."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from isop_analysis.models.structural.data import occasions, wide_frame
from isop_analysis.models.tables import ModelTables
from isop_analysis.study.structural_settings import Panel

if TYPE_CHECKING:
    import pandas as pd

    from isop_analysis.stats.structural import StructuralFit


@dataclass(frozen=True)
class PanelTask:
    """A panel model with its rows of data, a row a person, and the time of each occasion."""

    model: Panel
    data: "pd.DataFrame"
    occasions: list[str]
    times: list[float]

    @property
    def words(self) -> str:
        """Names of the columns that the model uses."""
        return " ".join(self.data.columns)

    def solved(self) -> "StructuralFit":
        """Fit the model. Raises Refused where there is too little to fit it to."""
        from isop_analysis.stats.structural import growth_curve, ri_clpm

        model = self.model
        if model.kind == "growth_curve":
            return growth_curve(
                self.data,
                model.variables[0],
                self.occasions,
                times=self.times,
                estimator=model.estimator,
                missing=model.missing,
                minimum_n=model.minimum_n,
            )
        return ri_clpm(
            self.data,
            model.variables,
            self.occasions,
            steady=model.steady,
            estimator=model.estimator,
            missing=model.missing,
            minimum_n=model.minimum_n,
        )


def panel_task(model: Panel, tables: ModelTables) -> PanelTask:
    """Return a panel model with its rows: who has any of its variables."""
    used = model.occasions or occasions(tables.waves)
    columns = [f"{name}_{occasion}" for name in model.variables for occasion in used]
    data = wide_frame(tables).reindex(columns=columns).dropna(how="all").reset_index(drop=True)
    times = tables.waves.groupby("occasion")["time"].min()
    return PanelTask(model, data, used, [float(times[occasion]) for occasion in used])
