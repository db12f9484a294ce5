"""The data of a single-level model as Gaussian terms, with what a fit needs beside them."""

from dataclasses import dataclass

import numpy as np

from isop_analysis.stats.structural.gaussian_terms import Cases, GaussianTerm, Piece
from isop_analysis.stats.structural.incomplete_moments import searched_moments
from isop_analysis.stats.structural.moments import Array, Moments, Pattern, Places, gaussian_loglik, patterns
from isop_analysis.stats.structural.parameter_table import Block, ParameterTable
from isop_analysis.stats.structural.rows import ModelRows
from isop_analysis.stats.structural.stacks import Term


@dataclass(frozen=True)
class SampleStatistics:
    """What the data say.

    Attributes:
        terms: the likelihood's terms.
        sample: ML moments of the observed variables without a model, a block.
        start: like `sample`, but positive definite: what starting values are taken from.
        exogenous: of the exogenous predictors among them, a block.
        exogenous_loglik: log-likelihood of the exogenous predictors, which fits are conditional on.
        counts: rows a group.
        n_units: independent units: rows, or clusters.
        comparable: whether the moments without a model were found, so that chi-square means something.
    """

    terms: tuple[Term, ...]
    sample: list[Moments]
    start: list[Moments]
    exogenous: list[Moments]
    exogenous_loglik: float
    counts: Array
    n_units: int
    comparable: bool = True


def single_level(table: ParameterTable, rows: ModelRows) -> SampleStatistics:
    """Return the statistics of a model without levels."""
    terms: list[GaussianTerm] = []
    sample, exogenous, loglik, first = [], [], 0.0, 0
    comparable = True
    for place, block in enumerate(table.blocks):
        values = rows.columns(block.group, block.roles.observed)
        found = patterns(values)
        searched = searched_moments(values, found)
        own, comparable = searched.moments, comparable and searched.settled
        units = np.arange(first, first + len(values))
        terms.extend(_terms(place, values, found, units, table.conventions.mean_structure))
        fixed = part_of(own, block, block.roles.exogenous)
        loglik += gaussian_loglik(len(values), fixed.covariance)
        sample.append(own)
        exogenous.append(fixed)
        first += len(values)
    counts = np.array([len(group.values) for group in rows.groups], dtype=float)
    return SampleStatistics(tuple(terms), sample, sample, exogenous, loglik, counts, first, comparable)


def part_of(moments: Moments, block: Block, names: tuple[str, ...]) -> Moments:
    """Return the moments of some of a block's observed variables."""
    places = np.array([block.roles.observed.index(name) for name in names], dtype=np.intp)
    return Moments(moments.mean[places], moments.covariance[np.ix_(places, places)])


def _terms(
    block: int, values: Array, found: tuple[Pattern, ...], units: Places, mean_structure: bool
) -> list[GaussianTerm]:
    terms = []
    for pattern in found:
        places = np.arange(len(pattern.seen))
        own = values[np.ix_(pattern.rows, pattern.seen)]
        inside = units[pattern.rows]
        cases = Cases(own if mean_structure else own - pattern.mean, inside, np.ones(len(inside)), inside)
        terms.append(
            GaussianTerm(
                count=pattern.count,
                mean=pattern.mean if mean_structure else None,
                covariance=pattern.covariance,
                pieces=(Piece(block, pattern.seen, places),),
                cases=cases,
            )
        )
    return terms
