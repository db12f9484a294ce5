"""Which requests can be met: estimator, missing values, levels and ordered items go together or not."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property

from isop_analysis.stats.structural.bounds import KINDS as BOUNDS
from isop_analysis.stats.structural.completed_table import parameter_table
from isop_analysis.stats.structural.ordinal.answers import ordered_names
from isop_analysis.stats.structural.parameter_table import Conventions, ParameterTable
from isop_analysis.stats.structural.refusals import ModelRefused, listed
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


def check_request(request: Request) -> None:
    """Refuse what is not built, or doesn't go together."""
    check_variables(request.bare)
    _check_words(request)
    _check_levels(request)
    if request.items:
        _check_ordinal(request)
    elif request.chosen in ORDINAL:
        raise ModelRefused(
            f"Estimator '{request.estimator}' is for ordered items, but none is named; expected "
            "ordered='all' or the items' names, or estimator='MLR'."
        )
    elif request.missing == "pairwise":
        raise ModelRefused("missing='pairwise' is built for ordered items; expected 'fiml' or 'listwise'.")


def check_variables(bare: ParameterTable) -> None:
    """Refuse a model that names no variable of the data."""
    if not bare.observed:
        raise ModelRefused(
            "The model names factors only; expected variables of the data, as in 'factor =~ item1 + item2'."
        )


def _check_words(request: Request) -> None:
    known = ("default", *LIKELIHOOD, *ORDINAL)
    if request.estimator not in known:
        raise ModelRefused(
            f"Estimator '{request.estimator}' is not built; expected one of {', '.join(known)}."
        )
    if request.missing not in MISSING:
        raise ModelRefused(f"missing='{request.missing}' is not built; expected one of {', '.join(MISSING)}.")
    if request.parameterization not in PARAMETERIZATIONS:
        raise ModelRefused(
            f"parameterization='{request.parameterization}' is unknown; expected 'delta' or 'theta'."
        )
    if request.bounds not in BOUNDS:
        raise ModelRefused(f"bounds='{request.bounds}' is not built; expected one of {', '.join(BOUNDS)}.")


def _check_ordinal(request: Request) -> None:
    if request.chosen not in ORDINAL:
        raise ModelRefused(
            f"Estimator '{request.estimator}' takes items as numbers, but {listed(request.items)} are called "
            f"ordered; expected one of {', '.join(ORDINAL)}, or ordered=() with estimator='MLR', which holds "
            "for five or more answers."
        )
    if request.missing == "fiml":
        raise ModelRefused(
            "Full information for missing values is not built for ordered items; expected missing='listwise' "
            "or 'pairwise'."
        )
    if request.syntax.levels:
        raise ModelRefused(
            "Two-level models of ordered items are not built; take the items as numbers with estimator='MLR'."
        )


def _check_levels(request: Request) -> None:
    levels = request.syntax.levels
    if request.cluster is not None and levels != (1, 2):
        raise ModelRefused(
            f"cluster='{request.cluster}' asks for a two-level model, but the syntax has no level: 1 and "
            "level: 2; expected both."
        )
    if request.cluster is not None and request.group is not None:
        raise ModelRefused("Two-level models are built for one group; leave out group.")
    if levels and request.cluster is None:
        raise ModelRefused(
            "The syntax has levels but no cluster is named; pass cluster= the column of clusters."
        )


def ungrouped(syntax: Syntax) -> Syntax:
    """Return the model of all groups' lines at once, each parameter once and without modifiers."""
    seen = {
        (line.level, line.key): replace(line, group=None, modifier=Modifier()) for line in syntax.statements
    }
    return Syntax(tuple(seen.values()), ())
