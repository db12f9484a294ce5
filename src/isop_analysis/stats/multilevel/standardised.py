"""Coefficients in standard deviations: of the outcome, per standard deviation of each numeric variable."""

import numpy as np
import pandas as pd

from isop_analysis.base.reasons import Refused
from isop_analysis.stats.multilevel.coding import design
from isop_analysis.stats.multilevel.columns import Factor
from isop_analysis.stats.multilevel.expressions import Measured
from isop_analysis.stats.multilevel.result import Fit


def standardised(fitted: Fit, level: float = 0.95) -> pd.DataFrame:
    """Return the coefficients that the model has when outcome and numeric variables are z-scores.

    Exactly those of a refit to z-scores (interactions too), with the fit's own standard errors and df;
    factors keep their 0/1 coding. Columns: term, estimate, se, df, statistic, p_value, ci_low, ci_high; no
    intercept. Raises Refused where the formula lacks a main effect of one of its interactions, so that
    centring would change the model.
    """
    model = fitted.solution.model
    scored = {name: _z(variable) for name, variable in model.variables.items()}
    target = design(model.formula.fixed, scored, model.n)
    columns = [target.names.index(name) for name in fitted.terms]
    Z = target.matrix[:, columns]
    back = np.linalg.lstsq(Z, model.fixed.design.matrix, rcond=None)[0]
    if not np.allclose(Z @ back, model.fixed.design.matrix, rtol=0, atol=1e-7):
        raise Refused("standardised_margins", formula=model.formula.text)
    kept = [place for place, name in enumerate(fitted.terms) if name != "(Intercept)"]
    L = back[kept] / np.std(model.outcome, ddof=1)
    return fitted.contrast(L, [fitted.terms[place] for place in kept], level).rename(
        columns={"contrast": "term"}
    )


def _z(variable: Measured | Factor) -> Measured | Factor:
    if isinstance(variable, Factor):
        return variable
    values = variable.values
    spread = values.std(axis=0, ddof=1)
    return Measured((values - values.mean(axis=0)) / np.where(spread > 0, spread, 1.0), variable.suffixes)
