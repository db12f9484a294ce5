"""Reliability of a scale whose answers are ordered categories."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from isop_analysis.base.reasons import Reason, Refused, refused
from isop_analysis.stats.answers import numeric_items
from isop_analysis.stats.bivariate.polychoric import polychoric
from isop_analysis.stats.scales.alpha import cronbach_alpha


@dataclass(frozen=True)
class OrdinalReliability:
    """What a scale's items measure together, taken as cuts of normal variables."""

    alpha: float
    """Alpha of the polychoric correlations: of the normal variables, not of the sum of answers."""
    omega: float
    """Omega of the sum of answers, from a one-factor model of the polychoric correlations."""
    n: int
    """Rows that answered every item."""
    n_items: int
    converged: bool
    notes: tuple[Reason, ...]


def ordinal_reliability(items: pd.DataFrame) -> OrdinalReliability:
    """Return ordinal alpha and omega of three or more reverse-coded items, from complete rows.

    Alpha: Zumbo, Gadermann & Zeisser 2007. Omega: Green & Yang 2009, Psychometrika 74, eq. 21, on a WLSMV
    fit (both as semTools' compRelSEM). Read omega; alpha describes scores that nobody has.

    Raises
    ------
    Refused
        For fewer than three items, or as the factor model refuses.
    """
    from isop_analysis.stats.structural import cfa, factor_reliability

    answers = numeric_items(items, least=2).dropna(how="all")
    if answers.shape[1] < 3:
        raise Refused("omega_ordinal_items", found=answers.shape[1])
    names = {name: f"item{place}" for place, name in enumerate(answers.columns)}
    stand_ins = {own: str(name) for name, own in names.items()}
    try:
        fitted = cfa({"factor": list(names.values())}, answers.rename(columns=names), ordered="all")
    except Refused as refusal:
        raise refused(_with_names(refusal.reason, stand_ins)) from refusal
    return OrdinalReliability(
        alpha=cronbach_alpha(polychoric(answers, missing="listwise").correlations.to_numpy()),
        omega=float(factor_reliability(fitted)["omega"].iloc[0]) if fitted.admissible else np.nan,
        n=fitted.n,
        n_items=answers.shape[1],
        converged=fitted.convergence.converged and fitted.admissible,
        notes=tuple(_with_names(note, stand_ins) for note in fitted.notes),
    )


def _with_names(reason: Reason, stand_ins: dict[str, str]) -> Reason:
    """Return a reason with the items' own names where the model had stand-ins."""
    return reason.mapped(lambda text: stand_ins.get(text, text))
