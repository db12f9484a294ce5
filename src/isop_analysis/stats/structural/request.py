"""Which requests can be met: estimator, missing values, levels and ordered items go together or not."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property

from isop_analysis.base.reasons import Refused
from isop_analysis.stats.structural.bounds import KINDS as BOUNDS
from isop_analysis.stats.structural.checks import Minima
from isop_analysis.stats.structural.completed_table import parameter_table
from isop_analysis.stats.structural.ordered_answers import ordered_names
from isop_analysis.stats.structural.parameter_table import Conventions, ParameterTable
from isop_analysis.stats.structural.statements import Modifier, Syntax

LIKELIHOOD = ("ML", "MLR")
ORDINAL = ("WLSMV", "WLSM", "DWLS")
MISSING = ("listwise", "fiml", "pairwise")
PARAMETERIZATIONS = ("delta", "theta")


@dataclass(frozen=True)
class Request:
    """What the analyst asks."""

    syntax: Syntax
    estimator: str
    missing: str
    group: str | None
    cluster: str | None
    ordered: bool | str | Iterable[str]
    parameterization: str
    bounds: str = "none"

    @cached_property
    def bare(self) -> ParameterTable:
        """A first reading of the model, whose variables no convention changes."""
        return parameter_table(ungrouped(self.syntax), Conventions())

    @cached_property
    def items(self) -> list[str]:
        """The ordered items."""
        return ordered_names(self.ordered, self.syntax, [block.roles for block in self.bare.blocks])

    @property
    def chosen(self) -> str:
        """The estimator: where none is named ML, and WLSMV with ordered items."""
        if self.estimator != "default":
            return self.estimator
        return "WLSMV" if self.items else "ML"


@dataclass(frozen=True)
class Task:
    """The model as typed and as read, estimator, missing values, conventions, minima, bounds."""

    text: str
    syntax: Syntax
    estimator: str
    missing: str
    conventions: Conventions
    minima: Minima
    bounds: str = "none"


def check_request(request: Request) -> None:
    """Refuse what is not built, or doesn't go together."""
    check_variables(request.bare)
    _check_words(request)
    _check_levels(request)
    if request.items:
        _check_ordinal(request)
    elif request.chosen in ORDINAL:
        raise Refused("estimator_for_ordered", estimator=request.estimator)
    elif request.missing == "pairwise":
        raise Refused("missing_pairwise")


def check_variables(bare: ParameterTable) -> None:
    """Refuse a model that names no variable of the data."""
    if not bare.observed:
        raise Refused("factors_only")


def _check_words(request: Request) -> None:
    known = ("default", *LIKELIHOOD, *ORDINAL)
    if request.estimator not in known:
        raise Refused("estimator_unknown", estimator=request.estimator, known=", ".join(known))
    if request.missing not in MISSING:
        raise Refused("missing_unknown", missing=request.missing, known=", ".join(MISSING))
    if request.parameterization not in PARAMETERIZATIONS:
        raise Refused("parameterization_unknown", given=request.parameterization)
    if request.bounds not in BOUNDS:
        raise Refused("bounds_unknown", bounds=request.bounds, known=", ".join(BOUNDS))


def _check_ordinal(request: Request) -> None:
    if request.chosen not in ORDINAL:
        raise Refused(
            "estimator_for_numbers",
            estimator=request.estimator,
            items=request.items,
            known=", ".join(ORDINAL),
        )
    if request.missing == "fiml":
        raise Refused("missing_fiml_ordered")
    if request.syntax.levels:
        raise Refused("levels_of_ordered")


def _check_levels(request: Request) -> None:
    levels = request.syntax.levels
    if request.cluster is not None and levels != (1, 2):
        raise Refused("cluster_without_levels", cluster=request.cluster)
    if request.cluster is not None and request.group is not None:
        raise Refused("levels_and_groups")
    if levels and request.cluster is None:
        raise Refused("levels_without_cluster")


def ungrouped(syntax: Syntax) -> Syntax:
    """Return the model of all groups' lines at once, each parameter once and without modifiers."""
    seen = {
        (line.level, line.key): replace(line, group=None, modifier=Modifier()) for line in syntax.statements
    }
    return Syntax(tuple(seen.values()), ())
