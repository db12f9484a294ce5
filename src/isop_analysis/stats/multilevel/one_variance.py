"""The optimum of a model with one variance, for many outcomes of one design at once.

The same deviance and derivatives as the general criterion, written for scalar T = θ² and vectors over
outcomes. A coarse grid finds the basin, so that an optimum at zero or far away is not missed; Newton steps
finish.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from isop_analysis.stats.multilevel.columns import Array
from isop_analysis.stats.multilevel.criterion import Criterion

Rows = npt.NDArray[np.intp]
GRID = (0.0, 0.05, 0.12, 0.25, 0.5, 1.0, 2.0, 4.0, 10.0)
MOST_STEPS = 60


@dataclass(frozen=True)
class Together:
    """Optima of R outcomes: θ (R,), coefficients beyond the plain regression (R, p), σ², deviance,
    verdict.
    """

    theta: Array
    beta: Array
    sigma2: Array
    deviance: Array
    converged: Array


@dataclass(frozen=True)
class _Points:
    deviance: Array
    beta: Array
    r2: Array
    inverse: Array
    w: Array  # (R, G): 1 / (1 + a T)


@dataclass(frozen=True)
class _Design:
    criterion: Criterion
    a: Array  # (G,)
    b: Array  # (G, p)
    bb: Array  # (G, p p)
    X: Array  # (p, p)
    c: Array  # (G, R): Z'y
    x: Array  # (R, p): X'y
    s: Array  # (R,): y'y

    @property
    def p(self) -> int:
        return len(self.X)

    @property
    def nu(self) -> int:
        return self.criterion.products.n - (self.p if self.criterion.reml else 0)

    def at(self, T: Array, rows: Rows) -> _Points:
        w = 1.0 / (1.0 + T[:, None] * self.a)
        c, p = self.c[:, rows].T, self.p
        XVX = self.X - T[:, None, None] * (w @ self.bb).reshape(-1, p, p)
        XVy = self.x[rows] - T[:, None] * ((w * c) @ self.b)
        yVy = self.s[rows] - T * (w * c * c).sum(axis=1)
        inverse = np.linalg.inv(XVX)
        beta = np.matmul(inverse, XVy[:, :, None])[:, :, 0]
        r2 = yVy - (XVy * beta).sum(axis=1)
        deviance: Array = -np.log(w).sum(axis=1) + self.nu * (1.0 + np.log(2.0 * np.pi * r2 / self.nu))
        deviance += self.criterion.constant
        if self.criterion.reml and p:
            deviance += np.linalg.slogdet(XVX)[1]
        return _Points(deviance, beta, r2, np.asarray(inverse, dtype=np.float64), w)

    def slopes(self, points: _Points, rows: Rows) -> tuple[Array, Array]:
        """Return first and second derivatives of the deviance by T."""
        w, p, nu = points.w, self.p, self.nu
        aw = self.a * w
        u = (self.c[:, rows].T - points.beta @ self.b.T) * w
        first, second = aw.sum(axis=1), (aw**2).sum(axis=1)
        P = ((w * w) @ self.bb).reshape(-1, p, p)
        Q = ((w * w * aw) @ self.bb).reshape(-1, p, p)
        mixed = (w * u) @ self.b
        q = (u * u).sum(axis=1)
        bent = (u * u * aw).sum(axis=1) - np.einsum("ri,rij,rj->r", mixed, points.inverse, mixed)
        if self.criterion.reml and p:
            turned = np.matmul(points.inverse, P)
            first = first - np.trace(turned, axis1=1, axis2=2)
            second = second - 2.0 * np.einsum("rij,rji->r", points.inverse, Q)
            second = second + np.einsum("rij,rji->r", turned, turned)
        gradient = first - nu * q / points.r2
        return gradient, -second + nu * (2.0 * bent / points.r2 - (q / points.r2) ** 2)


def descend_together(criterion: Criterion, inner: Array, XY: Array, squares: Array) -> Together:
    """Minimise for R outcomes: Z'y (G, R), X'y (R, p), y'y (R,) in the criterion's coordinates."""
    design = _design(criterion, inner, XY, squares)
    theta = _coarse(design)
    converged = _newton(design, theta)
    points = design.at(theta**2, np.arange(len(theta)))
    return Together(theta, points.beta, points.r2 / design.nu, points.deviance, converged)


def deviances_along(criterion: Criterion, theta: Array) -> Array:
    """Return the criterion's own deviance at many θ (R,) at once."""
    products, p = criterion.products, criterion.products.p
    design = _design(criterion, products.B[:, 0, p:], products.C[p:, :p], products.C[p:, p])
    return design.at(theta**2, np.zeros(len(theta), dtype=np.intp)).deviance


def _design(criterion: Criterion, inner: Array, XY: Array, squares: Array) -> _Design:
    products = criterion.products
    b = products.B[:, 0, : products.p]
    bb = (b[:, :, None] * b[:, None, :]).reshape(len(b), -1)
    X = products.C[: products.p, : products.p]
    return _Design(criterion, products.A[:, 0, 0], b, bb, X, inner, XY, squares)


def _coarse(design: _Design) -> Array:
    everyone = np.arange(len(design.s))
    deviances = [design.at(np.full(len(everyone), value**2), everyone).deviance for value in GRID]
    best = np.argmin(deviances, axis=0)
    # Zero is stationary in θ: start beside it.
    return np.maximum(np.array(GRID)[best], 0.02)


def _newton(design: _Design, theta: Array) -> Array:
    """Move θ (R,) to its optimum in place; tell where gradient and curvature are those of a minimum."""
    open_rows, radius = np.arange(len(theta)), np.maximum(theta, 0.1)
    converged = np.zeros(len(theta), dtype=bool)
    points = design.at(theta**2, open_rows)
    for _ in range(MOST_STEPS):
        here = theta[open_rows]
        by_T, by_TT = design.slopes(points, open_rows)
        gradient, bend = 2.0 * here * by_T, 2.0 * by_T + 4.0 * here**2 * by_TT
        step = np.clip(-gradient / np.maximum(np.abs(bend), 1e-8), -radius[open_rows], radius[open_rows])
        done = np.abs(gradient * step) < 1e-13 * np.abs(points.deviance)
        trial = design.at((here + step) ** 2, open_rows)
        accepted = (trial.deviance <= points.deviance + 1e-10) | done
        theta[open_rows] = np.where(accepted, here + step, here)
        radius[open_rows] = np.where(accepted, 2.0 * radius[open_rows], 0.25 * np.abs(step))
        converged[open_rows[done & (bend > -1e-4)]] = True
        open_rows = open_rows[~done]
        if not len(open_rows):
            break
        points = design.at(theta[open_rows] ** 2, open_rows)
    theta[:] = np.abs(theta)
    theta[theta < 1e-5] = 0.0
    return converged
