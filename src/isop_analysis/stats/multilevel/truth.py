"""The variances that a simulation takes as true, and outcomes drawn from them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from isop_analysis.base.nearest import nearest
from isop_analysis.base.reasons import Refused
from isop_analysis.stats.multilevel.assembly import Assembly
from isop_analysis.stats.multilevel.columns import Array
from isop_analysis.stats.multilevel.covariances import entries, lower_cholesky
from isop_analysis.stats.multilevel.grouping import Effect, Layout

RESIDUAL = "Residual"
INTERCEPT = "(Intercept)"
CHUNK_VALUES = 5_000_000
Variances = Mapping[str, float | Mapping[str, float]] | pd.DataFrame


@dataclass(frozen=True)
class Truth:
    """Relative covariance T (K, K) per block, in the analyst's units, and the residual variance."""

    relative: tuple[Array, ...]
    sigma2: float

    def theta(self, model: Assembly) -> Array:
        """Return whitened θ (m,), which searches move over."""
        white = [R @ T @ R.T for R, T in zip(model.whitenings, self.relative, strict=True)]
        return entries([lower_cholesky(one) for one in white], model.layout.parameters)


def truth_of(layout: Layout, variances: Variances) -> Truth:
    """Read the variances of a layout's effects.

    Args:
        layout: the model's random effects.
        variances: per grouping factor, as a fit's `clusters` names them, the variance of the intercept, or a
            variance per column such as {"(Intercept)": 0.2, "time": 0.01}; "Residual" for the residual. Or a
            table like a fit's `variances`, covariances included.

    Raises:
        Refused: where a variance is absent, unknown or negative.
    """
    given = _from_table(variances) if isinstance(variances, pd.DataFrame) else _from_mapping(variances)
    wanted = {(effect.label, name) for effect in layout.effects for name in effect.names} | {(RESIDUAL, "")}
    for group, name in given:
        if (group, name) not in wanted and not isinstance(name, tuple):
            known = sorted({one for one, _ in wanted})
            raise Refused(
                "variance_unknown", name=name or group, group=group, meant=nearest(group, known), groups=known
            )
    for group, name in sorted(wanted - given.keys()):
        if group == RESIDUAL:
            raise Refused("variance_missing_residual")
        raise Refused("variance_missing", name=name, group=group)
    sigma2 = given[RESIDUAL, ""]
    if sigma2 <= 0:
        raise Refused("residual_variance_not_positive", value=sigma2)
    blocks = [np.zeros((block.width, block.width)) for block in layout.blocks]
    for effect, (index, span) in zip(layout.effects, layout.places, strict=True):
        blocks[index][span, span] = _covariance(effect, given) / sigma2
    return Truth(tuple(blocks), sigma2)


def drawn(model: Assembly, truth: Truth, count: int, rng: np.random.Generator) -> Array:
    """Draw outcomes (count, n) without fixed effects: new random effects and residuals each time."""
    sigma = np.sqrt(truth.sigma2)
    spread = sigma if model.root_weights is None else sigma / model.root_weights
    Y = spread * rng.standard_normal((count, model.n))
    for block, T in zip(model.layout.blocks, truth.relative, strict=True):
        effects = rng.standard_normal((count, len(block.levels), block.width)) @ (sigma * lower_cholesky(T)).T
        for column in range(block.width):
            Y += effects[:, block.codes, column] * block.matrix[:, column]
    return np.asarray(Y)


def drawn_in_chunks(model: Assembly, truth: Truth, count: int, rng: np.random.Generator) -> Iterator[Array]:
    """Yield `count` outcomes, as many at once as memory allows."""
    size = max(1, CHUNK_VALUES // model.n)
    for start in range(0, count, size):
        yield drawn(model, truth, min(size, count - start), rng)


Given = dict[tuple[str, str | tuple[str, str]], float]


def _from_mapping(variances: Mapping[str, float | Mapping[str, float]]) -> Given:
    given: Given = {}
    for group, value in variances.items():
        if group == RESIDUAL and not isinstance(value, Mapping):
            given[RESIDUAL, ""] = float(value)
            continue
        columns = value if isinstance(value, Mapping) else {INTERCEPT: value}
        given |= {(group, name): float(variance) for name, variance in columns.items()}
    return given


def _from_table(table: pd.DataFrame) -> Given:
    given: Given = {}
    for row in table.to_dict("records"):
        group, term, other = str(row["group"]), row["term"], row["term_2"]
        if group == RESIDUAL:
            given[RESIDUAL, ""] = float(row["variance"])
        else:
            name = (str(term), str(other)) if isinstance(other, str) else str(term)
            given[group, name] = float(row["variance"])
    return given


def _covariance(effect: Effect, given: Given) -> Array:
    names = effect.names
    G = np.diag([given[effect.label, name] for name in names])
    for row, one in enumerate(names):
        for column, other in enumerate(names[:row]):
            both = given.get((effect.label, (other, one)), given.get((effect.label, (one, other)), 0.0))
            G[row, column] = G[column, row] = both
    least = float(np.linalg.eigvalsh(G)[0])
    if least < -1e-9 * max(1e-300, float(np.trace(G))):
        raise Refused("variances_impossible", group=effect.group, least=least)
    return G
