"""Modification indices: what each parameter that a model leaves out would add."""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from isop_analysis.stats.structural.diagnostics.score_tests import extended, score_tests, tested
from isop_analysis.stats.structural.implied_moments import Tabled
from isop_analysis.stats.structural.parameter_table import Parameter
from isop_analysis.stats.structural.result import StructuralFit
from isop_analysis.stats.structural.standardised import row_scales


def modification_indices(fitted: StructuralFit) -> pd.DataFrame:
    """Return what freeing each left-out or fixed parameter would gain, the largest test first.

    Columns: lhs, op, rhs, group, level; mi, the drop of chi-square to expect (expected information), with its
    p_value; epc, the value to expect, and epc_std, it standardised; after a robust fit mi_scaled. After MLR
    that is mi over the fit's scaling factor. After WLSMV and WLSM mi is no chi-square; mi_scaled is, the
    generalised score test (`score_tests`), and p_value is its.

    The parameters are lavaan's: cross-loadings, covariances of indicators' residuals and of latent
    variables, regressions among the variables of the structural part, means where modelled, and fixed ones;
    but none that makes an exogenous predictor an outcome, since the fit is conditional on it.
    Parameters the data can't tell apart from the model's, such as a factor's first loading, are left out;
    without degrees of freedom there are none. Raises Refused for a fit without scores.
    """
    start = tested(fitted)
    freed = _freed(start.model)
    if not freed or fitted.fit_indices["df"] == 0:
        return _frame([], fitted)
    larger = extended(start, freed)
    tests, model = score_tests(larger), larger.scores.model
    scale = row_scales(model, model.values(larger.theta))
    rows: list[tuple[object, ...]] = []
    for count, place in enumerate(freed):
        row = model.table.parameters[place]
        block = model.table.blocks[row.block]
        if np.isfinite(tests.statistic[count]):
            where = (model.table.conventions.groups[block.group] or None, block.level)
            epc, own = float(tests.change[count]), (tests.statistic[count], tests.robust[count])
            rows.append((row.lhs, row.op, row.rhs, *where, *map(float, own), epc, epc / scale[place]))
    return _frame(rows, fitted)


def _frame(rows: list[tuple[object, ...]], fitted: StructuralFit) -> pd.DataFrame:
    from scipy.special import chdtrc

    names = ["lhs", "op", "rhs", "group", "level", "mi", "robust", "epc", "epc_std"]
    frame = pd.DataFrame(rows, columns=names).astype({"level": "Int64"})
    robust = frame.pop("robust")
    own = frame["mi"] if fitted.ordinal is None else robust
    frame.insert(names.index("mi") + 1, "p_value", chdtrc(1, np.maximum(own.astype("float64"), 0.0)))
    if fitted.ordinal is not None and fitted.estimator != "DWLS":
        frame["mi_scaled"] = robust
    elif "scaling_factor" in fitted.fit_indices:
        frame["mi_scaled"] = frame["mi"] / fitted.fit_indices["scaling_factor"]
    order = own.sort_values(ascending=False, kind="stable").index
    return frame.loc[order].reset_index(drop=True)


def _freed(model: Tabled) -> dict[int, Parameter]:
    """Return the rows to free by place: fixed ones of the table, then those it lacks."""
    table = model.table
    freed = {
        place: row
        for place, row in enumerate(table.parameters)
        if row.free < 0 and not row.exogenous and not row.derived
    }
    lacking = [row for place in range(len(table.blocks)) for row in _lacking(model, place)]
    return freed | {len(table.parameters) + count: row for count, row in enumerate(lacking)}


def _lacking(model: Tabled, place: int) -> Iterator[Parameter]:
    known = {row.key for row in model.table.parameters if row.block == place}
    for lhs, op, rhs in _possible(model, place):
        row = Parameter(lhs, op, rhs, place)
        if row.key not in known:
            yield row


def _possible(model: Tabled, place: int) -> Iterator[tuple[str, str, str]]:
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
