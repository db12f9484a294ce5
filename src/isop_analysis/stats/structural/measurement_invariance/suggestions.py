"""Which equalities a step should give up: score tests of what it holds equal."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from isop_analysis.stats.holm import holm
from isop_analysis.stats.structural.diagnostics.score_tests import (
    departures,
    extended,
    joint_score_test,
    tested,
)
from isop_analysis.stats.structural.measurement_invariance.steps import KINDS
from isop_analysis.stats.structural.parameter_table import Parameter, ParameterTable
from isop_analysis.stats.structural.result import StructuralFit

COLUMNS = ("parameter", "chi2", "df", "p_value", "p_adjusted")


def suggestions(fitted: StructuralFit, kind: str, bare_names: Mapping[str, str]) -> pd.DataFrame:
    """Return a score test of every parameter of a kind that the fit holds equal, the largest first.

    Columns: parameter, as config's `partial` takes it; chi2, about what chi-square loses were it to differ,
        with df and p_value; p_adjusted, Holm's over the table. `bare_names` gives variables of waves their
        names without.

    After WLSMV and WLSM the tests are generalised score tests (Boos 1992), which are chi-squares there; what
    the data can't tell, such as one of two equal thresholds of an item, is left out. lavaan's lavTestScore
    takes the score's information for its covariance, which holds for likelihoods, and here after DWLS.
    """
    from scipy.special import chdtrc

    start = tested(fitted)
    table = start.model.table
    equal = _equal(table, kind, bare_names)
    freed = {place: table.parameters[place] for rows in equal.values() for place in rows}
    tests = departures(extended(start, freed))
    order = {place: count for count, place in enumerate(freed)}
    found = []
    for name, rows in equal.items():
        statistic = joint_score_test(tests, np.array([order[place] for place in rows], dtype=np.intp))
        found.append((name, statistic, len(rows), float(chdtrc(len(rows), np.maximum(statistic, 0.0)))))
    frame = pd.DataFrame(found, columns=list(COLUMNS[:4])).dropna(subset="chi2")
    frame = frame.sort_values("p_value", kind="stable")
    adjusted = np.array(holm([float(p) for p in frame["p_value"]]), dtype=float)
    return frame.assign(p_adjusted=adjusted).reset_index(drop=True)


def _equal(table: ParameterTable, kind: str, bare_names: Mapping[str, str]) -> dict[str, list[int]]:
    """Return, a parameter's name, the rows that differ from the first group's or wave's once it is let go.

    Its rows share a free parameter; or, of ordered answers, whose scale the first group or wave sets, they
    are fixed at one value where loadings are not: intercepts at 0, residual variances at 1.
    """
    rows: dict[str, list[int]] = {}
    for place, row in enumerate(table.parameters):
        if _of_kind(table, row, kind):
            rows.setdefault(_bare(row, bare_names), []).append(place)
    return {name: places[1:] for name, places in rows.items() if _held(table, places)}


def _of_kind(table: ParameterTable, row: Parameter, kind: str) -> bool:
    latent = row.lhs in table.blocks[row.block].roles.latent and row.op != "=~"
    variance = row.op != "~~" or row.lhs == row.rhs
    return KINDS.get(row.op) == kind and variance and not latent and not row.derived


def _held(table: ParameterTable, places: list[int]) -> bool:
    rows = [table.parameters[place] for place in places]
    if len(rows) < 2 or len({row.free for row in rows}) > 1:
        return False
    by_scale = rows[0].op in ("~1", "~~") and rows[0].lhs in table.conventions.thresholds
    return rows[0].free >= 0 or (by_scale and len({row.fixed for row in rows}) == 1)


def _bare(row: Parameter, names: Mapping[str, str]) -> str:
    lhs, rhs = names.get(row.lhs, row.lhs), names.get(row.rhs, row.rhs)
    return f"{lhs} ~ 1" if row.op == "~1" else f"{lhs} {row.op} {rhs}"
