"""Whole numbers of people in cells that are tied together by sums: least and most that each can be."""

import math
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.optimize import Bounds, LinearConstraint, milp

Cell = Hashable
Vector = NDArray[np.float64]
ROUNDING = 1e-6


@dataclass(frozen=True)
class Sum:
    """A weighed sum of cells lies between `low` and `high`."""

    weights: Mapping[Cell, float]
    low: float
    high: float


@dataclass
class Sums:
    """Cells with their bounds, and what is known of sums of them."""

    cells: dict[Cell, tuple[int, int]] = field(default_factory=dict)
    known: list[Sum] = field(default_factory=list)

    def put(self, cell: Cell, low: float, high: float) -> None:
        """Add what is told of a cell to what is known of it already."""
        before = self.cells.get(cell, (0, 10**6))
        self.cells[cell] = (max(before[0], math.ceil(low)), min(before[1], math.floor(high)))

    def add(self, cells: Iterable[Cell], low: float, high: float) -> None:
        """Add that cells together lie between two numbers."""
        self.known.append(Sum(dict.fromkeys(cells, 1.0), low, high))

    def ranges(self, wanted: Iterable[Cell], enough: int = 10**6) -> dict[Cell, tuple[int, int]]:
        """Return the least and most of each wanted cell over all fillings; exact, by integer programs.

        A cell that is seen to hold `enough` different numbers is looked at no further: it keeps its bounds.
        """
        wanted = list(wanted)
        found: dict[Cell, tuple[int, int]] = {}
        for part in self._parts():
            own = [cell for cell in wanted if cell in part.cells]
            told = {cell: part.cells[cell] for cell in own}
            open_cells = [cell for cell, (low, high) in told.items() if low < high and part.known]
            found |= told | (part._solved(open_cells, enough) if open_cells else {})
        return found

    def _parts(self) -> "Iterator[Sums]":
        """Yield cells that some sums tie together, apart from the others."""
        names = list(self.cells)
        place = {cell: number for number, cell in enumerate(names)}
        pairs = [(row, place[cell]) for row, known in enumerate(self.known) for cell in known.weights]
        of_row = sparse.coo_matrix(
            (np.ones(len(pairs)), tuple(zip(*pairs, strict=True)) if pairs else ([], [])),
            shape=(len(self.known), len(names)),
        )
        tied = of_row.T @ of_row + sparse.identity(len(names))
        _, labels = sparse.csgraph.connected_components(tied, directed=False)
        parts: dict[int, Sums] = {}
        for cell, label in zip(names, labels, strict=True):
            parts.setdefault(int(label), Sums()).cells[cell] = self.cells[cell]
        for known in (one for one in self.known if one.weights):
            parts[int(labels[place[next(iter(known.weights))]])].known.append(known)
        yield from parts.values()

    def _solved(self, wanted: list[Cell], enough: int) -> dict[Cell, tuple[int, int]]:
        """Ask for the ends of each cell that no filling seen so far shows to be wide."""
        names = list(self.cells)
        place = {cell: number for number, cell in enumerate(names)}
        ask = self._asker(names, place)
        lows = highs = np.array(ask(np.zeros(len(names))))
        found = {}
        for cell in wanted:
            here, aim = place[cell], np.zeros(len(names))
            for sign in (1, -1):
                if highs[here] - lows[here] + 1 < enough:
                    aim[here] = sign
                    filling = ask(aim)
                    lows, highs = np.minimum(lows, filling), np.maximum(highs, filling)
            seen = int(lows[here]), int(highs[here])
            found[cell] = seen if seen[1] - seen[0] + 1 < enough else self.cells[cell]
        return found

    def _asker(self, names: list[Cell], place: dict[Cell, int]) -> Callable[[Vector], Vector]:
        """Return what finds the filling with the least of a weighed sum of cells."""
        matrix = sparse.lil_matrix((len(self.known), len(names)))
        for row, known in enumerate(self.known):
            for cell, weight in known.weights.items():
                matrix[row, place[cell]] = weight
        tied = LinearConstraint(
            matrix.tocsr(),
            [known.low - ROUNDING for known in self.known],
            [known.high + ROUNDING for known in self.known],
        )
        bounds = Bounds(*np.array([self.cells[cell] for cell in names], dtype=float).T)

        def ask(aim: Vector) -> Vector:
            end = milp(aim, integrality=np.ones(len(names)), bounds=bounds, constraints=tied)
            if end.status != 0:
                raise ArithmeticError(f"what is told does not fit together: {end.message}")
            return np.asarray(np.round(end.x))

        return ask
