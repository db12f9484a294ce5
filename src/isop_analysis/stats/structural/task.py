"""What a fit is asked to do, once the request is known to be possible."""

from dataclasses import dataclass

from isop_analysis.stats.structural.checks import Minima
from isop_analysis.stats.structural.parameter_table import Conventions
from isop_analysis.stats.structural.statements import Syntax


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
