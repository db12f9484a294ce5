"""Which level of each factor the others are set against, and which count as wider ones."""

from typing import TYPE_CHECKING

from isop_analysis.base.reasons import Reason
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


def merged_level(study: Study, term: str) -> Reason | None:
    """Return what a term without a coefficient compares, where its group counts as a wider one when few."""
    for attribute in study.config.attributes:
        for value in attribute.values:
            if value.parent is not None and f"{attribute.name}{value.name}" in term.split(":"):
                return Reason("merged_level", attribute=attribute.name, value=value.name, into=value.parent)
    return None
