"""A slope over few units, tested by permuting what a third variable leaves of them; with its interval."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np

LEVEL = 0.05
DRAWS = 9_999


@dataclass(frozen=True)
class Slope:
    """A slope in units of the outcome per unit of the predictor.

    Attributes:
        low, high: 95 % interval: the slopes that the test does not reject; it excludes 0 where p ≤ .05.
        p_value: two-sided, the order as it was among the draws.
    """

    estimate: float
    low: float
    high: float
    p_value: float


def permuted_slope(
    outcome: "np.ndarray", predictor: "np.ndarray", held: "np.ndarray", seed: int, draws: int = DRAWS
) -> Slope | None:
    """Return the slope of an outcome on a predictor with `held` held equal; None where either has no rest.

    Outcome and predictor (n each) are taken as deviations from their regressions on a constant and `held`
    (n). Under a slope of b the rests of outcome − b × predictor are exchangeable: they are permuted `draws`
    times and fitted again (Freedman & Lane 1983, Journal of Business & Economic Statistics 1, 292-298), and
    the order as it is counts as a draw, so that p is never 0 (Phipson & Smyth 2010). With few units this
    keeps its level where normal theory does not (Winkler et al. 2014, NeuroImage 92, 381-397). A draw with
    slopes y of the outcome and x of the predictor does not reject the b between (e − y) / (1 − x) and
    (e + y) / (1 + x), e being the estimate: the interval's ends are quantiles of these.
    """
    import numpy as np

    y, x = (_rest(values, held) for values in (outcome, predictor))
    if x is None or y is None:
        return None
    estimate = float(x @ y / (x @ x))
    random = np.random.default_rng(seed)
    orders = random.permuted(np.tile(np.arange(len(y)), (draws, 1)), axis=1)
    of_y, of_x = (y[orders] @ x / (x @ x), np.clip(x[orders] @ x / (x @ x), -1, 1))
    beyond = int(np.sum(np.abs(of_y) >= abs(estimate) * (1 - 1e-9)))
    with np.errstate(divide="ignore", invalid="ignore"):
        ends = np.sort([(estimate - of_y) / (1 - of_x), (estimate + of_y) / (1 + of_x)], axis=0)
    kept = int(LEVEL * (draws + 1))
    low = np.sort(np.append(ends[0], -np.inf))[kept]
    high = np.sort(np.append(ends[1], np.inf))[draws - kept]
    return Slope(estimate, float(low), float(high), (beyond + 1) / (draws + 1))


def _rest(values: "np.ndarray", held: "np.ndarray") -> "np.ndarray | None":
    """Return deviations from the regression on a constant and `held`; None where none are left."""
    import numpy as np

    design = np.column_stack([np.ones(len(held)), held - held.mean()])
    rest = values - design @ np.linalg.lstsq(design, values, rcond=None)[0]
    spread, all_of_it = rest @ rest, np.sum((values - values.mean()) ** 2)
    return rest if spread > 1e-9 * all_of_it and all_of_it > 0 else None
