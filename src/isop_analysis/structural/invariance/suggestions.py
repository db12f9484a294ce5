"""Which equalities a step should give up: score tests of what it holds equal."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from isop_analysis.structural.diagnostics.freeing import departures, extended, joint_score_test
from isop_analysis.structural.diagnostics.residual_correlations import solved_part
from isop_analysis.structural.invariance.steps import KINDS
from isop_analysis.structural.parameter_table import Parameter, ParameterTable
from isop_analysis.structural.result import StructuralFit

COLUMNS = ("parameter", "chi2", "df", "p_value", "p_adjusted")


def suggestions(fitted: StructuralFit, kind: str, bare_names: Mapping[str, str]) -> pd.DataFrame:
    """Return a score test of every parameter of a kind that the fit holds equal, the largest first.

    Columns: parameter, as config's `partial` takes it; chi2, about what chi-square loses were it to differ,
        with df and p_value; p_adjusted, Holm's over the table. `bare_names` gives variables of waves their
        names without.
    """
    from scipy.stats import chi2

    solved = solved_part(fitted)
    table = solved.model.table
    sharing = _sharing(table, kind)
    freed = {place: table.parameters[place] for rows in sharing.values() for place in rows[1:]}
    tests = departures(extended(solved.model, solved.evidence, fitted.theta, freed))
    order = {place: count for count, place in enumerate(freed)}
    found = []
    for rows in sharing.values():
        statistic = joint_score_test(tests, np.array([order[place] for place in rows[1:]], dtype=np.intp))
        degrees = len(rows) - 1
        name = _bare(table.parameters[rows[0]], bare_names)
        found.append((name, statistic, degrees, float(chi2.sf(statistic, degrees))))
    frame = pd.DataFrame(found, columns=list(COLUMNS[:4])).sort_values("p_value", kind="stable")
    steps = frame["p_value"] * np.arange(len(frame), 0, -1)
    return frame.assign(p_adjusted=steps.cummax().clip(upper=1.0)).reset_index(drop=True)


def _sharing(table: ParameterTable, kind: str) -> dict[int, list[int]]:
    """Return the rows of a kind that share a free parameter, by that parameter."""
    rows: dict[int, list[int]] = {}
    for place, row in enumerate(table.parameters):
        latent = row.lhs in table.blocks[row.block].roles.latent and row.op != "=~"
        variance = row.op != "~~" or row.lhs == row.rhs
        if row.free >= 0 and KINDS.get(row.op) == kind and variance and not latent:
            rows.setdefault(row.free, []).append(place)
    return {free: places for free, places in rows.items() if len(places) > 1}


def _bare(row: Parameter, names: Mapping[str, str]) -> str:
    lhs, rhs = names.get(row.lhs, row.lhs), names.get(row.rhs, row.rhs)
    return f"{lhs} ~ 1" if row.op == "~1" else f"{lhs} {row.op} {rhs}"
