"""What a model says without any data: whether it can be read, and which variables it takes from the data."""

from isop_analysis.stats.structural.checks import check_factors
from isop_analysis.stats.structural.completed_table import parameter_table
from isop_analysis.stats.structural.definitions import formulas
from isop_analysis.stats.structural.parameter_table import Conventions
from isop_analysis.stats.structural.request import check_variables, ungrouped
from isop_analysis.stats.structural.statements import Syntax
from isop_analysis.stats.structural.syntax import parse


def check_syntax(syntax: str, grouped: bool = False) -> None:
    """Raise Refused for what no data could mend.

    That is syntax that can't be read, a label that no parameter has, a factor of one item. With `grouped`
    there are as many groups as the syntax has names or modifiers for: how many there are the data decide.
    """
    read = parse(syntax)
    check_variables(parameter_table(ungrouped(read), Conventions()))
    table = parameter_table(read, Conventions(groups=_groups(read)) if grouped else Conventions())
    labels = tuple(dict.fromkeys(row.label for row in table.parameters if row.label))
    formulas(read.definitions, labels)
    check_factors(table)


def _groups(read: Syntax) -> tuple[str, ...]:
    modifiers = [line.modifier for line in read.statements]
    most = max(len(entries) for one in modifiers for entries in (one.values, one.labels, one.starts))
    return read.groups or tuple(str(place) for place in range(max(most, 1)))


def regressions(syntax: str) -> tuple[tuple[str, str], ...]:
    """Return cause and effect of every path, of all levels and groups."""
    lines = [line for line in parse(syntax).statements if line.op == "~"]
    return tuple(dict.fromkeys((line.rhs, line.lhs) for line in lines))


def observed_variables(syntax: str) -> tuple[str, ...]:
    """Return the variables that the data must have, in the model's order."""
    table = parameter_table(ungrouped(parse(syntax)), Conventions())
    return table.observed
