"""How varied named professions are, and how many ties leave one's own: Blau's index and the E–I index."""

from typing import Any

import numpy as np


def blau(counts: Any) -> np.ndarray:
    """Return Blau's index 1 − Σ p² of counts (…, professions), 0 to 1 − 1/professions; NaN where all are 0.

    Blau 1977, Inequality and Heterogeneity.

    >>> blau([[2, 1, 1], [3, 0, 0]]).tolist()
    [0.625, 0.0]
    """
    table = np.asarray(counts, dtype=float)
    size = table.sum(axis=-1)
    return 1 - _ratio((table**2).sum(axis=-1), size**2)


def blau_corrected(counts: Any) -> np.ndarray:
    """Return Blau's index times n/(n − 1): the share of pairs of ties that go to two professions, 0 to 1.

    Small sizes no longer lower it (Biemann & Kearney 2010, Organizational Research Methods 13, 582–599). NaN
    below two ties.

    >>> round(float(blau_corrected([2, 1, 1])), 4)
    0.8333
    """
    table = np.asarray(counts, dtype=float)
    size = table.sum(axis=-1)
    return blau(table) * _ratio(size, size - 1)


def blau_maximum(size: Any, professions: int) -> np.ndarray:
    """Return the highest Blau's index that `size` ties to at most `professions` professions can have.

    It is that of ties which spread as evenly as whole numbers let them; NaN for no ties.

    >>> blau_maximum([1, 4, 5], professions=4).tolist()
    [0.0, 0.75, 0.72]
    """
    sizes = np.asarray(size, dtype=float)
    each, fuller = np.divmod(sizes, professions)
    squares = fuller * (each + 1) ** 2 + (professions - fuller) * each**2
    return 1 - _ratio(squares, sizes**2)


def ei_index(external: Any, internal: Any) -> np.ndarray:
    """Return (E − I)/(E + I): −1 where all ties are to one's own profession, 1 where none is; NaN for none.

    Krackhardt & Stern 1988, Social Psychology Quarterly 51, 123–140.

    >>> ei_index([3, 0, 0], [1, 2, 0]).tolist()
    [0.5, -1.0, nan]
    """
    out, inside = np.asarray(external, dtype=float), np.asarray(internal, dtype=float)
    return _ratio(out - inside, out + inside)


def _ratio(above: np.ndarray, below: np.ndarray) -> np.ndarray:
    """Return above/below, NaN where below is not positive."""
    return np.where(below > 0, above / np.where(below > 0, below, 1), np.nan)
