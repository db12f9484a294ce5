"""One model of a study fitted again by hand: as the pipeline does, or with another formula."""

from typing import TYPE_CHECKING

from isop_analysis.base.nearest import meant
from isop_analysis.base.reasons import refused
from isop_analysis.models.multilevel.outcomes import fit_one
from isop_analysis.models.tables import read_model_tables

if TYPE_CHECKING:
    from isop_analysis.stats.multilevel import Fit
    from isop_analysis.study.study import Study


def refit(study: "Study", model: str, scale: str, formula: str | None = None) -> "Fit":
    """Fit a multilevel model of the study to a scale, on the rows and with the references of the pipeline.

    Parameters
    ----------
    model, scale
        Their names in the config.
    formula
        Another one than the model's; it may name whatever the model's frame holds.

    Raises
    ------
    KeyError
        When no model or scale has that name; the nearest is suggested, or all are told.
    Refused
        When the model can't be fitted; a fit that did not converge is returned, and says so.
    """
    declared = {one.name: one for one in study.multilevel}
    if model in {one.name for one in study.structural}:
        raise KeyError(f"'{model}' is a structural model; refit takes multilevel ones: {', '.join(declared)}")
    if model not in declared:
        raise KeyError(f"no model '{model}'{meant(model, declared)}")
    study.scale(scale)  # says what is known, if this is not
    asked = declared[model]
    if formula is not None:
        asked = asked.model_copy(update={"formula": formula})
    outcome = fit_one(study, read_model_tables(study), asked, scale)
    if outcome.fit is None:
        assert outcome.reason is not None
        raise refused(outcome.reason)
    return outcome.fit
