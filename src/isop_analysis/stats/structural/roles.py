"""Which variable plays which role in a block of the model, in lavaan's order."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from isop_analysis.stats.structural.statements import Statement


@dataclass(frozen=True)
class Roles:
    """Variables of one group and level.

    Attributes:
        latent: left sides of ``=~``.
        observed: indicators, then outcomes, then predictors, then those in ``~~`` or ``~1`` only.
        exogenous: observed predictors whose moments are fixed at the data's (fixed.x).
        latent_exogenous: latent variables that nothing explains; their covariances are free.
        outcomes: explained variables that explain nothing; their residual covariances are free.
        free_predictors: observed predictors that another level explains, so that their moments are free.
    """

    latent: tuple[str, ...]
    observed: tuple[str, ...]
    exogenous: tuple[str, ...]
    latent_exogenous: tuple[str, ...]
    outcomes: tuple[str, ...]
    free_predictors: tuple[str, ...] = ()

    @property
    def endogenous(self) -> tuple[str, ...]:
        """Observed variables with a likelihood: all but the exogenous."""
        return tuple(name for name in self.observed if name not in self.exogenous)

    def beside(self, others: Iterable["Roles"]) -> "Roles":
        """Return the roles where exogenous predictors that another level explains are no longer fixed."""
        explained = {name for other in others for name in other.endogenous}
        free = tuple(name for name in self.exogenous if name in explained)
        return replace(self, exogenous=_without(self.exogenous, free), free_predictors=free)


def roles(statements: Iterable[Statement]) -> Roles:
    """Return who plays which role, by lavaan's rules (auto.cov.lv.x, auto.cov.y, fixed.x)."""
    lines = list(statements)
    latent = _unique(line.lhs for line in lines if line.op == "=~")
    loaded = _unique(line.rhs for line in lines if line.op == "=~")
    explained = _unique(line.lhs for line in lines if line.op == "~")
    explaining = _unique(line.rhs for line in lines if line.op == "~")
    items = _without(loaded, latent)
    dependent = _without(explained, latent + items)
    predictors = _without(explaining, latent + items + dependent)
    others = _unique(
        name for line in lines if line.op in ("~~", "~1") for name in (line.lhs, line.rhs) if name
    )
    extra = _without(others, latent + items + dependent + predictors)
    unexplained = tuple(name for name in latent if name not in loaded + explained)
    final = tuple(name for name in latent if name in explained and name not in loaded + explaining)
    return Roles(
        latent=latent,
        observed=items + dependent + predictors + extra,
        exogenous=_without(predictors, others),
        latent_exogenous=unexplained,
        outcomes=final + _without(dependent, explaining),
    )


def _unique(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))


def _without(names: tuple[str, ...], others: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(name for name in names if name not in others)
