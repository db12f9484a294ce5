"""Fit a structural model: read, check, maximise, judge.

1. `parse` and `parameter_table`: what the model says, completed by lavaan's conventions.
2. `model_rows` and the checks: what the data allow; anything else is refused in one sentence.
3. `maximise`: the estimates.
4. Errors, indices of fit, standardised solution, admissibility.
"""

from collections.abc import Sequence
from dataclasses import replace

import pandas as pd

from isop_analysis.structural.assessment import assess
from isop_analysis.structural.checks import (
    Minima,
    check_factors,
    check_identified,
    check_independence,
    check_rows,
)
from isop_analysis.structural.definitions import formulas
from isop_analysis.structural.evidence import Evidence, single_level
from isop_analysis.structural.likelihood import likelihood
from isop_analysis.structural.optimum import maximise
from isop_analysis.structural.parameter_table import Conventions, ParameterTable, parameter_table
from isop_analysis.structural.refusals import ModelRefused, listed
from isop_analysis.structural.result import StructuralFit
from isop_analysis.structural.rows import ModelRows, Question, model_rows
from isop_analysis.structural.starting_values import starting_values
from isop_analysis.structural.statements import Modifier, Syntax
from isop_analysis.structural.syntax import parse
from isop_analysis.structural.two_level_evidence import two_level

ESTIMATORS = ("ML", "MLR")
MISSING = ("listwise", "fiml")


def fit(
    syntax: str,
    data: pd.DataFrame,
    estimator: str = "ML",
    missing: str = "listwise",
    group: str | None = None,
    cluster: str | None = None,
    ordered: Sequence[str] = (),
    *,
    group_equal: Sequence[str] = (),
    group_partial: Sequence[str] = (),
    std_lv: bool = False,
    minimum_n: int = 0,
    rows_per_parameter: float = 0.0,
) -> StructuralFit:
    """Fit a structural equation model in lavaan's syntax, by the conventions of lavaan's sem().

    First loadings are 1; covariances of exogenous factors and residuals of final outcomes are free;
    moments of exogenous predictors are fixed at the sample's, and the likelihood is conditional on them.

    Args:
        syntax: lines of ``=~ ~ ~~ ~1 :=`` with ``*`` for labels, fixed values, NA and start().
        data: one row a unit, numeric columns; other columns are ignored.
        estimator: "ML" (standard errors from the expected information, the observed one with FIML), or "MLR"
            (sandwich errors, Yuan–Bentler scaled test; also `_scaled` and `_robust` indices).
        missing: "listwise", or "fiml": full information maximum likelihood, for values missing at random.
        group: column of groups, each with its own parameters; groups keep the order of the data.
        cluster: column of clusters, for syntax with ``level: 1`` and ``level: 2``; robust errors are then by
            cluster.
        ordered: not built in this version.
        group_equal: kinds of parameters equal over groups, of `EQUALITIES`.
        group_partial: parameters of those kinds that differ nevertheless, as written: "x3 ~ 1", "f =~ x2".
        std_lv: latent variances 1 instead of first loadings 1.
        minimum_n, rows_per_parameter: fewer usable rows, or fewer a free parameter, are refused.

    Raises:
        ModelRefused: one sentence that says what can't be fitted, and how to mend it.
    """
    _check_request(estimator, missing, ordered)
    model_syntax = parse(syntax)
    _check_levels(model_syntax, cluster, group, missing)
    rows = _rows(model_syntax, data, missing, group, cluster)
    conventions = Conventions(
        groups=tuple(part.label for part in rows.groups),
        mean_structure=_means_modelled(model_syntax, missing, group),
        group_equal=tuple(group_equal),
        group_partial=frozenset(line.key for text in group_partial for line in parse(text).statements),
        std_lv=std_lv,
    )
    table = parameter_table(model_syntax, conventions)
    defined = formulas(
        model_syntax.definitions, tuple(dict.fromkeys(row.label for row in table.parameters if row.label))
    )
    _check_model(table, rows, Minima(minimum_n, rows_per_parameter))
    evidence = _evidence(table, rows)
    model = likelihood(table, evidence.terms, evidence.exogenous, evidence.n_units)
    start = starting_values(table, evidence.start)
    check_identified(model, start)
    optimum = maximise(model, start)
    return assess(syntax, estimator, missing, rows, evidence, model, optimum, defined)


def _evidence(table: ParameterTable, rows: ModelRows) -> Evidence:
    if table.blocks[0].level is not None:
        return two_level(table, rows)
    evidence = single_level(table, rows)
    for own, block in zip(evidence.sample, table.blocks, strict=True):
        label = table.conventions.groups[block.group]
        check_independence(block.roles.observed, own.covariance, f" in group '{label}'" if label else "")
    return evidence


def _check_request(estimator: str, missing: str, ordered: Sequence[str]) -> None:
    if estimator not in ESTIMATORS:
        raise ModelRefused(f"Estimator '{estimator}' is not built; expected one of {', '.join(ESTIMATORS)}.")
    if missing not in MISSING:
        raise ModelRefused(f"missing='{missing}' is not built; expected one of {', '.join(MISSING)}.")
    if len(ordered):
        raise ModelRefused(
            f"Ordered items ({listed(ordered)}) are not built; take them as numbers with "
            "estimator='MLR', which "
            "holds for five or more answers."
        )


def _check_levels(syntax: Syntax, cluster: str | None, group: str | None, missing: str) -> None:
    if cluster is not None and syntax.levels != (1, 2):
        raise ModelRefused(
            f"cluster='{cluster}' asks for a two-level model, but the syntax has no level: 1 and "
            "level: 2; expected "
            "both."
        )
    if cluster is not None and (group is not None or missing == "fiml"):
        raise ModelRefused(
            "Two-level models are built for one group and complete rows; leave out group and missing."
        )
    if syntax.levels and cluster is None:
        raise ModelRefused(
            "The syntax has levels but no cluster is named; pass cluster= the column of clusters."
        )


def _rows(
    syntax: Syntax, data: pd.DataFrame, missing: str, group: str | None, cluster: str | None
) -> ModelRows:
    """Return the rows for a first reading of the model, whose variables no convention changes."""
    bare = parameter_table(_ungrouped(syntax), Conventions())
    exogenous = [name for block in bare.blocks for name in block.roles.exogenous]
    rows = model_rows(Question(bare.observed, tuple(exogenous), missing, group, cluster), data)
    unknown = [name for name in syntax.groups if name not in [part.label for part in rows.groups]]
    if unknown:
        raise ModelRefused(
            f"The syntax names group {listed(unknown)}; expected groups of the data: "
            f"{listed(part.label for part in rows.groups)}."
        )
    return rows


def _ungrouped(syntax: Syntax) -> Syntax:
    """Return the model of all groups' lines at once, each parameter once and without modifiers."""
    seen = {
        (line.level, line.key): replace(line, group=None, modifier=Modifier()) for line in syntax.statements
    }
    return Syntax(tuple(seen.values()), ())


def _means_modelled(syntax: Syntax, missing: str, group: str | None) -> bool:
    written = any(line.op == "~1" for line in syntax.statements)
    return missing == "fiml" or group is not None or bool(syntax.levels) or written


def _check_model(table: ParameterTable, rows: ModelRows, minima: Minima) -> None:
    check_factors(table)
    check_rows(table, rows, minima)
