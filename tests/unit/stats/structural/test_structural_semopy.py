"""ML on complete rows against semopy, an implementation of its own."""

import warnings
from dataclasses import dataclass

import numpy as np
from structural_reference import data, reference

from isop_analysis.stats import structural

SYNTAX = """
ind60 =~ x1 + x2 + x3
dem60 =~ y1 + y2 + y3 + y4
dem60 ~ ind60
y2 ~~ y4
"""


@dataclass(frozen=True)
class Theirs:
    discrepancy: float
    estimates: dict[tuple[str, str, str], float]


def semopy_fit() -> Theirs:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of semopy, about pandas
        import semopy

        model = semopy.Model(SYNTAX)
        solved = model.fit(data("political_democracy"))
        found = model.inspect()
    return Theirs(float(solved.fun), {(r.lval, r.op, r.rval): float(r.Estimate) for r in found.itertuples()})


def test_estimates_agree_with_semopy():
    """semopy stops early (SLSQP, ftol 1e-6): no estimate may be further off than its excess of chi-square
    allows.

    Near the optimum that excess is the squared distance in standard errors.
    """
    theirs = semopy_fit()
    fitted = structural.fit(SYNTAX, data("political_democracy"))
    excess = fitted.n * theirs.discrepancy - fitted.fit_indices["chi2"]
    assert 0 <= excess < 1e-3
    compared = 0
    for row in fitted.parameters.itertuples():
        key = (row.rhs, "~", row.lhs) if row.op == "=~" else (row.lhs, row.op, row.rhs)
        other = theirs.estimates.get(key, theirs.estimates.get((key[2], key[1], key[0])))
        assert abs(row.estimate - other) <= 1.05 * np.sqrt(excess) * row.se, key
        compared += 1
    assert compared == 18


def test_a_small_change_of_syntax_changes_nothing():
    """Order of lines and of items other than the first is no part of a model."""
    expected = reference()["cfa_ml"]
    lines = "speed =~ x7 + x9 + x8; textual =~ x4 + x6 + x5\nvisual =~ x1 + x3 + x2"
    fitted = structural.fit(lines, data("holzinger_swineford_1939"))
    np.testing.assert_allclose(fitted.fit_indices["chi2"], expected["fit"]["chisq"], rtol=1e-6)
