"""Every panel model of a study: fitted, refused or failed, each with its record."""

from typing import TYPE_CHECKING

from isop_analysis.models.multilevel.rows_used import structural_use_rows
from isop_analysis.models.structural.data import occasions, wide_frame
from isop_analysis.models.structural.fits import StructuralRows
from isop_analysis.models.structural.rows import fit_row, parameter_rows, refused_row, status_of
from isop_analysis.models.tables import ModelTables
from isop_analysis.study.panel_model_settings import Panel
from isop_analysis.study.study import Study

if TYPE_CHECKING:
    import pandas as pd

    from isop_analysis.stats.structural import StructuralFit


def fit_panels(study: Study, tables: ModelTables, rows: StructuralRows) -> None:
    """Fit every panel model of the study into the rows; what can't be fitted comes with its reason."""
    if not study.panels:
        return
    from isop_analysis.stats.structural import ModelRefused

    wide = wide_frame(tables)
    for model in study.panels:
        used = model.occasions or occasions(tables.waves)
        columns = [f"{name}_{occasion}" for name in model.variables for occasion in used]
        data = wide.reindex(columns=columns).dropna(how="all").reset_index(drop=True)
        words = " ".join(columns)
        try:
            fitted = _fitted(model, data, used, _times(tables.waves, used))
        except ModelRefused as refusal:
            rows.fits.append(refused_row(model, len(data), str(refusal)))
            rows.rows.extend(structural_use_rows(model, words, data, "refused", None))
            continue
        rows.fits.append(fit_row(model, fitted))
        rows.rows.extend(structural_use_rows(model, words, data, status_of(fitted), fitted.n))
        rows.parameters.extend(parameter_rows(model, fitted))


def _times(waves: "pd.DataFrame", used: list[str]) -> list[float]:
    """Return the time of each occasion."""
    times = waves.groupby("occasion")["time"].min()
    return [float(times[occasion]) for occasion in used]


def _fitted(model: Panel, data: "pd.DataFrame", used: list[str], times: list[float]) -> "StructuralFit":
    from isop_analysis.stats.structural import growth_curve, ri_clpm

    if model.kind == "growth_curve":
        return growth_curve(
            data,
            model.variables[0],
            used,
            times=times,
            estimator=model.estimator,
            missing=model.missing,
            minimum_n=model.minimum_n,
        )
    return ri_clpm(
        data,
        model.variables,
        used,
        steady=model.steady,
        estimator=model.estimator,
        missing=model.missing,
        minimum_n=model.minimum_n,
    )
