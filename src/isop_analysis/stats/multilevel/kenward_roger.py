"""Kenward and Roger's (1997, Biometrics 53) covariance and degrees of freedom, by pbkrtest's conventions.

Halekoh and Højsgaard (2014, J Stat Softw 59(9)). With G_i the derivatives of Σ = σ²V by the variances,
P_i = −X'Σ⁻¹G_iΣ⁻¹X, Q_ij = X'Σ⁻¹G_iΣ⁻¹G_jΣ⁻¹X, and W = 2 (expected information)⁻¹. All of it from cluster
cross-products.
"""

from dataclasses import dataclass

import numpy as np

from isop_analysis.stats.multilevel.columns import Array
from isop_analysis.stats.multilevel.criterion import Criterion, Point, traces
from isop_analysis.stats.multilevel.derivatives import Derivatives
from isop_analysis.stats.multilevel.extended import extended
from isop_analysis.stats.multilevel.inference import wald


@dataclass(frozen=True)
class KenwardRoger:
    """Plain covariance Φ and adjusted covariance (p, p), ΦP_iΦ (m + 1, p, p) and W (m + 1, m + 1)."""

    plain: Array
    covariance: Array
    turned: Array
    W: Array

    def df(self, contrast: Array) -> float:
        """Return the degrees of freedom of one contrast (p,)."""
        return self._degrees(contrast[None, :])[0]

    def f_test(self, L: Array, difference: Array) -> tuple[float, float]:
        """Return the scaled F and its denominator df."""
        den_df, scale = self._degrees(L)
        return scale * wald(self.covariance, L, difference) / len(L), den_df

    def _degrees(self, L: Array) -> tuple[float, float]:
        """Return the denominator df and the factor that F is scaled by (Kenward & Roger 1997, eq. 4–7)."""
        q = len(L)
        inner = np.linalg.solve(L @ self.plain @ L.T, L @ self.turned @ L.T)
        spurs = np.trace(inner, axis1=1, axis2=2)
        A1 = float(spurs @ self.W @ spurs)
        A2 = float((self.W * np.tensordot(inner, inner.transpose(0, 2, 1), axes=((1, 2), (1, 2)))).sum())
        if A2 <= 1e-300:
            return np.inf, 1.0
        B = (A1 + 6.0 * A2) / (2.0 * q)
        g = ((q + 1.0) * A1 - (q + 4.0) * A2) / ((q + 2.0) * A2)
        d = 3.0 * q + 2.0 * (1.0 - g)
        c1, c2, c3 = g / d, (q - g) / d, (q + 2.0 - g) / d
        V0, V1, V2 = _snapped(1.0 + c1 * B), 1.0 - c2 * B, 1.0 - c3 * B
        rho = _ratio(1.0 - A2 / q, V1) ** 2 * _ratio(V0, V2) / q
        df = 4.0 + (q + 2.0) / (q * rho - 1.0)
        scale = 1.0 if q == 1 or abs(df - 2.0) < 1e-2 else df * (1.0 - A2 / q) / (df - 2.0)
        return float(df), float(scale)


def kenward_roger(
    criterion: Criterion, point: Point, R_inverse: Array, parts: Derivatives | None = None
) -> KenwardRoger:
    """Compute the adjustment at a REML optimum; R_inverse (p, p) leads to the analyst's coefficients, `parts`
    are the criterion's derivatives there, where they are known.
    """
    whole = extended(criterion, point, parts)
    p = len(point.inverse)
    _, information = traces(whole.parts, point.inverse, reml=True)
    W = _inverted(information)
    # ΦP_iΦ and ΦQ_ijΦ carry σ², W carries σ⁴: what remains is one σ² in each covariance.
    left = R_inverse @ point.inverse
    turned = left @ whole.parts.P[:, :p, :p] @ left.T
    Q = np.tensordot(W, whole.parts.Q[:, :, :p, :p], axes=2)
    PP = np.einsum("ij,iab,jbc->ac", W, whole.parts.P[:, :p, :p] @ point.inverse, whole.parts.P[:, :p, :p])
    bias = left @ (Q - PP) @ left.T
    plain = R_inverse @ point.inverse @ R_inverse.T
    adjusted = plain + bias + bias.T
    return KenwardRoger(point.sigma2 * plain, point.sigma2 * adjusted, point.sigma2 * turned, W)


def _inverted(information: Array) -> Array:
    values = np.linalg.eigvalsh(information)
    if np.abs(values).min() > 1e-12 * np.abs(values).max():
        inverse = np.linalg.inv(information)
    else:
        inverse = np.linalg.pinv(information, rcond=1e-12, hermitian=True)
    return np.asarray(inverse + inverse.T)


def _snapped(value: float) -> float:
    return 0.0 if abs(value) < 1e-10 else value


def _ratio(top: float, bottom: float) -> float:
    """Return top / bottom, 1 where both vanish (a limit, as pbkrtest)."""
    if abs(top) < 1e-14 and abs(bottom) < 1e-14:
        return 1.0
    return top / bottom
