"""The curvature of a function with an analytic gradient."""

from collections.abc import Callable

import numpy as np

from isop_analysis.stats.structural.moments import Array


def negative_hessian(gradient: Callable[[Array], Array], theta: Array, spread: Array) -> Array:
    """Return minus the Hessian (q, q) by central differences of the gradient.

    Steps are a thousandth of a standard error, from the diagonal `spread` (q,) of an information matrix,
    whatever the variables' units; errors are of their square. NaN throughout where theta is at the edge of
    the positive definite.
    """
    steps = 1e-3 / np.sqrt(np.where(spread > 0, spread, 1.0))
    hessian = np.empty((len(theta), len(theta)))
    for place, step in enumerate(steps):
        move = np.zeros(len(theta))
        move[place] = step
        try:
            hessian[place] = (gradient(theta + move) - gradient(theta - move)) / (2 * step)
        except np.linalg.LinAlgError:
            return np.full_like(hessian, np.nan)
    return -0.5 * (hessian + hessian.T)
