"""One-way analysis of variance of a score over groups, the sums that every intraclass correlation needs."""

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class OneWay:
    """Sums of one score over k groups and N people."""

    sizes: np.ndarray
    """People per group, (k,)."""
    means: np.ndarray
    """Mean per group, (k,)."""
    ss_within: float
    ms_between: float
    ms_within: float

    @property
    def df_between(self) -> int:
        """Degrees of freedom between groups, k − 1."""
        return len(self.sizes) - 1

    @property
    def df_within(self) -> int:
        """Degrees of freedom within groups, N − k."""
        return int(self.sizes.sum()) - len(self.sizes)

    @property
    def mean_size(self) -> float:
        """Arithmetic mean group size, N / k."""
        return float(self.sizes.mean())

    @property
    def f_statistic(self) -> float:
        """Mean square between over mean square within; infinite where nobody differs within a group."""
        return self.ms_between / self.ms_within if self.ms_within > 0 else float("inf")

    @property
    def p_value(self) -> float:
        """Probability of a larger F where groups don't differ."""
        from scipy.special import fdtrc

        return float(fdtrc(self.df_between, self.df_within, self.f_statistic))


def one_way(scores: np.ndarray, codes: np.ndarray) -> OneWay:
    """Return the sums of N scores in groups 0 … k−1, each with a member; k ≥ 2 and N > k."""
    sizes = np.bincount(codes)
    means = np.bincount(codes, weights=scores) / sizes
    ss_within = float(((scores - means[codes]) ** 2).sum())
    ss_between = float((sizes * (means - scores.mean()) ** 2).sum())
    # what rounding leaves of a sum of squares that is zero
    dust = 1e-24 * float((scores**2).sum())
    ss_within, ss_between = (0.0 if ss <= dust else ss for ss in (ss_within, ss_between))
    k, total = len(sizes), int(sizes.sum())
    return OneWay(sizes, means, ss_within, ss_between / (k - 1), ss_within / (total - k))
