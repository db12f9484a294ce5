"""Mixed models by statsmodels: estimates, errors, variances and likelihood at its own optimum.

Its search may end below the optimum where a variance is zero. Its own likelihood at our variances tells: what
is higher there is better by its own reckoning.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from isop_analysis.second_opinion.designs import Design

if TYPE_CHECKING:
    import numpy as np

INTERCEPT, RESIDUAL = "(Intercept)", "Residual"
SLOPE = 1e-8
"""Where its search ends: slope of its criterion a row."""
NEARLY_ZERO = 1e-10
"""A variance's share of the residual one that stands for zero: its likelihood divides by it."""
Variances = Mapping[tuple[str, str, str], float]
"""Variances, and covariances of two terms, by group, term and second term ("" of a variance)."""


@dataclass(frozen=True)
class MixedFit:
    """What statsmodels found.

    Attributes:
        estimates, errors: by term; errors are those of generalised least squares at its variances.
        variances: by group, term, second term.
        loglik: at its optimum; `elsewhere` at our variances, by its own likelihood.
    """

    estimates: dict[str, float]
    errors: dict[str, float]
    variances: dict[tuple[str, str, str], float]
    loglik: float
    elsewhere: float
    n: int
    converged: bool


def mixed_fit(design: Design, reml: bool, ours: Variances) -> MixedFit:
    """Fit a design's model; `ours` are the variances at which its likelihood is asked too."""
    import numpy as np

    model = _model(design)
    found = model.fit(reml=reml, gtol=SLOPE)
    p, names = model.k_fe, [str(name) for name in design.matrix]
    information = -model.hessian(found.params_object)[0][:p, :p]
    errors = np.sqrt(np.diag(np.linalg.inv(information)))
    return MixedFit(
        dict(zip(names, np.asarray(found.fe_params).tolist(), strict=True)),
        dict(zip(names, errors.tolist(), strict=True)),
        _variances(design, found),
        float(found.llf),
        float(model.loglike(_parameters(design, model, ours))),
        len(design.outcome),
        bool(found.converged),
    )


def _model(design: Design) -> Any:
    from statsmodels.regression.mixed_linear_model import MixedLM

    slopes = design.slopes
    return MixedLM(
        design.outcome,
        design.matrix.to_numpy(),
        design.blocks,
        exog_re=None if slopes is None else slopes.to_numpy(),
        exog_vc=_components(design),
    )


def _crossing(design: Design) -> "dict[str, np.ndarray]":
    """Return the groups that are variance components: all but the one with slopes."""
    sloped = design.slopes is not None
    return {
        name: codes for name, codes in design.groups.items() if not (sloped and name == _sloped_group(design))
    }


def _sloped_group(design: Design) -> str:
    """Return the label of the group with slopes: the one whose levels are the blocks."""
    levels = design.blocks.max()
    return next(name for name, codes in design.groups.items() if codes.max() == levels)


def _components(design: Design) -> Any:
    """Return each group's indicator columns within each block."""
    import numpy as np
    from statsmodels.regression.mixed_linear_model import VCSpec

    names, columns, matrices = [], [], []
    for name, codes in _crossing(design).items():
        own = [codes[design.blocks == block] for block in range(design.blocks.max() + 1)]
        levels = [np.unique(one) for one in own]
        pairs = list(zip(own, levels, strict=True))
        names.append(name)
        columns.append([[str(level) for level in known] for known in levels])
        matrices.append([(one[:, None] == known).astype("float64") for one, known in pairs])
    return VCSpec(names, columns, matrices) if names else None


def _variances(design: Design, found: Any) -> dict[tuple[str, str, str], float]:
    import numpy as np

    crossing = _crossing(design)
    own = {(name, INTERCEPT, ""): float(value) for name, value in zip(crossing, found.vcomp, strict=True)}
    if design.slopes is not None:
        group, terms = _sloped_group(design), [str(name) for name in design.slopes]
        covariance = np.asarray(found.cov_re)
        for place, term in enumerate(terms):
            own[group, term, ""] = float(covariance[place, place])
            own |= {
                (group, term, other): float(covariance[place, at])
                for at, other in enumerate(terms)
                if at > place
            }
    return own | {(RESIDUAL, RESIDUAL, ""): float(found.scale)}


def _parameters(design: Design, model: Any, ours: Variances) -> Any:
    """Return our variances as its parameters: shares of the residual one."""
    import numpy as np
    from statsmodels.regression.mixed_linear_model import MixedLMParams

    residual = ours[RESIDUAL, RESIDUAL, ""]
    components = np.array([ours[name, INTERCEPT, ""] for name in _crossing(design)]) / residual
    components = np.maximum(components, NEARLY_ZERO)
    terms = [] if design.slopes is None else [str(name) for name in design.slopes]
    group = _sloped_group(design) if terms else ""
    known = {frozenset((a, b or a)): value for (own, a, b), value in ours.items() if own == group}
    covariance = np.zeros((len(terms), len(terms)))
    for place, at in np.ndindex(*covariance.shape):
        covariance[place, at] = known[frozenset((terms[place], terms[at]))] / residual
    return MixedLMParams.from_components(np.zeros(model.k_fe), cov_re=covariance, vcomp=components)
