"""What a factor or path model is fitted to: its factors with their items, and its rows."""

from typing import TYPE_CHECKING

from isop_analysis.models.structural.data import item_frame, path_frame
from isop_analysis.models.tables import ModelTables
from isop_analysis.study.instrument import Instrument, Scale
from isop_analysis.study.structural_settings import Structural
from isop_analysis.study.study import Study

if TYPE_CHECKING:
    import pandas as pd


def task_of(
    study: Study, tables: ModelTables, answers: "pd.DataFrame", model: Structural
) -> "tuple[dict[str, list[str]], pd.DataFrame]":
    """Return the factors, none for a path model, and the rows of data."""
    if model.kind == "path":
        return {}, path_frame(study, tables, answers, model)
    instrument, scales = measured(study, model)
    occasion = model.occasion or tables.first_occasion
    data = item_frame(answers, tables.waves, instrument, scales, occasion)
    return {scale.name: scale.items for scale in scales}, data


def measured(study: Study, model: Structural) -> tuple[Instrument, list[Scale]]:
    """Return the model's instrument, and its scales: those named, else all of two or more items."""
    instrument = study.instrument(model.instrument or "")
    if model.scales:
        return instrument, [scale for scale in instrument.scales if scale.name in model.scales]
    return instrument, [scale for scale in instrument.scales if len(scale.items) > 1]


def factor_syntax(factors: dict[str, list[str]]) -> str:
    """Return lavaan syntax of a simple-structure factor model."""
    return "\n".join(f"{factor} =~ {' + '.join(items)}" for factor, items in factors.items())
