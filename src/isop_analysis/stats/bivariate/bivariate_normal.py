"""The bivariate normal distribution function, by Owen's T to rounding."""

import numpy as np


def bivariate_normal_cdf(h: np.ndarray, k: np.ndarray, r: float | np.ndarray) -> np.ndarray:
    """Return P(X ≤ h, Y ≤ k) for standard normals with correlation −1 < r < 1; h and k broadcast, may be ±∞.

    Owen 1956, Annals of Mathematical Statistics 27, 1075–1090.
    """
    from scipy.special import ndtr, owens_t

    h, k = np.broadcast_arrays(np.asarray(h, dtype=float), np.asarray(k, dtype=float))
    finite = np.isfinite(h) & np.isfinite(k)
    # a zero has no slope to divide by; its neighbour of 1e-300 has the same probability
    x = np.where(finite, np.where(h == 0, 1e-300, h), 1.0)
    y = np.where(finite, np.where(k == 0, 1e-300, k), 1.0)
    root = np.sqrt((1 - r) * (1 + r))
    with np.errstate(over="ignore"):
        slope_x, slope_y = (y / x - r) / root, (x / y - r) / root
    apart = (x * y < 0) | ((x * y == 0) & (np.sign(x) != np.sign(y)))
    inside = (ndtr(x) + ndtr(y) - apart) / 2 - owens_t(x, slope_x) - owens_t(y, slope_y)
    beyond = np.where(np.isneginf(h) | np.isneginf(k), 0.0, np.minimum(ndtr(h), ndtr(k)))
    return np.where(finite, inside, beyond)


def bivariate_normal_density(h: np.ndarray, k: np.ndarray, r: float | np.ndarray) -> np.ndarray:
    """Return the density at (h, k) of standard normals with correlation −1 < r < 1; 0 at ±∞."""
    h, k = np.broadcast_arrays(np.asarray(h, dtype=float), np.asarray(k, dtype=float))
    finite = np.isfinite(h) & np.isfinite(k)
    x, y = np.where(finite, h, 0.0), np.where(finite, k, 0.0)
    rest = (1 - r) * (1 + r)
    density = np.exp(-(x**2 - 2 * r * x * y + y**2) / (2 * rest)) / (2 * np.pi * np.sqrt(rest))
    return np.where(finite, density, 0.0)
