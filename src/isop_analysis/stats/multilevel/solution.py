"""An optimum in the analyst's coordinates: coefficients, variances, random effects, fitted values."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from isop_analysis.stats.multilevel.assembly import Assembly
from isop_analysis.stats.multilevel.columns import Array
from isop_analysis.stats.multilevel.covariances import covariance_blocks, entries, lower_cholesky
from isop_analysis.stats.multilevel.optimum import Optimum, is_singular, minimise
from isop_analysis.stats.multilevel.precision import times_covariance


@dataclass(frozen=True)
class Solution:
    """A fitted model: the assembly, its optimum and whether that is REML's."""

    model: Assembly
    optimum: Optimum
    reml: bool

    @property
    def sigma2(self) -> float:
        """Residual variance."""
        return self.optimum.point.sigma2

    @cached_property
    def beta(self) -> Array:
        """Coefficients (p,)."""
        fixed = self.model.fixed
        return fixed.R_inverse @ (fixed.base + self.optimum.point.beta)

    @cached_property
    def covariance(self) -> Array:
        """Plain covariance (p, p) of the coefficients, σ²(X'V⁻¹X)⁻¹."""
        R_inverse = self.model.fixed.R_inverse
        return self.sigma2 * R_inverse @ self.optimum.point.inverse @ R_inverse.T

    @cached_property
    def relative(self) -> tuple[Array, ...]:
        """Relative covariance T (K, K) per block."""
        white = covariance_blocks(self.optimum.point.theta, self.model.layout)
        inverses = [np.linalg.inv(R) for R in self.model.whitenings]
        return tuple(inverse @ T @ inverse.T for inverse, T in zip(inverses, white, strict=True))

    @cached_property
    def theta(self) -> Array:
        """θ as lme4 writes it: the entries of Λ in the analyst's coordinates."""
        factors = []
        for T, block in zip(self.relative, self.model.layout.blocks, strict=True):
            factor = np.zeros_like(T)
            for span in block.spans:
                factor[span, span] = lower_cholesky(T[span, span])
            factors.append(factor)
        return entries(factors, self.model.layout.parameters)

    @property
    def singular(self) -> bool:
        """Whether a variance is zero or a correlation ±1."""
        return is_singular(self.optimum.point.theta, self.model.layout)

    @property
    def loglik(self) -> float:
        """Log-likelihood, restricted for REML."""
        return -self.optimum.point.deviance / 2.0

    @cached_property
    def random(self) -> tuple[Array, ...]:
        """Predicted random effects (G, K) per block."""
        point, products, layout = self.optimum.point, self.model.products, self.model.layout
        change = np.append(-point.beta, 1.0)
        white = covariance_blocks(point.theta, layout)
        effects = [(point.state.U1 @ change) @ white[0]]
        if products.q2:
            rest = times_covariance((point.state.U2 @ change)[:, None], products.spans, white[1:])
            effects += [rest[span.columns, 0].reshape(span.levels, span.width) for span in products.spans]
        return tuple(
            effect @ np.linalg.inv(R).T for effect, R in zip(effects, self.model.whitenings, strict=True)
        )

    @cached_property
    def random_variances(self) -> tuple[Array, ...]:
        """Conditional variances (G, K) of the random effects given the coefficients, as lme4's condVar."""
        state, products = self.optimum.point.state, self.model.products
        white = covariance_blocks(self.optimum.point.theta, self.model.layout)
        own = state.D
        if products.q2:
            own = own - np.matmul(np.matmul(state.F, state.N), state.F.transpose(0, 2, 1))
        within = [own]
        for span in products.spans:
            H = state.H22[span.columns, span.columns].reshape(
                span.levels, span.width, span.levels, span.width
            )
            within.append(np.einsum("gagb->gab", H))
        result = []
        for H, T, R in zip(within, white, self.model.whitenings, strict=True):
            back = np.linalg.inv(R)
            spread = back @ (T - np.matmul(np.matmul(T, H), T)) @ back.T
            result.append(self.sigma2 * np.maximum(np.diagonal(spread, axis1=1, axis2=2), 0.0))
        return tuple(result)

    @cached_property
    def fitted(self) -> Array:
        """Fitted values (n,), the random effects included."""
        values = self.model.fixed.design.matrix @ self.beta
        for block, effects in zip(self.model.layout.blocks, self.random, strict=True):
            values = values + (block.matrix * effects[block.codes]).sum(axis=1)
        return values


def solve(model: Assembly, reml: bool) -> Solution:
    """Fit an assembled model."""
    return Solution(model, minimise(model.criterion(reml)), reml)
