"""Which combinations of coefficients a term's F test sets to zero.

Type III hypotheses (SAS/STAT, The Four Types of Estimable Functions), rows as lmerTest's, whose pooled
degrees of freedom depend on their choice. With b the parameters of a model that has a column for every level
and every cell, an estimable function is a combination f of the coefficients, f'b. A term's hypothesis holds
those that involve the term and the terms that contain it only, at right angles to those of the containing
terms alone.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from isop_analysis.base.reasons import Reason
from isop_analysis.stats.multilevel.assembly import Assembly
from isop_analysis.stats.multilevel.coding import Variables, design
from isop_analysis.stats.multilevel.columns import Array, Factor
from isop_analysis.stats.multilevel.formula import Term, Terms

NOTHING = 1e-9


@dataclass(frozen=True)
class Hypothesis:
    """A term, the rows L (q, p) that its F test sets to zero, and what is not estimable about it."""

    term: str
    L: Array
    note: Reason | None = None


def term_hypotheses(model: Assembly) -> list[Hypothesis]:
    """Return each fixed term's type III hypothesis; terms without any estimable row last, as lmerTest.

    Type III averages over the levels of other factors with equal weight, also beside a term that was dropped
    as a whole. Where some columns of a term were dropped, it averages over the cells that have data, and only
    what can be estimated is tested.
    """
    terms, places = model.formula.fixed.terms, np.array(model.fixed.design.term_of)
    left = _left(model)
    if len(terms) == 1:
        L = _sequential(model.fixed.design.matrix)
        rows = [L[places == 0]]
    elif left is None:
        rows = _estimable(model, places)
    else:
        L = _averaged(model, places, left)
        rows = [L[places == place] for place in range(len(terms))]
    notes = _notes(model, rows) if model.fixed.dropped else [None] * len(terms)
    found = [Hypothesis(":".join(term), *own) for term, *own in zip(terms, rows, notes, strict=True)]
    return sorted(found, key=lambda one: not len(one.L))


def _sequential(X: Array) -> Array:
    """Return type I rows, the only hypothesis there is for a single term."""
    R = np.linalg.qr(X, mode="r")
    return np.asarray(R / np.diag(R)[:, None])


def _left(model: Assembly) -> Terms | None:
    """Return the terms that are left; None where one of them has lost some of its columns."""
    fixed, built = model.formula.fixed, model.fixed.design
    if not model.fixed.dropped:
        return fixed
    left = Terms(fixed.intercept, tuple(fixed.terms[place] for place in sorted(set(built.term_of) - {-1})))
    return left if design(left, model.variables, model.n).names == built.names else None


def _averaged(model: Assembly, places: Array, terms: Terms) -> Array:
    """Return the coefficients under sum-to-zero contrasts, turned back to one own coefficient a row."""
    summed = design(terms, model.variables, model.n, contrasts="sum")
    if len(summed.names) != len(places):
        return np.eye(len(places))
    coded = model.fixed.design.matrix
    L = np.asarray(np.linalg.lstsq(summed.matrix, coded, rcond=None)[0], dtype=np.float64)
    for place in np.unique(places):
        own = places == place
        L[own] = np.linalg.solve(L[np.ix_(own, own)], L[own])
    L[np.abs(L) < 1e-12] = 0.0
    return L


def _estimable(model: Assembly, places: Array) -> list[Array]:
    """Return per term the rows that can be estimated; a term that lost all its columns has none."""
    terms, functions = model.formula.fixed, _Functions.of(model, set(places.tolist()))
    rows = []
    for place in range(len(terms.terms)):
        above = containing(terms, place, model.variables)
        L = functions.hypothesis(place, above) if place in places else np.empty((0, len(places)))
        own = places == place
        if len(L) and len(L) == own.sum() and np.linalg.matrix_rank(L[:, own]) == len(L):
            L = np.asarray(np.linalg.solve(L[:, own], L))
        rows.append(np.where(np.abs(L) < 1e-10 * np.abs(L).max(initial=0.0), 0.0, L))
    return rows


@dataclass(frozen=True)
class _Functions:
    """The coefficients β = R b (p, k) of a design of every cell, b's terms (k,), β's scale (p,)."""

    R: Array
    term_of: NDArray[np.intp]
    scale: Array

    @classmethod
    def of(cls, model: Assembly, kept: set[int]) -> "_Functions":
        fixed, w = model.fixed, model.root_weights
        full = design(model.formula.fixed, model.variables, model.n, contrasts="indicators")
        inside = np.isin(full.term_of, list(kept))
        columns = full.matrix[:, inside]
        weighted = columns if w is None else columns * w[:, None]
        R = fixed.R_inverse @ (fixed.Q.T @ weighted)
        return cls(R, np.array(full.term_of)[inside], np.linalg.norm(fixed.design.matrix, axis=0))

    def hypothesis(self, place: int, above: Sequence[int]) -> Array:
        """Return orthonormal rows (q, p) of a term's hypothesis, given the terms that contain it."""
        whole, upper = self._involving([place, *above]), self._involving(above)
        if not len(whole):
            return whole
        functions, others = whole @ self.R, upper @ self.R
        if len(upper):
            shares = np.linalg.lstsq(others.T, functions.T, rcond=None)[0]
            whole, functions = whole - shares.T @ upper, functions - shares.T @ others
        turned, sizes, _ = np.linalg.svd(functions, full_matrices=False)
        own = sizes > NOTHING * max(sizes[0], np.abs(self.R).max())
        return np.asarray(turned[:, own].T @ whole)

    def _involving(self, terms: Iterable[int]) -> Array:
        """Return a basis (q, p) of the combinations of β that involve parameters of these terms only."""
        inside = np.isin(self.term_of, list(terms))
        other = self.R[:, ~inside] * self.scale[:, None]
        lengths = np.linalg.norm(other, axis=0)
        vectors, sizes, _ = np.linalg.svd(other / np.where(lengths > 0, lengths, 1.0))
        rank = int((sizes > NOTHING * sizes.max(initial=1.0)).sum())
        basis = vectors[:, rank:].T * self.scale
        basis = basis / np.maximum(np.linalg.norm(basis @ self.R, axis=1, keepdims=True), 1e-300)
        return np.asarray(basis if inside.any() else basis[:0])


def containing(terms: Terms, place: int, variables: Variables) -> list[int]:
    """Return the places of the terms that contain a term: more factors, the same numbers."""
    own = terms.terms[place]
    return [
        other
        for other, term in enumerate(terms.terms)
        if set(own) < set(term) and _numbers(own, variables) == _numbers(term, variables)
    ]


def _numbers(term: Term, variables: Variables) -> set[str]:
    return {name for name in term if not isinstance(variables[name], Factor)}


def _notes(model: Assembly, rows: Sequence[Array]) -> list[Reason | None]:
    """Tell per term what of its hypothesis can't be estimated, or that it averages over the cells seen."""
    fixed = model.formula.fixed
    full = np.array(design(fixed, model.variables, model.n).term_of)
    columns = [int((full == place).sum()) for place in range(len(fixed.terms))]
    whole = [len(L) == count for L, count in zip(rows, columns, strict=True)]
    notes: list[Reason | None] = []
    for place, (term, L) in enumerate(zip(fixed.terms, rows, strict=True)):
        name, above = ":".join(term), containing(fixed, place, model.variables)
        if not len(L):
            notes.append(Reason("f_test_not_estimable", term=name))
        elif not whole[place]:
            notes.append(Reason("f_test_partly_estimable", term=name, found=len(L), columns=columns[place]))
        elif not all(whole[other] for other in above):
            notes.append(Reason("f_test_over_seen_cells", term=name))
        else:
            notes.append(None)
    return notes
