"""The within part of a two-level model, fitted to deviations from cluster means."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from isop_analysis.base.reasons import Refused
from isop_analysis.stats.structural.definitions import Formula, defined_draws, formulas
from isop_analysis.stats.structural.diagnostics.residual_correlations import solved_part
from isop_analysis.stats.structural.few_clusters.cluster_data import ClusterData
from isop_analysis.stats.structural.fitting import fit
from isop_analysis.stats.structural.moments import Array
from isop_analysis.stats.structural.resampling.curvature import table_values
from isop_analysis.stats.structural.resampling.search import maxima
from isop_analysis.stats.structural.result import Solved
from isop_analysis.stats.structural.statements import Constraint, Definition, Statement, Syntax
from isop_analysis.stats.structural.syntax import parse


@dataclass(frozen=True)
class WithinEstimates:
    """Slopes within clusters then what is defined by them, in the order of `names`.

    Attributes:
        names: lhs, op, rhs, label.
        defined: what is defined by the slopes.
        values: in every sample (R, k), the first being the data.
        found: which samples have an estimate (R,).
        clusters: clusters of two or more rows, which alone tell of what is within.
    """

    names: tuple[tuple[str, str, str, str], ...]
    defined: tuple[Formula, ...]
    values: Array
    found: NDArray[np.bool_]
    clusters: int


def within_syntax(text: str) -> Syntax:
    """Return the lines of level 1 as a model of one level, without means; definitions by its labels alone."""
    syntax = parse(text)
    lines = tuple(replace(line, level=None) for line in syntax.statements if line.level == 1)
    kept = tuple(line for line in lines if line.op != "~1")
    labels = tuple(label for line in kept for label in line.modifier.labels)
    held = tuple(one for one in syntax.constraints if _within(one, labels))
    return Syntax(kept, _known(syntax.definitions, labels), held)


def _within(constraint: Constraint, labels: tuple[str, ...]) -> bool:
    used = [one for one in (constraint.label, constraint.other) if isinstance(one, str)]
    return set(used) <= set(labels)


def written(syntax: Syntax) -> str:
    """Return a model of one level and group in lavaan's syntax."""
    lines = [_line(statement) for statement in syntax.statements]
    lines += [str(one) for one in syntax.constraints]
    return "\n".join([*lines, *(str(one) for one in syntax.definitions)])


def _line(statement: Statement) -> str:
    own = statement.modifier
    values = ["NA" if math.isnan(value) else repr(value) for value in own.values[:1]]
    parts = [*own.labels[:1], *values, *(f"start({value!r})" for value in own.starts[:1])]
    return f"{statement.lhs} {statement.op} {'*'.join([*parts, statement.rhs])}"


def _known(definitions: Sequence[Definition], labels: tuple[str, ...]) -> tuple[Definition, ...]:
    kept: list[Definition] = []
    for definition in definitions:
        try:
            formulas((*kept, definition), labels)
        except Refused:
            continue
        kept.append(definition)
    return tuple(kept)


def within_estimates(syntax: Syntax, clusters: ClusterData, draws: Array) -> WithinEstimates:
    """Return the estimates from deviations from cluster means, under every row of cluster weights (R, J).

    Deviations hold nothing of what is between clusters, so that these slopes need no model of it
    (Enders & Tofighi 2007). Raises Refused where the model can't be fitted or doesn't converge.
    """
    frame = pd.DataFrame(clusters.deviations, columns=list(clusters.names))
    fitted = fit(written(syntax), frame)
    if not fitted.convergence.converged:
        raise Refused("within_unfound", reason=fitted.convergence.reason)
    solved = solved_part(fitted)
    found = maxima(solved.model, fitted.theta, draws[:, clusters.codes])
    names, values = _quantities(solved, found.theta)
    return WithinEstimates(names, solved.defined, values, found.converged, int((clusters.sizes > 1).sum()))


def _quantities(solved: Solved, theta: Array) -> tuple[tuple[tuple[str, str, str, str], ...], Array]:
    rows, defined = solved.model.table.parameters, solved.defined
    table = table_values(solved.model, theta)
    places = [place for place, row in enumerate(rows) if row.op == "~"]
    drawn = defined_draws(defined, {row.label: table[:, at] for at, row in enumerate(rows) if row.label})
    names = [(rows[at].lhs, "~", rows[at].rhs, rows[at].label) for at in places]
    names += [(one.name, ":=", one.expression, one.name) for one in defined]
    return tuple(names), np.hstack([table[:, places], *(own[:, None] for own in drawn.values())])
