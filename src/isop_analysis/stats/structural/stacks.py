"""What data a likelihood is made of, and how their parts are computed together."""

from collections.abc import Sequence
from typing import Any, Protocol

from isop_analysis.stats.structural.entries import BlockEntries
from isop_analysis.stats.structural.gaussian_terms import GaussianTerm
from isop_analysis.stats.structural.incomplete_levels.cluster_patterns import ClusterPatterns
from isop_analysis.stats.structural.incomplete_levels.stack import ClusterStack
from isop_analysis.stats.structural.moments import Array, Places
from isop_analysis.stats.structural.term_stack import term_stacks

Term = GaussianTerm | ClusterPatterns
"""A part of the data: independent vectors, or clusters of rows with missing values."""


class Stack(Protocol):
    """Parts of the data that are computed at once."""

    @property
    def blocks(self) -> tuple[int, ...]:
        """The model's blocks they are about."""
        ...

    @property
    def starts(self) -> Places:
        """The blocks' first variables among the joined ones."""
        ...

    def evaluation(self, entries: Sequence[BlockEntries], /) -> "Evaluation":
        """Return where they stand; raise numpy.linalg.LinAlgError where that is impossible."""
        ...

    def moment_weights(self, at: Any, /) -> tuple[Array, Array]:
        """Return the derivatives of minus the log-likelihood by the joined covariance and mean."""
        ...

    def hessian(self, entries: Sequence[BlockEntries], at: Any, observed: bool, /) -> Array:
        """Return the Hessian of minus the log-likelihood by the blocks' entries."""
        ...


class Evaluation(Protocol):
    """Where a stack stands, with what its derivatives need."""

    @property
    def loglik(self) -> float:
        """The log-likelihood."""
        ...


def stacks_of(terms: Sequence[Term], sizes: Sequence[int]) -> tuple[Stack, ...]:
    """Return the terms in stacks, those that share blocks together; `sizes` are the blocks' variables."""
    gaussian = [term for term in terms if isinstance(term, GaussianTerm)]
    clustered = [ClusterStack(term) for term in terms if isinstance(term, ClusterPatterns)]
    return (*term_stacks(gaussian, sizes), *clustered)
