"""A fitted structural model as the analyst sees it."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pandas as pd

from isop_analysis.base.reasons import Reason
from isop_analysis.stats.forest import draw_forest
from isop_analysis.stats.shown import Shown
from isop_analysis.stats.structural.definitions import Formula
from isop_analysis.stats.structural.inference import NOBODY
from isop_analysis.stats.structural.likelihood import Likelihood
from isop_analysis.stats.structural.limits import Limits
from isop_analysis.stats.structural.moments import Array, Places
from isop_analysis.stats.structural.optimum import Convergence
from isop_analysis.stats.structural.ordinal.model import OrdinalModel
from isop_analysis.stats.structural.rows import ModelRows
from isop_analysis.stats.structural.sample_statistics import SampleStatistics

if TYPE_CHECKING:
    from matplotlib.axes import Axes

TOLD = ("lhs", "op", "rhs", "group", "level", "estimate", "se", "p_value", "ci_low", "ci_high", "std_all")
MAYBE = ("group", "level")
"""Told where there is more than one."""


@dataclass(frozen=True)
class Solved:
    """What a likelihood fit was made of, for what is computed after it; defined parameters, and limits."""

    model: Likelihood
    statistics: SampleStatistics
    rows: ModelRows
    defined: tuple[Formula, ...]
    limits: Limits


@dataclass(frozen=True, repr=False)
class StructuralFit:
    """A fitted structural equation model.

    Attributes:
        syntax: as typed.
        estimator: "ML" or "MLR".
        missing: "listwise" or "fiml".
        parameters: one row a parameter: lhs, op, rhs, group, level, label, estimate, se, statistic (z),
            p_value, ci_low, ci_high (95 %), std_all, and its delta-method std_se, std_ci_low, std_ci_high.
            Fixed parameters have se 0 and no statistic, as in lavaan.
        fit_indices: chi2, df, p_value, cfi, tli, rmsea, rmsea_ci_low, rmsea_ci_high (90 %), srmr,
            srmr_within, srmr_between, aic, bic, loglik, n_parameters, baseline_chi2, baseline_df; scaled and
            robust twins end in _scaled and _robust. NaN where an index isn't defined.
        n: rows used; n_dropped: rows left out.
        clusters: number of clusters, 0 without.
        groups: labels of the groups, empty without.
        convergence: the optimiser's record.
        admissible: whether the solution can be a population's; where not, `notes` say why.
        notes: what a reader must know beside the numbers.
        r2: variable, group, level, r2 of every explained variable.
        covariance: covariance (q, q) of the free parameters, named as written.
        theta: the free parameters (q,).
        bounds: as asked; limited: places in theta of what stands on a limit; on_bound: what that
            is, each `parameter_there` with lhs, op, rhs, group and level.
        solved: model and data, which what is computed after a fit rests on; None where not by a likelihood.
        ordinal: the same of a fit to ordered answers.

    Examples
    --------
    >>> import numpy as np
    >>> from isop_analysis.stats import structural
    >>> x = np.arange(8.0)
    >>> data = pd.DataFrame({"x": x, "y": 2 * x + np.array([1, -1, -1, 1, 1, -1, -1, 1])})
    >>> fitted = structural.fit("y ~ b*x\\ntwice := 2*b", data)
    >>> fitted.parameters[["lhs", "op", "rhs", "estimate"]].round(3).iloc[[0, -1]]
         lhs  op  rhs  estimate
    0      y   ~    x       2.0
    3  twice  :=  2*b       4.0
    >>> fitted.convergence.converged, fitted.convergence.reason
    (True, None)
    """

    syntax: str
    estimator: str
    missing: str
    parameters: pd.DataFrame
    fit_indices: pd.Series
    n: int
    n_dropped: int
    clusters: int
    groups: tuple[str, ...]
    convergence: Convergence
    admissible: bool
    notes: tuple[Reason, ...]
    r2: pd.DataFrame
    covariance: pd.DataFrame
    theta: Array
    bounds: str = "none"
    limited: Places = field(default_factory=lambda: NOBODY)
    on_bound: tuple[Reason, ...] = ()
    solved: Solved | None = field(default=None)
    ordinal: OrdinalModel | None = field(default=None)

    @property
    def _srmr(self) -> str:
        index = self.fit_indices
        if not self.clusters:
            return f"{index['srmr']:.3f}"
        return f"{index['srmr_within']:.3f} within, {index['srmr_between']:.3f} between"

    def summary(self) -> Shown:
        """Return what a cell shows: how it was fitted, to what, how well, the free parameters."""
        free = self.parameters[self.parameters["statistic"].notna()]
        told = [name for name in TOLD if name not in MAYBE or free[name].nunique() > 1]
        notes = () if self.admissible else tuple(map(str, self.notes))
        return Shown(repr(self), notes, {"Free parameters": free[told]})

    def plot(self, axes: "Axes | None" = None) -> "Axes":
        """Draw the standardised loadings and regressions with their intervals."""
        rows = self.parameters
        shown = rows[rows["op"].isin(["=~", "~"]) & rows["std_ci_low"].notna()]
        labels = [" ".join(one) for one in zip(shown["lhs"], shown["op"], shown["rhs"], strict=True)]
        return draw_forest(labels, shown[["std_all", "std_ci_low", "std_ci_high"]], "standardised", axes)

    def _repr_html_(self) -> str:
        return self.summary()._repr_html_()

    def __repr__(self) -> str:
        index = self.fit_indices
        return (
            f"StructuralFit({self.estimator}, n={self.n}, dropped={self.n_dropped}, "
            f"χ²({index['df']:.0f})={index['chi2']:.3f}, CFI={index['cfi']:.3f}, RMSEA={index['rmsea']:.3f}, "
            f"SRMR={self._srmr}; {self.convergence.message}"
            f"{'' if self.admissible else ' Inadmissible.'})"
        )
