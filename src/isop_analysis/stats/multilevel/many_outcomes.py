"""What the restricted likelihood says of many outcomes of one design at one value of its variances.

The design is factorised once, whatever the number of outcomes: for an outcome y without part in the fixed
columns, Z'V⁻¹y follows from Z'y alone.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from isop_analysis.stats.multilevel.columns import Array
from isop_analysis.stats.multilevel.covariances import entries
from isop_analysis.stats.multilevel.criterion import Criterion, Point, traces
from isop_analysis.stats.multilevel.crossproducts import CrossProducts
from isop_analysis.stats.multilevel.derivatives import Derivatives
from isop_analysis.stats.multilevel.grouping import Parameter
from isop_analysis.stats.multilevel.precision import times_covariance

Rows = NDArray[np.intp]


@dataclass(frozen=True)
class Outcomes:
    """R outcomes without their part in the fixed columns: Z'y per block (G, K, R), and y'y (R,)."""

    inner: tuple[Array, ...]
    squares: Array

    def of(self, rows: Rows) -> "Outcomes":
        """Return some of the outcomes."""
        return Outcomes(tuple(one[:, :, rows] for one in self.inner), self.squares[rows])


@dataclass(frozen=True)
class Place:
    """A restricted criterion at one θ, factorised."""

    criterion: Criterion
    point: Point

    @classmethod
    def at(cls, criterion: Criterion, theta: Array) -> "Place":
        """Factorise. Raises numpy.linalg.LinAlgError where V is not positive definite."""
        return cls(criterion, criterion.at(theta))

    @property
    def values(self) -> Array:
        """Free entries (m,) of the relative covariances T."""
        return entries(self.point.T, self.criterion.layout.parameters)

    @cached_property
    def parts(self) -> Derivatives:
        """The derivatives; what belongs to the outcome is the criterion's own, not those of others."""
        return self.criterion.derivatives(self.point)

    @cached_property
    def traces(self) -> tuple[Array, Array]:
        """tr(PV_i) (m,) and tr(PV_iPV_j) (m, m) by the free entries of T."""
        return traces(self.parts, self.point.inverse, reml=True)

    @cached_property
    def information(self) -> Array:
        """tr(PV_iPV_j) (m + 1, m + 1) with the residual variance as last parameter: PV_0 = PV − Σ T_iPV_i."""
        (s, S), T = self.traces, self.values
        edge, last = s - S @ T, self.point.nu - T @ s
        whole = np.empty((len(s) + 1, len(s) + 1))
        whole[:-1, :-1], whole[:-1, -1], whole[-1, :-1], whole[-1, -1] = S, edge, edge, last - T @ edge
        return whole

    @property
    def shared(self) -> float:
        """The part of the deviance that no outcome changes."""
        return self.point.deviance - self.point.nu * float(np.log(self.point.r2))


@dataclass(frozen=True)
class Evaluated:
    """Per outcome r² = y'Py (R,), deviance (R,), coefficients (R, p), and Z'Py per block (G, K, R)."""

    r2: Array
    deviance: Array
    beta: Array
    views: tuple[Array, ...]


@dataclass(frozen=True)
class Changes:
    """How outcomes' numbers change with T: y'PV_iPV_jPy (R, m, m), derivatives of coefficients (R, m, p)."""

    crossed: Array
    beta: Array


def evaluate(place: Place, outcomes: Outcomes) -> Evaluated:
    """Evaluate outcomes at a place."""
    products, point = place.criterion.products, place.point
    p, state = products.p, point.state
    s1, s2 = outcomes.inner[0], _stacked(outcomes.inner[1:], len(outcomes.squares))
    Ts1, Ts2 = np.matmul(point.T[0], s1), times_covariance(s2, products.spans, point.T[1:])
    u1, u2 = s1 - np.matmul(state.D, Ts1), s2
    if products.q2:
        u2 = s2 - _flat(state.F).T @ _flat(Ts1)
        u2 = u2 - state.H22 @ times_covariance(u2, products.spans, point.T[1:])
        u1 = u1 - np.matmul(state.F, times_covariance(u2, products.spans, point.T[1:]))
    X1, X2 = state.U1[:, :, :p], state.U2[:, :p]
    XVy = -_flat(X1).T @ _flat(Ts1) - X2.T @ Ts2
    beta = point.inverse @ XVy
    r2 = outcomes.squares - (Ts1 * u1).sum(axis=(0, 1)) - (Ts2 * u2).sum(axis=0) - (XVy * beta).sum(axis=0)
    views = (u1 - np.matmul(X1, beta), *_split(u2 - X2 @ beta, products))
    return Evaluated(r2, place.shared + point.nu * np.log(r2), beta.T, views)


def forms(place: Place, found: Evaluated) -> Array:
    """Return y'PV_iPy (R, m + 1), the derivatives of −r² by the free entries of T; the residual's last."""
    m = len(place.criterion.layout.parameters)
    result = np.empty((len(found.r2), m + 1))
    for number, item in enumerate(place.criterion.layout.parameters):
        view = found.views[item.block]
        once = (view[:, item.row] * view[:, item.column]).sum(axis=0)
        result[:, number] = once if item.row == item.column else 2.0 * once
    result[:, m] = found.r2 - result[:, :m] @ place.values
    return result


def changes(place: Place, found: Evaluated) -> Changes:
    """Differentiate what was evaluated at a place."""
    parameters = place.criterion.layout.parameters
    Q, turned = _sandwiches(place, [_moved(found.views[item.block], item) for item in parameters])
    return Changes(Q.transpose(2, 0, 1), -turned.transpose(2, 0, 1))


def _sandwiches(place: Place, moved: list[Array]) -> tuple[Array, Array]:
    """Return y'PV_iPV_jPy (m, m, R) and (X'V⁻¹X)⁻¹X'V⁻¹V_iPy (m, p, R) from the moved views E_iZ'Py."""
    parameters, m = place.criterion.layout.parameters, len(moved)
    through = [_through(place, one, item) for one, item in zip(moved, parameters, strict=True)]
    mixed = [_columns(place, item).T @ _flat(one) for one, item in zip(moved, parameters, strict=True)]
    turned = np.array([place.point.inverse @ one for one in mixed])
    Q = np.empty((m, m, moved[0].shape[2]))
    for i in range(m):
        for j in range(i, m):
            whole = (moved[i] * through[j][parameters[i].block]).sum(axis=(0, 1))
            Q[i, j] = Q[j, i] = whole - (mixed[i] * turned[j]).sum(axis=0)
    return Q, turned


def _through(place: Place, moved: Array, item: Parameter) -> tuple[Array, ...]:
    """Return Z'V⁻¹Z times a vector over one block, per block."""
    products, state = place.criterion.products, place.point.state
    flat = _flat(moved)
    if item.block:
        columns = products.spans[item.block - 1].columns
        lead = np.matmul(state.H12[:, :, columns], flat)
        return (lead, *_split(state.H22[:, columns] @ flat, products))
    lead = np.matmul(state.D, moved)
    if not products.q2:
        return (lead,)
    lead = lead - np.matmul(state.F, state.N @ (_flat(state.F).T @ flat))
    return (lead, *_split(_flat(state.H12).T @ flat, products))


def _columns(place: Place, item: Parameter) -> Array:
    """Return Z'V⁻¹X of a parameter's block (G K, p)."""
    products, state = place.criterion.products, place.point.state
    if item.block:
        return np.asarray(state.U2[products.spans[item.block - 1].columns, : products.p])
    return _flat(state.U1[:, :, : products.p])


def _moved(view: Array, item: Parameter) -> Array:
    """Return E_i times a view (G, K, R)."""
    result = np.zeros_like(view)
    result[:, item.row] = view[:, item.column]
    result[:, item.column] = view[:, item.row]
    return result


def _flat(blocked: Array) -> Array:
    return blocked.reshape(-1, blocked.shape[2])


def _stacked(inner: tuple[Array, ...], count: int) -> Array:
    return np.concatenate([_flat(one) for one in inner]) if inner else np.empty((0, count))


def _split(stacked: Array, products: CrossProducts) -> tuple[Array, ...]:
    return tuple(stacked[span.columns].reshape(span.levels, span.width, -1) for span in products.spans)
