"""A fitted multilevel model as the analyst sees it."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from isop_analysis.base.reasons import Reason
from isop_analysis.stats.forest import draw_forest
from isop_analysis.stats.multilevel.columns import Array
from isop_analysis.stats.multilevel.degrees import Method
from isop_analysis.stats.multilevel.hypotheses import term_hypotheses
from isop_analysis.stats.multilevel.inference import FTest, Inference, f_p_value, full_rank_rows
from isop_analysis.stats.multilevel.optimum import Convergence
from isop_analysis.stats.multilevel.predictions import expected_at
from isop_analysis.stats.multilevel.solution import Solution
from isop_analysis.stats.multilevel.tables import (
    coefficient_table,
    estimate_table,
    random_effects_table,
    variance_table,
)
from isop_analysis.stats.shown import Shown

if TYPE_CHECKING:
    from matplotlib.axes import Axes


@dataclass(frozen=True, repr=False)
class Fit:
    """A fitted multilevel model.

    Attributes:
        formula: as typed.
        reml: whether estimated by restricted maximum likelihood.
        df: method of degrees of freedom, the one that "auto" came to.
        loglik, aic, bic: as R's logLik, AIC, BIC (restricted where `reml`; compare ML fits to the same rows).
        n: rows used; n_dropped: rows with a missing value.
        clusters: number of levels per grouping factor, larger first.
        singular: whether a variance is zero or a correlation ±1.
        convergence: optimiser's record and the check of the optimum.
        notes: what a reader must know beside the numbers.
        rows: index labels of the rows used.
        solution: the fit in computing coordinates, for further questions.
    """

    formula: str
    reml: bool
    df: Method
    loglik: float
    aic: float
    bic: float
    n: int
    n_dropped: int
    clusters: Mapping[str, int]
    singular: bool
    convergence: Convergence
    notes: tuple[Reason, ...]
    rows: pd.Index
    inference: Inference
    solution: Solution

    @property
    def terms(self) -> tuple[str, ...]:
        """Names of the coefficients, as R writes them."""
        return self.solution.model.fixed.design.names

    @cached_property
    def coefficients(self) -> pd.DataFrame:
        """Per coefficient: term, estimate, se, df, statistic, p_value, ci_low, ci_high (95 %, t)."""
        return coefficient_table(self.terms, self.solution.beta, self.inference, 0.95)

    @cached_property
    def variances(self) -> pd.DataFrame:
        """Per variance: group, term, term_2, variance, sd; Residual last.

        Where term_2 is named, `variance` is the covariance and `sd` the correlation, as in R's VarCorr.
        """
        return variance_table(self.solution)

    @cached_property
    def random_effects(self) -> pd.DataFrame:
        """Per cluster and effect: group, level, term, value, se."""
        return random_effects_table(self.solution)

    @cached_property
    def fitted(self) -> pd.Series:
        """Fitted values (n,), random effects included, by the index of the rows used."""
        return pd.Series(self.solution.fitted, index=self.rows, name="fitted")

    @cached_property
    def residuals(self) -> pd.Series:
        """Outcome minus fitted values (n,), by the index of the rows used."""
        return pd.Series(self.solution.model.outcome - self.solution.fitted, index=self.rows, name="residual")

    @property
    def covariance(self) -> pd.DataFrame:
        """Covariance (p, p) of the coefficients by the fit's method."""
        return pd.DataFrame(self.inference.covariance, index=list(self.terms), columns=list(self.terms))

    def test(self, L: Array | pd.DataFrame | list[list[float]], value: float = 0.0) -> FTest:
        """Test L β = value jointly; L (q, p) in the order of `terms`, redundant rows allowed.

        Raises ValueError where L has another number of columns than there are coefficients, or is zero;
        TypeError where it holds no numbers.

        >>> found = fitted.test([[0, 1]])
        >>> round(found.statistic, 2), found.num_df, round(found.den_df, 1)
        (45.85, 1, 17.0)
        """
        matrix = _weights(L, self.terms)
        if matrix.shape[1] != len(self.terms):
            raise ValueError(f"L has {matrix.shape[1]} columns, the fit {len(self.terms)} coefficients.")
        if value and np.linalg.matrix_rank(matrix) < len(matrix):
            raise ValueError("L has redundant rows: with a value other than 0 give independent ones.")
        rows = matrix if value else full_rank_rows(matrix)
        if not len(rows):
            raise ValueError("L is zero: there is nothing to test.")
        statistic, den_df = self.inference.f_test(rows, rows @ self.solution.beta - value)
        return FTest(statistic, len(rows), den_df, f_p_value(statistic, len(rows), den_df))

    def anova(self) -> pd.DataFrame:
        """F test per term (type III, as lmerTest): term, statistic, num_df, den_df, p_value, note.

        `note` is a `Reason` where columns were dropped and a term can't be tested (num_df 0, the other
        numbers NaN), only in part, or over the cells only that have data; None elsewhere.

        >>> print(fitted.anova().drop(columns="p_value").round(2))
           term  statistic  num_df  den_df  note
        0  Days      45.85       1    17.0  None
        """
        rows = []
        for one in term_hypotheses(self.solution.model):
            found = self.test(one.L) if len(one.L) else FTest(np.nan, 0, np.nan, np.nan)
            rows.append((one.term, found.statistic, found.num_df, found.den_df, found.p_value, one.note))
        table = pd.DataFrame(rows, columns=["term", "statistic", "num_df", "den_df", "p_value", "note"])
        return table.astype({"note": object})

    def contrast(
        self, L: Array | pd.DataFrame, names: list[str] | None = None, level: float = 0.95
    ) -> pd.DataFrame:
        """Estimate L β, L (q, p): contrast, estimate, se, df, statistic, p_value, ci_low, ci_high.

        >>> print(fitted.contrast([[1, 9]], ["day 9"])[["contrast", "estimate", "se"]].round(1))
          contrast  estimate    se
        0    day 9     345.6  14.6
        """
        matrix = _weights(L, self.terms)
        labels = names or [str(place + 1) for place in range(len(matrix))]
        variance = np.einsum("qi,ij,qj->q", matrix, self.inference.covariance, matrix)
        df = np.array([self.inference.df(row) for row in matrix])
        return estimate_table({"contrast": labels}, matrix @ self.solution.beta, np.sqrt(variance), df, level)

    def predict(self, rows: pd.DataFrame, level: float = 0.95) -> pd.DataFrame:
        """Return estimate, se, df, ci_low, ci_high for each of m new rows, by their index.

        What the fixed part expects, for a cluster like the average one; as R's predict(fit, rows,
        re.form = NA). The interval is that of the expectation, not of a person's score. Rows with a missing
        value, or that the data can't estimate, are NaN.

        Raises Refused for a column that is missing, and for a level that doesn't occur.

        >>> fitted.predict(pd.DataFrame({"Days": [0, 9]}))[["estimate", "ci_low", "ci_high"]].round(1)
           estimate  ci_low  ci_high
        0     251.4   237.0    265.8
        1     345.6   314.7    376.5
        """
        return expected_at(self.solution.model, self.solution.beta, self.inference, rows, level)

    def summary(self) -> Shown:
        """Return what a cell shows: how it was fitted, to what, coefficients and variances."""
        clusters = ", ".join(f"{count} {group}" for group, count in self.clusters.items())
        dropped = f", {self.n_dropped} dropped" if self.n_dropped else ""
        doubt = self.convergence.doubt
        ended = ["converged" if doubt is None else str(doubt), *(["singular"] if self.singular else [])]
        return Shown(
            self.formula,
            (
                f"{'REML' if self.reml else 'ML'}, {self.df} df; n {self.n}{dropped}; {clusters}",
                "; ".join(ended),
                *map(str, self.notes),
            ),
            {"Coefficients": self.coefficients, "Variances": self.variances},
        )

    def plot(self, axes: "Axes | None" = None) -> "Axes":
        """Draw the coefficients but for the intercept, with their intervals, in units of the outcome."""
        shown = self.coefficients[self.coefficients["term"] != "(Intercept)"]
        unit = self.formula.split("~")[0].strip()
        return draw_forest(shown["term"].tolist(), shown[["estimate", "ci_low", "ci_high"]], unit, axes)

    def __repr__(self) -> str:
        return repr(self.summary())

    def _repr_html_(self) -> str:
        return self.summary()._repr_html_()


def _weights(L: Array | pd.DataFrame | list[list[float]], terms: tuple[str, ...]) -> Array:
    """Return L (q, p) as numbers."""
    try:
        return np.atleast_2d(np.asarray(L, dtype=np.float64))
    except (TypeError, ValueError):
        expected = f"rows of {len(terms)} numbers, one for each of {', '.join(terms)}"
        raise TypeError(f"L is no table of numbers; give {expected}") from None
