"""The tables of a fit: coefficients, variances, random effects."""

import numpy as np
import pandas as pd

from isop_analysis.stats.multilevel.columns import Array
from isop_analysis.stats.multilevel.grouping import Effect
from isop_analysis.stats.multilevel.inference import Inference, t_p_value, t_quantile
from isop_analysis.stats.multilevel.solution import Solution


def coefficient_table(
    names: tuple[str, ...], beta: Array, inference: Inference, level: float
) -> pd.DataFrame:
    """Return term, estimate, se, df, statistic, p_value, ci_low, ci_high: Wald by Student's t."""
    se = np.sqrt(np.diag(inference.covariance))
    df = np.array([inference.df(contrast) for contrast in np.eye(len(beta))])
    return estimate_table({"term": list(names)}, beta, se, df, level)


def estimate_table(
    keys: dict[str, list[str]], estimate: Array, se: Array, df: Array, level: float
) -> pd.DataFrame:
    """Return the key columns, then estimate, se, df, statistic, p_value and the interval of this level."""
    statistic = estimate / se
    half = t_quantile(0.5 + level / 2, df) * se
    numbers = {
        "estimate": estimate,
        "se": se,
        "df": df,
        "statistic": statistic,
        "p_value": t_p_value(statistic, df),
        "ci_low": estimate - half,
        "ci_high": estimate + half,
    }
    return pd.DataFrame({**keys, **numbers})


def variance_table(solution: Solution) -> pd.DataFrame:
    """Return group, term, term_2, variance, sd; a covariance's `variance` holds it, its `sd` the correlation.

    Order and names as R's VarCorr: larger groupings first, an effect's variances before its covariances.
    """
    rows: list[tuple[str, str | None, str | None, float, float]] = []
    layout = solution.model.layout
    for effect, (index, span) in zip(layout.effects, layout.places, strict=True):
        rows += _effect_rows(effect, solution.sigma2 * solution.relative[index][span, span])
    rows.append(("Residual", None, None, solution.sigma2, float(np.sqrt(solution.sigma2))))
    return pd.DataFrame(rows, columns=["group", "term", "term_2", "variance", "sd"])


def _effect_rows(effect: Effect, G: Array) -> list[tuple[str, str | None, str | None, float, float]]:
    sds = np.sqrt(np.diag(G))
    rows: list[tuple[str, str | None, str | None, float, float]] = [
        (effect.label, name, None, float(G[place, place]), float(sds[place]))
        for place, name in enumerate(effect.names)
    ]
    for one in range(len(sds)):
        for other in range(one + 1, len(sds)):
            both = sds[one] * sds[other]
            correlation = float(G[one, other] / both) if both > 0 else np.nan
            rows.append(
                (effect.label, effect.names[one], effect.names[other], float(G[one, other]), correlation)
            )
    return rows


def random_effects_table(solution: Solution) -> pd.DataFrame:
    """Return group, level, term, value, se (conditional on the coefficients, as lme4's condVar)."""
    layout, parts = solution.model.layout, []
    for effect, (index, span) in zip(layout.effects, layout.places, strict=True):
        values, spread = solution.random[index][:, span], solution.random_variances[index][:, span]
        for place, name in enumerate(effect.names):
            parts.append(
                pd.DataFrame(
                    {
                        "group": effect.group,
                        "level": list(effect.factor.levels),
                        "term": name,
                        "value": values[:, place],
                        "se": np.sqrt(spread[:, place]),
                    }
                )
            )
    return pd.concat(parts, ignore_index=True)
