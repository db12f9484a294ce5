"""Which level of each factor the others are set against."""

from typing import TYPE_CHECKING

from isop_analysis.study.model_settings import Multilevel
from isop_analysis.study.study import Study

if TYPE_CHECKING:
    import pandas as pd


def references_of(study: Study, model: Multilevel, frame: "pd.DataFrame") -> dict[str, str]:
    """Return the reference level of each factor of the formula: the model's, else the study's."""
    own = {
        attribute.name: attribute.reference
        for attribute in study.config.attributes
        if attribute.reference is not None and attribute.name in frame
    }
    return {name: level for name, level in (own | model.references).items() if name in model.formula}
