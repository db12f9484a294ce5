"""Fit a structural model: read, check, maximise, judge.

1. `parse` and `parameter_table`: what the model says, completed by lavaan's conventions.
2. `model_rows` and the checks: what the data allow; anything else is refused in one sentence.
3. `maximise`: the estimates.
4. Errors, indices of fit, standardised solution, admissibility.
"""

from collections.abc import Callable, Sequence
from functools import wraps
from typing import ParamSpec, TypeVar

import numpy as np
import pandas as pd

from isop_analysis.base.reasons import Refused
from isop_analysis.stats.structural.assessment import assess
from isop_analysis.stats.structural.bounds import limits
from isop_analysis.stats.structural.checks import (
    Minima,
    check_complete_rows,
    check_factors,
    check_identified,
    check_independence,
    check_rows,
)
from isop_analysis.stats.structural.completed_table import equal_kinds, parameter_table
from isop_analysis.stats.structural.definitions import formulas
from isop_analysis.stats.structural.incomplete_level_statistics import level_statistics
from isop_analysis.stats.structural.likelihood import likelihood
from isop_analysis.stats.structural.ordered_answers import coded_rows, without_labels
from isop_analysis.stats.structural.ordinal_fitting import fit_ordinal
from isop_analysis.stats.structural.parameter_table import Conventions, ParameterTable, Where
from isop_analysis.stats.structural.request import Request, Task, check_request
from isop_analysis.stats.structural.result import StructuralFit
from isop_analysis.stats.structural.rows import Levels, ModelRows, Question, model_rows
from isop_analysis.stats.structural.sample_statistics import SampleStatistics, single_level
from isop_analysis.stats.structural.several_starts import best_maximum
from isop_analysis.stats.structural.starting_values import starting_values
from isop_analysis.stats.structural.statements import Syntax
from isop_analysis.stats.structural.syntax import parse

Asked = ParamSpec("Asked")
Found = TypeVar("Found")


def _refusing_breakdowns(function: Callable[Asked, Found]) -> Callable[Asked, Found]:
    """Return the function with a calculation that breaks down told as a refusal."""

    @wraps(function)
    def refusing(*args: Asked.args, **kwargs: Asked.kwargs) -> Found:
        try:
            return function(*args, **kwargs)
        except np.linalg.LinAlgError as error:
            raise Refused("broke_down") from error

    return refusing


@_refusing_breakdowns
def fit(
    syntax: str,
    data: pd.DataFrame,
    estimator: str = "default",
    missing: str = "listwise",
    group: str | None = None,
    cluster: str | None = None,
    ordered: bool | str | Sequence[str] = (),
    *,
    group_equal: Sequence[str] = (),
    group_partial: Sequence[str] = (),
    std_lv: bool = False,
    parameterization: str = "delta",
    bounds: str = "none",
    minimum_n: int = 0,
    rows_per_parameter: float = 0.0,
) -> StructuralFit:
    """Fit a structural equation model in lavaan's syntax, by the conventions of lavaan's sem().

    First loadings are 1; covariances of exogenous factors and residuals of final outcomes are free;
    moments of exogenous predictors are fixed at the sample's, and the likelihood is conditional on them.

    Args:
        syntax: lines of ``=~ ~ ~~ ~1 | ~*~ :=`` with ``*`` for labels, fixed values, NA and start().
        data: one row a unit, numeric columns, ordered categories for ordered items; other columns are
            ignored.
        estimator: "ML" (standard errors from the expected information, the observed one with FIML), or "MLR"
            (sandwich errors, Yuan–Bentler scaled test; also `_scaled` and `_robust` indices). With ordered
            items "WLSMV" (diagonally weighted least squares on polychoric correlations, sandwich errors,
            scaled and shifted test), "WLSM" (mean-adjusted test) or "DWLS" (neither). The default is ML, and
            WLSMV with ordered items.
        missing: "listwise", or "fiml": full information maximum likelihood, for values missing at random, at
            two levels too; or "pairwise" with ordered items.
        group: column of groups, each with its own parameters; groups keep the order of the data.
        cluster: column of clusters, for syntax with ``level: 1`` and ``level: 2``; robust errors are then by
            cluster.
        ordered: ordered items by name, or "all" for every measure and outcome.
        group_equal: kinds of parameters equal over groups, of `EQUALITIES`. With equal thresholds, scales (or
            residual variances) and latent means are free in later groups, as in lavaan.
        group_partial: parameters of those kinds that differ nevertheless, as written: "x3 ~ 1", "f =~ x2".
        std_lv: latent variances 1 instead of first loadings 1.
        parameterization: "delta": total variances of ordered items are 1; "theta": residual ones.
        bounds: "none"; or the limits that estimates are kept within, as lavaan's (`bounds.limits`): "pos.var"
            (variances from 0, at every level), "standard" or "wide" (all parameters but means and slopes).
            Notes name what stands on a limit.
        minimum_n, rows_per_parameter: fewer usable rows, or fewer a free parameter (means and thresholds not
            counted), are refused.

    Raises:
        Refused: what can't be fitted; its text says how to mend it.

    Examples
    --------
    >>> import numpy as np
    >>> generator = np.random.default_rng(1)
    >>> ability = generator.normal(size=200)
    >>> items = {f"x{item}": ability + generator.normal(size=200) for item in (1, 2, 3, 4)}
    >>> fitted = fit("f =~ x1 + x2 + x3 + x4", pd.DataFrame(items))
    >>> fitted.n, int(fitted.fit_indices["df"]), fitted.admissible, fitted.notes
    (200, 2, True, ())
    >>> fit("f =~ x1 + x2 + y3", pd.DataFrame(items))
    Traceback (most recent call last):
    isop_analysis.base.reasons.Refused: The data have no column 'y3', did you mean 'x3'? expected every \
observed variable of the model among them
    """
    model_syntax = parse(syntax)
    request = Request(model_syntax, estimator, missing, group, cluster, ordered, parameterization, bounds)
    check_request(request)
    rows = _rows(request, without_labels(data, request.items))
    conventions = Conventions(
        groups=tuple(part.label for part in rows.groups),
        mean_structure=_means_modelled(model_syntax, missing, group),
        group_equal=equal_kinds(group_equal, ordered=bool(request.items)),
        group_partial=frozenset(line.key for text in group_partial for line in parse(text).statements),
        std_lv=std_lv,
        parameterization=parameterization,
    )
    minima = Minima(minimum_n, rows_per_parameter)
    task = Task(syntax, model_syntax, request.chosen, missing, conventions, minima, bounds)
    if request.items:
        return fit_ordinal(task, coded_rows(rows, request.items))
    return _fit_likelihood(task, rows)


def _fit_likelihood(task: Task, rows: ModelRows) -> StructuralFit:
    """Return the fit by maximum likelihood."""
    table = parameter_table(task.syntax, task.conventions)
    labels = tuple(dict.fromkeys(row.label for row in table.parameters if row.label))
    defined = formulas(task.syntax.definitions, labels)
    check_factors(table)
    check_rows(table, rows, task.minima)
    statistics = _statistics(table, rows)
    model = likelihood(table, statistics.terms, statistics.exogenous, statistics.n_units)
    start = starting_values(table, statistics.start)
    check_identified(model, start)
    optimum = best_maximum(model, table, start, limits(table, statistics.sample, task.bounds))
    return assess(task, rows, statistics, model, optimum, defined)


def _statistics(table: ParameterTable, rows: ModelRows) -> SampleStatistics:
    if table.blocks[0].level is not None:
        return level_statistics(table, rows)
    statistics = single_level(table, rows)
    for own, block in zip(statistics.sample, table.blocks, strict=True):
        where = Where(table.conventions.groups[block.group] or None)
        check_independence(block.roles.observed, own.covariance, where)
        if not statistics.comparable:
            check_complete_rows(block.roles.observed, rows.columns(block.group, block.roles.observed), where)
    return statistics


def _rows(request: Request, data: pd.DataFrame) -> ModelRows:
    """Return the rows that the variables of the model are read from."""
    bare = request.bare
    for name in dict.fromkeys(name for block in bare.blocks for name in block.roles.latent):
        if name in data.columns:
            raise Refused("factor_is_column", name=name)
    exogenous = [name for block in bare.blocks for name in block.roles.exogenous]
    question = Question(
        bare.observed, tuple(exogenous), request.missing, request.group, request.cluster, _levels(bare)
    )
    rows = model_rows(question, data)
    labels = [part.label for part in rows.groups]
    if request.syntax.groups and request.group is None:
        raise Refused("groups_without_column")
    unknown = [name for name in request.syntax.groups if name not in labels]
    if unknown:
        raise Refused("group_unknown", names=unknown, known=labels)
    return rows


def _levels(bare: ParameterTable) -> Levels | None:
    if bare.blocks[0].level is None:
        return None
    lower, upper = (block.roles for block in bare.blocks)
    return Levels(
        below=lower.observed,
        above=tuple(name for name in upper.observed if name not in lower.observed),
    )


def _means_modelled(syntax: Syntax, missing: str, group: str | None) -> bool:
    written = any(line.op == "~1" for line in syntax.statements)
    return missing == "fiml" or group is not None or bool(syntax.levels) or written
