"""Measures of a whole directed network, and how far they could move by what nobody answered.

A matrix has a row a node that names and a column a node that is named: 1 a tie, 0 none, NaN not known. The
diagonal does not count. Bounds are over all ways to fill in what is not known (worst case, as Manski 1995,
Identification Problems in the Social Sciences): each is reached by one of them.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from isop_analysis.base.reasons import Refused

RESPONSE = 0.80


@dataclass(frozen=True)
class Measures:
    """Each 0–1, NaN where it is not defined.

    density
        Ties of those that could be.
    reciprocity
        Ties that are returned, of all (2M/(2M + A) for M mutual and A one-sided pairs; Newman, Forrest &
        Balthrop 2002, Physical Review E 66, 035101). NaN without ties.
    centralisation_in, centralisation_out
        Freeman 1979, Social Networks 1, 215–239, of degrees: Σ (highest − own) of being named, or of
        naming, by its most, (nodes − 1)², which directed ties reach where all name one who names nobody.
    """

    density: float
    reciprocity: float
    centralisation_in: float
    centralisation_out: float


@dataclass(frozen=True)
class Bounds:
    """The lowest and highest measures over all completions for which they are defined."""

    low: Measures
    high: Measures


def whole_network(
    matrix: pd.DataFrame | np.ndarray, *, rate: float | None = None, response: float = RESPONSE
) -> Measures:
    """Return the measures of what is known; always within `network_bounds`.

    Density is over known cells, reciprocity over pairs known both ways, degrees over the known cells of a
    node (a node without any is left out of its centralisation).

    Parameters
    ----------
    matrix
        (nodes, nodes) of 0, 1 and NaN.
    rate
        Response, 0–1; by default the share of nodes whose row is known.
    response
        Below it there are no measures, 0–1.

    Examples
    --------
    >>> whole_network(np.array([[0, 1, 1], [1, 0, 0], [0, 0, 0]]))
    Measures(density=0.5, reciprocity=0.6666666666666666, centralisation_in=0.0, centralisation_out=0.75)

    Raises
    ------
    Refused
        For a response below the limit, a limit or rate outside 0–1, fewer than two nodes, a matrix that is
        not square or holds something else.
    """
    table, known = _checked(matrix)
    found = float(known.all(axis=1).mean()) if rate is None else rate
    for value in (found, response):
        if not 0 <= value <= 1:
            raise Refused("networks_limit", value=value)
    if found < response:
        raise Refused("networks_response", found=found, needed=response)
    pairs = _Pairs.of(table, known)
    both = 2 * pairs.mutual
    ties = float(table[known & _off(table)].sum())
    return Measures(
        density=_share(ties, float((known & _off(table)).sum())),
        reciprocity=_share(both, both + pairs.one_sided),
        centralisation_in=_centralisation(_rates(table.T, known.T)),
        centralisation_out=_centralisation(_rates(table, known)),
    )


def network_bounds(matrix: pd.DataFrame | np.ndarray) -> Bounds:
    """Return the lowest and highest measures over what the missing might have answered, for any response.

    Parameters
    ----------
    matrix
        (nodes, nodes) of 0, 1 and NaN, as of `whole_network`.

    Raises
    ------
    Refused
        For fewer than two nodes, a matrix that is not square or holds something else.
    """
    table, known = _checked(matrix)
    off = _off(table)
    cells = float(off.sum())
    ties, open_cells = float(table[known & off].sum()), float((~known & off).sum())
    reciprocity = _reciprocity_bounds(_Pairs.of(table, known))
    inward = _centralisation_bounds(*_degrees(table.T, known.T))
    outward = _centralisation_bounds(*_degrees(table, known))
    low, high = zip((ties / cells, (ties + open_cells) / cells), reciprocity, inward, outward, strict=True)
    return Bounds(Measures(*low), Measures(*high))


def _checked(matrix: pd.DataFrame | np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the matrix with 0 for what is not known, and where it is known; the diagonal counts as known."""
    table = np.array(matrix, dtype=float)
    if table.ndim != 2 or table.shape[0] != table.shape[1]:
        raise Refused("networks_square", shape=list(table.shape))
    if len(table) < 2:
        raise Refused("networks_nodes", found=len(table))
    np.fill_diagonal(table, 0)
    known = np.isfinite(table)
    if not np.isin(table[known], (0, 1)).all():
        raise Refused("networks_values")
    return np.where(known, table, 0), known


def _off(table: np.ndarray) -> np.ndarray:
    return ~np.eye(len(table), dtype=bool)


@dataclass(frozen=True)
class _Pairs:
    """Pairs of nodes by what is known of their two ties."""

    mutual: int
    one_sided: int
    tie_and_open: int
    none_and_open: int
    open: int

    @classmethod
    def of(cls, table: np.ndarray, known: np.ndarray) -> "_Pairs":
        above = np.triu_indices(len(table), 1)
        ties = (table + table.T)[above]
        unknown = 2 - (known.astype(int) + known.T)[above]
        return cls(
            mutual=int((ties == 2).sum()),
            one_sided=int(((ties == 1) & (unknown == 0)).sum()),
            tie_and_open=int(((ties == 1) & (unknown == 1)).sum()),
            none_and_open=int(((ties == 0) & (unknown == 1)).sum()),
            open=int((unknown == 2).sum()),
        )


def _reciprocity_bounds(pairs: _Pairs) -> tuple[float, float]:
    """Return lowest and highest: it falls with one-sided pairs and rises with mutual ones, pair by pair."""
    ties = 2 * pairs.mutual
    unreturned = pairs.one_sided + pairs.tie_and_open + pairs.none_and_open + pairs.open
    returned = ties + 2 * (pairs.tie_and_open + pairs.open)
    low = _share(ties, ties + unreturned)
    high = _share(returned, returned + pairs.one_sided)
    if np.isnan(high) and pairs.none_and_open:
        high = 0.0  # a tie there would be one that can't be returned
    return low, high


def _degrees(table: np.ndarray, known: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return each row's fewest and most ties."""
    fewest = table.sum(axis=1)
    return fewest, fewest + (~known).sum(axis=1)


def _centralisation_bounds(fewest: np.ndarray, most: np.ndarray) -> tuple[float, float]:
    """Return lowest and highest Σ (highest − own)/(nodes − 1)²; degrees move freely of each other.

    The highest degree is at least the largest of the fewest, and the sum rises with it: lowest there, all
    others as near as they can come. It is highest where one node has its most and the others their fewest.
    """
    others = len(fewest) - 1
    low = np.maximum(fewest.max() - most, 0).sum()
    high = (others * most - (fewest.sum() - fewest)).max()
    return float(low / others**2), float(high / others**2)


def _rates(table: np.ndarray, known: np.ndarray) -> np.ndarray:
    """Return each row's ties of its known cells, without rows of which nothing is known."""
    cells = known.sum(axis=1) - 1
    return np.asarray(table.sum(axis=1)[cells > 0] / cells[cells > 0])


def _centralisation(rates: np.ndarray) -> float:
    return float((rates.max() - rates).sum() / (len(rates) - 1)) if len(rates) > 1 else np.nan


def _share(part: float, of: float) -> float:
    return part / of if of else np.nan
