"""Modification indices: what each parameter that a model leaves out would add."""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from isop_analysis.structural.diagnostics.freeing import extended, score_tests
from isop_analysis.structural.diagnostics.residual_correlations import solved_part
from isop_analysis.structural.likelihood import Likelihood
from isop_analysis.structural.parameter_table import Parameter
from isop_analysis.structural.result import StructuralFit
from isop_analysis.structural.standardised import row_scales


def modification_indices(fitted: StructuralFit) -> pd.DataFrame:
    """Return what freeing each left-out or fixed parameter would gain, the largest first.

    Columns: lhs, op, rhs, group, level; mi, the drop of chi-square to expect (expected information), with its
    p_value; epc, the value to expect, and epc_std, it standardised; after a robust fit mi_scaled, mi over the
    fit's scaling factor.

    The parameters are lavaan's: cross-loadings, covariances of indicators' residuals and of latent
    variables, regressions among the variables of the structural part, means where modelled, and fixed ones;
    but none that makes an exogenous predictor an outcome, since the likelihood is conditional on it.
    Parameters the data can't tell apart from the model's, such as a factor's first loading, are left out;
    without degrees of freedom there are none. Raises ModelRefused for a fit without likelihood.
    """
    from scipy.stats import chi2

    solved = solved_part(fitted)
    freed = _freed(solved.model)
    if not freed or fitted.fit_indices["df"] == 0:
        return _frame([], fitted)
    larger = extended(solved.model, solved.evidence, fitted.theta, freed)
    tests = score_tests(larger)
    table = larger.model.table
    scale = row_scales(larger.model, larger.model.values(larger.theta))
    rows: list[tuple[object, ...]] = []
    for count, place in enumerate(freed):
        row, block = table.parameters[place], table.blocks[table.parameters[place].block]
        if np.isfinite(tests.statistic[count]):
            mi, epc = float(tests.statistic[count]), float(tests.change[count])
            where = (table.conventions.groups[block.group] or None, block.level)
            rows.append(
                (row.lhs, row.op, row.rhs, *where, mi, float(chi2.sf(mi, 1)), epc, epc / scale[place])
            )
    return _frame(rows, fitted)


def _frame(rows: list[tuple[object, ...]], fitted: StructuralFit) -> pd.DataFrame:
    names = ["lhs", "op", "rhs", "group", "level", "mi", "p_value", "epc", "epc_std"]
    frame = pd.DataFrame(rows, columns=names).sort_values("mi", ascending=False, kind="stable")
    frame["level"] = frame["level"].astype("Int64")
    if "scaling_factor" in fitted.fit_indices:
        frame["mi_scaled"] = frame["mi"] / fitted.fit_indices["scaling_factor"]
    return frame.reset_index(drop=True)


def _freed(model: Likelihood) -> dict[int, Parameter]:
    """Return the rows to free by place: fixed ones of the table, then those it lacks."""
    table = model.table
    freed = {place: row for place, row in enumerate(table.parameters) if row.free < 0 and not row.exogenous}
    lacking = [row for place in range(len(table.blocks)) for row in _lacking(model, place)]
    return freed | {len(table.parameters) + count: row for count, row in enumerate(lacking)}


def _lacking(model: Likelihood, place: int) -> Iterator[Parameter]:
    known = {row.key for row in model.table.parameters if row.block == place}
    for lhs, op, rhs in _possible(model, place):
        row = Parameter(lhs, op, rhs, place)
        if row.key not in known:
            yield row


def _possible(model: Likelihood, place: int) -> Iterator[tuple[str, str, str]]:
    """Yield what lavaan's modindices() considers."""
    rows = [row for row in model.table.parameters if row.block == place]
    part = model.table.blocks[place].roles
    loaded = {row.rhs for row in rows if row.op == "=~"}
    structural = tuple(dict.fromkeys([row.lhs for row in rows if row.op == "~"]))
    structural += tuple(dict.fromkeys(row.rhs for row in rows if row.op == "~" and row.rhs not in structural))
    for factor in part.latent:
        yield from ((factor, "=~", name) for name in part.endogenous if name not in structural)
    indicators = [name for name in part.endogenous if name in loaded]
    for names in (indicators, part.latent):
        for first, name in enumerate(names):
            yield from ((name, "~~", other) for other in names[first:])
    for name in structural:
        for other in structural:
            measured = name in indicators and other in part.latent
            if name != other and name not in part.exogenous and not measured:
                yield name, "~", other
    if model.table.conventions.mean_structure:
        yield from ((name, "~1", "") for name in part.observed + part.latent)
