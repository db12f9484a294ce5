"""R² within and between clusters (Rights & Sterba 2019, Psychol Methods 24, 309-338).

The outcome's model-implied variance is the sum of five parts: fixed effects within clusters (f1) and between
them (f2), slopes that vary over clusters (v), cluster means (m) and the residual.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from isop_analysis.stats.multilevel.columns import Array, Codes
from isop_analysis.stats.multilevel.grouping import Block, refuse_unknown_group
from isop_analysis.stats.multilevel.result import Fit


@dataclass(frozen=True)
class SplitRSquared:
    """Shares of an outcome's variance within and between the clusters of one grouping factor.

    `table`: source (fixed_within, fixed_between, slopes, means, residual), variance, and its share of the
    total, the within and the between variance (NaN where it has no part in that). `crossed` names grouping
    factors that neither hold whole clusters nor lie within them; they are counted within, where they vary.
    """

    cluster: str
    table: pd.DataFrame
    crossed: tuple[str, ...]

    def share(self, of: str, *sources: str) -> float:
        """Return R² by these sources `of` "total", "within" or "between": share("within", "fixed_within")."""
        return float(self.table.set_index("source")[of].loc[list(sources)].sum())


def split_r_squared(fitted: Fit, cluster: str | None = None) -> SplitRSquared:
    """Split explained variance over a grouping factor, by default the one with fewest clusters.

    Predictors need not be centred: each is split by its cluster means (weighted by rows), as those of a
    centred model are. The random effects of factors within clusters count as residual; those of factors that
    hold whole clusters count as between.

    Raises Refused where the model has no such grouping factor.
    """
    solution, model = fitted.solution, fitted.solution.model
    group = cluster or min(fitted.clusters, key=lambda name: fitted.clusters[name])
    blocks = {block.group: block for block in model.layout.blocks}
    refuse_unknown_group(group, blocks)
    codes = blocks[group].codes
    fixed = model.fixed.design.matrix @ solution.beta
    between = _means(fixed[:, None], codes)[:, 0]
    parts = {
        "fixed_within": float(np.var(fixed - between, ddof=1)),
        "fixed_between": float(np.var(between, ddof=1)),
        "slopes": 0.0,
        "means": 0.0,
        "residual": _residual(fitted),
    }
    crossed = []
    for block, T in zip(model.layout.blocks, solution.relative, strict=True):
        inner, outer = _random_parts(block, solution.sigma2 * T, codes)
        if not _holds(block.codes, codes):
            crossed += [] if _holds(codes, block.codes) else [block.group]
            parts["residual"] += inner + outer
        else:
            parts["slopes"] += inner
            parts["means"] += outer
    return SplitRSquared(group, _table(parts), tuple(crossed))


def _residual(fitted: Fit) -> float:
    w = fitted.solution.model.root_weights
    return fitted.solution.sigma2 * (1.0 if w is None else float((w**-2.0).mean()))


def _random_parts(block: Block, G: Array, codes: Codes) -> tuple[float, float]:
    """Return the mean over rows of z'Gz, z about its cluster means, and at them."""
    means = _means(block.matrix, codes)
    apart = block.matrix - means
    return tuple(float(((z @ G) * z).sum(axis=1).mean()) for z in (apart, means))  # type: ignore[return-value]


def _means(columns: Array, codes: Codes) -> Array:
    counts = np.bincount(codes)
    means = np.stack([np.bincount(codes, column) / counts for column in columns.T], axis=1)
    return np.asarray(means[codes])


def _holds(outer: Codes, inner: Codes) -> bool:
    """Tell whether each level of the inner factor lies in one level of the outer."""
    pairs = np.unique(np.stack([inner, outer]), axis=1)
    return pairs.shape[1] == len(np.unique(inner))


def _table(parts: dict[str, float]) -> pd.DataFrame:
    inside = {"fixed_within", "slopes", "residual"}
    total = sum(parts.values())
    within = sum(value for name, value in parts.items() if name in inside)
    between = total - within
    rows = [
        (
            name,
            value,
            value / total,
            value / within if name in inside else np.nan,
            value / between if name not in inside and between > 0 else np.nan,
        )
        for name, value in parts.items()
    ]
    return pd.DataFrame(rows, columns=["source", "variance", "total", "within", "between"])
