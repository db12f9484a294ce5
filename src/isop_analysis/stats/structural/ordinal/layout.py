"""What is estimated from ordered answers before any model, and where it stands in a vector."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from isop_analysis.stats.structural.moments import Places


@dataclass(frozen=True)
class Layout:
    """Places of a group's statistics in one vector.

    First the variables one after the other, thresholds of an ordered item or the mean of a number; then the
    slopes on exogenous predictors, a variable after the other; the variances of numbers; and the
    correlations of every pair, covariances where both are numbers.

    Attributes:
        names: endogenous observed variables (p,).
        cuts: number of thresholds a variable, 0 for a number (p,).
        predictors: exogenous predictors (k,), which everything is conditional on.
    """

    names: tuple[str, ...]
    cuts: tuple[int, ...]
    predictors: tuple[str, ...]

    @cached_property
    def ordered(self) -> Places:
        """Places of the ordered items among the names."""
        return np.flatnonzero(np.array(self.cuts))

    @cached_property
    def numbers(self) -> Places:
        """Places of the numbers among the names."""
        return np.flatnonzero(np.array(self.cuts) == 0)

    @cached_property
    def starts(self) -> Places:
        """Where each variable's thresholds, or its mean, begin (p,)."""
        return np.r_[0, np.cumsum(np.maximum(self.cuts, 1))[:-1]].astype(np.intp)

    @cached_property
    def n_location(self) -> int:
        """Number of thresholds and means."""
        return int(np.maximum(self.cuts, 1).sum())

    @cached_property
    def n_margin(self) -> int:
        """Number of statistics that belong to one variable."""
        return self.n_location + len(self.names) * len(self.predictors) + len(self.numbers)

    @cached_property
    def pairs(self) -> tuple[Places, Places]:
        """First and second variable of every pair."""
        return np.triu_indices(len(self.names), 1)

    @cached_property
    def size(self) -> int:
        """m, the number of all statistics."""
        return self.n_margin + len(self.pairs[0])

    def location(self, variable: int) -> Places:
        """Return the places of a variable's thresholds or mean."""
        return self.starts[variable] + np.arange(max(self.cuts[variable], 1))

    def slopes(self, variable: int) -> Places:
        """Return the places of a variable's slopes (k,)."""
        count = len(self.predictors)
        return self.n_location + variable * count + np.arange(count)

    def variance(self, variable: int) -> Places:
        """Return the place of a number's variance, none for an ordered item."""
        first = self.n_location + len(self.names) * len(self.predictors)
        return first + np.flatnonzero(self.numbers == variable)

    def margin(self, variable: int) -> Places:
        """Return the places of all statistics of one variable."""
        return np.concatenate([self.location(variable), self.slopes(variable), self.variance(variable)])
