"""A model without one of its random terms: its restricted deviance, and outcomes drawn from it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from isop_analysis.stats.multilevel.assembly import Assembly, with_effects
from isop_analysis.stats.multilevel.columns import Array
from isop_analysis.stats.multilevel.parametric_bootstrap import simulate
from isop_analysis.stats.multilevel.refits import refit_many
from isop_analysis.stats.multilevel.result import Fit
from isop_analysis.stats.multilevel.solution import solve


@dataclass(frozen=True)
class NullHypothesis:
    """The fit without the tested term; `without` is None where no random effect is left."""

    model: Assembly
    without: Fit | None

    @property
    def deviance(self) -> float:
        """Restricted deviance."""
        if self.without is not None:
            return self.without.solution.optimum.point.deviance
        return float(self._plain_deviances(self.model.fixed.rest[None, :])[0])

    def outcomes(self, draws: int, seed: int) -> Iterator[Array]:
        """Yield outcomes (R, n) drawn under the hypothesis, in chunks."""
        if self.without is not None:
            yield from simulate(self.without, draws, seed)
            return
        fixed, w = self.model.fixed, self.model.root_weights
        n, p = fixed.Q.shape
        spread = np.linalg.norm(fixed.rest) / np.sqrt(n - p) / (1.0 if w is None else w)
        expected = fixed.design.matrix @ fixed.R_inverse @ fixed.base
        yield expected + spread * np.random.default_rng(seed).standard_normal((draws, n))

    def deviances(self, outcomes: Array) -> tuple[Array, NDArray[np.bool_]]:
        """Return the restricted deviances (R,) of outcomes (R, n), and whether each converged."""
        if self.without is not None:
            refits = refit_many(self.without, outcomes)
            return refits.deviance, np.asarray(refits.converged, dtype=bool)
        w, Q = self.model.root_weights, self.model.fixed.Q
        Y = outcomes if w is None else outcomes * w
        return self._plain_deviances(Y - (Y @ Q) @ Q.T), np.ones(len(Y), dtype=bool)

    def _plain_deviances(self, rest: Array) -> Array:
        n, p = self.model.fixed.Q.shape
        r2 = (rest**2).sum(axis=1)
        constant = self.model.criterion(True).constant
        return np.asarray((n - p) * (1.0 + np.log(2.0 * np.pi * r2 / (n - p))) + constant)


def null_hypothesis(restricted: Fit, place: int, terms: tuple[str, ...]) -> NullHypothesis:
    """Return a REML fit's model without these terms of the effect at this place."""
    model = restricted.solution.model
    effects = list(model.layout.effects)
    left = effects[place].without(terms)
    effects[place : place + 1] = [left] if left else []
    if not effects:
        return NullHypothesis(model, None)
    # Of this fit only the solution is used: what is drawn from and refitted.
    return NullHypothesis(model, replace(restricted, solution=solve(with_effects(model, effects), True)))
