"""Ego measures: of each respondent, and of the respondents of each profession together."""

import numpy as np
import pandas as pd

from isop_analysis.stats.networks.heterogeneity import blau, blau_corrected, blau_maximum, ei_index
from isop_analysis.stats.networks.tie_table import Ties


def egos(found: Ties, content: str | None = None, at_least: float | None = None) -> pd.DataFrame:
    """Return a row a respondent: how many are named, how varied they are, how many ties leave the profession.

    Parameters
    ----------
    found
        Ties; content and at_least as of `Ties.amounts`.

    Returns
    -------
    person, profession; professions (named ones, one's own too); size (how many are named); blau (0–1),
    blau_maximum (what size ties to all professions of the data could reach), blau_corrected (n/(n − 1)) and
    blau_corrected_maximum; own, others (ties); ei (−1 to 1). Without ties the indices are NaN, with one the
    corrected ones.

    Raises
    ------
    Refused
        For a content that nobody gave.
    """
    counts = found.amounts(content, at_least).to_numpy()
    size = counts.sum(axis=1)
    own = _own(found, counts)
    highest = blau_maximum(size, len(found.professions))
    correction = np.where(size > 1, size / np.where(size > 1, size - 1, 1), np.nan)
    return found.people.assign(
        professions=(counts > 0).sum(axis=1),
        size=size,
        blau=blau(counts),
        blau_maximum=highest,
        blau_corrected=blau_corrected(counts),
        blau_corrected_maximum=highest * correction,
        own=own,
        others=size - own,
        ei=ei_index(size - own, own),
    )


def own_and_other(found: Ties, content: str | None = None, at_least: float | None = None) -> pd.DataFrame:
    """Return a row a profession: n (its respondents), own, others (their ties), ei (−1 to 1; NaN for none).

    The E–I index is of all their ties together, as Krackhardt & Stern (1988) have it for a group.
    """
    counts = found.amounts(content, at_least).to_numpy()
    own = _own(found, counts)
    people = found.people.assign(n=1, own=own, others=counts.sum(axis=1) - own)
    table = people.groupby("profession")[["n", "own", "others"]].sum().reset_index()
    return table.assign(ei=ei_index(table["others"], table["own"]))


def _own(found: Ties, counts: np.ndarray) -> np.ndarray:
    """Return (people,) ties to one's own profession."""
    place = pd.Index(found.professions).get_indexer(pd.Index(found.people["profession"]))
    return np.asarray(counts[np.arange(len(counts)), place])
