"""Factor and path models by semopy: maximum likelihood on complete rows, errors by expected information.

Its full-information estimates, its AIC, BIC and log-likelihood and its robust errors aren't lavaan's, and
nothing is asked of these (`docs/second_opinion.md`).
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

END = {"ftol": 1e-12}
"""Its search ends at 1e-6 by itself, a hundredth of a standard error away."""


@dataclass(frozen=True)
class FactorFit:
    """What semopy found; parameters by lhs, op and rhs, as lavaan writes them.

    `chi2` is n times the discrepancy.
    """

    estimates: dict[tuple[str, str, str], float]
    errors: dict[tuple[str, str, str], float]
    standardised: dict[tuple[str, str, str], float]
    chi2: float
    n: int
    converged: bool


def factor_fit(syntax: str, data: "pd.DataFrame") -> FactorFit:
    """Fit a model to rows without missing values."""
    import semopy

    model = semopy.Model(syntax)
    found = model.fit(data, options=dict(END))
    latent = set(model.vars["latent"])
    table = model.inspect(std_est=True).rename(columns=lambda name: name.replace(" ", "").replace(".", ""))
    keys = [_key(*row, latent) for row in zip(table["lval"], table["op"], table["rval"], strict=True)]
    return FactorFit(
        _numbers(keys, table["Estimate"]),
        _numbers(keys, table["StdErr"]),
        _numbers(keys, table["EstStd"]),
        len(data) * float(found.fun),
        len(data),
        bool(found.success),
    )


def _key(lhs: str, op: str, rhs: str, latent: set[str]) -> tuple[str, str, str]:
    """Return a parameter as lavaan writes it: semopy has loadings as regressions on factors."""
    if op == "~" and rhs in latent and lhs not in latent:
        return rhs, "=~", lhs
    return lhs, op, rhs


def _numbers(keys: list[tuple[str, str, str]], cells: "pd.Series") -> dict[tuple[str, str, str], float]:
    import pandas as pd

    numbers = pd.to_numeric(cells, errors="coerce").tolist()
    return dict(zip(keys, numbers, strict=True))


def one_factor_omega(answers: "pd.DataFrame") -> float:
    """Return (Σλ)²/ΣS of a one-factor model of complete answers (n, p)."""
    import numpy as np

    names = [f"i{place}" for place in range(answers.shape[1])]
    data = answers.set_axis(names, axis=1)
    found = factor_fit(f"f =~ {' + '.join(names)}", data)
    covariance = np.cov(data.to_numpy(), rowvar=False, bias=True)
    loadings = np.array([found.standardised["f", "=~", name] for name in names])
    sums = loadings * np.sqrt(np.diag(covariance))
    return float(sums.sum() ** 2 / covariance.sum())
