"""Restricted likelihood estimates for many outcomes of one design, found over a grid of variances.

A simulation needs each estimate only as finely as its own standard error asks. So the search moves over a
grid of relative standard deviations θ, spaced by about a standard error, with zero as one of its levels:
outcomes that meet at a node share its factorisation. From its best node each outcome takes one more step of
Fisher scoring.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from isop_analysis.stats.multilevel.columns import Array
from isop_analysis.stats.multilevel.criterion import Criterion
from isop_analysis.stats.multilevel.grouping import Layout
from isop_analysis.stats.multilevel.many_outcomes import (
    Outcomes,
    Place,
    Rows,
    changes,
    evaluate,
    forms,
)

SPACING = 1.5  # in standard errors of θ
MOST_ROUNDS = 30
MOST_HALVINGS = 3
KEPT_ENTRIES = 20_000_000
ZERO = 1e-4
Nodes = NDArray[np.int64]


@dataclass
class SearchGrid:
    """The nodes of a criterion, factorised when first asked for; as many are kept as memory allows."""

    criterion: Criterion
    spacing: Array
    places: dict[bytes, Place] = field(default_factory=dict)

    def place(self, node: Nodes) -> Place:
        """Return a node (m,), factorised."""
        name = node.tobytes()
        if name not in self.places:
            products = self.criterion.products
            each = products.A.size + 3 * products.B.size + 4 * products.C.size
            if len(self.places) >= max(4, KEPT_ENTRIES // each):
                self.places.pop(next(iter(self.places)))
            self.places[name] = Place.at(self.criterion, node * self.spacing)
        return self.places[name]

    def nearest(self, T: Array) -> Nodes:
        """Return the nodes (R, m) nearest to covariances (R, m)."""
        return np.rint(theta_near(T, self.criterion.layout) / self.spacing).astype(np.int64)


@dataclass(frozen=True)
class Estimates:
    """Per outcome (R) its best node (R, m), and how far T lies from it (R, m); there r² (R,) and coefficients
    (R, p), whether singular, whether the search settled.
    """

    grid: SearchGrid
    nodes: Nodes
    apart: Array
    r2: Array
    beta: Array
    singular: NDArray[np.bool_]
    settled: NDArray[np.bool_]


@dataclass
class _Search:
    """Where each outcome (R) stands: its best node, its covariances there, those it heads for; its scoring
    equations at the node.
    """

    nodes: Nodes
    deviance: Array
    T: Array
    goal: Array
    information: Array
    forms: Array
    halvings: NDArray[np.int64]

    @classmethod
    def of(cls, count: int, m: int) -> "_Search":
        nodes, halvings = np.zeros((count, m), dtype=np.int64), np.zeros(count, dtype=np.int64)
        T, goal, forms = np.zeros((count, m)), np.zeros((count, m)), np.zeros((count, m + 1))
        return cls(nodes, np.full(count, np.inf), T, goal, np.zeros((count, m + 1, m + 1)), forms, halvings)

    def visit(self, grid: SearchGrid, node: Nodes, outcomes: Outcomes, rows: Rows) -> None:
        """Evaluate outcomes at a node; where it is better than their best one, it becomes that."""
        place = grid.place(node)
        found = evaluate(place, outcomes.of(rows))
        better = found.deviance < self.deviance[rows] - 1e-9
        self.halvings[rows[~better]] += 1
        won = rows[better]
        if not len(won):
            return
        self.nodes[won], self.deviance[won], self.halvings[won] = node, found.deviance[better], 0
        self.T[won], self.information[won] = place.values, place.information
        self.forms[won] = forms(place, found)[better]

    def next_nodes(self, grid: SearchGrid, rows: Rows) -> Nodes:
        """Return where outcomes go next: to their goal, or half as far after each node that was no better."""
        new = rows[self.halvings[rows] == 0]
        self.goal[new] = scored_many(self.information[new], self.forms[new], grid.criterion.layout)
        share = 0.5 ** self.halvings[rows][:, None]
        return grid.nearest(self.T[rows] + share * (self.goal[rows] - self.T[rows]))


def estimate_all(criterion: Criterion, outcomes: Outcomes, theta: Array) -> Estimates:
    """Estimate every outcome by restricted likelihood, beginning at θ (m,)."""
    grid = SearchGrid(criterion, spacing_at(Place.at(criterion, theta)))
    count, m = len(outcomes.squares), len(theta)
    search, moving = _Search.of(count, m), np.arange(count)
    trial = np.tile(np.rint(theta / grid.spacing).astype(np.int64), (count, 1))
    for _ in range(MOST_ROUNDS):
        for node, rows in grouped(trial[moving]):
            search.visit(grid, node, outcomes, moving[rows])
        trial[moving] = search.next_nodes(grid, moving)
        there = (trial[moving] == search.nodes[moving]).all(axis=1)
        moving = moving[~there & (search.halvings[moving] <= MOST_HALVINGS)]
        if not len(moving):
            break
    return _finished(search, grid, outcomes, np.isin(np.arange(count), moving, invert=True))


def grouped(nodes: Nodes) -> Iterator[tuple[Nodes, Rows]]:
    """Yield each distinct node and the rows that are at it."""
    distinct, group = np.unique(nodes, axis=0, return_inverse=True)
    for number, node in enumerate(distinct):
        yield node, np.flatnonzero(group.reshape(-1) == number)


def _finished(search: _Search, grid: SearchGrid, outcomes: Outcomes, settled: NDArray[np.bool_]) -> Estimates:
    """Take the last step, off the grid: r² to second order, coefficients to first."""
    layout = grid.criterion.layout
    theta = theta_near(search.goal, layout)
    apart = _covariances(theta, layout) - search.T
    r2, beta = np.empty(len(theta)), np.empty((len(theta), grid.criterion.products.p))
    for node, rows in grouped(search.nodes):
        place = grid.place(node)
        found = evaluate(place, outcomes.of(rows))
        change, step = changes(place, found), apart[rows]
        r2[rows] = found.r2 - (forms(place, found)[:, :-1] * step).sum(axis=1)
        r2[rows] += np.einsum("ri,rij,rj->r", step, change.crossed, step)
        beta[rows] = found.beta + np.einsum("ri,rip->rp", step, change.beta)
    diagonal = [item.row == item.column for item in layout.parameters]
    singular = np.asarray((np.abs(theta[:, diagonal]) < ZERO).any(axis=1))
    return Estimates(grid, search.nodes, apart, r2, beta, singular, settled)


def spacing_at(place: Place) -> Array:
    """Return the grid's spacing (m,) from the standard errors that T's expected information gives at θ."""
    s, S = place.traces
    information = (S - np.outer(s, s) / place.point.nu) / 2.0
    spread = np.sqrt(np.maximum(np.diag(np.linalg.pinv(information, hermitian=True)), 1e-12))
    parameters = place.criterion.layout.parameters
    own = {(item.block, item.row, item.column): place.point.theta[i] for i, item in enumerate(parameters)}
    size = np.abs([own[item.block, item.column, item.column] for item in parameters])
    return np.asarray(SPACING * (np.sqrt(size**2 + spread) - size))


def theta_near(T: Array, layout: Layout) -> Array:
    """Return the θ (R, m) of the positive semi-definite covariances nearest to T (R, m)."""
    theta = np.empty_like(T)
    for index, block in enumerate(layout.blocks):
        factors = _factors(_full(T, layout, index, block.width))
        for place, item in enumerate(layout.parameters):
            if item.block == index:
                theta[:, place] = factors[:, item.row, item.column]
    return theta


def _full(values: Array, layout: Layout, index: int, width: int, symmetric: bool = True) -> Array:
    """Return one block's matrices (R, K, K) from all free entries (R, m)."""
    matrices = np.zeros((len(values), width, width))
    for place, item in enumerate(layout.parameters):
        if item.block == index:
            matrices[:, item.row, item.column] = values[:, place]
            if symmetric:
                matrices[:, item.column, item.row] = values[:, place]
    return matrices


def _factors(T: Array) -> Array:
    """Return lower triangular Λ (R, K, K), ΛΛ' the nearest positive semi-definite matrices to T."""
    if T.shape[1] == 1:
        return np.sqrt(np.maximum(T, 0.0))
    values, vectors = np.linalg.eigh(T)
    T = (vectors * np.maximum(values, 0.0)[:, None, :]) @ vectors.transpose(0, 2, 1)
    factors = np.zeros_like(T)
    for column in range(T.shape[1]):
        done = factors[:, :, :column]
        rest = T[:, :, column] - np.matmul(done, factors[:, column, :column, None])[:, :, 0]
        pivot = np.where(
            rest[:, column] > 1e-12 * np.maximum(T[:, column, column], 1e-300), rest[:, column], 0.0
        )
        root = np.sqrt(pivot)
        factors[:, column:, column] = rest[:, column:] / np.where(root > 0, root, np.inf)[:, None]
    return factors


def _covariances(theta: Array, layout: Layout) -> Array:
    """Return the free entries (R, m) of ΛΛ' at θ (R, m)."""
    T = np.empty_like(theta)
    for index, block in enumerate(layout.blocks):
        factors = _full(theta, layout, index, block.width, symmetric=False)
        products = np.matmul(factors, factors.transpose(0, 2, 1))
        for place, item in enumerate(layout.parameters):
            if item.block == index:
                T[:, place] = products[:, item.row, item.column]
    return T


def scored_many(information: Array, right: Array, layout: Layout) -> Array:
    """Return covariances (R, m) after a step of Fisher scoring (see `scoring`) from its information
    (R, m + 1, m + 1) and forms (R, m + 1); variances that would fall below zero are held there.
    """
    m = right.shape[1] - 1
    bounded = np.array([item.row == item.column for item in layout.parameters] + [False])
    size = np.trace(information, axis1=1, axis2=2)[:, None, None]
    system, held = information + 1e-10 * size * np.eye(m + 1), np.zeros(right.shape, dtype=bool)
    gamma = np.linalg.solve(system, right[:, :, None])[:, :, 0]
    for _ in range(m):
        below = bounded & (gamma < -1e-12)
        if not below.any():
            break
        held |= below
        kept = np.where(held[:, :, None] | held[:, None, :], 0.0, system) + held[:, :, None] * np.eye(m + 1)
        gamma = np.linalg.solve(kept, np.where(held, 0.0, right)[:, :, None])[:, :, 0]
    least = 0.1 * np.abs(right).max(axis=1) / np.maximum(information[:, m, m], 1e-300)
    return gamma[:, :m] / np.where(gamma[:, m] > 0, gamma[:, m], np.maximum(least, 1e-300))[:, None]
