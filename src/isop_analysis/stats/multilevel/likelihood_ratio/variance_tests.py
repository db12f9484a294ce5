"""One test per variance: is it zero?"""

from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace

import numpy as np
import pandas as pd

from isop_analysis.stats.multilevel.columns import Array
from isop_analysis.stats.multilevel.grouping import INTERCEPT, Effect
from isop_analysis.stats.multilevel.likelihood_ratio.finite_sample import eigenvalues, null_draws
from isop_analysis.stats.multilevel.likelihood_ratio.null import NullHypothesis, null_hypothesis
from isop_analysis.stats.multilevel.result import Fit
from isop_analysis.stats.multilevel.solution import solve

MOST_CLUSTERS = 2000
ENOUGH_ABOVE = 10


@dataclass(frozen=True)
class _Tested:
    group: str
    term: str
    statistic: float
    p_value: float
    p_mixture: float
    method: str
    draws: int


def variance_tests(
    fitted: Fit, *, draws: int = 10_000, bootstrap_draws: int = 999, seed: int
) -> pd.DataFrame:
    """Test each variance of a model by the restricted likelihood ratio to the model without it.

    Columns: group, term, statistic (2 × the difference in restricted log-likelihood), p_value, p_mixture,
    method, draws (0 where the statistic is 0, whose p is 1).

    Methods, in the column `method`:

    exact
        the model's only variance; Crainiceanu & Ruppert (2004).
    approximate
        one variance among others, whose random effects are taken as known; Greven, Crainiceanu,
        Küchenhoff & Peters (2008, J Comput Graph Stat 17, 870-891), as R's RLRsim.
    bootstrap
        a slope that is correlated with an intercept, or an effect of several columns; outcomes are drawn
        from the model without it. `draws` counts those of which both fits converged; drawing ends early
        once ten are as large as the statistic (Besag & Clifford 1991).
    mixture
        more than 2,000 clusters, where the large-sample distribution is enough, or no bootstrap.

    p_mixture is that of ½χ²ₖ₋₁ + ½χ²ₖ (Self & Liang 1987; Stram & Lee 1994), too large with few clusters; NaN
    where several columns are tested at once. An intercept whose slopes stay is not tested. An ML fit is
    tested by REML.

    >>> table = isop.multilevel.variance_tests(fitted, bootstrap_draws=19, seed=1)
    >>> print(table[["group", "term", "statistic", "p_value", "method"]].round(2))
         group  term  statistic  p_value     method
    0  Subject  Days      42.84     0.05  bootstrap
    """
    model = fitted.solution.model
    restricted = fitted if fitted.reml else replace(fitted, reml=True, solution=solve(model, True))
    rows: list[dict[str, object]] = []
    for place, effect in enumerate(model.layout.effects):
        for terms in _tested_terms(effect):
            null = null_hypothesis(restricted, place, terms)
            found = _test(restricted, effect, terms, null, (draws, bootstrap_draws), seed + len(rows))
            rows.append(asdict(found))
    return pd.DataFrame(rows)


def _tested_terms(effect: Effect) -> Iterator[tuple[str, ...]]:
    terms = tuple(dict.fromkeys(effect.terms))
    if len(terms) == 1:
        yield terms
        return
    yield from ((term,) for term in terms if term != INTERCEPT)


def _test(
    restricted: Fit,
    effect: Effect,
    terms: tuple[str, ...],
    null: NullHypothesis,
    draws: tuple[int, int],
    seed: int,
) -> _Tested:
    statistic = max(null.deviance - restricted.solution.optimum.point.deviance, 0.0)
    statistic = 0.0 if statistic < 1e-8 else statistic
    columns = sum(term in terms for term in effect.terms)
    mixture = _mixture(statistic, len(effect.names)) if columns == 1 else float("nan")
    single = len(effect.names) == 1
    alone = len(restricted.solution.model.layout.effects) == 1
    method = ("exact" if alone else "approximate") if single else "bootstrap"
    if single and len(effect.factor.levels) > MOST_CLUSTERS:
        return _Tested(effect.label, terms[0], statistic, mixture, mixture, "mixture", 0)
    if not single and not draws[1]:
        return _Tested(effect.label, terms[0], statistic, mixture, mixture, "mixture", 0)
    if statistic == 0.0:
        return _Tested(effect.label, terms[0], statistic, 1.0, mixture, method, 0)
    if single:
        model = restricted.solution.model
        drawn = null_draws(eigenvalues(model, effect), model.n - model.fixed.Q.shape[1], draws[0], seed)
        p_value, count = _share_above(drawn, statistic), len(drawn)
    else:
        p_value, count = _sequential(bootstrapped(restricted, null, draws[1], seed), statistic)
    return _Tested(effect.label, terms[0], statistic, p_value, mixture, method, count)


def _share_above(drawn: Array, statistic: float) -> float:
    return (1.0 + float((drawn >= statistic).sum())) / (1.0 + len(drawn))


def _sequential(parts: Iterator[Array], statistic: float) -> tuple[float, int]:
    """Return the p-value and the draws it took, stopping at the tenth draw that is as large (Besag &
    Clifford 1991, Biometrika 78, 301-304).
    """
    drawn = np.empty(0)
    for part in parts:
        drawn = np.append(drawn, part)
        above = np.flatnonzero(drawn >= statistic)
        if len(above) >= ENOUGH_ABOVE:
            last = int(above[ENOUGH_ABOVE - 1]) + 1
            return ENOUGH_ABOVE / last, last
    return _share_above(drawn, statistic), len(drawn)


def bootstrapped(restricted: Fit, null: NullHypothesis, draws: int, seed: int) -> Iterator[Array]:
    """Draw the likelihood ratio under the hypothesis, in parts: of the draws of which both fits converged."""
    from isop_analysis.stats.multilevel.refits import refit_many

    for many in null.outcomes(draws, seed):
        for start in range(0, len(many), ENOUGH_ABOVE):
            outcomes = many[start : start + ENOUGH_ABOVE]
            smaller, fine = null.deviances(outcomes)
            larger = refit_many(restricted, outcomes)
            yield (smaller - larger.deviance)[fine & np.asarray(larger.converged, dtype=bool)]


def _mixture(statistic: float, columns: int) -> float:
    from scipy.special import chdtrc

    if statistic <= 0:
        return 1.0
    lower = chdtrc(columns - 1, statistic) if columns > 1 else 0.0
    return float(0.5 * lower + 0.5 * chdtrc(columns, statistic))
