"""Data in which every unit counts a number of times: what a bootstrap sample is, without copying rows."""

from dataclasses import dataclass, replace

import numpy as np

from isop_analysis.stats.structural.gaussian_terms import GaussianTerm
from isop_analysis.stats.structural.incomplete_levels.cluster_patterns import ClusterPatterns
from isop_analysis.stats.structural.likelihood import Likelihood
from isop_analysis.stats.structural.moments import Array, Places
from isop_analysis.stats.structural.stacks import Term


@dataclass(frozen=True)
class TermSamples:
    """A term in each of R samples: counts (R,), means (R, p), ML covariances (R, p, p); zeros if empty."""

    counts: Array
    means: Array
    covariances: Array

    def chosen(self, places: Places) -> "TermSamples":
        """Return some of the samples."""
        return TermSamples(self.counts[places], self.means[places], self.covariances[places])


def term_samples(term: GaussianTerm, weights: Array) -> TermSamples:
    """Return a term's moments under every row of weights (R, units)."""
    count, p = len(weights), term.size
    if term.count == 0:
        return TermSamples(np.zeros(count), np.zeros((count, p)), np.zeros((count, p, p)))
    if term.cases is None:
        raise ValueError("samples need the cases behind a term")
    values, own = term.cases.values, weights[:, term.cases.units]
    counts = weights[:, term.cases.counted] @ term.cases.counts
    rows = np.maximum(own.sum(axis=1), 1.0)
    centre = values.mean(axis=0)
    centred = values - centre
    off = own @ centred / rows[:, None]
    products = (centred[:, :, None] * centred[:, None, :]).reshape(len(centred), p * p)
    squares = (own @ products).reshape(-1, p, p) - rows[:, None, None] * off[:, :, None] * off[:, None, :]
    return TermSamples(counts, off + centre, squares / np.maximum(counts, 1.0)[:, None, None])


def weighted(model: Likelihood, weights: Array) -> Likelihood:
    """Return the model on the units weighted (units,); terms without any are left out."""
    terms = [_weighted_term(term, weights) for term in model.terms]
    return replace(model, terms=tuple(term for term in terms if term is not None))


def _weighted_term(term: Term, weights: Array) -> Term | None:
    if isinstance(term, ClusterPatterns):
        return term.weighted(weights)
    if term.count == 0:
        return term
    cases = term.cases
    if cases is None:
        raise ValueError("samples need the cases behind a term")
    count = float(weights[cases.counted] @ cases.counts)
    own = weights[cases.units]
    if count == 0:
        return None
    mean = own @ cases.values / own.sum()
    centred = cases.values - mean
    covariance = (centred * own[:, None]).T @ centred / count
    return replace(term, count=count, mean=None if term.mean is None else mean, covariance=covariance)
