"""Limits that free parameters are kept within, and steps that stay inside them."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from isop_analysis.stats.structural.moments import Array, Places

Flags = NDArray[np.bool_]
STRIDE, LAST = 0.9, 1e-3
FLAT = 1e-290
"""Curvature by which a parameter has no effect, such as a loading on a factor without variance."""
SAME = 1e-12
"""Relative distance at which a parameter stands on its limit."""


@dataclass(frozen=True)
class Limits:
    """Lower and upper limit of every free parameter (q,), ∓∞ where there is none.

    `first` is a higher lower limit that a search keeps at first. A factor's variance needs that: at zero its
    loadings have no effect, and a search that lands there too early doesn't leave. From there it goes down by
    0.9 of the way at most, but for a last step of less than a thousandth of the way.
    """

    lower: Array
    upper: Array
    first: Array

    @staticmethod
    def none(count: int) -> "Limits":
        """Return limits that limit nothing."""
        return Limits(np.full(count, -np.inf), np.full(count, np.inf), np.full(count, -np.inf))

    @property
    def at_first(self) -> "Limits | None":
        """The limits to search within at first; None where they are the same."""
        if not (self.first > self.lower).any():
            return None
        raised = np.minimum(np.maximum(self.first, self.lower), self.upper)
        return Limits(raised, self.upper, self.lower)

    @cached_property
    def limiting(self) -> bool:
        """Whether any parameter has a limit."""
        return bool(np.isfinite(self.lower).any() or np.isfinite(self.upper).any())

    def within(self, theta: Array) -> Array:
        """Return the nearest place within the limits, exactly on a limit where it is as good as there."""
        if not self.limiting:
            return theta
        low = theta <= self.lower + SAME * np.abs(np.where(np.isfinite(self.lower), self.lower, 0.0))
        high = theta >= self.upper - SAME * np.abs(np.where(np.isfinite(self.upper), self.upper, 0.0))
        return np.where(low, self.lower, np.where(high, self.upper, theta))

    def contain(self, theta: Array) -> Flags:
        """Return which places (R, q) lie within the limits (R,)."""
        return np.asarray(((theta >= self.lower) & (theta <= self.upper)).all(axis=-1))

    def reached(self, theta: Array) -> Places:
        """Return the parameters that stand on a limit."""
        return np.flatnonzero((theta == self.lower) | (theta == self.upper))

    def open(self, theta: Array, gradient: Array) -> Flags:
        """Return the parameters that may move uphill: not those that the gradient presses on their limit."""
        if not self.limiting:
            return np.ones(len(theta), dtype=bool)
        pressed = ((theta == self.lower) & (gradient <= 0)) | ((theta == self.upper) & (gradient >= 0))
        return ~pressed

    def step(self, theta: Array, gradient: Array, curvature: Array, damping: float) -> Array:
        """Return the best step of the quadratic model gᵀd − ½dᵀHd within the limits, damping added to H.

        `gradient` is (q,), `curvature` that of the open parameters alone, which alone move, if they have any
        effect.
        """
        steep = np.diag(curvature) > FLAT
        if not self.limiting and steep.all():
            H, g, scale = _scaled(curvature, gradient, damping)
            return solved(H, g) / scale
        free = np.flatnonzero(self.open(theta, gradient))
        step = np.zeros(len(theta))
        down = self.lower - theta
        slow = np.flatnonzero(self.first > self.lower)
        room = self.lower[slow], self.first[slow]
        far = slow[theta[slow] - room[0] > LAST * (room[1] - room[0])]
        down[far] *= STRIDE
        free, curvature = free[steep], curvature[np.ix_(steep, steep)]
        step[free] = _boxed(curvature, gradient[free], damping, down[free], (self.upper - theta)[free])
        return step


def _scaled(curvature: Array, gradient: Array, damping: float) -> tuple[Array, Array, Array]:
    """Return curvature, damped, and gradient of parameters scaled to unit curvature, and their scale."""
    scale = np.sqrt(np.maximum(np.diag(curvature), 1e-300))
    return curvature / np.outer(scale, scale) + damping * np.eye(len(scale)), gradient / scale, scale


def _boxed(curvature: Array, gradient: Array, damping: float, low: Array, high: Array) -> Array:
    """Return the maximum of gᵀd − ½dᵀHd with low ≤ d ≤ high, H scaled and damped.

    An active-set method (Stark & Parker 1995, Computational Statistics 10, 129–141): every face's maximum in
    turn, a step towards it that ends at the first limit, and release of the limit that is left most gladly.
    """
    H, g, scale = _scaled(curvature, gradient, damping)
    d = solved(H, g)
    bottom, top = low * scale, high * scale
    if (d >= bottom).all() and (d <= top).all():
        return d / scale
    d = np.zeros(len(g))
    held = np.zeros(len(g), dtype=bool)
    for _ in range(4 * len(g)):
        d, held = _face(H, g, d, held, bottom, top)
        slope = g - H @ d
        eager = held & (((d == bottom) & (slope > 1e-12)) | ((d == top) & (slope < -1e-12)))
        if not eager.any():
            break
        held[np.argmax(np.where(eager, np.abs(slope), -1.0))] = False
    return d / scale


def _face(H: Array, g: Array, d: Array, held: Flags, low: Array, high: Array) -> tuple[Array, Flags]:
    """Return the maximum with the held ones where they stand, more of them held where it lies outside."""
    d, held = d.copy(), held.copy()
    while not held.all():
        free = np.flatnonzero(~held)
        aim = solved(H[np.ix_(free, free)], g[free] - H[np.ix_(free, np.flatnonzero(held))] @ d[held])
        way = aim - d[free]
        limit = np.where(way < 0, low[free], high[free])
        with np.errstate(divide="ignore", invalid="ignore"):
            share = np.where(way == 0, np.inf, (limit - d[free]) / way)
        nearest = float(np.min(share))
        if nearest >= 1:
            d[free] = aim
            return d, held
        d[free] += nearest * way
        met = free[share <= nearest]
        d[met] = limit[share <= nearest]
        held[met] = True
    return d, held


def solved(matrix: Array, right: Array) -> Array:
    """Return the solution of a linear system, the shortest one where the matrix is singular."""
    try:
        return np.linalg.solve(matrix, right)
    except np.linalg.LinAlgError:
        return np.asarray(np.linalg.lstsq(matrix, right, rcond=1e-12)[0])
