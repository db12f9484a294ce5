"""Generalised estimating equations by statsmodels: the same slopes by an estimator that assumes less.

With an identity link the population-averaged slope is the mixed model's. Rows of a block are correlated alike
(exchangeable), whatever the model says of teams, sites and people; errors are those of Mancl & DeRouen (2001,
Biometrics 57), made for few clusters.
"""

from dataclasses import dataclass

from isop_analysis.base.reasons import Refused
from isop_analysis.second_opinion.designs import Design

FEWEST = 6
"""Blocks that robust errors need, as CR2's."""


@dataclass(frozen=True)
class AveragedFit:
    """Estimates and robust errors by term."""

    estimates: dict[str, float]
    errors: dict[str, float]
    n: int
    converged: bool


def averaged_fit(design: Design) -> AveragedFit:
    """Fit the design's fixed part; refused with fewer than six blocks."""
    from statsmodels.genmod.cov_struct import Exchangeable
    from statsmodels.genmod.generalized_estimating_equations import GEE

    count = int(design.blocks.max()) + 1
    if count < FEWEST:
        raise Refused("few_independent_clusters", found=count, needed=FEWEST)
    model = GEE(design.outcome, design.matrix.to_numpy(), design.blocks, cov_struct=Exchangeable())
    found = model.fit(cov_type="bias_reduced")
    names = [str(name) for name in design.matrix]
    return AveragedFit(
        dict(zip(names, found.params.tolist(), strict=True)),
        dict(zip(names, found.bse.tolist(), strict=True)),
        len(design.outcome),
        bool(found.converged),
    )
